"""Write and read Python's own plain values, kind by kind.

Importing this module teaches :mod:`split_grader.split.both.values` about them.
"""

from __future__ import annotations

import builtins
import collections
import datetime as dt
import decimal
import fractions
import io
import pathlib
import re
import zoneinfo
from collections.abc import Callable
from typing import Any, NoReturn

from split_grader.split.both.values import (
    CLASSES,
    FAMILIES,
    READERS,
    WRITERS,
    BadValue,
    Decoder,
    Encoder,
    NotAValue,
    name_of,
)

MAX_BITS = 200_000


def _write_integer(_encoder: Encoder, obj: int) -> Any:
    bits = obj.bit_length()
    if bits <= 63:
        return obj
    if bits > MAX_BITS:
        raise NotAValue(f"a whole number of {bits} bits is too long")
    return {"t": "int", "v": hex(obj)}


def _read_integer(_decoder: Decoder, node: dict[str, Any]) -> int:
    text = node["v"]
    if len(text) * 4 > MAX_BITS + 16:
        raise BadValue("a whole number is too long")
    return int(text, 16)


def _read_pairs(decoder: Decoder, pairs: Any) -> dict[Any, Any]:
    return {decoder.decode(key): decoder.decode(value) for key, value in pairs}


def _unknown_default() -> NoReturn:
    raise BadValue("the default of a defaultdict is a function of the answer's own")


def _write_defaultdict(encoder: Encoder, obj: collections.defaultdict[Any, Any]) -> list[Any]:
    factory: Any = obj.default_factory
    name = next((one.__name__ for one in _FACTORIES if one is factory), factory and "?")
    return [name, encoder.pairs(obj)]


def _read_defaultdict(decoder: Decoder, node: Any) -> Any:
    factories: dict[Any, Any] = {one.__name__: one for one in _FACTORIES}
    factory = {**factories, "?": _unknown_default, None: None}[node[0]]
    return collections.defaultdict(factory, _read_pairs(decoder, node[1]))


def _write_zone(obj: dt.datetime | dt.time) -> str | float | None:
    zone = obj.tzinfo
    if zone is None:
        return None
    if isinstance(zone, zoneinfo.ZoneInfo) and zone.key is not None:
        return zone.key
    offset = zone.utcoffset(obj if isinstance(obj, dt.datetime) else None)
    if offset is None:
        raise NotAValue("a time zone without an offset")
    return offset.total_seconds()


def _read_zone(node: Any) -> dt.tzinfo | None:
    if isinstance(node, str):
        return zoneinfo.ZoneInfo(node)
    if node is None:
        return None
    return dt.UTC if node == 0 else dt.timezone(dt.timedelta(seconds=node))


def _write_time(_encoder: Encoder, obj: dt.datetime | dt.time) -> list[Any]:
    return [obj.replace(tzinfo=None).isoformat(), obj.fold, _write_zone(obj)]


def _read_time(kind: Any) -> Any:
    return lambda _, v: kind.fromisoformat(v[0]).replace(fold=v[1], tzinfo=_read_zone(v[2]))


def _write_textio(_encoder: Encoder, obj: io.StringIO) -> list[Any]:
    if obj.closed:
        raise NotAValue("a closed StringIO")
    return [io.StringIO.getvalue(obj), obj.tell()]


def _read_textio(_decoder: Decoder, node: Any) -> io.StringIO:
    stream = io.StringIO(newline="")
    stream.write(node[0])
    stream.seek(node[1])
    return stream


