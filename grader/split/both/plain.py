"""Plain values: how each kind of Python's own is written and read.

Importing this module teaches :mod:`grader.split.both.values` about them.
"""

from __future__ import annotations

import array
import collections
import contextlib
import datetime as dt
import decimal
import fractions
import io
import ipaddress
import pathlib
import re
import types
import uuid
import zoneinfo
from typing import TYPE_CHECKING, Any

from grader.split.both import defaults
from grader.split.both.values import (
    FAMILIES,
    READERS,
    WRITERS,
    BadValue,
    Decoder,
    Encoder,
    NotAValue,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BITS = 200_000
_ADDRESSES: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        *(ipaddress.IPv4Address, ipaddress.IPv4Network, ipaddress.IPv4Interface),
        *(ipaddress.IPv6Address, ipaddress.IPv6Network, ipaddress.IPv6Interface),
    )
}


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


_TEXTS = frozenset({str})


def _read_pairs(decoder: Decoder, node: dict[str, Any]) -> dict[Any, Any]:
    if not node["v"]:
        decoder.may("empty")
    found = {decoder.decode(key): decoder.decode(value) for key, value in node["v"]}
    if not _TEXTS.issuperset(map(type, found)):
        decoder.may("keys")  # which an object in its place could take for places of a list
    return found


def _write_defaultdict(encoder: Encoder, obj: collections.defaultdict[Any, Any]) -> dict[str, Any]:
    factory = obj.default_factory
    name = factory.__name__ if factory in _FACTORIES.values() else None  # type: ignore[union-attr]
    node = {"t": "defaultdict", "f": name, "v": encoder.pairs(obj)}
    if name is None and defaults.is_constant(factory):
        # It may fail, as `lambda: 1 / 0` does, and then it makes no value.
        with contextlib.suppress(Exception):
            node["c"] = encoder.strictly(factory())  # type: ignore[misc]
    return node


def _read_defaultdict(decoder: Decoder, node: dict[str, Any]) -> Any:
    name = node["f"]
    factory: Any = None if name is None else _FACTORIES[name]
    if "c" in node:
        decoder.strictly(node["c"])
        factory = defaults.Constant(lambda: decoder.strictly(node["c"]))
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
    naive = obj.replace(tzinfo=None)
    text = dt.datetime.isoformat(naive)
    return {"t": "datetime", "v": text, "fold": obj.fold, **_write_aware(obj)}


def _read_datetime(_decoder: Decoder, node: dict[str, Any]) -> dt.datetime:
    naive = dt.datetime.fromisoformat(node["v"])
    return naive.replace(tzinfo=_read_zone(node), fold=node["fold"])


def _write_time(_encoder: Encoder, obj: dt.time) -> dict[str, Any]:
    naive = obj.replace(tzinfo=None)
    return {"t": "time", "v": dt.time.isoformat(naive), "fold": obj.fold, **_write_aware(obj)}


def _read_time(_decoder: Decoder, node: dict[str, Any]) -> dt.time:
    naive = dt.time.fromisoformat(node["v"])
    return naive.replace(tzinfo=_read_zone(node), fold=node["fold"])


def _write_timedelta(_encoder: Encoder, obj: dt.timedelta) -> dict[str, Any]:
    return {"t": "timedelta", "v": [obj.days, obj.seconds, obj.microseconds]}


def _write_textio(_encoder: Encoder, obj: io.StringIO) -> dict[str, Any]:
    if obj.closed:
        raise NotAValue("a closed StringIO")
    return {"t": "stringio", "v": io.StringIO.getvalue(obj), "p": obj.tell()}


def _read_textio(_decoder: Decoder, node: dict[str, Any]) -> io.StringIO:
    stream = io.StringIO(newline="")
    stream.write(node["v"])
    stream.seek(node["p"])
    return stream


def _write_bytesio(encoder: Encoder, obj: io.BytesIO) -> dict[str, Any]:
    if obj.closed:
        raise NotAValue("a closed BytesIO")
    return {"t": "bytesio", "v": encoder.blob(io.BytesIO.getvalue(obj)), "p": obj.tell()}


def _read_bytesio(decoder: Decoder, node: dict[str, Any]) -> io.BytesIO:
    stream = io.BytesIO(bytes(decoder.blob(node["v"])))
    stream.seek(node["p"])
    return stream


def _write_pattern(encoder: Encoder, obj: re.Pattern[Any]) -> dict[str, Any]:
    return {"t": "pattern", "v": encoder.encode(obj.pattern), "f": obj.flags}


def _write_type(_encoder: Encoder, obj: type) -> Any:
    raise NotAValue(f"the class {obj.__name__}")


