"""Fill our own templates."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from course.syllabus.syllabus import COURSE

_TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, **values: Any) -> str:
    """Fill a template: text is escaped, a missing value is an error."""
    return _environment().get_template(template).render(**values)


def filled(text: str, **values: Any) -> str:
    """Fill a template that is given as text, such as a style sheet."""
    return _environment().from_string(text).render(**values) + "\n"


def in_script(value: Any) -> str:
    """Return a value as JSON that is safe inside an HTML script."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")


@cache
def _environment() -> Environment:
    environment = Environment(
        # A course may have a front page in its own folder.
        loader=FileSystemLoader([_TEMPLATES, COURSE.folder]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["course"] = COURSE
    return environment
