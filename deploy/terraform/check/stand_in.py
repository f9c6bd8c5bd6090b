"""A provider for Terraform that knows the schema of the real one and does nothing.

Terraform itself then checks names, types, references and expressions where no provider can be downloaded. It speaks
version 5 of the plugin protocol over gRPC; messages are so few and flat that they are written here by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
import msgpack

_NESTING = {"single": 1, "list": 2, "set": 3}
_LENGTH_DELIMITED = 2


def _varint(number: int) -> bytes:
    out = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        out.append(low | (0x80 if number else 0))
        if not number:
            return bytes(out)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value) if value else b""


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | _LENGTH_DELIMITED) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _attribute(name: str, facts: dict[str, Any]) -> bytes:
    only = bool(facts.get("only")) or (facts.get("computed", False) and facts["type"] == "dynamic")
    computed = bool(facts.get("computed"))
    return b"".join(
        (
            _text(1, name),
            _bytes(2, json.dumps(facts["type"]).encode()),
            _number(4, int(facts["required"])),
            _number(5, int(not facts["required"] and not only)),
            _number(6, int(computed and not facts["required"])),
            _number(10, int(name.endswith("_wo"))),  # write-only: Terraform keeps it out of plan and state
        )
    )


def _block(facts: dict[str, Any]) -> bytes:
    attributes = [_bytes(2, _attribute(name, each)) for name, each in facts["attributes"].items()]
    blocks = [
        _bytes(
            3,
            _text(1, name)
            + _bytes(2, _block(each))
            + _number(3, _NESTING[each["nesting"]])
            + _number(4, each["min"] if each["nesting"] != "single" else 0)
            + _number(5, each["max"]),
        )
        for name, each in facts["blocks"].items()
    ]
    return b"".join([*attributes, *blocks])


def _schema(facts: dict[str, Any]) -> bytes:
    return _bytes(2, _block(facts))


def _schemas(field: int, named: dict[str, Any]) -> Iterable[bytes]:
    return (_bytes(field, _text(1, name) + _bytes(2, _schema(facts))) for name, facts in named.items())


def schema_answer(facts: dict[str, Any]) -> bytes:
    """The answer to `GetSchema`: provider, resources, data sources and ephemeral resources."""
    return b"".join(
        [
            _bytes(1, _schema(facts["provider"])),
            *_schemas(2, facts["resource"]),
            *_schemas(3, facts["data"]),
            *_schemas(8, facts.get("ephemeral", {})),
        ]
    )


_UNKNOWN = msgpack.ExtType(0, b"\x00")
_MADE_UP: dict[Any, Any] = {"string": "made-up", "number": 1, "bool": False}


def _filled(value: dict[str, Any], facts: dict[str, Any], *, known: bool) -> dict[str, Any]:
    """What a provider would plan: computed attributes that nobody set are known after the apply, or made up."""
    filled = dict(value)
    for name, each in facts["attributes"].items():
        if name.endswith("_wo"):
            filled[name] = None
        elif each.get("computed") and value.get(name) is None:
            filled[name] = _made_up(each["type"]) if known else _unknown(each["type"])
    for name, each in facts["blocks"].items():
        inside = value.get(name)
        if isinstance(inside, list):
            filled[name] = [_filled(one, each, known=known) for one in inside if isinstance(one, dict)]
    return filled


def _unknown(kind: Any) -> Any:
    return [b'"dynamic"', _UNKNOWN] if kind == "dynamic" else _UNKNOWN  # its type goes with it


def _made_up(kind: Any) -> Any:
    if kind == "dynamic":
        return [b'"string"', "made-up"]
    return _MADE_UP.get(kind) if isinstance(kind, str) else []


def _fields(message: bytes) -> dict[int, bytes]:
    """The length-delimited fields of a message; of repeated ones the last."""
    found: dict[int, bytes] = {}
    at = 0
    while at < len(message):
        key, at = _read_varint(message, at)
        size, at = _read_varint(message, at)
        if key & 7 == _LENGTH_DELIMITED:
            found[key >> 3] = message[at : at + size]
            at += size
    return found


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = message[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at


class _Provider(grpc.GenericRpcHandler):
    """Every configuration is good: what the schema forbids, Terraform has refused before it asks."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self._schema = schema_answer(facts)
        self._facts = facts

    def _plan(self, request: bytes, _context: object) -> bytes:
        """`PlanResourceChange`: what was proposed, and the rest after the apply."""
        return _bytes(1, self._value(request, 3, "resource", known=False))

    def _read(self, request: bytes, _context: object) -> bytes:
        """`ReadDataSource`: what was asked for, and the rest made up."""
        return _bytes(1, self._value(request, 2, "data", known=True))

    def _open(self, request: bytes, _context: object) -> bytes:
        """`OpenEphemeralResource`, in the same way."""
        return _bytes(3, self._value(request, 2, "ephemeral", known=True))

    def _value(self, request: bytes, field: int, kind: str, *, known: bool) -> bytes:
        sent = _fields(request)
        value = msgpack.unpackb(_fields(sent[field])[1], ext_hook=lambda _code, _data: _UNKNOWN)
        filled = _filled(value, self._facts[kind][sent[1].decode()], known=known)
        return _bytes(1, msgpack.packb(filled))

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler | None:
        """The method that is called, as a function from bytes to bytes."""
        method = handler_call_details.method.rpartition("/")[2]
        if method == "GetSchema":
            return grpc.unary_unary_rpc_method_handler(lambda _request, _context: self._schema)
        if method == "PrepareProviderConfig":  # the configuration comes back as it was sent: the same field
            return grpc.unary_unary_rpc_method_handler(lambda request, _context: request)
        answer = {"PlanResourceChange": self._plan, "ReadDataSource": self._read, "OpenEphemeralResource": self._open}
        if method in answer:
            return grpc.unary_unary_rpc_method_handler(answer[method])
        if method.startswith("Validate") or method in {"Configure", "CloseEphemeralResource", "Stop"}:
            return grpc.unary_unary_rpc_method_handler(lambda _request, _context: b"")
        return None


_running: list[grpc.Server] = []
"""A server ends with the last reference to it."""


def serve(facts_path: Path) -> str:
    """Start the stand-in for one provider, for as long as this process lives; its address."""
    server = grpc.server(futures.ThreadPoolExecutor(2))
    server.add_generic_rpc_handlers((_Provider(json.loads(facts_path.read_text("utf-8"))),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    _running.append(server)
    return f"127.0.0.1:{port}"