_FACTORIES: dict[str, Callable[[], Any]] = {
    kind.__name__: kind for kind in (int, float, str, list, dict, set, bool, tuple)
}
TYPES: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (
        *(bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset),
        *(object, type, range, slice, type(None), type(Ellipsis)),
    )
} | {
    name: value
    for name, value in vars(__import__("builtins")).items()
    if isinstance(value, type) and issubclass(value, Exception)
}
"""Built-in types that travel by name."""

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
        type(Ellipsis): lambda *_: {"t": "ellipsis"},
        type(NotImplemented): lambda *_: {"t": "notimplemented"},
        dt.datetime: _write_datetime,
        dt.date: lambda _, v: {"t": "date", "v": v.isoformat()},
        dt.time: _write_time,
        dt.timedelta: _write_timedelta,
        decimal.Decimal: lambda _, v: {"t": "decimal", "v": str(v)},
        fractions.Fraction: lambda e, v: {
            "t": "fraction",
            "v": [e.encode(v.numerator), e.encode(v.denominator)],
        },
        collections.OrderedDict: lambda e, v: {"t": "ordereddict", "v": e.pairs(v)},
        collections.Counter: lambda e, v: {"t": "counter", "v": e.pairs(v)},
        collections.defaultdict: _write_defaultdict,
        collections.deque: lambda e, v: {"t": "deque", "v": e.sequence(list(v)), "m": v.maxlen},
        array.array: lambda e, v: {"t": "pyarray", "c": v.typecode, "v": e.blob(v.tobytes())},
        types.MappingProxyType: lambda e, v: {"t": "mappingproxy", "v": e.pairs(dict(v))},
        io.StringIO: _write_textio,
        io.BytesIO: _write_bytesio,
        re.Pattern: _write_pattern,
        pathlib.PosixPath: lambda _, v: {"t": "path", "v": str(v)},
        pathlib.PurePosixPath: lambda _, v: {"t": "purepath", "v": str(v)},
        uuid.UUID: lambda _, v: {"t": "uuid", "v": str(v)},
        **dict.fromkeys(
            _ADDRESSES.values(), lambda _, v: {"t": "address", "c": type(v).__name__, "v": str(v)}
        ),
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
        "ellipsis": lambda *_: Ellipsis,
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
        "pyarray": lambda d, n: array.array(str(n["c"]), bytes(d.blob(n["v"]))),
        "mappingproxy": lambda d, n: types.MappingProxyType(_read_pairs(d, n)),
        "stringio": _read_textio,
        "bytesio": _read_bytesio,
        "pattern": lambda d, n: re.compile(d.decode(n["v"]), n["f"]),
        "path": lambda _, n: pathlib.PosixPath(n["v"]),
        "purepath": lambda _, n: pathlib.PurePosixPath(n["v"]),
        "uuid": lambda _, n: uuid.UUID(n["v"]),
        "address": lambda _, n: _ADDRESSES[n["c"]](n["v"]),
        "keys": lambda d, n: dict.fromkeys(d.decode(n["v"])).keys(),
        "dictvalues": lambda d, n: dict(enumerate(d.decode(n["v"]))).values(),
        "items": lambda d, n: _read_pairs(d, n).items(),
        "type": lambda _, n: TYPES[n["v"]],
    }
)


def _write_type_by_name(encoder: Encoder, obj: type) -> Any:
    if TYPES.get(obj.__name__) is obj:
        return {"t": "type", "v": obj.__name__}
    if encoder.refer is None:
        return _write_type(encoder, obj)
    return encoder.refer(obj)


def _as_it_is(_encoder: Encoder, value: Any) -> Any:
    return value


def _plain(kind: type[Any], convert: Callable[[Any], Any]) -> Callable[[Encoder, Any], Any]:
    writer = WRITERS.get(kind, _as_it_is)
    return lambda encoder, obj: writer(encoder, convert(obj))


def plain_deque(obj: Any) -> Any:
    """Return the plain value of a deque, whatever its class makes of it."""
    kind: Any = collections.deque
    return kind(kind.__iter__(obj), kind.maxlen.__get__(obj))


PARTS: dict[Any, Callable[[Any], tuple[Any, ...]]] = {
    decimal.Decimal: lambda v: (decimal.Decimal.as_tuple(v),),
    fractions.Fraction: lambda v: (
        fractions.Fraction.numerator.__get__(v),
        fractions.Fraction.denominator.__get__(v),
    ),
    dt.timedelta: lambda v: (
        dt.timedelta.days.__get__(v),
        dt.timedelta.seconds.__get__(v),
        dt.timedelta.microseconds.__get__(v),
    ),
}
"""What a value of these types is made of, whatever its class makes of it."""


def plain_of_parts(kind: Any) -> Callable[[Any], Any]:
    """Return what makes the plain value of one whose class builds on a type of :data:`PARTS`."""
    return lambda obj: kind(*PARTS[kind](obj))


def plain_families(special: Callable[[Encoder, Any], Any] | None = None) -> None:
    """Set how subclasses of plain types travel.

    Parameters
    ----------
    special : callable, optional
        Asked first about every subclass of a plain type (for named tuples and enumerations); it
        returns None where the plain type will do.
    """

    def with_special(write: Callable[[Encoder, Any], Any]) -> Callable[[Encoder, Any], Any]:
        def family(encoder: Encoder, obj: Any) -> Any:
            encoded = special(encoder, obj) if special is not None else None
            return write(encoder, obj) if encoded is None else encoded

        return family

    FAMILIES[:] = [
        (type, _write_type_by_name),
        *(
            (kind, with_special(_plain(kind, convert)))
            for kind, convert in (
                (int, int.__int__),
                (float, float.__float__),
                (str, str.__str__),
                (tuple, lambda v: tuple(tuple.__iter__(v))),
                (list, lambda v: list(list.__iter__(v))),
                (dict, lambda v: dict(dict.items(v))),
                (set, lambda v: set(set.__iter__(v))),
                (frozenset, lambda v: frozenset(frozenset.__iter__(v))),
                (bytes, bytes),
                (complex, complex.__complex__),
                (collections.deque, plain_deque),
                *((part, plain_of_parts(part)) for part in PARTS),
            )
        ),
    ]


plain_families()
