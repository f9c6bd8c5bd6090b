"""Google Cloud Storage and Azure Blob Storage, as far as a bucket of manuals needs them, on this machine.

They speak the JSON API of the one and the REST API of the other as their documentation says, two objects a page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from local_http import QuietHandler, serving

TOKEN = "a-token"  # noqa: S105 - of this server
_PAGE = 2


@dataclass
class Objects:
    """What a bucket or container holds: content by name, each put with a version of its own."""

    content: dict[str, bytes] = field(default_factory=dict[str, bytes])
    versions: dict[str, int] = field(default_factory=dict[str, int])
    fails_with: int = 0
    """Status of every answer; 0: they are good."""
    cut_short: bool = False
    """Whether contents break off in the middle."""
    read: list[str] = field(default_factory=list[str])
    """Names in the order they were read."""
    url: str = ""
    _last: int = 1700000000000000

    def put(self, name: str, content: bytes) -> None:
        """Add an object, or replace it."""
        self._last += 1
        self.content[name], self.versions[name] = content, self._last

    def page(self, prefix: str, after: str) -> tuple[list[str], str]:
        """Names of one page, and where the next begins; empty after the last."""
        names = sorted(name for name in self.content if name.startswith(prefix) and name >= after)
        return names[:_PAGE], (names[_PAGE] if len(names) > _PAGE else "")


class _Handler(QuietHandler):
    objects: Objects

    def do_GET(self) -> None:  # noqa: N802 - the name is the base class's
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        status = self.objects.fails_with
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            status = 401
        if status:
            self._answer(status, b"secret words of the server")
        else:
            self._get(parts.path, asked)

    def _get(self, path: str, asked: dict[str, str]) -> None:
        raise NotImplementedError

    def _content(self, name: str, version: str) -> None:
        if str(self.objects.versions.get(name)) != version:
            self._answer(404 if name not in self.objects.content else 412, b"")
            return
        self.objects.read.append(name)
        content = self.objects.content[name]
        self._answer(200, content, len(content) + 1 if self.objects.cut_short else len(content))

    def _answer(self, status: int, body: bytes, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = length not in {None, len(body)}


class _Google(_Handler):
    def _get(self, path: str, asked: dict[str, str]) -> None:
        if path == "/storage/v1/b/manuals/o":
            names, following = self.objects.page(asked.get("prefix", ""), asked.get("pageToken", ""))
            items = [
                {
                    "name": name,
                    "generation": str(self.objects.versions[name]),
                    "size": str(len(self.objects.content[name])),
                }
                for name in names
            ]
            page: dict[str, object] = {"items": items} if items else {}
            self._answer(200, json.dumps(page | ({"nextPageToken": following} if following else {})).encode())
        elif path.startswith("/storage/v1/b/manuals/o/") and "/" not in path.removeprefix("/storage/v1/b/manuals/o/"):
            assert asked["alt"] == "media"
            self._content(unquote(path.removeprefix("/storage/v1/b/manuals/o/")), asked["generation"])
        else:
            self._answer(404, b"")


class _Azure(_Handler):
    def _get(self, path: str, asked: dict[str, str]) -> None:
        assert self.headers["x-ms-version"] == "2021-12-02"
        if asked.get("comp") == "list" and path == "/manuals":
            names, following = self.objects.page(asked.get("prefix", ""), asked.get("marker", ""))
            blobs = "".join(
                f"<Blob><Name>{escape(name)}</Name><Properties><Etag>0x{self.objects.versions[name]}</Etag>"
                f"<Content-Length>{len(self.objects.content[name])}</Content-Length></Properties></Blob>"
                for name in names
            )
            head = '\ufeff<?xml version="1.0" encoding="utf-8"?>'
            after = f"<NextMarker>{escape(following)}</NextMarker>" if following else "<NextMarker />"
            self._answer(200, f"{head}<EnumerationResults><Blobs>{blobs}</Blobs>{after}</EnumerationResults>".encode())
        elif path.startswith("/manuals/"):
            self._content(
                unquote(path.removeprefix("/manuals/")), self.headers["If-Match"].strip('"').removeprefix("0x")
            )
        else:
            self._answer(404, b"")


@contextmanager
def object_store(kind: str) -> Iterator[Objects]:
    """An empty bucket (`google`) or container (`azure`) called manuals, at its `url`."""
    objects = Objects()
    base: type[_Handler] = _Google if kind == "google" else _Azure
    with serving(type("Handler", (base,), {"objects": objects})) as objects.url:
        yield objects


@dataclass
class Subscription:
    """What Pub/Sub has to say: messages stay until they are acknowledged."""

    messages: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    """Attributes by receipt."""
    url: str = ""

    def announce(self, name: str, generation: int, *, kind: str = "OBJECT_FINALIZE", bucket: str = "manuals") -> None:
        """Say that something happened to an object, as Google Cloud Storage does."""
        told = {"eventType": kind, "bucketId": bucket, "objectId": name, "objectGeneration": str(generation)}
        self.messages[f"receipt-{len(self.messages)}-{name}"] = told


@contextmanager
def subscription() -> Iterator[Subscription]:
    """`projects/p/subscriptions/s` at its `url`; it never makes anybody wait."""
    held = Subscription()

    class Handler(QuietHandler):
        def do_POST(self) -> None:  # noqa: N802 - the name is the base class's
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            path, _, verb = self.path.partition(":")
            status, answer = 200, {}
            if self.headers["Authorization"] != f"Bearer {TOKEN}":
                status = 403
            elif path != "/v1/projects/p/subscriptions/s":
                status = 404
            elif verb == "pull":
                some = list(held.messages.items())[: body["maxMessages"]]
                received = [{"ackId": r, "message": {"attributes": a, "messageId": "1"}} for r, a in some]
                answer = {"receivedMessages": received} if received else {}
            else:
                assert verb == "acknowledge"
                for receipt in body["ackIds"]:
                    held.messages.pop(receipt, None)
            content = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with serving(Handler) as held.url:
        yield held
