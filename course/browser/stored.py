"""Saved notebooks keep a picture or text of a widget, for readers without a kernel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WIDGET_MIME = "application/vnd.jupyter.widget-view+json"


def without_widgets(model: Mapping[str, Any], **_: Any) -> None:
    """Remove live widgets from a notebook before saving (a ``pre_save_hook``).

    JupyterLab prefers a widget to everything else in an output, and shows an error if its kernel is
    gone. Without the widget, JupyterLab shows the chart or text in the same output. A widget stays
    if there is nothing else in its output.

    Parameters
    ----------
    model
        A file in the format of Jupyter's contents manager; notebooks are changed in place.
    """
    if model["type"] != "notebook":
        return
    for cell in (model.get("content") or {}).get("cells", []):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if data.keys() - {WIDGET_MIME, "text/plain"}:
                data.pop(WIDGET_MIME, None)
