"""Link stored explorables to their live pages, if the address of the web edition is known.

The address is ``Homepage`` under ``[project.urls]`` in pyproject.toml, and nowhere else. Without an
address, notebooks have no links: pages aren't next to notebooks, so a relative link would lead
nowhere.

This file is also a plugin of pytest for nbval: a fresh run has no links.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from course.syllabus.syllabus import COURSE
from scaling_ai_kit.pages import widgets

_PYPROJECT = COURSE.folder / "pyproject.toml"
# GitHub, nbviewer, VS Code and JupyterLab all draw it, and no cell of a lesson shows any.
MIME = "text/markdown"


def site_address(pyproject: Path = _PYPROJECT) -> str | None:
    """Return the address of the web edition, without a slash at its end, or None."""
    if not pyproject.is_file():
        return None
    project = tomllib.loads(pyproject.read_text(encoding="utf-8")).get("project", {})
    address = project.get("urls", {}).get("Homepage")
    return address and address.rstrip("/")


def add_link(cell: NotebookNode, page: str, address: str) -> None:
    """Add a link to the live page below an explorable's stored picture."""
    explorable = widgets.explorable(widgets.last_call(cell.source))
    if explorable:
        link = f"[Guess and move it in your browser]({address}/{page}#explorable={explorable.name})"
        cell.outputs.append(new_output("display_data", {MIME: link}))


def is_link(output: NotebookNode) -> bool:
    """Tell whether an output is such a link."""
    return set(output.get("data", ())) == {MIME}


def pytest_collectstart(collector: Any) -> None:
    """Let nbval ignore the links."""
    if hasattr(collector, "skip_compare"):
        collector.skip_compare += (MIME,)
