"""What the last line of a test cell comes to: a number or a truth value, and what is due of it.

A test that ends with a number gives so many points. Its solution says that it does: what is no
number then, an array that an answer made of it, gives none.
"""

from __future__ import annotations

import decimal
import fractions
import math
import sys
from typing import Any

NUMBER, TRUTH = "number", "truth"
_REAL = "biuf"


def number_of(value: Any) -> bool | int | float | None:
    """Return the number that a value is, numpy's among them; None if it is none."""
    np = sys.modules.get("numpy")
    if np is not None and (isinstance(value, np.generic) or type(value) is np.ndarray):
        is_one = value.dtype.kind in _REAL and value.shape == ()
        value = value.item() if is_one else None
    if value is None or type(value) is bool:
        return value
    if isinstance(value, int):
        return int.__int__(value)
    if isinstance(value, float):
        return float.__float__(value)
    return _as_float(value) if type(value) in {decimal.Decimal, fractions.Fraction} else None


def _as_float(value: Any) -> float:
    try:
        return float(value)
    except (ValueError, OverflowError):
        return math.nan


def is_true(value: Any) -> bool:
    """Tell whether an assertion of a value would hold."""
    try:
        return bool(value)
    except BaseException:  # noqa: BLE001 - an array has no truth, and a student's may raise anything
        return False


def end_of(number: Any) -> str:
    """Tell what a test ends with, by the number of its last line: *number*, *truth* or neither."""
    if type(number) is bool:
        return TRUTH
    return "" if number is None else NUMBER


def fault_of(number: Any, truth: Any, due: str) -> str:
    """Tell why the last line of a test gives no points; empty if it gives some.

    Parameters
    ----------
    number : bool, int, float or None
        What the last line came to.
    truth : bool
        Whether it is true.
    due : str
        What it came to in the reference's run, as :func:`end_of` tells.
    """
    if number is None:
        if due == NUMBER:
            return "the last line of the test is not a number"
        return "the last line of the test is not true" if due == TRUTH and truth is not True else ""
    if number is False and due != NUMBER:
        return "the last line of the test is False"
    return "" if is_finite(number) else "the test's number is not a number"


def is_finite(number: Any) -> bool:
    """Tell whether points can be made of a number."""
    try:
        return math.isfinite(number)
    except (OverflowError, TypeError):
        return False


EARNING = ("partial", "passed")
"""Verdicts that are worth points, from the lower to the higher."""


def worth(report: dict[str, Any]) -> tuple[int, float]:
    """Return what reports are ordered by: nothing, a part, all."""
    verdict = report["verdict"]
    place = EARNING.index(verdict) + 1 if verdict in EARNING else 0
    return place, float(report.get("number", 0))


def told(error: BaseException) -> str:
    """Return what an exception says, cut where it says too much."""
    text = str(error)
    return (f"{type(error).__name__}: {text}" if text else type(error).__name__)[:20_000]


def by_value(report: dict[str, Any], value: Any, due: str) -> dict[str, Any]:
    """Turn the value of a test's last line into a verdict."""
    number = number_of(value)
    fault = fault_of(number, due == TRUTH and is_true(value), due)
    if fault:
        return {**report, "verdict": "failed", "message": fault}
    if number is None or (number is True and due != NUMBER):
        return report
    return {**report, "verdict": "partial", "number": float(number)}
