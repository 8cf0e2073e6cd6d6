"""The notebook that a reader takes from a page, to open it in a Jupyter of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from course import charts


def taken(notebook: Path) -> str:
    """Return the text of a notebook's file without pictures of charts."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    leave_out_pictures(content)
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def leave_out_pictures(notebook: dict[str, Any]) -> None:
    """Take the pictures of charts out of a notebook's outputs.

    They are for readers who cannot draw a chart, and most of a notebook's bytes. Jupyter draws
    charts, and the page has the pictures.
    """
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if charts.VEGALITE_MIME in output.get("data", {}):
                output["data"].pop("image/png", None)
