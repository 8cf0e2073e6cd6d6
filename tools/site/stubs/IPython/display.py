"""Show more than the value of a cell's last line."""

from __future__ import annotations

from typing import Any

import course_page

_MIME = {"HTML": "text/html", "Markdown": "text/markdown", "SVG": "image/svg+xml"}

__all__ = ["HTML", "SVG", "Markdown", "clear_output", "display"]


class _Shown:
    def __init__(self, data: str) -> None:
        self.data = data

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, str]:
        return {_MIME[type(self).__name__]: self.data, "text/plain": self.data}


class HTML(_Shown):
    """Text that the page shows as HTML."""


class Markdown(_Shown):
    """Markdown text, which the page shows unchanged."""


class SVG(_Shown):
    """A picture in SVG."""


def display(*values: Any, **_options: Any) -> None:
    """Show values below the cell, as a notebook does."""
    course_page.session().display(*values)


def clear_output(wait: bool = False) -> None:  # noqa: ARG001, FBT001, FBT002 - IPython's own signature
    """Remove what the cell has shown so far."""
    course_page.session().clear()
