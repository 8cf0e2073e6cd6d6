"""What can go wrong in a way that its reader can put right."""


class ClassroomError(Exception):
    """The class cannot go on; the text says why, and what to do."""
