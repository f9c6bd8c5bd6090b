"""Google Cloud Storage says in a Pub/Sub subscription that objects have arrived; read by Pub/Sub's REST API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import httpx
from pydantic import BaseModel, ValidationError

from paillasse.adapters.manual_sources.connection import Token, failure
from paillasse.errors.sources import SourceError, SourceUnreachable

URL = "https://pubsub.googleapis.com"
_MOST = 10
_SECONDS = httpx.Timeout(120, connect=5)
"""A request waits on the other side until something is there, for a minute and a half at most."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """One message."""

    receipt: str
    """What it is acknowledged with."""
    kind: str
    """`OBJECT_FINALIZE` where an object has arrived."""
    bucket: str
    name: str
    generation: str


class _Attributes(BaseModel):
    eventType: str = ""  # noqa: N815 - their names there
    bucketId: str = ""  # noqa: N815
    objectId: str = ""  # noqa: N815
    objectGeneration: str = ""  # noqa: N815


class _Message(BaseModel):
    attributes: _Attributes = _Attributes()


class _Received(BaseModel):
    ackId: str  # noqa: N815
    message: _Message = _Message()


class _Pulled(BaseModel):
    receivedMessages: list[_Received] = []  # noqa: N815


class Announcements:
    """A subscription: what is not acknowledged in time comes again.

    Args:
        subscription: as in `projects/P/subscriptions/S`.
        token: shown with each request.
        url: another address of Pub/Sub.
    """

    def __init__(self, subscription: str, token: Token, url: str = URL) -> None:
        self._subscription = subscription
        self._at = f"{url}/v1/{subscription}"
        self._token = token
        self._client = httpx.AsyncClient(timeout=_SECONDS)

    async def pull(self) -> list[Announcement]:
        """What has been said; waits for it, though not for ever.

        Raises:
            SourceError: one of its kinds.
        """
        try:
            pulled = _Pulled.model_validate_json(await self._post("pull", {"maxMessages": _MOST}))
        except ValidationError as error:
            raise SourceError(f"The answer of {self._subscription} is not one of Pub/Sub.") from error
        return [
            Announcement(each.ackId, told.eventType, told.bucketId, told.objectId, told.objectGeneration)
            for each in pulled.receivedMessages
            for told in (each.message.attributes,)
        ]

    async def acknowledge(self, announcements: Sequence[Announcement]) -> None:
        """These need not come again; raises what `pull` raises."""
        await self._post("acknowledge", {"ackIds": [each.receipt for each in announcements]})

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()

    async def _post(self, verb: str, body: dict[str, object]) -> bytes:
        headers = {"Authorization": f"Bearer {await self._token()}"}
        try:
            answer = await self._client.post(f"{self._at}:{verb}", json=body, headers=headers)
        except httpx.HTTPError as error:
            raise SourceUnreachable(f"{self._subscription} cannot be reached.") from error
        if answer.status_code != 200:
            raise failure(self._subscription, answer.status_code)
        return answer.content
