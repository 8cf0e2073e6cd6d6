"""NumPy and pandas values: array contents as raw bytes, object columns element by element.

Importing this module teaches :mod:`grader.split.values` about them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from grader.split.texts import LOOKS_INSIDE, looks_inside
from grader.split.values import EXTENSIONS, BadValue, Decoder, Encoder, Extension, NotAValue

if TYPE_CHECKING:
    from collections.abc import Callable

_RAW_KINDS = "biufcmMSU"
_STRING_ATOMS = frozenset({str, type(None)})
_BIT_GENERATORS = {"PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"}


def _write_raw(encoder: Encoder, array: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Encode a plain array; `array` must be an exact ndarray."""
    shape = list(array.shape)
    if array.dtype.hasobject:
        if array.dtype.kind != "O":
            raise NotAValue("a structured array of objects")
        return {"t": "objects", "s": shape, "v": encoder.sequence(array.ravel().tolist())}
    if array.dtype.kind == "V":
        if array.dtype.names is None:
            raise NotAValue("an array of raw bytes")
        fields = [array.dtype.fields[name] for name in array.dtype.names]
        if any(field[0].subdtype or field[0].names for field in fields):
            raise NotAValue("a nested structured array")
        descr: Any = {
            "names": list(array.dtype.names),
            "formats": [field[0].str for field in fields],
            "offsets": [field[1] for field in fields],
            "itemsize": array.dtype.itemsize,
        }
    else:
        descr = array.dtype.str
    content = np.ascontiguousarray(array).tobytes()
    return {"t": "array", "d": descr, "s": shape, "v": encoder.blob(content)}


def _read_dtype(descr: Any) -> np.dtype[Any]:
    if isinstance(descr, dict):
        dtype: np.dtype[Any] = np.dtype(descr)  # type: ignore[call-overload]
    elif isinstance(descr, str):
        dtype = np.dtype(descr)
        if dtype.kind not in _RAW_KINDS:
            raise BadValue(f"arrays of {dtype} do not travel")
    else:
        raise BadValue("an array without a type")
    if dtype.hasobject:
        raise BadValue("arrays of objects do not travel as bytes")
    return dtype


def _part(decoder: Decoder, node: Any) -> Any:
    """Read the array or the index behind something else, of whatever kind and size that is."""
    tag = node.get("t") if type(node) is dict else None
    reader = _PARTS.get(tag) if type(tag) is str else None
    return decoder.decode(node) if reader is None else reader(decoder, node)


def _on_its_own(
    read: Callable[[Decoder, dict[str, Any]], Any],
) -> Callable[[Decoder, dict[str, Any]], Any]:
    """Make a reader of what no series or frame is around: a test compares with it itself."""

    def reader(decoder: Decoder, node: dict[str, Any]) -> Any:
        return _unless_empty(decoder, _unless_of_pandas(decoder, read(decoder, node)))

    return reader


def _unless_of_pandas(decoder: Decoder, made: Any) -> Any:
    """Return an array of pandas' own kind as a plain one where the solution has none.

    What comes of comparing or subtracting such has a length and no truth value, and so is true;
    not of a categorical, which compares to a plain array.
    """
    is_own = isinstance(made, pd.api.extensions.ExtensionArray)
    if not is_own or isinstance(made, pd.Categorical) or decoder.may("extension"):
        return made
    return np.asarray(made)


def _unless_empty(decoder: Decoder, made: Any) -> Any:
    """Return what has no items as an empty list where the solution has nothing empty.

    An array with a dimension of 0 fits many a shape, and ``all`` of nothing is true. Of another
    shape than the solution's empty ones it is flat: that fits no array of several items.
    """
    if made.size:
        return made
    if not decoder.may("empty"):
        return []
    if not isinstance(made, np.ndarray) or made.ndim < 2 or decoder.may(f"{made.shape} empty"):
        return made
    return made.ravel()


def _read_shape(node: dict[str, Any]) -> tuple[int, ...]:
    shape = node["s"]
    if len(shape) > 32 or not all(type(n) is int and n >= 0 for n in shape):
        raise BadValue("an array without a proper shape")
    return tuple(shape)


