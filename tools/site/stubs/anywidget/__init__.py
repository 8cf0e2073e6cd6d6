"""Replace anywidget in a lesson's page, which has no kernel.

Here a widget is its traits. Their changes go to the page after each cell and after each change that
the page makes (`course_page.widgets`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import traitlets
from course_page import widgets


class AnyWidget(traitlets.HasTraits):
    """A widget whose traits tagged ``sync`` are shared with the page."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.model_id = widgets.keep(self)

    @contextmanager
    def hold_sync(self) -> Iterator[None]:
        """Do nothing: changes are sent together anyway."""
        yield

    def _page_view_(self) -> dict[str, Any]:
        """Return what a page needs to show it, without the still."""
        view = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {"text/plain": type(self).__name__, widgets.MIME: view}

    def _repr_mimebundle_(self, **_kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return self._page_view_(), {}
