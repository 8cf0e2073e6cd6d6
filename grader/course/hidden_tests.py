"""Which lines of a test are hidden from students."""

from typing import Any

Marks = tuple[tuple[str, str], ...]
"""Pairs of what begins and what ends a hidden region."""
USUAL: Marks = (("BEGIN HIDDEN TESTS", "END HIDDEN TESTS"),)
SEED = "GRADING_SEED"
"""Where tests look for what inputs are drawn from: neither is for students."""


def marks_of(config: Any) -> Marks:
    """Return what marks hidden regions in a course: what it configures, and the usual marks.

    The usual ones may stand in an assignment from before they were changed.

    Parameters
    ----------
    config : traitlets.config.Config
        The course's configuration, as nbgrader's ``ClearHiddenTests`` reads it.
    """
    # Its class would load all of nbgrader's steps, for which a worker has no use.
    step = config.ClearHiddenTests
    begin, end = USUAL[0]
    own = step.get("begin_test_delimeter", begin), step.get("end_test_delimeter", end)
    return tuple(dict.fromkeys([own, *USUAL]))


def hidden_lines(source: str, marks: Marks = USUAL) -> set[int]:
    r"""Return the numbers, from 1, of the lines in hidden regions, the marks among them.

    Examples
    --------
    >>> hidden_lines("assert a\n# BEGIN HIDDEN TESTS\nassert b\n# END HIDDEN TESTS")
    {2, 3, 4}
    """
    hidden: set[int] = set()
    end: str | None = None
    for number, line in enumerate(source.split("\n"), start=1):
        if end is None:
            end = next((closing for opening, closing in marks if opening in line), None)
        if end is not None:
            hidden.add(number)
            end = None if end in line else end
    return hidden
