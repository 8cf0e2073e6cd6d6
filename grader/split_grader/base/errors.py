"""Exceptions whose text an instructor reads."""


class GraderError(Exception):
    """Something an instructor can fix; the text says what and how."""


class UnreadableError(GraderError):
    """A notebook or folder that can't be used; the text says why, for a person."""


class MissingNotebookError(UnreadableError):
    """One of an assignment's notebooks is not in the folder."""


def one_line(text: str) -> str:
    """Remove line breaks and control characters."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()
