"""Keep of a cell's outputs what a page can show: their form is the student's to choose.

A picture that is a number, a text that is a dictionary or a width that is an event handler would
stop a page from being made, or run on it.
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
_NO_TEXT = "[An output of a kind that is not shown here.]"


def sound(outputs: Iterable[Any]) -> list[NotebookNode]:
    """Return the outputs that have the form nbformat describes, without what has not."""
    found = (_sound(output) for output in outputs if isinstance(output, dict))
    return [output for output in found if output is not None]


def _sound(output: dict[str, Any]) -> NotebookNode | None:
    """Return an output in nbformat's form; None if it is of no kind that there is."""
    shown: dict[str, Any] = {}
    kind = str(output.get("output_type"))
    if kind == "stream":
        shown["name"] = "stderr" if output.get("name") == "stderr" else "stdout"
        shown["text"] = _text(output.get("text")) or ""
    elif kind == "error":
        lines = output.get("traceback")
        shown |= {name: _writable(output.get(name)) for name in ("ename", "evalue")}
        shown["traceback"] = [_writable(line) for line in lines] if isinstance(lines, list) else []
    elif kind in {"display_data", "execute_result"}:
        shown["data"] = _bundle(output.get("data"))
        shown["metadata"] = _sizes(output.get("metadata"), shown["data"])
        if kind == "execute_result":
            count = output.get("execution_count")
            shown["execution_count"] = count if type(count) is int and 0 <= count < _MOST else None
    else:
        return None
    made: NotebookNode = from_dict({"output_type": kind, **shown})
    return made


def _bundle(data: Any) -> dict[str, Any]:
    """Return the representations of an output that can be shown, each as what it should be."""
    found = {}
    for kind, value in data.items() if isinstance(data, dict) else ():
        shown = _representation(kind, value)
        if shown is not None:
            found[kind] = shown
    if not _ON_A_PAGE & set(found):
        found["text/plain"] = _NO_TEXT
    return found


def _representation(kind: Any, value: Any) -> Any:
    if kind in _TEXTS:
        return _text(value)
    if kind in _PICTURES:
        text = _text(value)
        return text if text and _BASE64.fullmatch(text) else None
    # A chart for JupyterLab, which checks what it draws; a page shows another form of it.
    is_chart = isinstance(kind, str) and kind.startswith("application/vnd.vega")
    return value if is_chart and isinstance(value, dict) and _can_be_written(value) else None


def _can_be_written(value: dict[str, Any]) -> bool:
    try:
        # A number that is none would make the whole notebook a file that no program opens.
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError):
        return False
    return True


def _text(value: Any) -> str | None:
    """Return a text, which a notebook may hold as a list of lines; None for anything else."""
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        value = "".join(value)
    return _writable(value) if isinstance(value, str) else None


def _writable(value: object) -> str:
    """Return a text without lone surrogates, which no file can hold."""
    return str(value).encode("utf-8", "replace").decode()


def _sizes(metadata: Any, data: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Return the sizes of the pictures; other metadata may name files, or land in a page's HTML."""
    found = {}
    for kind in _PICTURES & set(data):
        told = metadata.get(kind) if isinstance(metadata, dict) else None
        sizes = {
            name: size
            for name, size in (told.items() if isinstance(told, dict) else ())
            if name in {"width", "height"} and type(size) in {int, float} and 0 < size < _WIDEST
        }
        if sizes:
            found[kind] = sizes
    return found
