"""Errors that the user can fix."""


class ClassroomError(Exception):
    """The class cannot continue; the text says why, and what to do."""
