"""What a cell shows besides the value of its last line."""

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
    """A text that the page reads as HTML."""


class Markdown(_Shown):
    """A text in Markdown; the page shows it as it is written."""


class SVG(_Shown):
    """A picture as SVG."""


def display(*values: Any, **_options: Any) -> None:
    """Show values below the cell, each as a notebook would."""
    course_page.session().display(*values)


def clear_output(wait: bool = False) -> None:  # noqa: ARG001, FBT001, FBT002 - IPython's own signature
    """Take away what the cell has shown so far."""
    course_page.session().clear()
