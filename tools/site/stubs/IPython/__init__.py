"""Stands for IPython in a lesson's page: what a cell may ask of its notebook, and no more."""

from __future__ import annotations

import course_page

from IPython.display import display

__all__ = ["display", "get_ipython"]


def get_ipython() -> course_page.Session:
    """Return what runs the cells; ``user_ns`` holds the names that they have defined."""
    return course_page.session()
