"""A model hub on this machine: the part of the Hugging Face Hub that fetching a snapshot takes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from local_http import QuietHandler, serving

COMMIT = hashlib.sha1(b"1", usedforsecurity=False).hexdigest()


@dataclass
class HubServer:
    """Where it listens, and what it was asked for."""

    url: str = ""
    requests: list[str] = field(default_factory=list)


@contextmanager
def hub_server(repository: str, folder: Path) -> Iterator[HubServer]:
    """Serves one repository, whose one commit holds the files of a folder."""
    state = HubServer()
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    listings = listings_of(repository, files)

    class Handler(QuietHandler):
        def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
            self.answer(with_body=True)

        def do_HEAD(self) -> None:  # noqa: N802 - the name that http.server calls
            self.answer(with_body=False)

        def answer(self, *, with_body: bool) -> None:
            state.requests.append(f"{self.command} {self.path}")
            path = self.path.partition("?")[0]
            name = path.partition(f"/{repository}/resolve/")[2].partition("/")[2]
            if path in listings:
                self.reply(listings[path], with_body)
            elif name in files:
                self.reply(files[name].read_bytes(), with_body, etag(files[name]))
            else:
                self.reply(b"{}", with_body, status=404)

        def reply(self, content: bytes, with_body: bool, tag: str = "", status: int = 200) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.send_header("x-repo-commit", COMMIT)
            if tag:
                self.send_header("etag", f'"{tag}"')
            if status == 404:
                self.send_header("x-error-code", "RepoNotFound")
            self.end_headers()
            if with_body:
                self.wfile.write(content)

    with serving(Handler) as state.url:
        yield state


def listings_of(repository: str, files: dict[str, Path]) -> dict[str, bytes]:
    """What the API says of the repository, by path."""
    model = f"/api/models/{repository}"
    about = {"id": repository, "sha": COMMIT, "siblings": [{"rfilename": name} for name in files]}
    tree = [
        {"type": "file", "path": name, "size": path.stat().st_size, "oid": etag(path)} for name, path in files.items()
    ]
    return {
        **{
            path: json.dumps(about).encode() for path in (model, f"{model}/revision/main", f"{model}/revision/{COMMIT}")
        },
        **{f"{model}/tree/{revision}": json.dumps(tree).encode() for revision in ("main", COMMIT)},
    }


def etag(path: Path) -> str:
    return hashlib.sha1(path.read_bytes(), usedforsecurity=False).hexdigest()
