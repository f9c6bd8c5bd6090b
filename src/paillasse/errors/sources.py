"""What goes wrong with manuals in the cloud.

SourceError
├── SourceAddressWrong     no address of a bucket or container
├── SourceNotFound         no such bucket, container or object
├── SourceRejected         credentials are missing or do not suffice
└── SourceUnreachable      no answer in time, or a failure on the other side
"""

from __future__ import annotations

from paillasse.errors.root import PaillasseError


class SourceError(PaillasseError):
    """Manuals in the cloud that cannot be fetched."""

    code = "source_error"


class SourceAddressWrong(SourceError):
    """Not the address of a bucket or container."""

    code = "source_address_wrong"
    hint = "Write gs://BUCKET/PREFIX for Google Cloud Storage, or az://ACCOUNT/CONTAINER/PREFIX for Azure Blob Storage."


class SourceNotFound(SourceError):
    """There is no such bucket, container or object."""

    code = "source_not_found"
    hint = "Check its name; an object may have been removed meanwhile."


class SourceRejected(SourceError):
    """There are no credentials, or they do not suffice."""

    code = "source_rejected"
    hint = (
        "Google: `gcloud auth application-default login`, or a service account with the role Storage Object Viewer. "
        "Azure: `az login`, or a managed identity with the role Storage Blob Data Reader."
    )


class SourceUnreachable(SourceError):
    """The service that has the manuals did not answer in time, or failed."""

    code = "source_unreachable"
    hint = "Run the same command again: what was fetched is not fetched twice."
