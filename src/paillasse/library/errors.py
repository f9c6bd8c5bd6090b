"""The branch of the error tree (`paillasse.errors`) about what people do with documents.

LibraryError
├── UnsuitableMetadata
├── DocumentChanged            by somebody else, since it was looked at
├── RevisionConflict           two documents of which none can supersede the other
├── TooLongToCompare
└── UnsuitableRectangle        something to highlight that is not on the page
"""

from __future__ import annotations

from paillasse.errors.root import PaillasseError


class LibraryError(PaillasseError):
    """Something that cannot be done with a document."""

    code = "library_error"


class UnsuitableMetadata(LibraryError):
    """What somebody wants a document to say of itself, and it cannot."""

    code = "unsuitable_metadata"


class DocumentChanged(LibraryError):
    """Somebody else changed the document since it was looked at; nothing was overwritten."""

    code = "document_changed"
    hint = "Fetch the document again, and make the change once more if it is still wanted."


class RevisionConflict(LibraryError):
    """Of these two documents none can supersede the other, or none does."""

    code = "revision_conflict"
    hint = "Two current documents of one collection, of which the newer supersedes no other yet, can be put in order."


class TooLongToCompare(LibraryError):
    """A document of more lines than are compared while somebody waits."""

    code = "too_long_to_compare"
    hint = "Open both files beside each other."


class UnsuitableRectangle(LibraryError):
    """A rectangle to highlight that does not stand on the page."""

    code = "unsuitable_rectangle"
    hint = "Give x0,y0,x1,y1 in points from the top left corner of the page, as citations have them."
