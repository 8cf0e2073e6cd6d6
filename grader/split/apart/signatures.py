"""How a function is called, as data."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from grader.split.both.values import NotAValue

if TYPE_CHECKING:
    from grader.split.both.values import Decoder, Encoder

_EMPTY = inspect.Parameter.empty
_KINDS = (
    *(inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD),
    *(inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.KEYWORD_ONLY),
    inspect.Parameter.VAR_KEYWORD,
)


def write(encoder: Encoder, signature: inspect.Signature) -> dict[str, Any]:
    """Encode a signature; what is no data in it is told by its name."""
    parameters = [
        [p.name, int(p.kind), _part(encoder, p.default), _part(encoder, p.annotation)]
        for p in signature.parameters.values()
    ]
    return {"t": "signature", "p": parameters, "r": _part(encoder, signature.return_annotation)}


def _part(encoder: Encoder, part: Any) -> list[Any]:
    if part is _EMPTY:
        return []
    try:
        return [encoder.strictly(part)]
    except NotAValue:
        return [str(getattr(part, "__name__", None) or repr(part))]


def read(node: Any, decoder: Decoder) -> inspect.Signature:
    """Rebuild a signature."""

    def part(found: list[Any]) -> Any:
        return decoder.strictly(found[0]) if found else _EMPTY

    parameters = [
        inspect.Parameter(str(name), _KINDS[kind], default=part(default), annotation=part(note))
        for name, kind, default, note in node["p"]
    ]
    return inspect.Signature(parameters, return_annotation=part(node["r"]))
