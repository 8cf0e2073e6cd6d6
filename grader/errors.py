"""The one exception whose text an instructor reads."""


class GraderError(Exception):
    """Something an instructor can put right; the text says what and how."""
