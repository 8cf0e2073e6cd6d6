"""Read when a submission was handed in, from an untrusted file next to the notebook.

nbgrader reads times with a library that fails in many ways, and that opens a file if the time zone
has a file's name. So only text that looks like a time reaches it.
"""

import os
import re
from pathlib import Path

from nbgrader.utils import parse_utc

from split_grader.base.errors import UnreadableError
from split_grader.base.folders import TIMESTAMP, open_regular

EXAMPLE = "2026-01-31 23:59:00 UTC"
"""The format for a person who writes a time."""
_LARGEST = 100
_DATE = r"\d{4}-\d{2}-\d{2}"
_TIME = r"\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?"
# nbgrader's exchange writes a zone's short name, which is often "-03" or "+0530".
_ZONE = r" ?(Z|[A-Z]{3,5}|[+-]\d{2}(:?\d{2})?)"
_PATTERN = re.compile(rf"{_DATE}([ T]{_TIME}({_ZONE})?)?", re.ASCII)


def read_timestamp(folder: Path) -> tuple[str | None, str]:
    """Return the time of handing in, and a note if unreadable."""
    path = folder / TIMESTAMP
    try:
        text = _text(path) if os.path.lexists(path) else ""
    except (OSError, UnreadableError) as error:
        return None, f"The time of handing in is not known: {error}"
    # After a space, that library reads a number as seconds: 10:00:00 -03 would be 10:00:03.
    time = re.sub(r" (?=[+-]\d)", "", text, flags=re.ASCII)
    if not time or _is_time(time):
        return time or None, ""
    return None, (
        f"The time of handing in is not known: {TIMESTAMP} says {text!r}, "
        f"expected a time like {EXAMPLE!r}."
    )


def _text(path: Path) -> str:
    with open_regular(path, TIMESTAMP) as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise UnreadableError(
            f"{TIMESTAMP} is too large: more than {_LARGEST} bytes, "
            f"expected a time like {EXAMPLE!r}."
        )
    return content.decode("utf-8", "replace").strip()


def _is_time(text: str) -> bool:
    if not _PATTERN.fullmatch(text):
        return False
    try:
        parse_utc(text)
    except Exception:  # noqa: BLE001 - the library that reads times raises many errors
        return False
    return True
