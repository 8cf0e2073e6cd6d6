"""The value of a test cell's last line, a number or a truth value, and what it must be.

A test that ends with a number gives that many points. The solution shows that it does. Any other
value then gives none, such as an array that an answer returned.
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
    """Return a value as a number, also one of numpy's; None if it isn't one."""
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
    try:
        return float(value) if type(value) in {decimal.Decimal, fractions.Fraction} else None
    except (ValueError, OverflowError):
        return math.nan


def is_true(value: Any) -> bool:
    """Tell whether an assertion of a value would hold."""
    try:
        return bool(value)
    except BaseException:  # noqa: BLE001 - an array has no truth, and a student's may raise anything
        return False


def end_of(number: Any) -> str:
    """Classify the value of a test's last line: *number*, *truth* or neither."""
    if type(number) is bool:
        return TRUTH
    return "" if number is None else NUMBER


def fault_of(number: Any, truth: Any, due: str) -> str:
    """Explain why a test's last line gives no points; empty if it gives some.

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
    """Tell whether a number can be points."""
    try:
        return math.isfinite(number)
    except (OverflowError, TypeError):
        return False


EARNING = ("partial", "passed")
"""Verdicts that are worth points, from the lower to the higher."""


def worth(report: dict[str, Any]) -> tuple[int, float]:
    """Return the rank of a report: nothing, a part or all of the points."""
    verdict = report["verdict"]
    place = EARNING.index(verdict) + 1 if verdict in EARNING else 0
    return place, float(report.get("number", 0))


def told(error: BaseException) -> str:
    """Return an exception's text, shortened if it's long."""
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
