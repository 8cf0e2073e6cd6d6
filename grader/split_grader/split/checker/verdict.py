"""Judge how a test cell ended: passed, a part, failed or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from split_grader.split.both.last_line import by_value, told
from split_grader.split.both.protocol import WireError
from split_grader.split.both.values import BadValue

if TYPE_CHECKING:
    from split_grader.split.process.shell import Ran


def judged(  # noqa: PLR0913, PLR0917 - all that a test may have met
    ran: Ran, refusals: list[str], failed: str, doubt: str, refused: dict[str, str], due: str
) -> Any:
    """Turn the end of a test cell into a verdict.

    Parameters
    ----------
    ran : Ran
    refusals : list of str
        What was refused while it ran, whether or not the test noticed.
    failed : str
        What an assertion said in a function of the test's.
    doubt : str
        What was kept from the answer: a test that fails may have failed for that.
    refused : dict of str to str
        Names that the test could not have, with the reason.
    due : str
        What the test ends with in the solution's run.
    """
    report: dict[str, Any] = {"outputs": ran.outputs, "verdict": "passed", "message": ""}
    error = ran.error
    reason = refused.get(str(getattr(error, "name", ""))) if isinstance(error, NameError) else None
    if refusals or reason:
        return {**report, "verdict": "refused", "message": (*refusals, reason)[0]}
    if isinstance(error, (BadValue, WireError)):
        return {**report, "verdict": "refused", "message": str(error)}
    if error is not None or failed or ran.shown is not None:
        # A magic such as %%capture runs the cell separately and hides how it ended.
        failure = error or ran.shown
        message = failed if failure is None else told(failure)
        if doubt:
            also = "" if doubt in message else f" ({doubt})"
            return {**report, "verdict": "refused", "message": f"{message}{also}"}
        return {**report, "verdict": "failed", "message": message}
    return by_value(report, ran.value, due)