_FACTORIES = (int, float, str, list, dict, set, bool, tuple)
_CLASSES = (
    *(bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset),
    *(object, type, range, slice, type(None)),
    *(v for v in vars(builtins).values() if isinstance(v, type) and issubclass(v, Exception)),
)
CLASSES.update({name_of(kind): kind for kind in _CLASSES})
_KINDS: dict[type, tuple[Callable[[Encoder, Any], Any], Callable[[Decoder, Any], Any]]] = {
    tuple: (lambda e, v: e.sequence(v), lambda d, v: tuple(d.decode(v))),
    dict: (lambda e, v: e.pairs(v), _read_pairs),
    set: (lambda e, v: e.sequence(list(v)), lambda d, v: set(d.decode(v))),
    frozenset: (lambda e, v: e.sequence(list(v)), lambda d, v: frozenset(d.decode(v))),
    complex: (lambda _, v: [v.real, v.imag], lambda _, v: complex(*v)),
    bytes: (lambda e, v: e.blob(v), lambda d, v: bytes(d.blob(v))),
    bytearray: (lambda e, v: e.blob(bytes(v)), lambda d, v: bytearray(d.blob(v))),
    range: (lambda e, v: e.sequence([v.start, v.stop, v.step]), lambda d, v: range(*d.decode(v))),
    slice: (lambda e, v: e.sequence([v.start, v.stop, v.step]), lambda d, v: slice(*d.decode(v))),
    type(NotImplemented): (lambda *_: None, lambda *_: NotImplemented),
    dt.datetime: (_write_time, _read_time(dt.datetime)),
    dt.date: (lambda _, v: v.isoformat(), lambda _, v: dt.date.fromisoformat(v)),
    dt.time: (_write_time, _read_time(dt.time)),
    dt.timedelta: (
        lambda _, v: [v.days, v.seconds, v.microseconds],
        lambda _, v: dt.timedelta(*v),
    ),
    decimal.Decimal: (lambda _, v: str(v), lambda _, v: decimal.Decimal(v)),
    fractions.Fraction: (
        lambda e, v: e.sequence([v.numerator, v.denominator]),
        lambda d, v: fractions.Fraction(*d.decode(v)),
    ),
    collections.OrderedDict: (
        lambda e, v: e.pairs(v),
        lambda d, v: collections.OrderedDict(_read_pairs(d, v)),
    ),
    collections.Counter: (
        lambda e, v: e.pairs(v),
        lambda d, v: collections.Counter(_read_pairs(d, v)),
    ),
    collections.defaultdict: (_write_defaultdict, _read_defaultdict),
    collections.deque: (
        lambda e, v: [e.sequence(list(v)), v.maxlen],
        lambda d, v: collections.deque(d.decode(v[0]), v[1]),
    ),
    io.StringIO: (_write_textio, _read_textio),
    re.Pattern: (
        lambda e, v: [e.encode(v.pattern), v.flags],
        lambda d, v: re.compile(d.decode(v[0]), v[1]),
    ),
    pathlib.PosixPath: (lambda _, v: str(v), lambda _, v: pathlib.PosixPath(v)),
    pathlib.PurePosixPath: (lambda _, v: str(v), lambda _, v: pathlib.PurePosixPath(v)),
    type({}.keys()): (
        lambda e, v: e.sequence(list(v)),
        lambda d, v: dict.fromkeys(d.decode(v)).keys(),
    ),
    type({}.values()): (
        lambda e, v: e.sequence(list(v)),
        lambda d, v: dict(enumerate(d.decode(v))).values(),
    ),
    type({}.items()): (lambda e, v: e.pairs(dict(v)), lambda d, v: _read_pairs(d, v).items()),
}
"""How what stands under ``"v"`` is written and read; the tag is the name of the class."""


def _register(kind: type, writer: Any, reader: Any) -> None:
    tag = kind.__name__
    WRITERS[kind] = lambda encoder, obj: {"t": tag, "v": writer(encoder, obj)}
    READERS[tag] = lambda decoder, node: reader(decoder, node["v"])


for _kind, _both in _KINDS.items():
    _register(_kind, *_both)
WRITERS |= {int: _write_integer, list: lambda e, v: e.sequence(v)}
READERS |= {"int": _read_integer, "type": lambda _, n: CLASSES[n["v"]]}
_PLAIN: dict[type[Any], Any] = {
    int: int.__int__,
    float: float.__float__,
    str: str.__str__,
    tuple: lambda v: tuple(tuple.__iter__(v)),
    list: lambda v: list(list.__iter__(v)),
    dict: lambda v: dict(dict.items(v)),
    set: lambda v: set(set.__iter__(v)),
    frozenset: lambda v: frozenset(frozenset.__iter__(v)),
    bytes: bytes,
    complex: complex.__complex__,
    decimal.Decimal: lambda v: decimal.Decimal(decimal.Decimal.__str__(v)),
}
FAMILIES.update(_PLAIN)
