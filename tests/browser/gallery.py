"""One static page for each explorable, opened from disk: the quick way to look at all of them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from course.explore import Explorable
from course.syllabus import READY
from tools.pages import widgets
from tools.pages.assets import assets
from tools.pages.figures import _json
from tools.pages.templating import render

NAMES = [
    f"{module}.{name}"
    for module in READY
    for name in import_module(f"course.explore.{module}").__all__
]
_PAGE = """<!DOCTYPE html>
<html lang="en" class="js"><head><meta charset="utf-8"><title>{name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="assets/course.css"></head>
<body class="page"><main class="page-main">{figure}</main>
<script src="assets/vega.js"></script><script src="assets/course.js"></script></body></html>
"""


def make(name: str) -> Explorable:
    """Make an explorable by its name, ``"module.explorable"``."""
    module, function = name.split(".")
    made: Explorable = getattr(import_module(f"course.explore.{module}"), function)()
    return made


def write(folder: Path, **explorables: Explorable) -> None:
    """Write a page for each explorable, called after it, and what the pages share."""
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    for name, content in assets().items():
        (folder / "assets" / name).write_text(content, encoding="utf-8")
    for name, shown in explorables.items():
        figure = render(
            "figure.html",
            kind="explorable",
            name="explorable-1",
            title=shown.title,
            state=_json(widgets.explorable_state(shown)),
            picture={"file": "data:,", "width": 600, "height": 300},
            description=shown.spec["description"],
            question="",
            points=False,
        )
        page = _PAGE.format(name=name, figure=figure)
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
