"""The learner's progress: one file for Python, which the page keeps."""

from __future__ import annotations

from pathlib import Path

from course import progress


class Kept:
    """The progress file as the page has it, and whether Python has changed it since."""

    def __init__(self) -> None:
        self._text = ""

    def put(self, text: str) -> None:
        """Take the file as the page has it; an empty text stands for no file."""
        self._text = text
        if text:
            Path(progress.location()).write_text(text, encoding="utf-8")
        else:
            progress.forget()

    def news(self) -> str | None:
        """Return the file if it has changed, once; None if it has not."""
        path = progress.location()
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        if text == self._text:
            return None
        self._text = text
        return text
