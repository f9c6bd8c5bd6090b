"""Values of `paillasse.types` to JSON values and back, losslessly and without the fields left at their default.

A field added to a type later is simply absent from what was stored before, and takes its default when read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def encode(value: object) -> Any:
    """The JSON value of a dataclass, named tuple, enum, date, tuple, dict or scalar."""
    if is_dataclass(value) and not isinstance(value, type):
        return _encode_dataclass(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [encode(item) for item in cast("tuple[object, ...]", value)]
    if isinstance(value, dict):
        return {key: encode(item) for key, item in cast("dict[str, object]", value).items()}
    if isinstance(value, date):
        return value.isoformat()
    return value


def decode(kind: type[T], data: Any) -> T:
    """The value of type `kind` that `encode` turned into `data`."""
    return cast("T", _decoder(kind)(data))


def _encode_dataclass(value: object) -> dict[str, Any]:
    encoded: dict[str, Any] = {}
    for name, default in _defaults(type(value)):
        item = getattr(value, name)
        # Compared by representation too: 0 == 0.0 == -0.0 == False, and none of them may turn into another.
        if item is not default and (item != default or repr(item) != repr(default)):
            encoded[name] = encode(item)
    return encoded


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    def default(field: Field[Any]) -> object:
        return field.default_factory() if field.default_factory is not MISSING else field.default

    return tuple((field.name, default(field)) for field in fields(kind))


@cache
def _decoder(kind: Any) -> Decoder:
    """How to read a value of `kind`; built once per type, since hundreds of lines are read for each question."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return _optional(_decoder(next(a for a in arguments if a is not NoneType)))
    if origin is tuple:
        return _tuple_decoder(arguments)
    if isinstance(kind, type):
        return _class_decoder(cast("type[Any]", kind))
    return _same  # dict[str, float] and the like: JSON values already


def _class_decoder(kind: type[Any]) -> Decoder:
    if is_dataclass(kind):
        return _dataclass_decoder(kind)
    if issubclass(kind, tuple):
        return _named_tuple_decoder(cast("type[Any]", kind))
    if issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__  # three times as fast as calling the class
    if issubclass(kind, date):
        return kind.fromisoformat
    return _same


def _dataclass_decoder(kind: type[Any]) -> Decoder:
    hints = get_type_hints(kind)
    converted = {name: d for name in hints if (d := _decoder(hints[name])) is not _same}

    def read(data: dict[str, Any]) -> object:
        values = dict(data)
        for name, decoder in converted.items():
            if name in values:
                values[name] = decoder(values[name])
        return kind(**values)

    return read


def _named_tuple_decoder(kind: type[Any]) -> Decoder:
    decoders = [_decoder(hint) for hint in get_type_hints(kind).values()]
    if all(d is _same for d in decoders):
        return lambda data: kind(*data)
    return lambda data: kind(*(d(item) for d, item in zip(decoders, data, strict=True)))


def _tuple_decoder(arguments: tuple[Any, ...]) -> Decoder:
    """`tuple[X, ...]`, or `tuple[X, Y]`."""
    if arguments[-1] is not Ellipsis:
        decoders = [_decoder(argument) for argument in arguments]
        return lambda data: tuple(d(item) for d, item in zip(decoders, data, strict=True))
    item = _decoder(arguments[0])
    return cast("Decoder", tuple) if item is _same else lambda data: tuple(map(item, data))


def _optional(decoder: Decoder) -> Decoder:
    return decoder if decoder is _same else lambda data: None if data is None else decoder(data)


def _same(data: Any) -> Any:
    return data
