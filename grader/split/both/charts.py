"""Altair charts by value: a chart is its class and its arguments."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from grader.split.both.known_classes import is_library, loaded_class
from grader.split.both.values import EXTENSIONS, BadValue, Decoder, Encoder, Extension, NotAValue

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Charts(Extension):
    def __init__(self) -> None:
        self.readers = {
            "altair": self._read_schema,
            "altairparam": self._read_parameter,
            "undefined": lambda *_: _altair().Undefined,
        }

    def encode(self, encoder: Encoder, obj: Any) -> Any:
        alt = _altair()
        if alt is None:
            return None
        if obj is alt.Undefined:
            return {"t": "undefined"}
        if isinstance(obj, alt.SchemaBase):
            return self._write_schema(encoder, obj)
        if isinstance(obj, alt.Parameter):
            return self._write_parameter(encoder, obj)
        return None

    @staticmethod
    def _write_schema(encoder: Encoder, obj: Any) -> dict[str, Any]:
        kind = next((k for k in type(obj).__mro__ if is_library(k, ("altair",))), None)
        if kind is None:
            raise NotAValue("a chart of an unknown class")
        args = object.__getattribute__(obj, "_args")
        keywords = object.__getattribute__(obj, "_kwds")
        return {
            "t": "altair",
            "m": kind.__module__,
            "c": kind.__name__,
            "a": [encoder.strictly(arg) for arg in args],
            "k": [[str(key), encoder.strictly(value)] for key, value in keywords.items()],
        }

    @staticmethod
    def _read_schema(decoder: Decoder, node: dict[str, Any]) -> Any:
        alt = _altair()
        kind = loaded_class(node["m"], node["c"], ("altair",))
        if not (isinstance(kind, type) and issubclass(kind, alt.SchemaBase)):
            raise BadValue(f"{node['c']} is no chart")
        is_term = issubclass(kind, _operators())
        as_text = is_term and _is_told(decoder)
        chart: Any = object.__new__(kind)
        with _inside(decoder, term=is_term):
            args = tuple(decoder.strictly(arg) for arg in node["a"])
            keywords = {key: decoder.strictly(value) for key, value in node["k"]}
        if not all(type(key) is str for key in keywords):
            raise BadValue("an argument of a chart without a name")
        object.__setattr__(chart, "_args", args)
        object.__setattr__(chart, "_kwds", keywords if is_term else decoder.attributes(keywords))
        return repr(chart) if as_text else chart

    @staticmethod
    def _write_parameter(encoder: Encoder, obj: Any) -> dict[str, Any]:
        names = ("name", "empty", "param", "param_type")
        return {"t": "altairparam", "v": [encoder.strictly(vars(obj).get(n)) for n in names]}

    @staticmethod
    def _read_parameter(decoder: Decoder, node: dict[str, Any]) -> Any:
        as_text = _is_told(decoder)
        with _inside(decoder, term=True):
            name, empty, param, param_type = (decoder.strictly(part) for part in node["v"])
        if as_text and type(name) is not str:
            raise BadValue("a parameter of a chart without a name")
        made = _altair().Parameter(name=name, empty=empty, param=param, param_type=param_type)
        return made.to_dict() if as_text else made


def _is_told(decoder: Decoder) -> bool:
    """Tell whether a term arrives as the text or the dictionary that it is in a specification.

    ``chart.mark == "bar"`` would be another term, and true. Outside of charts a term is noted, as
    a value that it is not; in a chart it is at home, and says the same by its text.
    """
    if decoder.in_term:
        return False
    if decoder.in_chart:
        return not decoder.may("expression")
    decoder.seen.add("expression")
    return False


@contextlib.contextmanager
def _inside(decoder: Decoder, *, term: bool) -> Iterator[None]:
    """Note while parts of a chart or of a term are read that they are."""
    outer = decoder.in_chart, decoder.in_term
    decoder.in_chart, decoder.in_term = True, decoder.in_term or term
    try:
        yield
    finally:
        decoder.in_chart, decoder.in_term = outer


def _operators() -> Any:
    return sys.modules["altair.expr.core"].OperatorMixin


def _altair() -> Any:
    return sys.modules.get("altair")


EXTENSIONS.append(_Charts())
