"""Keep only outputs that a page can show, because students choose their form.

A picture that is a number, a text that is a dictionary or a width that is an event handler would
break the page, or run on it.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from nbformat import NotebookNode, from_dict

_TEXTS = frozenset({"text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml"})
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})
_ON_A_PAGE = _TEXTS | {"image/png", "image/jpeg"}
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_WIDEST = 10_000
_MOST = 1_000_000
_NO_TEXT = "[An output of a kind that isn't shown here.]"


def sound(outputs: Iterable[Any]) -> list[NotebookNode]:
    """Return the valid outputs, each reduced to nbformat's form."""
    sound_outputs = (_sound(output) for output in outputs if isinstance(output, dict))
    return [output for output in sound_outputs if output is not None]


def _sound(output: dict[str, Any]) -> NotebookNode | None:
    """Return an output in nbformat's form, or None for an unknown kind."""
    fields: dict[str, Any] = {}
    kind = str(output.get("output_type"))
    if kind == "stream":
        fields["name"] = "stderr" if output.get("name") == "stderr" else "stdout"
        fields["text"] = _text(output.get("text")) or ""
    elif kind == "error":
        lines = output.get("traceback")
        fields |= {name: _writable(output.get(name)) for name in ("ename", "evalue")}
        fields["traceback"] = [_writable(line) for line in lines] if isinstance(lines, list) else []
    elif kind in {"display_data", "execute_result"}:
        fields["data"] = _bundle(output.get("data"))
        fields["metadata"] = _sizes(output.get("metadata"), fields["data"])
        if kind == "execute_result":
            count = output.get("execution_count")
            fields["execution_count"] = count if type(count) is int and 0 <= count < _MOST else None
    else:
        return None
    node: NotebookNode = from_dict({"output_type": kind, **fields})
    return node


def _bundle(data: Any) -> dict[str, Any]:
    """Return an output's displayable representations, each of the right type."""
    bundle = {}
    for kind, value in data.items() if isinstance(data, dict) else ():
        representation = _representation(kind, value)
        if representation is not None:
            bundle[kind] = representation
    if not _ON_A_PAGE & set(bundle):
        bundle["text/plain"] = _NO_TEXT
    return bundle


def _representation(kind: Any, value: Any) -> Any:
    if kind in _TEXTS:
        return _text(value)
    if kind in _PICTURES:
        text = _text(value)
        return text if text and _BASE64.fullmatch(text) else None
    # A chart for JupyterLab, which checks its charts; a page shows another representation.
    is_chart = isinstance(kind, str) and kind.startswith("application/vnd.vega")
    return value if is_chart and isinstance(value, dict) and _can_be_written(value) else None


def _can_be_written(value: dict[str, Any]) -> bool:
    try:
        # A NaN would make the whole notebook a file that no program opens.
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError):
        return False
    return True


def _text(value: Any) -> str | None:
    """Return text, joining a list of lines; None for anything else."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    return _writable(value) if isinstance(value, str) else None


def _writable(value: object) -> str:
    """Replace lone surrogates, which can't be written to a file."""
    return str(value).encode("utf-8", "replace").decode()


def _sizes(metadata: Any, data: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Return only pictures' sizes; other metadata isn't safe."""
    by_kind = {}
    for kind in _PICTURES & set(data):
        declared_sizes = metadata.get(kind) if isinstance(metadata, dict) else None
        sizes = {
            name: size
            for name, size in (declared_sizes.items() if isinstance(declared_sizes, dict) else ())
            if name in {"width", "height"} and type(size) in {int, float} and 0 < size < _WIDEST
        }
        if sizes:
            by_kind[kind] = sizes
    return by_kind