def _read_raw(decoder: Decoder, node: dict[str, Any]) -> np.ndarray[Any, Any]:
    dtype = _read_dtype(node["d"])
    shape = _read_shape(node)
    if dtype.itemsize == 0:
        return np.zeros(shape, dtype)
    flat = np.frombuffer(decoder.blob(node["v"]), dtype=dtype)
    _check_texts(decoder, flat)
    if dtype.kind in "fcmM" and np.isnan(flat).any():
        decoder.may_lack()
    return flat.reshape(shape).copy()


def _check_texts(decoder: Decoder, flat: np.ndarray[Any, Any]) -> None:
    """Check the texts of an array as those of a message are, which stand there as they are."""
    for part in [flat[name] for name in flat.dtype.names or ()] or [flat]:
        inside = part.dtype.kind == "U" and any(map(looks_inside, part.tolist()))
        if inside and not decoder.may("template"):
            raise BadValue(LOOKS_INSIDE)


def _read_objects(decoder: Decoder, node: dict[str, Any]) -> np.ndarray[Any, Any]:
    items = decoder.decode(node["v"])
    if any(item is None or (type(item) is float and np.isnan(item)) for item in items):
        decoder.may_lack()
    flat = np.empty(len(items), dtype=object)
    flat[:] = items if not any(isinstance(i, (list, tuple, np.ndarray)) for i in items) else None
    if items and flat[0] is None:
        for position, item in enumerate(items):
            flat[position] = item
    return flat.reshape(_read_shape(node))


def _write_ndarray(encoder: Encoder, obj: np.ndarray[Any, Any]) -> dict[str, Any]:
    if obj is np.ma.masked:
        return {"t": "maskedconstant"}
    if isinstance(obj, np.ma.MaskedArray):
        data, mask = np.asarray(obj.data), np.asarray(np.ma.getmaskarray(obj))
        return {"t": "masked", "v": _write_raw(encoder, data), "m": _write_raw(encoder, mask)}
    node = _write_raw(encoder, np.ndarray.view(obj, np.ndarray))
    if isinstance(obj, np.matrix):
        return {"t": "matrix", "v": node}
    return node


def _read_masked(decoder: Decoder, node: dict[str, Any]) -> Any:
    data, mask = _read_raw(decoder, node["v"]), _read_raw(decoder, node["m"])
    lacks = bool(mask.view(np.uint8).any())
    if lacks and not decoder.may_lack():
        return _without(data, mask)
    if not decoder.may("masked"):
        # numpy masks later what is outside a function's domain, and masked is never unequal.
        return _with_gaps(data, mask) if lacks else data
    return np.ma.MaskedArray(data, mask=mask)


