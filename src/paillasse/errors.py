"""The error tree. Every error carries a stable code, a sentence for a person and what to do about it.

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
├── AmbiguousDocument
├── StorageError
│   ├── HomeInUse              another process holds the index
│   ├── HomeCorrupt
│   ├── DatabaseUnreachable    the database server is down, restarts, or has no connection left
│   ├── CacheUnreachable       the server of the cache is down: everything goes on without
│   ├── IndexUnreachable       the index server is down, fails or does not answer in time
│   ├── IndexRejected          it does not accept the key or the request, or is no index server
│   ├── GenerationInUse        an index generation that cannot be dropped
│   ├── GenerationNotFound
│   └── DiskFull
├── JobError                   an ingestion job that cannot go on as asked: its branch is in `paillasse.job_errors`
├── Overloaded                 too much at once of what was asked for
├── EmptyIndex
├── InvalidQuestion
├── IdempotencyError           a key that cannot be taken: its branch is in `paillasse.idempotency`
├── InvalidGoldenSet
├── TrainingDataError          data to train or select a model on that cannot be trusted
├── ModelUnavailable           an embedder that cannot be used
│   ├── EmbedderUnreachable
│   │   └── EmbedderBusy       it asks to wait
│   ├── EmbedderRejected       the key, the model or the texts
│   └── EmbedderNonsense       its answer is no vectors, or not the right ones
├── LanguageModelError         a language model that cannot be used now: answers go on without it
│   ├── LanguageModelUnreachable
│   ├── LanguageModelRejected
│   ├── LanguageModelBusy
│   ├── LanguageModelTooSlow
│   ├── LanguageModelTruncated
│   ├── LanguageModelNonsense
│   └── LanguageModelSuspended  it failed several times just now and is left alone for a while
├── AskingError                a question that gets no answer now: its branch is in `paillasse.asking.errors`
├── LibraryError               what cannot be done with a document: its branch is in `paillasse.library.errors`
├── BackupError                a backup that cannot be made or restored: its branch is in `paillasse.backup_errors`
├── AccessError                who may do what: its branch is in `paillasse.access.errors`
├── HistoryError               what was asked and answered: its branch is in `paillasse.history.errors`
├── ReleaseError               experiments and releases: their branch is in `paillasse.release_errors`
├── SourceError                manuals in the cloud: their branch is in `paillasse.source_errors`
├── ExportMismatch             an exported model gives other vectors than the one it was made from
└── InvalidConfiguration
"""

from __future__ import annotations


class PaillasseError(Exception):
    """Base of everything Paillasse raises on purpose.

    Attributes:
        code: stable machine-readable name.
        hint: what the user can do about it.
    """

    code = "error"
    hint = ""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint


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
    hint = "The file may be hostile or broken: print it to a new PDF, or raise PAILLASSE_PARSER_MEMORY_MB."


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


class StorageError(PaillasseError):
    """The relational store or the index failed."""

    code = "storage_error"


class HomeInUse(StorageError):
    """Another process holds this home directory."""

    code = "home_in_use"
    hint = "Wait for the other paillasse command to finish, or choose another directory with --home."


class HomeCorrupt(StorageError):
    """What is on disk cannot be opened."""

    code = "home_corrupt"
    hint = "Run `paillasse reconcile`; if that fails, move the directory away and ingest again."


class DatabaseUnreachable(StorageError):
    """The database server is down, restarts, or has no connection left; later it may."""

    code = "database_unreachable"
    hint = "Check that PostgreSQL runs and that PAILLASSE_DATABASE_URL is right; it is tried again by itself."


class CacheUnreachable(StorageError):
    """The server of the cache is down or does not answer in time; everything goes on without."""

    code = "cache_unreachable"
    hint = "Check that Redis runs and that PAILLASSE_REDIS_URL is right; it is tried again by itself."


class IndexUnreachable(StorageError):
    """The index server is down, failed, or did not answer in time; later it may."""

    code = "index_unreachable"
    hint = (
        "Check that the Qdrant server runs and that PAILLASSE_QDRANT_URL is right. "
        "Nothing is half stored: the same command goes on where it stopped."
    )


class IndexRejected(StorageError):
    """The index server does not accept the key or the request, or what answers is no index server."""

    code = "index_rejected"
    hint = "Check PAILLASSE_QDRANT_URL and PAILLASSE_QDRANT_KEY; the server has to be Qdrant 1.16 or newer."


class GenerationInUse(StorageError):
    """An index generation that answers questions, or that alone holds some documents."""

    code = "generation_in_use"
    hint = "Make another one live first: `paillasse index rebuild`."


class GenerationNotFound(StorageError):
    """No index generation of this name."""

    code = "generation_not_found"
    hint = "`paillasse index list` shows what is there."


