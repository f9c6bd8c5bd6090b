"""The web app: the files that `make ui` builds, and one page for every address that people may come back to.

It is what answers where no route does, to anybody: its files hold no word of a manual.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
from http import HTTPStatus
from pathlib import Path

from fastapi.staticfiles import StaticFiles
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import NotModifiedResponse
from starlette.types import Scope

from paillasse.api.etags import etag, holds

BUILT = Path(__file__).parents[1] / "web"
"""Where the build is put, and the wheel has it."""

_PAGE = "index.html"
_NAMED_BY_CONTENT = "assets"
"""The folder of files whose names change with what is in them."""
_OF_PROGRAMS = frozenset({"api", "mcp", "v1"})
"""First parts of addresses that no person comes back to: what is missing there is a problem, not a page."""
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
"""By how well they compress; the build writes such files beside the others."""
_TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm", ".woff2": "font/woff2"} | {
    ".webmanifest": "application/manifest+json"
}
"""Browsers insist on these, and not every system knows them."""
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' blob: data:; connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; "
        "base-uri 'none'; form-action 'self'; object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""On files too: a worker obeys those of its own script. The viewer of PDF files decodes pictures with WebAssembly."""
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_NEVER = re.compile(r"q=0(\.0*)?")
_UNBUILT = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Paillasse</title>
<style>body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem }</style>
<h1>The web app is not built yet</h1>
<p>Run <code>make ui</code> in the repository, then load this page again.</p>
<p>Everything else works: <a href="/api/docs">the API and its documentation</a>, and the commands.</p>
<p lang="fr">L’application n’est pas encore construite : lancez <code>make ui</code>, puis rechargez cette page.</p>
"""


class WebApp(StaticFiles):
    """The files of a folder, and its page for all other addresses. The folder may be filled later."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory, check_dir=False)
        self.config_checked = True
        self._page = directory / _PAGE

    async def get_response(self, path: str, scope: Scope) -> Response:
        """What is at a path, as far as there is something.

        Raises:
            HTTPException: there is nothing.
        """
        if scope["method"] not in {"GET", "HEAD"} or path.partition(os.sep)[0] in _OF_PROGRAMS:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        response = await self._found(path, scope)
        response.headers.update(_HEADERS)
        return response

    async def _found(self, path: str, scope: Scope) -> Response:
        if path in {os.curdir, _PAGE}:
            return await self._shown(scope)
        try:
            return await super().get_response(path, scope)
        except HTTPException:
            if path.partition(os.sep)[0] == _NAMED_BY_CONTENT or not _wants_page(scope):
                raise
        return await self._shown(scope)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """A file as small as the client takes it."""
        request, file = Headers(scope=scope), Path(full_path)
        chosen, encoding = _smallest(file, request.get("accept-encoding", ""))
        kept = _FOR_EVER if file.parent == Path(self._page.parent, _NAMED_BY_CONTENT).resolve() else _ASK_AGAIN
        headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
        if encoding:
            headers["Content-Encoding"] = encoding
        media_type = _TYPES.get(file.suffix)
        response = FileResponse(chosen, status_code, headers, media_type, stat_result=chosen.stat())
        return NotModifiedResponse(response.headers) if self.is_not_modified(response.headers, request) else response

    async def _shown(self, scope: Scope) -> Response:
        """The page. Its tag is that of its content: a build of another day may have the same size and time."""
        try:
            content = await asyncio.to_thread(self._page.read_bytes)
        except FileNotFoundError:
            return HTMLResponse(_UNBUILT, HTTPStatus.NOT_FOUND, {"Cache-Control": "no-store"})
        version = hashlib.sha256(content).hexdigest()[:32]
        headers = {"Cache-Control": _ASK_AGAIN, "ETag": etag(version)}
        if holds(Headers(scope=scope).get("if-none-match"), version):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return HTMLResponse(content, headers=headers)


def _wants_page(scope: Scope) -> bool:
    """Browsers say so when they go somewhere, not when they load a part of a page."""
    return "text/html" in Headers(scope=scope).get("accept", "")


def _smallest(file: Path, accepted: str) -> tuple[Path, str]:
    """The file that was compressed best in a way that is accepted, and that way."""
    for encoding, suffix in _ENCODINGS:
        compressed = file.with_name(file.name + suffix)
        if _accepts(accepted, encoding) and compressed.is_file():
            return compressed, encoding
    return file, ""


def _accepts(header: str, encoding: str) -> bool:
    """RFC 9110, 12.5.3, without `*`, which no browser sends."""
    parts = (part.partition(";") for part in header.lower().split(","))
    weights = {name.strip(): weight.strip() for name, _, weight in parts}
    return encoding in weights and not _NEVER.fullmatch(weights[encoding])
