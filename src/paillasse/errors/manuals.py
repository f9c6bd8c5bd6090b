"""What goes wrong with a manual.

PaillasseError
├── ParseError                 a file that cannot become a document
│   ├── UnsupportedFormat      a picture, an archive, a program, an old Office file…
│   ├── EncryptedPdf
│   ├── DamagedPdf
│   ├── EncryptedDocument      the same of other formats
│   ├── DamagedDocument
│   ├── EmptyDocument
│   ├── FileTooLarge
│   └── ParserLimitExceeded    the parser process ran out of time or memory, or crashed
├── UnreadableFile             the file cannot be opened at all
├── OcrUnavailable             scanned pages cannot be read: the program for it is missing
├── DocumentNotFound
└── AmbiguousDocument
"""

from __future__ import annotations

from paillasse.errors.root import PaillasseError


class ParseError(PaillasseError):
    """A file that cannot become a document."""

    code = "parse_error"


class UnsupportedFormat(ParseError):
    """The content is neither a PDF nor a text in a format that can be read, whatever the name says."""

    code = "unsupported_format"
    hint = "Export the document to PDF and ingest that file."


class EncryptedPdf(ParseError):
    """The PDF asks for a password."""

    code = "encrypted_pdf"
    hint = "Save a copy without the password and ingest that copy."


class DamagedPdf(ParseError):
    """The PDF is truncated or corrupt beyond what the parser can mend."""

    code = "damaged_pdf"
    hint = "Fetch the file again, or open it in a viewer and print it to a new PDF."


class EncryptedDocument(ParseError):
    """The file, not a PDF, asks for a password."""

    code = "encrypted_document"
    hint = "Save a copy without the password and ingest that copy."


class DamagedDocument(ParseError):
    """The file, not a PDF, is broken, or made to break what reads it."""

    code = "damaged_document"
    hint = "Open it in the program it was written with, save it again or export it to PDF, and ingest that file."


class EmptyDocument(ParseError):
    """No page, no text, or no byte."""

    code = "empty_document"
    hint = "Check that the file was copied completely."


class FileTooLarge(ParseError):
    """Over the size or page limit."""

    code = "file_too_large"
    hint = "Split the document, or raise the limit (PAILLASSE_MAX_FILE_MB, PAILLASSE_MAX_PAGES)."


class ParserLimitExceeded(ParseError):
    """The parser process ran out of time or memory, or crashed; nothing else was affected."""

    code = "parser_limit_exceeded"
    hint = (
        "Try again when the machine is less busy. Else the file may be hostile or broken: print it to a new PDF, "
        "or raise PAILLASSE_PARSER_SECONDS or PAILLASSE_PARSER_MEMORY_MB."
    )


class UnreadableFile(PaillasseError):
    """The path does not exist or cannot be read."""

    code = "unreadable_file"
    hint = "Check the path and its permissions."


class OcrUnavailable(PaillasseError):
    """Pages have to be read from their picture, and the program that does it is missing."""

    code = "ocr_unavailable"
    hint = "Run `sudo apt-get install tesseract-ocr tesseract-ocr-fra`, then ingest the file again."


class DocumentNotFound(PaillasseError):
    """No document answers to that id, prefix or name."""

    code = "document_not_found"
    hint = "`paillasse documents list` shows what is there."


class AmbiguousDocument(PaillasseError):
    """An id prefix or name that fits several documents."""

    code = "ambiguous_document"
    hint = "Give more characters of the id: `paillasse documents list` shows them."
