"""Count hostile submissions that succeed against stock nbgrader and ours.

By default a sample, every eighth of each family, which takes minutes. All of them:
``ALL_ATTACKS=1 python -m benchmarks hostile`` (about two hours, most of it stock's).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure

_ATTACKS = Path(__file__).parents[1] / "tests" / "grader" / "attacks"
_EVERY = 8
_LIMITS = {"cell_seconds": 10.0, "seconds": 240.0}


def measure() -> Iterator[Figure]:
    """Yield the number and kind of successful attacks for each grader."""
    sys.path.insert(0, str(_ATTACKS))
    from hostile.catalogue import of_family  # noqa: PLC0415
    from hostile.judge import assault  # noqa: PLC0415
    from hostile.model import FAMILIES  # noqa: PLC0415
    from hostile.runners import our_feedback, ours, stock, stock_feedback  # noqa: PLC0415

    every = 1 if os.environ.get("ALL_ATTACKS") else _EVERY
    sample = [attack for family in FAMILIES for attack in of_family(family)[::every]]
    for name, runner, feedback in (
        ("stock", stock, stock_feedback),
        ("ours", ours, our_feedback),
    ):
        # One at a time, so that an attack's effects don't count for another.
        verdicts = [
            verdict
            for attack in sample
            for verdict in assault([attack], runner, feedback, **_LIMITS)
        ]
        target = 0 if name == "ours" else None
        for what in ("undeserved", "leaked", "outside", "stopped"):
            count = sum(bool(getattr(verdict, what)) for verdict in verdicts)
            yield Figure(f"{name}: {_SAYS[what]}, of {len(sample)}", count, "attacks", target)


_SAYS = {
    "undeserved": "points for no work",
    "leaked": "secrets or hidden tests shown",
    "outside": "read or changed outside",
    "stopped": "others not graded",
}
