"""A file as a response, whole or in parts, whose refusals are problems like all others."""

from __future__ import annotations

from http import HTTPStatus

from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope, Send

from paillasse.errors.manuals import UnreadableFile

_SAID = {
    HTTPStatus.BAD_REQUEST: "That `Range` cannot be understood.",
    HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: "The file has no such part.",
}


class OriginalResponse(FileResponse):
    """Starlette's, which refuses in plain text and takes a file that is gone for a defect."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it.

        Raises:
            HTTPException: the part that was asked for cannot be had.
            UnreadableFile: it is gone.
        """
        began = False

        async def send_on(message: Message) -> None:
            nonlocal began
            if not began and message["status"] in _SAID:
                ranges = {name: value for name, value in message["headers"] if name == b"content-range"}
                headers = {name.decode(): value.decode() for name, value in ranges.items()}
                raise HTTPException(message["status"], _SAID[HTTPStatus(message["status"])], headers)
            began = True
            await send(message)

        try:
            await super().__call__(scope, receive, send_on)
        except RuntimeError as error:
            if began:
                raise
            raise UnreadableFile("The stored file is gone.", hint="Upload the file again.") from error
