"""Read time limits from the configuration of nbgrader's own ``Execute``."""

from dataclasses import replace
from typing import Any

from nbgrader.preprocessors import Execute
from traitlets import TraitError

from split_grader.base.errors import GraderError
from split_grader.sandbox.limits import Limits

UNLIMITED = 3600.0
"""Seconds for a cell without a configured limit: an endless loop must end eventually."""
_CELLS = 4


def limits_of(
    config: Any, cell_seconds: float | None = None, total_seconds: float | None = None
) -> Limits:
    """Return a course's limits: the arguments, else configured, else usual ones.

    A whole notebook has four times a cell's time, and never less than usual. So a few slow cells
    don't use up the time of the others, and a class of endless loops still ends.

    Parameters
    ----------
    config : traitlets.config.Config
        The course's configuration: ``Execute.timeout``, also set as ``ExecutePreprocessor`` or
        ``NotebookClient``, for which nbgrader's own step has the same order; ``ExecuteIsolated``
        before all of them.

    Raises
    ------
    GraderError
        If the configured time isn't a number.

    Examples
    --------
    >>> from traitlets.config import Config
    >>> limits = limits_of(Config({"Execute": {"timeout": 60}}))
    >>> limits.cell_seconds, limits.submission_seconds
    (60.0, 240.0)
    """
    own = config.ExecuteIsolated
    cell = cell_seconds or own.get("timeout") or _timeout(config)
    limits = Limits(cell_seconds=float(cell))
    total = max(limits.submission_seconds, _CELLS * limits.cell_seconds)
    return replace(limits, submission_seconds=float(total_seconds or own.get("total") or total))


def no_less(limits: Limits, least: Limits) -> Limits:
    """Return the limits `least`, with longer times from `limits`."""
    return replace(
        least,
        cell_seconds=max(limits.cell_seconds, least.cell_seconds),
        submission_seconds=max(limits.submission_seconds, least.submission_seconds),
    )


def _timeout(config: Any) -> float:
    try:
        seconds: int | None = Execute(config=config).timeout
    except TraitError as error:
        raise GraderError(
            f"nbgrader_config.py sets a time that is not a number: {error}"
        ) from error
    # As nbclient reads it.
    return seconds if seconds and seconds > 0 else UNLIMITED
