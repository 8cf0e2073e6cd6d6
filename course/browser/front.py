"""Join JavaScript modules into one script, without Node.

The sources in ``front/`` are ES modules. anywidget sends one module per widget, and a page from
disk can load no module at all. Each imported module becomes a function that runs once, and its
exports become the names that it returns.
"""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]
# An installed wheel has it inside the package; a checkout has it next to the package.
FRONT = next(filter(Path.is_dir, (_PACKAGE / "_front", _PACKAGE.parent / "front")))
WIDGETS = FRONT / "widgets"

_IMPORT = re.compile(r'^import \{([^{}]+)\} from "(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)
_DEFAULT = re.compile(r"^export default .+;\n", re.MULTILINE)
_UNKNOWN = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def module(widget: str) -> str:
    """Return a widget's front end as one module."""
    return joined(WIDGETS / f"{widget}.js")


def style(name: str = "course") -> str:
    """Return a style sheet, by default the one shared by all widgets."""
    return (WIDGETS / f"{name}.css").read_text(encoding="utf-8")


def joined(entry: Path) -> str:
    """Join a module and all that it imports; only its own exports stay.

    Raises
    ------
    ValueError
        A module imports or exports in another form than these, or modules import in a circle.
    """
    entry = _absolute(entry)
    order = list(_imported(entry, {}))
    names = {path: f"${number}_{path.stem}" for number, path in enumerate(order)}
    parts = [_as_function(path, names) for path in order[:-1]]
    return "\n".join([*parts, _with_constants(entry, names)])


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - resolve would follow links


def _imported(path: Path, is_complete: dict[Path, bool]) -> Iterator[Path]:
    """Yield a module after those that it imports, each once."""
    is_complete[path] = False
    for _, address in _IMPORT.findall(_text(path)):
        other = _absolute(path.parent / address)
        if other not in is_complete:
            yield from _imported(other, is_complete)
        elif not is_complete[other]:
            raise ValueError(
                f"{path.name} and {other.name} import each other. Move what both need into a "
                "third module."
            )
    is_complete[path] = True
    yield path


def _as_function(path: Path, names: Mapping[Path, str]) -> str:
    """Return a module as a constant with its exports."""
    text = _DEFAULT.sub("", _with_constants(path, names))
    exports = ", ".join(name for _, name in _EXPORT.findall(text))
    body = _EXPORT.sub(r"\1 \2", text)
    return f"const {names[path]} = (() => {{\n{body}return {{ {exports} }};\n}})();"


def _with_constants(path: Path, names: Mapping[Path, str]) -> str:
    """Replace a module's imports by constants."""

    def constants(match: re.Match[str]) -> str:
        bindings = " ".join(match[1].replace(" as ", ": ").split())
        return f"const {{ {bindings} }} = {names[_absolute(path.parent / match[2])]};\n"

    text = _IMPORT.sub(constants, _text(path))
    if unknown := _UNKNOWN.search(_DEFAULT.sub("", _EXPORT.sub("", text))):
        raise ValueError(
            f"{path.name}: {unknown[0]!r} can't be joined. Write imports as "
            '`import { name } from "./module.js";`, and put `export` in front of a function, a '
            "class or a const."
        )
    return text


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
