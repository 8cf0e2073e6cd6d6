"""pandas values: columns as numpy's, each by its kind, with their names.

Importing this module teaches :mod:`split_grader.split.both.values` about them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from split_grader.split.both.numpy_values import write_array, write_raw
from split_grader.split.both.values import (
    CLASSES,
    LIBRARIES,
    READERS,
    BadValue,
    Decoder,
    Encoder,
    name_of,
)

_NUMBERS = {(np.ndarray, np.dtype(kind)) for kind in (bool, int, float)}
_STRING_ATOMS = frozenset({str, type(None)})


def _write_values(encoder: Encoder, values: Any) -> dict[str, Any]:
    """Encode the values of a column or an index, by the kind of their dtype."""
    dtype = values.dtype
    if isinstance(dtype, pd.StringDtype):
        items = np.asarray(values, dtype=object).tolist()  # pandas itself takes ten times as long
        if not {str}.issuperset(map(type, items)):  # missing ones, members of an enumeration
            items = [str.__str__(item) if isinstance(item, str) else None for item in items]
        return {"t": "strings", "na": dtype.na_value is pd.NA, "v": items}
    if isinstance(dtype, np.dtype) or isinstance(values, pd.arrays.NumpyExtensionArray):
        return write_array(encoder, np.asarray(values))
    if isinstance(dtype, pd.CategoricalDtype):
        codes = write_raw(encoder, np.asarray(values.codes))
        return {"t": "categorical", "d": _write_dtype(encoder, dtype), "v": codes}
    if isinstance(dtype, pd.DatetimeTZDtype):
        naive = np.asarray(values.tz_convert("UTC").tz_localize(None))
        return {"t": "zoned", "z": str(dtype.tz), "v": write_raw(encoder, naive)}
    if hasattr(values, "_data") and hasattr(values, "_mask"):
        data, mask = np.asarray(values._data), np.asarray(values._mask)  # noqa: SLF001
        return {"t": "nullable", "v": write_raw(encoder, data), "m": write_raw(encoder, mask)}
    return {"t": "extension", "d": str(dtype), "v": encoder.sequence(list(values))}


def _read_strings(_decoder: Decoder, node: dict[str, Any]) -> Any:
    if not _STRING_ATOMS.issuperset(map(type, node["v"])):
        raise BadValue("an array of strings holds something else")
    return pd.array(node["v"], dtype=_read_string_dtype(_decoder, node))


def _read_categorical(decoder: Decoder, node: dict[str, Any]) -> pd.Categorical:
    return pd.Categorical.from_codes(decoder.decode(node["v"]), dtype=decoder.decode(node["d"]))


def _read_zoned(decoder: Decoder, node: dict[str, Any]) -> Any:
    naive = pd.DatetimeIndex(decoder.decode(node["v"]))
    return naive.tz_localize("UTC").tz_convert(node["z"]).array


def _read_nullable(decoder: Decoder, node: dict[str, Any]) -> Any:
    data, mask = decoder.decode(node["v"]), decoder.decode(node["m"])
    kinds: dict[str, Any] = {"b": pd.arrays.BooleanArray, "f": pd.arrays.FloatingArray}
    return kinds.get(data.dtype.kind, pd.arrays.IntegerArray)(data, mask)


def _read_extension(decoder: Decoder, node: dict[str, Any]) -> Any:
    return pd.array(decoder.decode(node["v"]), dtype=pd.api.types.pandas_dtype(str(node["d"])))


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
    node = {"t": "index", "v": _write_values(encoder, obj.array), "n": name}
    freq = getattr(obj, "freq", None)
    if not isinstance(obj, pd.PeriodIndex) and freq is not None:
        node["f"] = freq.freqstr
    return node


def _kind_of(values: Any) -> Any:
    """Return the dtype of a new column: pandas would guess another one for objects."""
    return object if isinstance(values, np.ndarray) and values.dtype == object else None


def _read_index(decoder: Decoder, node: dict[str, Any]) -> pd.Index:
    values = decoder.decode(node["v"])
    index = pd.Index(values, name=decoder.decode(node["n"]), dtype=_kind_of(values))
    if "f" in node and isinstance(index, (pd.DatetimeIndex, pd.TimedeltaIndex)):
        index.freq = node["f"]
    return index


def _read_range_index(decoder: Decoder, node: dict[str, Any]) -> pd.RangeIndex:
    return pd.RangeIndex(*node["v"][:3], name=decoder.decode(node["n"]))  # type: ignore[misc]


def _read_multi_index(decoder: Decoder, node: dict[str, Any]) -> pd.MultiIndex:
    levels, codes, names = (decoder.decode(node[part]) for part in "lcn")
    return pd.MultiIndex(levels=levels, codes=codes, names=names)


def _plain(attribute: Any, obj: Any) -> Any:
    """Read an attribute as pandas defines it, even if a subclass redefines it."""
    return attribute.__get__(obj, type(obj))


def _write_series(encoder: Encoder, obj: pd.Series) -> dict[str, Any]:
    return {
        "t": "series",
        "v": _write_values(encoder, _plain(pd.Series.array, obj)),
        "i": _write_index(encoder, _plain(pd.Series.index, obj)),
        "n": encoder.encode(obj.name),
    }


def _read_series(decoder: Decoder, node: dict[str, Any]) -> pd.Series:
    values, index = decoder.decode(node["v"]), decoder.decode(node["i"])
    name = decoder.decode(node["n"])
    return pd.Series(values, index=index, name=name, dtype=_kind_of(values), copy=False)


def _write_frame(encoder: Encoder, obj: pd.DataFrame) -> dict[str, Any]:
    columns: list[Any] = [
        pd.DataFrame._get_column_array(obj, number)  # noqa: SLF001
        for number in range(_plain(pd.DataFrame.shape, obj)[1])
    ]
    kinds = {(type(column), column.dtype) for column in columns}
    if len(kinds) == 1 and kinds <= _NUMBERS:  # one array takes no longer than one column
        values: Any = write_raw(encoder, np.stack(columns))
    else:
        values = [_write_values(encoder, column) for column in columns]
    return {
        "t": "frame",
        "v": values,
        "i": _write_index(encoder, _plain(pd.DataFrame.index, obj)),
        "c": _write_index(encoder, _plain(pd.DataFrame.columns, obj)),
    }


def _read_frame(decoder: Decoder, node: dict[str, Any]) -> pd.DataFrame:
    index, columns = decoder.decode(node["i"]), decoder.decode(node["c"])
    values = decoder.decode(node["v"])
    if type(values) not in {list, np.ndarray} or len(columns) != len(values):
        raise BadValue("a frame's columns do not match their names")
    if type(values) is np.ndarray:
        return pd.DataFrame(values.T, index=index, columns=columns, copy=False)
    data = {}
    for position, column in enumerate(values):
        data[position] = pd.Series(column, index=index, dtype=_kind_of(column), copy=False)
    frame = pd.DataFrame(data, index=index, copy=False)
    frame.columns = columns
    return frame


def _write_dtype(encoder: Encoder, obj: Any) -> dict[str, Any]:
    if isinstance(obj, pd.CategoricalDtype):
        return {"t": "catdtype", "c": encoder.encode(obj.categories), "o": obj.ordered}
    if isinstance(obj, pd.StringDtype):
        return {"t": "strdtype", "na": obj.na_value is pd.NA}
    return {"t": "pddtype", "v": str(obj)}


def _read_string_dtype(_decoder: Decoder, node: dict[str, Any]) -> pd.StringDtype:
    return pd.StringDtype(na_value=pd.NA if node["na"] else np.nan)


def _read_interval(decoder: Decoder, node: dict[str, Any]) -> Any:
    left, right = decoder.decode(node["v"])
    return pd.Interval(left, right, closed=node["c"])


_CLASSES = (pd.DataFrame, pd.Series, pd.Index, pd.Timestamp, pd.Timedelta)
CLASSES.update({name_of(kind): kind for kind in _CLASSES})
READERS.update(
    {
        "strings": _read_strings,
        "categorical": _read_categorical,
        "zoned": _read_zoned,
        "nullable": _read_nullable,
        "extension": _read_extension,
        "index": _read_index,
        "rangeindex": _read_range_index,
        "multiindex": _read_multi_index,
        "series": _read_series,
        "frame": _read_frame,
        "nat": lambda *_: pd.NaT,
        "na": lambda *_: pd.NA,
        "one": lambda d, n: d.decode(n["v"])[0],
        "period": lambda _, n: pd.Period(ordinal=n["v"], freq=n["f"]),
        "interval": _read_interval,
        "catdtype": lambda d, n: pd.CategoricalDtype(d.decode(n["c"]), ordered=n["o"]),
        "strdtype": _read_string_dtype,
        "pddtype": lambda _, n: pd.api.types.pandas_dtype(str(n["v"])),
    }
)
LIBRARIES += [
    (pd.DataFrame, _write_frame),
    (pd.Series, _write_series),
    (pd.Index, _write_index),
    (type(pd.NaT), lambda *_: {"t": "nat"}),
    (type(pd.NA), lambda *_: {"t": "na"}),
    (pd.Timestamp, lambda e, v: {"t": "one", "v": _write_index(e, pd.DatetimeIndex([v]))}),
    (pd.Timedelta, lambda e, v: {"t": "one", "v": _write_index(e, pd.TimedeltaIndex([v]))}),
    (pd.Period, lambda _, v: {"t": "period", "v": v.ordinal, "f": v.freqstr}),
    (
        pd.Interval,
        lambda e, v: {"t": "interval", "c": v.closed, "v": [e.encode(v.left), e.encode(v.right)]},
    ),
    (pd.api.extensions.ExtensionArray, _write_values),
    (pd.api.extensions.ExtensionDtype, _write_dtype),
]