class DiskFull(StorageError):
    """No space left; what was being written is absent, everything acknowledged is intact."""

    code = "disk_full"
    hint = "Free some space and run the same command again: it resumes."


class Overloaded(PaillasseError):
    """Too much is asked for at once; the same may be done in a moment.

    Attributes:
        retry_after: seconds to wait before asking again.
    """

    code = "overloaded"
    hint = "Ask again in a moment."

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class EmptyIndex(PaillasseError):
    """A question was asked before any manual was ingested."""

    code = "empty_index"
    hint = "Ingest a manual first: `paillasse ingest your.pdf`."


class InvalidQuestion(PaillasseError):
    """A question without a word, or far too long."""

    code = "invalid_question"
    hint = "Ask in a sentence, in French or English."


class InvalidGoldenSet(PaillasseError):
    """A golden file that does not follow the format."""

    code = "invalid_golden_set"
    hint = "docs/reference/golden-format.md says what a line holds."


class TrainingDataError(PaillasseError):
    """Data to train or select a model on that is missing, malformed, or fails its checks."""

    code = "training_data_error"
    hint = "Fetch or mend the file named and start again: nothing is trained on data that fails its checks."


class ModelUnavailable(PaillasseError):
    """The files of a model are missing or damaged, or the server that runs it does not do its work."""

    code = "model_unavailable"
    hint = (
        "A model folder holds model.onnx, tokenizer.json and model.json. "
        "The shipped one comes back with `uv sync --reinstall-package paillasse`."
    )


class EmbedderUnreachable(ModelUnavailable):
    """The embedding server is down, failed, or did not answer in time; later it may.

    Attributes:
        retry_after: seconds the server asks to wait, when it says so.
    """

    code = "embedder_unreachable"
    hint = (
        "Check that the server runs and that its address in the settings (PAILLASSE_…_URL) is right. "
        "Nothing is half stored: the same command goes on where it stopped."
    )

    def __init__(self, message: str, *, hint: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class EmbedderBusy(EmbedderUnreachable):
    """The embedding server's rate limit or quota is used up."""

    code = "embedder_busy"
    hint = "Wait a moment and run the same command again: it goes on where it stopped. Or raise the quota."


class EmbedderRejected(ModelUnavailable):
    """The embedding server does not accept the key, the model or the texts."""

    code = "embedder_rejected"
    hint = "Check the key in the settings, and embedder.name, max_tokens and shorten in the pipeline configuration."


class EmbedderNonsense(ModelUnavailable):
    """What the embedding server answered is no vectors, or not those of the model configured."""

    code = "embedder_nonsense"
    hint = "Check that the address is that of an embedding API of this provider and that it runs the model configured."


class LanguageModelError(PaillasseError):
    """A language model that cannot be used now; the answer goes on without it and says so."""

    code = "language_model_error"
    hint = "Answers stay verbatim until it works; `paillasse ask --explain` shows what failed."


class LanguageModelUnreachable(LanguageModelError):
    """No connection, a connection that broke, or a failure on the provider's side."""

    code = "language_model_unreachable"
    hint = "Check that the server runs and that its address in the settings (PAILLASSE_…_URL) is right."


class LanguageModelRejected(LanguageModelError):
    """The provider does not accept the request: the key, the name of the model, or something in the request."""

    code = "language_model_rejected"
    hint = "Check the key in the settings and `model.name` in the pipeline configuration."


class LanguageModelBusy(LanguageModelError):
    """The provider's rate limit or quota is used up."""

    code = "language_model_busy"
    hint = "Wait a moment, or raise the quota with the provider."


class LanguageModelTooSlow(LanguageModelError):
    """No answer, or no next word, within the time given."""

    code = "language_model_too_slow"
    hint = "Use a smaller model, or raise model.first_token_seconds, model.stall_seconds or model.total_seconds."


class LanguageModelTruncated(LanguageModelError):
    """It stopped in the middle, or would not stop."""

    code = "language_model_truncated"
    hint = "Raise model.max_output_tokens, or lower model.context_tokens for a model with a short memory."


class LanguageModelNonsense(LanguageModelError):
    """Not one claim that could be read, or not one that its evidence supports."""

    code = "language_model_nonsense"
    hint = "Use a model that follows instructions better; `paillasse ask --explain` shows what was dropped."


class LanguageModelSuspended(LanguageModelError):
    """It failed several times in a row, so nobody waits for it for a while."""

    code = "language_model_suspended"
    hint = "It is tried again by itself after half a minute."


class ExportMismatch(PaillasseError):
    """An exported model gives other vectors than the one it was made from."""

    code = "export_mismatch"
    hint = "Do not ship it. Export it as float32: if that agrees, storage loses too much; if not, the graph differs."


class InvalidConfiguration(PaillasseError):
    """A setting or pipeline configuration that cannot work."""

    code = "invalid_configuration"
