"""What a saved notebook keeps of a widget: what stands in for it where no kernel runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WIDGET_MIME = "application/vnd.jupyter.widget-view+json"


def without_widgets(model: Mapping[str, Any], **_: Any) -> None:
    """Take the live widgets out of a notebook that is about to be saved (a ``pre_save_hook``).

    JupyterLab prefers a widget to all else in an output, and shows an error where its kernel is
    gone. Without it, JupyterLab shows the chart or the text beside it. A widget that has nothing
    beside it stays.

    Parameters
    ----------
    model
        A file as Jupyter's contents manager has it; only notebooks change, in place.
    """
    if model["type"] != "notebook":
        return
    for cell in (model.get("content") or {}).get("cells", []):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if data.keys() - {WIDGET_MIME, "text/plain"}:
                data.pop(WIDGET_MIME, None)
