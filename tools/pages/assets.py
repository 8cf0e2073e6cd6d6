"""Build the style sheet and the scripts that all pages share.

A page from disk can't load JavaScript modules, so each module of the widgets becomes a plain script
here.
"""

from __future__ import annotations

import re
from pathlib import Path

from course import charts, front

_STYLES = ("page.css", "door.css", "cells.css", "exercise.css")
# Scripts for every page, with or without widgets.
_DOOR = ("progress.js", "edition.js", "contents.js", "search.js", "gates.js")

_HERE = Path(__file__).parent / "front"
_VEGA_EXPORT = re.compile(r"export\s*\{\s*([\w$]+) as vegaEmbed\s*\};?\s*$")
_WIDGET_EXPORT = "export default { render };"


def assets() -> dict[str, str]:
    """Return the content of each shared file by name."""
    modules = {path.name: _own(path.name) for path in sorted(_HERE.glob("*.mjs"))}
    return {
        "course.css": "".join([front.style(), *map(_own, _STYLES)]),
        "course.js": widgets_script(),
        "kept.js": _own("kept.js"),
        "door.js": door_script(),
        "vega.js": vega_script(charts.vega_bundle()),
        **modules,
    }


def vega_script(bundle: str) -> str:
    """Return the Vega bundle as a plain script for the explorables.

    Raises
    ------
    ValueError
        The bundle has an unexpected end: vl-convert has changed its format.
    """
    export = _VEGA_EXPORT.search(bundle)
    if not export:
        raise ValueError(
            "The Vega bundle does not end by exporting vegaEmbed. Look at how vl-convert ends it "
            "and change vega_script."
        )
    left = f"globalThis.courseVega = Promise.resolve({{ vegaEmbed: {export[1]} }});"
    return f'(() => {{ "use strict";\n{bundle[: export.start()]}\n{left}\n}})();\n'


def widgets_script() -> str:
    """Return the widgets' front ends and the replacement for their kernel."""
    widgets = [
        f"const {name} = (() => {{\n{_without_export(front.module(*parts))}\nreturn render;\n}})();"
        for name, parts in (
            ("explorable", front.EXPLORABLE),
            ("checkpoint", front.CHECKPOINT),
            ("decision", front.DECISION),
        )
    ]
    own = [_own("model.js"), _own("page.js")]
    parts = [front.module(*front.SHARED, *front.CHARTS), *widgets, *own]
    return "\n".join(['(() => {\n"use strict";', *parts, "})();\n"])


def door_script() -> str:
    """Return every page's script: progress, search and the moving picture."""
    parts = [front.module("elements"), *map(_own, _DOOR)]
    return "\n".join(['(() => {\n"use strict";', *parts, "})();\n"])


def _without_export(source: str) -> str:
    if _WIDGET_EXPORT not in source:
        raise ValueError(f"A widget's script is expected to end with: {_WIDGET_EXPORT}")
    return source.replace(_WIDGET_EXPORT, "")


def _own(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
