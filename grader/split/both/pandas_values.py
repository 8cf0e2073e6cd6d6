"""pandas values: columns as numpy's, each by its kind, with their names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from grader.split.both.numpy_values import (
    PARTS,
    Reader,
    Writer,
    part,
    read_raw,
    with_gaps,
    without_missing,
    write_array,
    write_raw,
)
from grader.split.both.values import BadValue, Decoder, Encoder, NotAValue

_STRING_ATOMS = frozenset({str, type(None)})


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
        return write_array(encoder, np.asarray(values))
    if isinstance(dtype, pd.CategoricalDtype):
        return {
            "t": "categorical",
            "c": encoder.encode(dtype.categories),
            "o": bool(dtype.ordered),
            "v": write_raw(encoder, np.asarray(values.codes)),
        }
    if isinstance(dtype, pd.DatetimeTZDtype):
        naive = np.asarray(values.tz_convert("UTC").tz_localize(None))
        return {"t": "zoned", "z": str(dtype.tz), "v": write_raw(encoder, naive)}
    if isinstance(dtype, pd.PeriodDtype):
        ordinals = np.asarray(values.asi8)
        return {"t": "periods", "f": str(dtype)[7:-1], "v": write_raw(encoder, ordinals)}
    if isinstance(dtype, pd.IntervalDtype):
        left, right = encoder.encode(pd.Index(values.left)), encoder.encode(pd.Index(values.right))
        return {"t": "intervals", "c": dtype.closed, "v": [left, right]}
    if isinstance(dtype, pd.SparseDtype):
        dense = write_array(encoder, np.asarray(values.to_dense()))
        return {"t": "sparse", "f": encoder.encode(dtype.fill_value), "v": dense}
    if hasattr(values, "_data") and hasattr(values, "_mask"):
        data, mask = np.asarray(values._data), np.asarray(values._mask)  # noqa: SLF001
        return {
            "t": "nullable",
            "v": write_raw(encoder, data),
            "m": write_raw(encoder, mask),
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
    dtype = pd.CategoricalDtype(part(decoder, node["c"]), ordered=bool(node["o"]))
    codes = read_raw(decoder, node["v"])
    if (codes < 0).any():
        decoder.may_lack()
    return pd.Categorical.from_codes(codes, dtype=dtype)


def _read_zoned(decoder: Decoder, node: dict[str, Any]) -> Any:
    naive = pd.DatetimeIndex(read_raw(decoder, node["v"]))
    return naive.tz_localize("UTC").tz_convert(node["z"]).array


def _read_periods(decoder: Decoder, node: dict[str, Any]) -> Any:
    dtype = pd.PeriodDtype(node["f"])
    return pd.arrays.PeriodArray(read_raw(decoder, node["v"]), dtype=dtype)


_PANDAS_TYPES: dict[str, type] = {
    kind.__name__: kind for kind in (pd.DataFrame, pd.Series, pd.Index, pd.Timestamp, pd.Timedelta)
}


def _read_intervals(decoder: Decoder, node: dict[str, Any]) -> Any:
    left, right = (part(decoder, side) for side in node["v"])
    return pd.arrays.IntervalArray.from_arrays(left, right, closed=node["c"])


def _read_sparse(decoder: Decoder, node: dict[str, Any]) -> Any:
    dense = part(decoder, node["v"])
    if not decoder.may("sparse"):
        return dense
    return pd.arrays.SparseArray(dense, fill_value=decoder.decode(node["f"]))


def _read_nullable(decoder: Decoder, node: dict[str, Any]) -> Any:
    data, mask = read_raw(decoder, node["v"]), read_raw(decoder, node["m"])
    if mask.any() and not decoder.may_lack():
        return without_missing(data, mask)
    if not decoder.may("nullable"):
        # A root of -1 or 0 / 0 would be missing later, and `all` takes that for equal.
        return with_gaps(data, mask) if mask.any() else data
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
            "c": [write_raw(encoder, np.asarray(codes)) for codes in obj.codes],
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
    values = part(decoder, node["v"])
    dtype = object if isinstance(values, np.ndarray) and values.dtype == object else None
    index = pd.Index(values, name=decoder.decode(node["n"]), dtype=dtype)
    if "f" in node and isinstance(index, (pd.DatetimeIndex, pd.TimedeltaIndex)):
        index.freq = node["f"]
    return index


def _read_range_index(decoder: Decoder, node: dict[str, Any]) -> pd.RangeIndex:
    return pd.RangeIndex(*node["v"][:3], name=decoder.decode(node["n"]))  # type: ignore[misc]


def _read_multi_index(decoder: Decoder, node: dict[str, Any]) -> pd.MultiIndex:
    return pd.MultiIndex(
        levels=[part(decoder, level) for level in node["l"]],
        codes=[part(decoder, codes) for codes in node["c"]],
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
    values = part(decoder, node["v"])
    dtype = object if isinstance(values, np.ndarray) and values.dtype == object else None
    index, name = part(decoder, node["i"]), decoder.decode(node["n"])
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
    index, columns = part(decoder, node["i"]), part(decoder, node["c"])
    if len(columns) != len(node["v"]):
        raise BadValue("a frame's columns do not match their names")
    decoder.may("keys")
    data = {}
    outer = decoder.column
    for position, column in enumerate(node["v"]):
        decoder.column = f"{outer}[{columns[position]!r}]"
        values = part(decoder, column)
        is_objects = isinstance(values, np.ndarray) and values.dtype == object
        data[position] = pd.Series(
            values, index=index, dtype=object if is_objects else None, copy=False
        )
    decoder.column = outer
    frame = pd.DataFrame(data, index=index, copy=False)
    frame.columns = columns
    return frame


def _write_pandas_dtype(encoder: Encoder, obj: Any) -> dict[str, Any]:
    if isinstance(obj, pd.CategoricalDtype):
        return {"t": "catdtype", "c": encoder.encode(obj.categories), "o": obj.ordered}
    if isinstance(obj, pd.StringDtype):
        return {"t": "strdtype", "na": obj.na_value is pd.NA}
    return {"t": "pddtype", "v": str(obj)}


def _read_category_dtype(decoder: Decoder, node: dict[str, Any]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(part(decoder, node["c"]), ordered=node["o"])


def _read_string_dtype(_decoder: Decoder, node: dict[str, Any]) -> pd.StringDtype:
    return pd.StringDtype(na_value=pd.NA if node["na"] else np.nan)


def _write_timestamp(encoder: Encoder, obj: pd.Timestamp) -> dict[str, Any]:
    return {"t": "timestamp", "v": _write_index(encoder, pd.DatetimeIndex([obj]))}


def _read_interval(decoder: Decoder, node: dict[str, Any]) -> Any:
    left, right = (decoder.decode(side) for side in node["v"])
    return pd.Interval(left, right, closed=node["c"])


PARTS.update(
    {
        "strings": _read_strings,
        "categorical": _read_categorical,
        "zoned": _read_zoned,
        "periods": _read_periods,
        "intervals": _read_intervals,
        "sparse": _read_sparse,
        "nullable": _read_nullable,
        "values": lambda d, n: part(d, n["v"]),
        "index": _read_index,
        "rangeindex": _read_range_index,
        "multiindex": _read_multi_index,
        "series": _read_series,
        "frame": _read_frame,
    }
)
READERS: dict[str, Reader] = {
    "nat": lambda d, _: (d.may_lack(), pd.NaT)[1],
    "na": lambda d, _: pd.NA if d.may_lack() else None,
    "timestamp": lambda d, n: d.decode(n["v"])[0],
    "pdtimedelta": lambda d, n: d.decode(n["v"])[0],
    "period": lambda _, n: pd.Period(ordinal=n["v"], freq=n["f"]),
    "interval": _read_interval,
    "catdtype": _read_category_dtype,
    "strdtype": _read_string_dtype,
    "pddtype": lambda _, n: pd.api.types.pandas_dtype(n["v"]),
    "pdtype": lambda _, n: np.ndarray if n["v"] == "ndarray" else _PANDAS_TYPES[n["v"]],
}
WRITERS: list[tuple[type, Writer]] = [
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
    (pd.api.extensions.ExtensionDtype, _write_pandas_dtype),
]
