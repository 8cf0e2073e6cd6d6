"""The exceptions whose text an instructor reads."""


class GraderError(Exception):
    """Something an instructor can put right; the text says what and how."""


class UnreadableError(GraderError):
    """A notebook or folder that cannot be used; the text says why, for a person."""


class MissingNotebookError(UnreadableError):
    """One of an assignment's notebooks is not in the folder."""


def one_line(text: str) -> str:
    """Return a text without line breaks and control characters: it cannot pass for another one."""
    return "".join(sign if sign.isprintable() else " " for sign in text).strip()
