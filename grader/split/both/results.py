"""What scientific functions return, by value: result tuples, optima, sparse matrices, polynomials.

Each is rebuilt as the checker's own class of a library around plain parts.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pandas as pd

from grader.split.both.values import EXTENSIONS, BadValue, Decoder, Encoder, Extension, NotAValue

_FAMILIES = ("scipy", "urllib.parse", "difflib", "statistics")
_POLYNOMIALS = ("Polynomial", "Chebyshev", "Legendre", "Laguerre", "Hermite", "HermiteE")
_GROUPING = ("as_index", "sort", "group_keys", "dropna", "observed")


def _is_ours(kind: type) -> bool:
    module = kind.__module__
    return (
        any(module == family or module.startswith(family + ".") for family in _FAMILIES)
        and getattr(sys.modules.get(module), kind.__name__, None) is kind
    )


def _class(node: dict[str, Any], base: type) -> Any:
    found = getattr(sys.modules.get(node["m"]), node["c"], None)
    if not (isinstance(found, type) and issubclass(found, base) and _is_ours(found)):
        raise BadValue(f"{node['m']}.{node['c']} does not travel")
    return found


def _attributes(encoder: Encoder, obj: Any) -> list[Any]:
    kept = []
    for name, value in getattr(obj, "__dict__", {}).items():
        mark = len(encoder.blobs)
        try:
            kept.append([str(name), encoder.strictly(value)])
        except NotAValue:
            del encoder.blobs[mark:]
    return kept


def _read_tuple(decoder: Decoder, node: dict[str, Any]) -> Any:
    kind = _class(node, tuple)
    made = tuple.__new__(kind, decoder.decode(node["v"]))
    state = decoder.attributes({str(k): decoder.strictly(value) for k, value in node["d"]})
    if any(callable(getattr(kind, name, None)) for name in state):
        raise BadValue("a result whose attributes hide its methods")
    if state:
        vars(made).update(state)
    return made


def _read_dict(decoder: Decoder, node: dict[str, Any]) -> Any:
    made = dict.__new__(_class(node, dict))
    found = {decoder.decode(k): decoder.decode(v) for k, v in node["v"]}
    dict.update(made, decoder.attributes(found))
    return made


def _write_sparse(encoder: Encoder, obj: Any) -> dict[str, Any]:
    parts = obj.tocoo()
    return {
        "t": "scipysparse",
        "f": obj.format,
        "a": isinstance(obj, sys.modules["scipy.sparse"].sparray),
        "s": [int(n) for n in obj.shape],
        "v": [encoder.strictly(np.asarray(p)) for p in (parts.data, parts.row, parts.col)],
    }


def _read_sparse(decoder: Decoder, node: dict[str, Any]) -> Any:
    sparse = sys.modules["scipy.sparse"]
    data, row, col = (decoder.strictly(part) for part in node["v"])
    make = sparse.coo_array if node["a"] else sparse.coo_matrix
    made = make((data, (row, col)), shape=tuple(node["s"]))
    if node["f"] not in {"csr", "csc", "coo", "lil", "dok", "dia", "bsr"}:
        raise BadValue("a sparse matrix of an unknown format")
    return made.asformat(node["f"])


def _write_grouped(encoder: Encoder, obj: Any) -> dict[str, Any] | None:
    groupings = getattr(obj._grouper, "groupings", None)  # noqa: SLF001
    if not groupings or type(obj._grouper).__name__ != "BaseGrouper":  # noqa: SLF001
        return None
    keys = [
        ["name", encoder.strictly(key.name)]
        if key.in_axis and isinstance(obj.obj, pd.DataFrame)
        else ["values", encoder.strictly(pd.Series(key.grouping_vector, name=key.name))]
        for key in groupings
    ]
    chosen = getattr(obj, "_selection", None)
    return {
        "t": "grouped",
        "v": encoder.strictly(obj.obj),
        "k": keys,
        "one": not isinstance(obj.keys, (list, tuple)),
        "s": encoder.strictly(None if isinstance(obj.obj, pd.Series) else chosen),
        "o": [bool(getattr(obj, name)) for name in _GROUPING],
    }


def _read_grouped(decoder: Decoder, node: dict[str, Any]) -> Any:
    obj = decoder.strictly(node["v"])
    if not isinstance(obj, (pd.DataFrame, pd.Series)):
        raise BadValue("groups of something that is not a frame")
    keys: list[Any] = []
    for how, key in node["k"]:
        found = decoder.strictly(key)
        if how == "values":
            found.index = obj.index
        keys.append(found)
    options: Any = dict(zip(_GROUPING, map(bool, node["o"]), strict=True))
    if isinstance(obj, pd.Series):
        options["as_index"] = True
    made = obj.groupby(keys[0] if node["one"] and len(keys) == 1 else keys, **options)
    chosen = decoder.strictly(node["s"])
    return made if chosen is None else made[chosen]


def _polynomial(decoder: Decoder, node: dict[str, Any]) -> Any:
    if node["c"] not in _POLYNOMIALS:
        raise BadValue("an unknown polynomial")
    coef, domain, window = (decoder.strictly(part) for part in node["v"])
    return getattr(np.polynomial, node["c"])(coef, domain, window)


class _Results(Extension):
    readers = {  # noqa: RUF012 - the shape that Extension asks for
        "resulttuple": _read_tuple,
        "resultdict": _read_dict,
        "scipysparse": _read_sparse,
        "grouped": _read_grouped,
        "polynomial": _polynomial,
        "poly1d": lambda d, n: np.poly1d(d.strictly(n["v"]), variable=str(n["x"])),
        "ufunc": lambda _, n: _ufunc(n["v"]),
    }

    def encode(self, encoder: Encoder, obj: Any) -> Any:  # noqa: PLR0911 - one case a kind
        kind = type(obj)
        if isinstance(obj, tuple) and hasattr(kind, "_fields") and _is_ours(kind):
            items = encoder.sequence(list(tuple.__iter__(obj)))
            return {**_named(kind, "resulttuple"), "v": items, "d": _attributes(encoder, obj)}
        if isinstance(obj, dict) and _is_ours(kind):
            return {**_named(kind, "resultdict"), "v": _pairs(encoder, obj)}
        if isinstance(obj, np.ufunc):
            known = getattr(np, obj.__name__, None) is obj
            return {"t": "ufunc", "v": obj.__name__} if known else None
        if kind is np.poly1d:
            return {"t": "poly1d", "v": encoder.strictly(obj.coeffs), "x": str(obj.variable)}
        if kind.__name__ in _POLYNOMIALS and getattr(np.polynomial, kind.__name__) is kind:
            parts = [encoder.strictly(part) for part in (obj.coef, obj.domain, obj.window)]
            return {"t": "polynomial", "c": kind.__name__, "v": parts}
        if isinstance(obj, (pd.api.typing.DataFrameGroupBy, pd.api.typing.SeriesGroupBy)):
            return _write_grouped(encoder, obj)
        sparse = sys.modules.get("scipy.sparse")
        if sparse is not None and sparse.issparse(obj) and len(obj.shape) == 2:
            return _write_sparse(encoder, obj)
        return None


def _named(kind: type, tag: str) -> dict[str, Any]:
    return {"t": tag, "m": kind.__module__, "c": kind.__name__}


def _pairs(encoder: Encoder, obj: dict[Any, Any]) -> list[Any]:
    """Encode the items that are plain values; an optimiser's own objects are left out."""
    kept = []
    for key, value in dict.items(obj):
        mark = len(encoder.blobs)
        try:
            kept.append([encoder.strictly(key), encoder.strictly(value)])
        except NotAValue:
            del encoder.blobs[mark:]
    return kept


def _ufunc(name: Any) -> Any:
    found = getattr(np, str(name), None)
    if not isinstance(found, np.ufunc):
        raise BadValue(f"numpy.{name} is no ufunc")
    return found


EXTENSIONS.append(_Results())
