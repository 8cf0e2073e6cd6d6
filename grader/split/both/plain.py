"""Plain values: how each kind of Python's own is written and read.

Importing this module teaches :mod:`grader.split.both.values` about them.
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
from typing import Any, NoReturn

from grader.split.both.values import (
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


def _read_set(decoder: Decoder, node: dict[str, Any]) -> set[Any]:
    return set(decoder.decode(node["v"]))


def _read_frozenset(decoder: Decoder, node: dict[str, Any]) -> frozenset[Any]:
    return frozenset(decoder.decode(node["v"]))


def _read_pairs(decoder: Decoder, node: dict[str, Any]) -> dict[Any, Any]:
    return {decoder.decode(key): decoder.decode(value) for key, value in node["v"]}


def _unknown_default() -> NoReturn:
    raise BadValue("the default of a defaultdict is a function of the answer's own")


def _write_defaultdict(encoder: Encoder, obj: collections.defaultdict[Any, Any]) -> dict[str, Any]:
    factory: Any = obj.default_factory
    name = next((one.__name__ for one in _FACTORIES if one is factory), factory and "?")
    return {"t": "defaultdict", "f": name, "v": encoder.pairs(obj)}


def _read_defaultdict(decoder: Decoder, node: dict[str, Any]) -> Any:
    known: dict[Any, Any] = {one.__name__: one for one in _FACTORIES}
    factory = {**known, "?": _unknown_default, None: None}[node["f"]]
    return collections.defaultdict(factory, _read_pairs(decoder, node))


def _write_aware(obj: dt.datetime | dt.time) -> dict[str, Any]:
    zone = obj.tzinfo
    if zone is None:
        return {}
    if isinstance(zone, zoneinfo.ZoneInfo) and zone.key is not None:
        return {"z": zone.key}
    offset = zone.utcoffset(obj if isinstance(obj, dt.datetime) else None)
    if offset is None:
        raise NotAValue("a time zone without an offset")
    return {"o": offset.total_seconds()}


def _read_zone(node: dict[str, Any]) -> dt.tzinfo | None:
    if "z" in node:
        return zoneinfo.ZoneInfo(node["z"])
    if "o" in node:
        return dt.UTC if node["o"] == 0 else dt.timezone(dt.timedelta(seconds=node["o"]))
    return None


def _write_datetime(_encoder: Encoder, obj: dt.datetime) -> dict[str, Any]:
    text = dt.datetime.isoformat(obj.replace(tzinfo=None))
    return {"t": "datetime", "v": text, "fold": obj.fold, **_write_aware(obj)}


def _read_datetime(_decoder: Decoder, node: dict[str, Any]) -> dt.datetime:
    naive = dt.datetime.fromisoformat(node["v"])
    return naive.replace(tzinfo=_read_zone(node), fold=node["fold"])


def _write_time(_encoder: Encoder, obj: dt.time) -> dict[str, Any]:
    text = dt.time.isoformat(obj.replace(tzinfo=None))
    return {"t": "time", "v": text, "fold": obj.fold, **_write_aware(obj)}


def _read_time(_decoder: Decoder, node: dict[str, Any]) -> dt.time:
    naive = dt.time.fromisoformat(node["v"])
    return naive.replace(tzinfo=_read_zone(node), fold=node["fold"])


def _write_textio(_encoder: Encoder, obj: io.StringIO) -> dict[str, Any]:
    if obj.closed:
        raise NotAValue("a closed StringIO")
    return {"t": "stringio", "v": io.StringIO.getvalue(obj), "p": obj.tell()}


def _read_textio(_decoder: Decoder, node: dict[str, Any]) -> io.StringIO:
    stream = io.StringIO(newline="")
    stream.write(node["v"])
    stream.seek(node["p"])
    return stream


_FACTORIES = (int, float, str, list, dict, set, bool, tuple)
_CLASSES = (
    *(bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset),
    *(object, type, range, slice, type(None)),
    *(v for v in vars(builtins).values() if isinstance(v, type) and issubclass(v, Exception)),
)
CLASSES.update({name_of(kind): kind for kind in _CLASSES})
WRITERS.update(
    {
        int: _write_integer,
        list: lambda e, v: e.sequence(v),
        tuple: lambda e, v: {"t": "tuple", "v": e.sequence(v)},
        dict: lambda e, v: {"t": "dict", "v": e.pairs(v)},
        set: lambda e, v: {"t": "set", "v": e.sequence(list(v))},
        frozenset: lambda e, v: {"t": "frozenset", "v": e.sequence(list(v))},
        complex: lambda _, v: {"t": "complex", "v": [v.real, v.imag]},
        bytes: lambda e, v: {"t": "bytes", "v": e.blob(v)},
        bytearray: lambda e, v: {"t": "bytearray", "v": e.blob(bytes(v))},
        range: lambda e, v: {"t": "range", "v": [e.encode(i) for i in (v.start, v.stop, v.step)]},
        slice: lambda e, v: {"t": "slice", "v": [e.encode(i) for i in (v.start, v.stop, v.step)]},
        type(NotImplemented): lambda *_: {"t": "notimplemented"},
        dt.datetime: _write_datetime,
        dt.date: lambda _, v: {"t": "date", "v": v.isoformat()},
        dt.time: _write_time,
        dt.timedelta: lambda _, v: {"t": "timedelta", "v": [v.days, v.seconds, v.microseconds]},
        decimal.Decimal: lambda _, v: {"t": "decimal", "v": str(v)},
        fractions.Fraction: lambda e, v: {
            "t": "fraction",
            "v": [e.encode(v.numerator), e.encode(v.denominator)],
        },
        collections.OrderedDict: lambda e, v: {"t": "ordereddict", "v": e.pairs(v)},
        collections.Counter: lambda e, v: {"t": "counter", "v": e.pairs(v)},
        collections.defaultdict: _write_defaultdict,
        collections.deque: lambda e, v: {"t": "deque", "v": e.sequence(list(v)), "m": v.maxlen},
        io.StringIO: _write_textio,
        re.Pattern: lambda e, v: {"t": "pattern", "v": e.encode(v.pattern), "f": v.flags},
        pathlib.PosixPath: lambda _, v: {"t": "path", "v": str(v)},
        pathlib.PurePosixPath: lambda _, v: {"t": "purepath", "v": str(v)},
        type({}.keys()): lambda e, v: {"t": "keys", "v": e.sequence(list(v))},
        type({}.values()): lambda e, v: {"t": "dictvalues", "v": e.sequence(list(v))},
        type({}.items()): lambda e, v: {"t": "items", "v": e.pairs(dict(v))},
    }
)

READERS.update(
    {
        "int": _read_integer,
        "tuple": lambda d, n: tuple(d.decode(n["v"])),
        "dict": _read_pairs,
        "set": _read_set,
        "frozenset": _read_frozenset,
        "complex": lambda _, n: complex(*n["v"]),
        "bytes": lambda d, n: bytes(d.blob(n["v"])),
        "bytearray": lambda d, n: bytearray(d.blob(n["v"])),
        "range": lambda d, n: range(*d.decode(n["v"])),
        "slice": lambda d, n: slice(*d.decode(n["v"])),
        "notimplemented": lambda *_: NotImplemented,
        "datetime": _read_datetime,
        "date": lambda _, n: dt.date.fromisoformat(n["v"]),
        "time": _read_time,
        "timedelta": lambda _, n: dt.timedelta(*n["v"]),
        "decimal": lambda _, n: decimal.Decimal(n["v"]),
        "fraction": lambda d, n: fractions.Fraction(*d.decode(n["v"])),
        "ordereddict": lambda d, n: collections.OrderedDict(_read_pairs(d, n)),
        "counter": lambda d, n: collections.Counter(_read_pairs(d, n)),
        "defaultdict": _read_defaultdict,
        "deque": lambda d, n: collections.deque(d.decode(n["v"]), n["m"]),
        "stringio": _read_textio,
        "pattern": lambda d, n: re.compile(d.decode(n["v"]), n["f"]),
        "path": lambda _, n: pathlib.PosixPath(n["v"]),
        "purepath": lambda _, n: pathlib.PurePosixPath(n["v"]),
        "keys": lambda d, n: dict.fromkeys(d.decode(n["v"])).keys(),
        "dictvalues": lambda d, n: dict(enumerate(d.decode(n["v"]))).values(),
        "items": lambda d, n: _read_pairs(d, n).items(),
        "type": lambda _, n: CLASSES[n["v"]],
    }
)
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
