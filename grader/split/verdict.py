"""What the end of a test cell says: passed, a part, failed or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.split.both.ending import by_value, told
from grader.split.both.protocol import WireError
from grader.split.both.values import BadValue
from grader.split.hooks import Refused

if TYPE_CHECKING:
    from grader.split.policy import Policy
    from grader.split.process.shell import Ran


def judged(  # noqa: PLR0911 - one case a verdict
    ran: Ran, policy: Policy, refused: dict[str, str], due: str
) -> dict[str, Any]:
    """Turn the end of a test cell into a verdict."""
    report: dict[str, Any] = {"outputs": ran.outputs, "verdict": "passed", "message": ""}
    error = ran.error
    if policy.refusals:
        return {**report, "verdict": "refused", "message": policy.refusals[0]}
    if error is not None:
        name = getattr(error, "name", None) if isinstance(error, NameError) else None
        if name in refused:
            return {**report, "verdict": "refused", "message": refused[name]}
        if isinstance(error, (Refused, BadValue, WireError)):
            return {**report, "verdict": "refused", "message": str(error)}
        if policy.doubts:
            return {**report, "verdict": "refused", "message": policy.doubts[0]}
        return {**report, "verdict": "failed", "message": told(error)}
    if policy.failures:
        return {**report, "verdict": "failed", "message": policy.failures[0]}
    if ran.shown is not None:
        # A magic such as %%capture runs the cell in a run of its own and hides how it ended.
        return {**report, "verdict": "failed", "message": told(ran.shown)}
    return by_value(report, ran.value, due)
