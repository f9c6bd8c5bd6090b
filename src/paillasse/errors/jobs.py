"""What goes wrong with ingestion jobs.

StorageError
└── QueueUnreachable           the queue of jobs, which is in the database
JobError                       an ingestion job that cannot go on as asked
├── JobNotFound
├── JobNotRetriable            it did not fail
├── JobAbandoned               its workers died or failed too often
├── UploadLost                 its file is no longer on disk, or no longer the same
├── TooManyStreams             of progress, of one user
├── UploadMalformed            a request that is no upload
└── UploadInterrupted          the sender left, or fell silent, before the end
"""

from __future__ import annotations

from paillasse.errors.root import PaillasseError
from paillasse.errors.storage import StorageError


class QueueUnreachable(StorageError):
    """The database that holds the queue of jobs cannot be reached; workers try again by themselves."""

    code = "queue_unreachable"
    hint = "Check that the database runs. Nothing acknowledged is lost: jobs go on when it is back."


class JobError(PaillasseError):
    """An ingestion job that cannot go on as asked."""

    code = "job_error"


class JobNotFound(JobError):
    """No job has this id."""

    code = "job_not_found"
    hint = "`paillasse jobs list` shows what is there."


class JobNotRetriable(JobError):
    """Only a job that failed can be tried again, and only while no other has the same file."""

    code = "job_not_retriable"
    hint = "`paillasse jobs show ID` says where it stands. A file whose job was cancelled is sent again."


class JobAbandoned(JobError):
    """The workers that had it died or failed too often."""

    code = "job_abandoned"
    hint = "Look into the log for what ended them (memory?), then `paillasse jobs retry ID`."


class UploadLost(JobError):
    """The uploaded file is not on disk any more, or has changed."""

    code = "upload_lost"
    hint = "Send the file again."


class TooManyStreams(JobError):
    """One user watches too many jobs at once."""

    code = "too_many_streams"
    hint = "Close those that nobody looks at, or ask for the list of jobs now and then."


class UploadMalformed(JobError):
    """A request that does not say what file it is and where it belongs, or whose form is broken."""

    code = "upload_malformed"
    hint = (
        "Send one file per request: a form with the field `collection` before the field `file`, "
        "or the bytes alone with `?collection=…&filename=…`."
    )


class UploadInterrupted(JobError):
    """The connection ended, nothing came for a while, or it took too long, before the file was whole.

    Nothing of it was kept.
    """

    code = "upload_interrupted"
    hint = "Send the file again."