def _without(data: np.ndarray[Any, Any], mask: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return an array with nothing in it where something is missing: that equals nothing."""
    found = data.astype(object)
    found[mask if mask.dtype.names is None else ...] = None
    return found


def _with_gaps(data: np.ndarray[Any, Any], mask: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return an array with ``nan`` where something is missing, as the plain type would have it."""
    if data.dtype.kind not in "iufc":
        return _without(data, mask)
    found = data.astype(
        np.result_type(data.dtype, np.float64) if data.dtype.kind in "iu" else data.dtype
    )
    found[mask] = np.nan
    return found


def _write_scalar(encoder: Encoder, obj: np.generic) -> dict[str, Any]:
    if obj.dtype.kind not in _RAW_KINDS:
        if obj.dtype.names is None:
            raise NotAValue("a numpy scalar of raw bytes")
        return {"t": "npvoid", "v": _write_raw(encoder, np.array(obj))}
    if obj.dtype.kind == "f" and obj.dtype.itemsize == 8:
        return {"t": "f8", "v": float(obj)}
    content = np.asarray(obj).tobytes().hex()
    return {"t": "npscalar", "d": obj.dtype.str, "v": content}


def _read_scalar(decoder: Decoder, node: dict[str, Any]) -> Any:
    dtype = _read_dtype(node["d"])
    if dtype.itemsize == 0:
        return dtype.type()
    found = np.frombuffer(bytes.fromhex(node["v"]), dtype=dtype)
    _check_texts(decoder, found)
    return found[0]


def _write_extension(  # noqa: PLR0911 - one case a kind
    encoder: Encoder, values: Any
) -> dict[str, Any]:
    """Encode a pandas array by the kind of its dtype."""
    dtype = values.dtype
    if isinstance(dtype, pd.StringDtype):
        # Of a member of an enumeration, `str` is its name.
        pairs = zip(values, values.isna(), strict=True)
        items = [None if missing else str.__str__(item) for item, missing in pairs]
        return {"t": "strings", "na": dtype.na_value is pd.NA, "v": items}
    if isinstance(dtype, np.dtype) or isinstance(values, pd.arrays.NumpyExtensionArray):
        return _write_ndarray(encoder, np.asarray(values))
    if isinstance(dtype, pd.CategoricalDtype):
        return {
            "t": "categorical",
            "c": encoder.encode(dtype.categories),
            "o": bool(dtype.ordered),
            "v": _write_raw(encoder, np.asarray(values.codes)),
        }
    if isinstance(dtype, pd.DatetimeTZDtype):
        naive = np.asarray(values.tz_convert("UTC").tz_localize(None))
        return {"t": "zoned", "z": str(dtype.tz), "v": _write_raw(encoder, naive)}
    if isinstance(dtype, pd.PeriodDtype):
        ordinals = np.asarray(values.asi8)
        return {"t": "periods", "f": str(dtype)[7:-1], "v": _write_raw(encoder, ordinals)}
    if isinstance(dtype, pd.IntervalDtype):
        left, right = encoder.encode(pd.Index(values.left)), encoder.encode(pd.Index(values.right))
        return {"t": "intervals", "c": dtype.closed, "v": [left, right]}
    if isinstance(dtype, pd.SparseDtype):
        dense = _write_ndarray(encoder, np.asarray(values.to_dense()))
        return {"t": "sparse", "f": encoder.encode(dtype.fill_value), "v": dense}
    if hasattr(values, "_data") and hasattr(values, "_mask"):
        data, mask = np.asarray(values._data), np.asarray(values._mask)  # noqa: SLF001
        return {
            "t": "nullable",
            "v": _write_raw(encoder, data),
            "m": _write_raw(encoder, mask),
        }
    raise NotAValue(f"a pandas array of {dtype}")


def _read_strings(decoder: Decoder, node: dict[str, Any]) -> Any:
    items = node["v"]
    if not _STRING_ATOMS.issuperset(map(type, items)):
        raise BadValue("an array of strings holds something else")
    if None in items and not decoder.may_lack() and node["na"]:
        return np.array(items, dtype=object)
    missing = pd.NA if node["na"] and decoder.may("nullable") else np.nan
    return pd.array(items, dtype=pd.StringDtype(na_value=missing))


def _read_categorical(decoder: Decoder, node: dict[str, Any]) -> pd.Categorical:
    dtype = pd.CategoricalDtype(_part(decoder, node["c"]), ordered=bool(node["o"]))
    codes = _read_raw(decoder, node["v"])
    if (codes < 0).any():
        decoder.may_lack()
    return pd.Categorical.from_codes(codes, dtype=dtype)


def _read_zoned(decoder: Decoder, node: dict[str, Any]) -> Any:
    naive = pd.DatetimeIndex(_read_raw(decoder, node["v"]))
    return naive.tz_localize("UTC").tz_convert(node["z"]).array


def _read_periods(decoder: Decoder, node: dict[str, Any]) -> Any:
    dtype = pd.PeriodDtype(node["f"])
    return pd.arrays.PeriodArray(_read_raw(decoder, node["v"]), dtype=dtype)


_PANDAS_TYPES: dict[str, type] = {
    kind.__name__: kind for kind in (pd.DataFrame, pd.Series, pd.Index, pd.Timestamp, pd.Timedelta)
}


def _read_intervals(decoder: Decoder, node: dict[str, Any]) -> Any:
    left, right = (_part(decoder, side) for side in node["v"])
    return pd.arrays.IntervalArray.from_arrays(left, right, closed=node["c"])


def _read_sparse(decoder: Decoder, node: dict[str, Any]) -> Any:
    dense = _part(decoder, node["v"])
    if not decoder.may("sparse"):
        return dense
    return pd.arrays.SparseArray(dense, fill_value=decoder.decode(node["f"]))


def _read_nullable(decoder: Decoder, node: dict[str, Any]) -> Any:
    data, mask = _read_raw(decoder, node["v"]), _read_raw(decoder, node["m"])
    if mask.any() and not decoder.may_lack():
        return _without(data, mask)
    if not decoder.may("nullable"):
        # A root of -1 or 0 / 0 would be missing later, and `all` takes that for equal.
        return _with_gaps(data, mask) if mask.any() else data
    kind = {
        "b": pd.arrays.BooleanArray,
        "i": pd.arrays.IntegerArray,
        "u": pd.arrays.IntegerArray,
        "f": pd.arrays.FloatingArray,
    }[data.dtype.kind]
    return kind(data, mask)


def _frequency(index: Any) -> str | None:
    freq = getattr(index, "freq", None)
    return None if freq is None else freq.freqstr


def _write_index(encoder: Encoder, obj: pd.Index) -> dict[str, Any]:
    if isinstance(obj, pd.MultiIndex):
        return {
            "t": "multiindex",
            "l": [_write_index(encoder, level) for level in obj.levels],
            "c": [_write_raw(encoder, np.asarray(codes)) for codes in obj.codes],
            "n": [encoder.encode(name) for name in obj.names],
        }
    name = encoder.encode(obj.name)
    if isinstance(obj, pd.RangeIndex):
        return {"t": "rangeindex", "v": [obj.start, obj.stop, obj.step], "n": name}
    node = {"t": "index", "v": _write_extension(encoder, obj.array), "n": name}
    if not isinstance(obj, pd.PeriodIndex) and (freq := _frequency(obj)) is not None:
        node["f"] = freq
    return node


def _read_index(decoder: Decoder, node: dict[str, Any]) -> pd.Index:
    values = _part(decoder, node["v"])
    dtype = object if isinstance(values, np.ndarray) and values.dtype == object else None
    index = pd.Index(values, name=decoder.decode(node["n"]), dtype=dtype)
    if "f" in node and isinstance(index, (pd.DatetimeIndex, pd.TimedeltaIndex)):
        index.freq = node["f"]
    return index


def _read_range_index(decoder: Decoder, node: dict[str, Any]) -> pd.RangeIndex:
    return pd.RangeIndex(*node["v"][:3], name=decoder.decode(node["n"]))  # type: ignore[misc]


def _read_multi_index(decoder: Decoder, node: dict[str, Any]) -> pd.MultiIndex:
    return pd.MultiIndex(
        levels=[_part(decoder, level) for level in node["l"]],
        codes=[_part(decoder, codes) for codes in node["c"]],
        names=[decoder.decode(name) for name in node["n"]],
    )


def _plain(attribute: Any, obj: Any) -> Any:
    """Read an attribute as pandas defines it, whatever a subclass makes of it."""
    return attribute.__get__(obj, type(obj))


def _write_series(encoder: Encoder, obj: pd.Series) -> dict[str, Any]:
    return {
        "t": "series",
        "v": _write_extension(encoder, _plain(pd.Series.array, obj)),
        "i": _write_index(encoder, _plain(pd.Series.index, obj)),
        "n": encoder.encode(obj.name),
    }


def _read_series(decoder: Decoder, node: dict[str, Any]) -> pd.Series:
    values = _part(decoder, node["v"])
    dtype = object if isinstance(values, np.ndarray) and values.dtype == object else None
    index, name = _part(decoder, node["i"]), decoder.decode(node["n"])
    if not index.equals(pd.RangeIndex(len(index))):
        decoder.may("keys")
    if dtype is object and any(map(callable, values)) and not decoder.may("callable"):
        texts = [label for label in index if isinstance(label, str) and label.isidentifier()]
        if texts:
            raise BadValue(f"a series whose label {texts[0]!r} names what can be called")
    return pd.Series(values, index=index, name=name, dtype=dtype, copy=False)


def _write_frame(encoder: Encoder, obj: pd.DataFrame) -> dict[str, Any]:
    columns = [
        _write_extension(encoder, pd.DataFrame._ixs(obj, k, axis=1).array)  # noqa: SLF001
        for k in range(_plain(pd.DataFrame.shape, obj)[1])
    ]
    return {
        "t": "frame",
        "v": columns,
        "i": _write_index(encoder, _plain(pd.DataFrame.index, obj)),
        "c": _write_index(encoder, _plain(pd.DataFrame.columns, obj)),
    }


def _read_frame(decoder: Decoder, node: dict[str, Any]) -> pd.DataFrame:
    index, columns = _part(decoder, node["i"]), _part(decoder, node["c"])
    if len(columns) != len(node["v"]):
        raise BadValue("a frame's columns do not match their names")
    decoder.may("keys")
    data = {}
    outer = decoder.column
    for position, column in enumerate(node["v"]):
        decoder.column = f"{outer}[{columns[position]!r}]"
        values = _part(decoder, column)
        is_objects = isinstance(values, np.ndarray) and values.dtype == object
        data[position] = pd.Series(
            values, index=index, dtype=object if is_objects else None, copy=False
        )
    decoder.column = outer
    frame = pd.DataFrame(data, index=index, copy=False)
    frame.columns = columns
    return frame


def _write_generator(encoder: Encoder, obj: np.random.Generator) -> dict[str, Any]:
    name = type(obj.bit_generator).__name__
    if name not in _BIT_GENERATORS:
        raise NotAValue(f"a random generator on {name}")
    return {"t": "rng", "g": name, "v": encoder.encode(obj.bit_generator.state)}


def _read_generator(decoder: Decoder, node: dict[str, Any]) -> np.random.Generator:
    if node["g"] not in _BIT_GENERATORS:
        raise BadValue("an unknown random generator")
    generator = np.random.Generator(getattr(np.random, node["g"])(0))
    generator.bit_generator.state = decoder.decode(node["v"])
    return generator


def _write_random_state(encoder: Encoder, obj: np.random.RandomState) -> dict[str, Any]:
    return {"t": "randomstate", "v": encoder.encode(obj.get_state(legacy=False))}


def _read_random_state(decoder: Decoder, node: dict[str, Any]) -> np.random.RandomState:
    state = np.random.RandomState(0)
    state.set_state(decoder.decode(node["v"]))
    return state


def _write_dtype(_encoder: Encoder, obj: np.dtype[Any]) -> dict[str, Any]:
    if obj.kind not in _RAW_KINDS + "O":
        raise NotAValue(f"the type {obj}")
    return {"t": "dtype", "v": obj.str}


def _write_pandas_dtype(encoder: Encoder, obj: Any) -> dict[str, Any]:
    if isinstance(obj, pd.CategoricalDtype):
        return {"t": "catdtype", "c": encoder.encode(obj.categories), "o": obj.ordered}
    if isinstance(obj, pd.StringDtype):
        return {"t": "strdtype", "na": obj.na_value is pd.NA}
    return {"t": "pddtype", "v": str(obj)}


def _read_category_dtype(decoder: Decoder, node: dict[str, Any]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(_part(decoder, node["c"]), ordered=node["o"])


def _read_string_dtype(_decoder: Decoder, node: dict[str, Any]) -> pd.StringDtype:
    return pd.StringDtype(na_value=pd.NA if node["na"] else np.nan)


def _write_timestamp(encoder: Encoder, obj: pd.Timestamp) -> dict[str, Any]:
    return {"t": "timestamp", "v": _write_index(encoder, pd.DatetimeIndex([obj]))}


def _write_type(_encoder: Encoder, obj: type) -> dict[str, Any] | None:
    if issubclass(obj, np.generic) and getattr(np, obj.__name__, None) is obj:
        return {"t": "nptype", "v": obj.__name__}
    if obj in (pd.DataFrame, pd.Series, pd.Index, pd.Timestamp, pd.Timedelta, np.ndarray):
        return {"t": "pdtype", "v": obj.__name__}
    return None


_WRITERS: list[tuple[type | tuple[type, ...], Callable[[Encoder, Any], Any]]] = [
    (np.generic, _write_scalar),
    (np.ndarray, _write_ndarray),
    (pd.DataFrame, _write_frame),
    (pd.Series, _write_series),
    (pd.Index, _write_index),
    (type(pd.NaT), lambda *_: {"t": "nat"}),
    (type(pd.NA), lambda *_: {"t": "na"}),
    (pd.Timestamp, _write_timestamp),
    (pd.Timedelta, lambda e, v: {"t": "pdtimedelta", "v": _write_index(e, pd.TimedeltaIndex([v]))}),
    (pd.Period, lambda _, v: {"t": "period", "v": v.ordinal, "f": v.freqstr}),
    (
        pd.Interval,
        lambda e, v: {"t": "interval", "c": v.closed, "v": [e.encode(v.left), e.encode(v.right)]},
    ),
    (pd.api.extensions.ExtensionArray, lambda e, v: {"t": "values", "v": _write_extension(e, v)}),
    (np.random.Generator, _write_generator),
    (np.random.RandomState, _write_random_state),
    (np.dtype, _write_dtype),
    (pd.api.extensions.ExtensionDtype, _write_pandas_dtype),
    (type, _write_type),
]


def _read_interval(decoder: Decoder, node: dict[str, Any]) -> Any:
    left, right = (decoder.decode(side) for side in node["v"])
    return pd.Interval(left, right, closed=node["c"])


_PARTS: dict[str, Callable[[Decoder, dict[str, Any]], Any]] = {
    "array": _read_raw,
    "objects": _read_objects,
    "masked": _read_masked,
    "matrix": lambda d, n: np.asmatrix(_part(d, n["v"])),
    "strings": _read_strings,
    "categorical": _read_categorical,
    "zoned": _read_zoned,
    "periods": _read_periods,
    "intervals": _read_intervals,
    "sparse": _read_sparse,
    "nullable": _read_nullable,
    "values": lambda d, n: _part(d, n["v"]),
    "index": _read_index,
    "rangeindex": _read_range_index,
    "multiindex": _read_multi_index,
    "series": _read_series,
    "frame": _read_frame,
}
"""What may have no items, and may be part of something else."""
_READERS: dict[str, Callable[[Decoder, dict[str, Any]], Any]] = {
    **{tag: _on_its_own(read) for tag, read in _PARTS.items()},
    "maskedconstant": lambda d, _: np.ma.masked if d.may_lack() else None,
    "npscalar": _read_scalar,
    "f8": lambda _, n: np.float64(n["v"]),
    "npvoid": lambda d, n: d.decode(n["v"])[()],
    "nat": lambda d, _: (d.may_lack(), pd.NaT)[1],
    "na": lambda d, _: pd.NA if d.may_lack() else None,
    "timestamp": lambda d, n: d.decode(n["v"])[0],
    "pdtimedelta": lambda d, n: d.decode(n["v"])[0],
    "period": lambda _, n: pd.Period(ordinal=n["v"], freq=n["f"]),
    "interval": _read_interval,
    "rng": _read_generator,
    "randomstate": _read_random_state,
    "dtype": lambda _, n: np.dtype(n["v"]),
    "catdtype": _read_category_dtype,
    "strdtype": _read_string_dtype,
    "pddtype": lambda _, n: pd.api.types.pandas_dtype(n["v"]),
    "nptype": lambda _, n: _generic(n["v"]),
    "pdtype": lambda _, n: np.ndarray if n["v"] == "ndarray" else _PANDAS_TYPES[n["v"]],
}


class _Arrays(Extension):
    readers = _READERS

    def encode(self, encoder: Encoder, obj: Any) -> Any:
        for kind, write in _WRITERS:
            if isinstance(obj, kind):
                return write(encoder, obj)
        return None


def _generic(name: str) -> type:
    kind = getattr(np, name)
    if not (isinstance(kind, type) and issubclass(kind, np.generic)):
        raise BadValue(f"numpy.{name} is not a scalar type")
    return kind


EXTENSIONS.append(_Arrays())
