"""Write the notebook that a reader downloads from a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from course import charts


def taken(notebook: Path) -> str:
    """Return a notebook's text without pictures of charts."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    leave_out_pictures(content)
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def leave_out_pictures(notebook: dict[str, Any]) -> None:
    """Remove the pictures of charts from a notebook's outputs.

    They are most of a notebook's bytes, and for readers who can't draw charts. Jupyter draws them,
    and the page has the pictures.
    """
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if charts.VEGALITE_MIME in output.get("data", {}):
                output["data"].pop("image/png", None)
