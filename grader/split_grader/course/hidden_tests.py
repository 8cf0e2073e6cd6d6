"""Find the lines of a test that are hidden from students."""

from typing import Any

Marks = tuple[tuple[str, str], ...]
"""Pairs of marks that begin and end a hidden region."""
USUAL: Marks = (("BEGIN HIDDEN TESTS", "END HIDDEN TESTS"),)
SEED = "GRADING_SEED"
"""The variable with the seed for drawn inputs; both are hidden from students."""


def marks_of(config: Any) -> Marks:
    """Return the marks of hidden regions: the configured ones, and the usual.

    An assignment from before a change of configuration may still have the usual ones.

    Parameters
    ----------
    config : traitlets.config.Config
        The course's configuration, as nbgrader's ``ClearHiddenTests`` reads it.
    """
    # Its class would load all of nbgrader's steps, which a worker doesn't need.
    step = config.ClearHiddenTests
    begin, end = USUAL[0]
    own = step.get("begin_test_delimeter", begin), step.get("end_test_delimeter", end)
    return tuple(dict.fromkeys([own, *USUAL]))


def hidden_lines(source: str, marks: Marks = USUAL) -> set[int]:
    r"""Return the line numbers, from 1, of hidden regions with marks.

    Examples
    --------
    >>> hidden_lines("assert a\n# BEGIN HIDDEN TESTS\nassert b\n# END HIDDEN TESTS")
    {2, 3, 4}
    """
    numbers: set[int] = set()
    end: str | None = None
    for number, line in enumerate(source.split("\n"), start=1):
        if end is None:
            end = next((closing for opening, closing in marks if opening in line), None)
        if end is not None:
            numbers.add(number)
            end = None if end in line else end
    return numbers
