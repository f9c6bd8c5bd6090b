"""What goes wrong with backups.

BackupError
├── NothingToBackUp
├── ArchiveDamaged             cut short, altered, or no backup at all
├── ArchiveRefused             it holds what no backup holds
├── ArchiveTooNew
├── PlaceNotEmpty              a home, database or index that has something in it already
└── IndexIncomplete            database and files are restored, the index is not yet
"""

from __future__ import annotations

from paillasse.errors.root import PaillasseError


class BackupError(PaillasseError):
    """A backup that cannot be made or restored."""

    code = "backup_error"


class NothingToBackUp(BackupError):
    """There is no home in this folder."""

    code = "nothing_to_back_up"
    hint = "Point --home (PAILLASSE_HOME) to the folder that holds the state."


class ArchiveDamaged(BackupError):
    """The archive was cut short or altered, or is no backup of Paillasse's."""

    code = "archive_damaged"
    hint = "Nothing was touched. Fetch the archive again, or restore an earlier one."


class ArchiveRefused(BackupError):
    """The archive holds something that no backup holds, such as a link or a path that leads out of the home."""

    code = "archive_refused"
    hint = "Nothing was touched. Restore only archives that you made yourself."


class ArchiveTooNew(BackupError):
    """A newer Paillasse made the archive."""

    code = "archive_too_new"
    hint = "Nothing was touched. Upgrade Paillasse, then restore."


class PlaceNotEmpty(BackupError):
    """There is something where the backup would be restored to."""

    code = "place_not_empty"
    hint = "Choose a new folder with --home, and a new database and index where these are servers."


class IndexIncomplete(BackupError):
    """Database and files are restored, but the index could not be completed."""

    code = "index_incomplete"
