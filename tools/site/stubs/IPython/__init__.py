"""Replace IPython in a lesson's page, with only what cells need."""

from __future__ import annotations

import course_page

from IPython.display import display

__all__ = ["display", "get_ipython"]


def get_ipython() -> course_page.Session:
    """Return the object that runs cells; ``user_ns`` holds their names."""
    return course_page.session()
