"""Share the learner's progress file with the page."""

from __future__ import annotations

from pathlib import Path

from course.learner import progress


class Kept:
    """The page's progress file, and whether Python has changed it since."""

    def __init__(self) -> None:
        self._text = ""

    def put(self, text: str) -> None:
        """Write the page's file; an empty text means no file."""
        self._text = text
        if text:
            Path(progress.location()).write_text(text, encoding="utf-8")
        else:
            progress.forget()

    def news(self) -> str | None:
        """Return the file once after a change, otherwise None."""
        path = progress.location()
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if text == self._text:
            return None
        self._text = text
        return text
