"""Settings → Library: where the library is joined with what draws its pages."""

from __future__ import annotations

import sys

from paillasse.adapters.page_pictures.folder import PictureFolder
from paillasse.adapters.page_pictures.pictures import DrawnPictures
from paillasse.adapters.page_pictures.process import DrawingProcess
from paillasse.library.holdings import Jobs, Use
from paillasse.library.library import Library, library_over
from paillasse.settings import Settings

_DRAWER = (sys.executable, "-m", "paillasse.adapters.page_pictures.worker")


def join_library(settings: Settings, use: Use, jobs: Jobs) -> Library:
    """The library of a home that is open.

    Args:
        settings: where it runs.
        use: `LiveServices.use`.
        jobs: its `JobBoard`.
    """
    folder = PictureFolder(settings.page_pictures_dir, settings.page_pictures_mb << 20)
    return library_over(use, jobs, DrawnPictures(DrawingProcess(_DRAWER, settings), folder))
