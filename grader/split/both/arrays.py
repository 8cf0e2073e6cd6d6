"""NumPy and pandas values, and what either looks like to a test that compares with it.

Importing this module teaches :mod:`grader.split.both.values` about them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from grader.split.both import numpy_values, pandas_values
from grader.split.both.numpy_values import PARTS, Reader, Writer
from grader.split.both.values import EXTENSIONS, Decoder, Encoder, Extension


def _on_its_own(read: Reader) -> Reader:
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


def _write_type(_encoder: Encoder, obj: type) -> dict[str, Any] | None:
    if issubclass(obj, np.generic) and getattr(np, obj.__name__, None) is obj:
        return {"t": "nptype", "v": obj.__name__}
    if obj in (pd.DataFrame, pd.Series, pd.Index, pd.Timestamp, pd.Timedelta, np.ndarray):
        return {"t": "pdtype", "v": obj.__name__}
    return None


_WRITERS: list[tuple[type, Writer]] = [
    *numpy_values.WRITERS,
    *pandas_values.WRITERS,
    (type, _write_type),
]
_READERS: dict[str, Reader] = {
    **{tag: _on_its_own(read) for tag, read in PARTS.items()},
    **numpy_values.READERS,
    **pandas_values.READERS,
}


class _Arrays(Extension):
    readers = _READERS

    def encode(self, encoder: Encoder, obj: Any) -> Any:
        for kind, write in _WRITERS:
            if isinstance(obj, kind):
                return write(encoder, obj)
        return None


EXTENSIONS.append(_Arrays())
