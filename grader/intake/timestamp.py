"""When a submission was handed in, as the file beside the notebook says: anybody may have made it.

nbgrader reads a time by a library that fails in many ways, and that opens a file where a time zone
is called like one. It is asked only about what looks like a time.
"""

import os
import re
from pathlib import Path

from nbgrader.utils import parse_utc

from grader.errors import UnreadableError
from grader.folders import TIMESTAMP, open_regular

EXAMPLE = "2026-01-31 23:59:00 UTC"
"""How a person writes a time."""
_LARGEST = 100
_DATE = r"\d{4}-\d{2}-\d{2}"
_TIME = r"\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?"
# nbgrader's exchange writes a zone by its short name, which in many zones is "-03" or "+0530".
_ZONE = r" ?(Z|[A-Z]{3,5}|[+-]\d{2}(:?\d{2})?)"
_PATTERN = re.compile(rf"{_DATE}([ T]{_TIME}({_ZONE})?)?", re.ASCII)


def read_timestamp(folder: Path) -> tuple[str | None, str]:
    """Return when a folder was handed in, if it says so, and a note if it cannot be understood."""
    path = folder / TIMESTAMP
    try:
        text = _text(path) if os.path.lexists(path) else ""
    except (OSError, UnreadableError) as error:
        return None, f"The time of handing in is not known: {error}"
    # After a space that library takes a number for seconds: 10:00:00 -03 would be 10:00:03.
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
    except Exception:  # noqa: BLE001 - the library that reads times raises what it likes
        return False
    return True
