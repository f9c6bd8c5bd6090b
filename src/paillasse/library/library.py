"""The library: all that people do with documents beside asking."""

from __future__ import annotations

from dataclasses import dataclass

from paillasse.library.codes import Codes
from paillasse.library.holdings import Jobs, Use
from paillasse.library.pages import Pages
from paillasse.library.revisions.succession import Revisions
from paillasse.library.shelf.shelf import Shelf
from paillasse.protocols.reading import PagePictures


@dataclass(frozen=True, slots=True)
class Library:
    """Its parts; each takes the scope of who is asking."""

    shelf: Shelf
    pages: Pages
    revisions: Revisions
    codes: Codes


def library_over(use: Use, jobs: Jobs, pictures: PagePictures) -> Library:
    """The library over the services that answer.

    Args:
        use: gives them, and keeps them open meanwhile.
        jobs: what is being ingested.
        pictures: draws pages.
    """
    return Library(Shelf(use, jobs, pictures), Pages(use, pictures), Revisions(use), Codes(use))
