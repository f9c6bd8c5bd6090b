"""A local server that speaks the APIs of Ollama, OpenAI, Azure, Gemini and Vertex AI, and misbehaves on demand."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from typing import Any

_LINE = re.compile(r"^\[(\d+)\] (.*)$", re.MULTILINE)
_HELD_SECONDS = 20.0


@dataclass(frozen=True)
class Asked:
    """What reached the server."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    system: str
    user: str

    @property
    def lines(self) -> dict[int, str]:
        """The numbered lines of the context."""
        return {int(number): text for number, text in _LINE.findall(self.user)}

    def number(self, text: str) -> int:
        """Of the line that holds this text."""
        return next(number for number, line in self.lines.items() if text in line)


@dataclass(frozen=True)
class Reply:
    """What the server says to one request, and how."""

    pieces: Sequence[str] = ()
    calls: Sequence[tuple[str, dict[str, Any]]] = ()
    """Tool calls: name and arguments."""
    finish: str = "stop"
    """Or `length`; empty: the stream ends without a word about it."""
    status: int = 200
    malformed: bool = False
    """Something that is not JSON, with status 200."""
    stalls_at: int | None = None
    """Sends that many pieces and then nothing more, without closing."""
    drops_at: int | None = None
    """Sends that many pieces and then closes the connection in the middle."""
    endless: bool = False
    counts: bool = True
    """Says how many tokens were used."""


Script = Callable[[Asked], Reply]


@dataclass
class ModelServer:
    """Where it listens, and what it was asked."""

    url: str
    script: Script
    asked: list[Asked] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)


@contextmanager
def model_server(script: Script = lambda _asked: Reply(["hello"])) -> Iterator[ModelServer]:
    """Serve until the block ends, on a free port of this machine."""
    http = _Http(("127.0.0.1", 0), _Handler)
    http.served = ModelServer(f"http://127.0.0.1:{http.server_address[1]}", script)
    thread = threading.Thread(target=http.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield http.served
    finally:
        http.served.closing.set()
        http.shutdown()
        thread.join()
        http.server_close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    served: ModelServer

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Say nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)) or "{}")
        asked = _asked(self.path, dict(self.headers), body)
        self.server.served.asked.append(asked)
        reply = self.server.served.script(asked)
        if reply.status != 200:
            # Providers repeat what they were given, keys too.
            key = "".join(v for k, v in self.headers.items() if k.lower() in _KEYS)
            return self._whole(reply.status, json.dumps({"error": {"message": f"no: {key}", "code": reply.status}}))
        if reply.malformed:
            return self._whole(200, "<html>It works!</html>")
        return self._stream(asked, reply)

    def _whole(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def _stream(self, asked: Asked, reply: Reply) -> None:
        api = _api(asked.path)
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson" if api is _ollama else "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        pieces = cycle(reply.pieces) if reply.endless else iter(reply.pieces)
        for count, piece in enumerate(pieces):
            if self._interrupted(count, reply):
                return
            self._chunk(api(piece, (), "", reply))
        if self._interrupted(len(reply.pieces), reply):
            return
        if reply.calls:
            self._chunk(api("", reply.calls, "", reply))
        if reply.finish:
            self._chunk(api("", (), reply.finish, reply))
        if api is _openai and reply.finish:
            self._chunk("data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _interrupted(self, count: int, reply: Reply) -> bool:
        if count == reply.stalls_at:
            self.server.served.closing.wait(_HELD_SECONDS)
            self.close_connection = True
            return True
        if count == reply.drops_at:
            self.close_connection = True
            return True
        return False

    def _chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


_KEYS = {"authorization", "api-key", "x-goog-api-key"}


def _asked(path: str, headers: dict[str, str], body: dict[str, Any]) -> Asked:
    if "messages" in body:
        said = {message["role"]: message["content"] for message in body["messages"]}
        return Asked(path, headers, body, said.get("system", ""), said.get("user", ""))
    system = body.get("systemInstruction") or body.get("system_instruction") or {"parts": []}
    parts = [part for content in body["contents"] for part in content["parts"]]
    texts = ("".join(part.get("text", "") for part in found) for found in (system["parts"], parts))
    return Asked(path, headers, body, *texts)


def _api(path: str) -> Callable[[str, Sequence[tuple[str, dict[str, Any]]], str, Reply], str]:
    if path.startswith("/api/chat"):
        return _ollama
    return _openai if "/chat/completions" in path else _gemini


def _ollama(text: str, calls: Sequence[tuple[str, dict[str, Any]]], finish: str, reply: Reply) -> str:
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if calls:
        message["tool_calls"] = [{"function": {"name": name, "arguments": given}} for name, given in calls]
    event: dict[str, Any] = {
        "model": "m",
        "created_at": "2026-01-01T00:00:00Z",
        "message": message,
        "done": bool(finish),
    }
    if finish:
        event |= {"done_reason": finish, "total_duration": 1, "eval_duration": 1}
        event |= {"prompt_eval_count": 100, "eval_count": 20} if reply.counts else {}
    return json.dumps(event) + "\n"


def _openai(text: str, calls: Sequence[tuple[str, dict[str, Any]]], finish: str, reply: Reply) -> str:
    event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}

    def line(choices: list[dict[str, Any]], **more: object) -> str:
        return f"data: {json.dumps({**event, 'choices': choices, **more})}\n\n"

    def choice(delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
        return {"index": 0, "delta": delta, "finish_reason": reason}

    if calls:  # in pieces, as the real one sends them
        parts: list[dict[str, Any]] = []
        for index, (name, given) in enumerate(calls):
            arguments = json.dumps(given)
            half = len(arguments) // 2
            head = {"index": index, "id": f"call{index}", "type": "function"}
            parts.append({**head, "function": {"name": name, "arguments": ""}})
            parts += [{"index": index, "function": {"arguments": a}} for a in (arguments[:half], arguments[half:])]
        return "".join(line([choice({"tool_calls": [part]})]) for part in parts)
    if finish:
        usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
        return line([choice({}, finish)]) + (line([], usage=usage) if reply.counts else "")
    return line([choice({"role": "assistant", "content": text})])


def _gemini(text: str, calls: Sequence[tuple[str, dict[str, Any]]], finish: str, reply: Reply) -> str:
    parts: list[dict[str, Any]] = [{"functionCall": {"name": name, "args": given}} for name, given in calls]
    candidate: dict[str, Any] = {"content": {"role": "model", "parts": parts or [{"text": text}]}, "index": 0}
    event: dict[str, Any] = {"candidates": [candidate], "modelVersion": "m"}
    if finish:
        candidate["finishReason"] = {"stop": "STOP", "length": "MAX_TOKENS"}[finish]
        usage = {"promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120}
        event |= {"usageMetadata": usage} if reply.counts else {}
    return f"data: {json.dumps(event)}\r\n\r\n"


def claims(*stated: tuple[str, Sequence[int]]) -> str:
    """The JSON lines of a model that does as it was told."""
    return "".join(
        json.dumps({"claim": text, "lines": list(lines)}, ensure_ascii=False) + "\n" for text, lines in stated
    )
