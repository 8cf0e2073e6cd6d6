"""Meridian's machines, week by week: sensor readings, risk scores and failures.

One row is one machine in one week. Failures are rare, and rarer on some lines than on others. The
model's score ranks machines equally well on every line. Because base rates differ, the share of
alarms that are real differs from line to line.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from scipy.special import expit

from course.base.require import require_choice, require_whole
from course.data._variant import number

DEFAULT_SEED: Final = 12

LINES: Final = ("pumps", "presses", "lathes", "conveyors")
_TABLES: Final = ("windows", "lines")
_MACHINES: Final = (30, 30, 30, 30)
_FAILURES_PER_1000: Final = (50.0, 20.0, 10.0, 5.0)
_FAILURE_COST: Final = (6000, 18_000, 9000, 12_000)
_CHECK_COST: Final = (300, 600, 300, 300)

# Log odds of failure for one standard deviation of each reading; their root sum of squares, 2.4,
# sets how well risk can be ranked (area under the ROC curve about 0.93 for the true risk).
_EFFECTS: Final = {"vibration": 1.7, "temperature": 1.2, "hours_since_service": 1.2}
_BLUR: Final = 1.1
"""Standard deviation of the model's error, in log odds."""


def load(
    table: str = "windows",
    weeks: int = 52,
    variant: str | None = None,
    seed: int | None = None,
) -> pd.DataFrame:
    """Return the machine-weeks, or the lines with their costs.

    Parameters
    ----------
    table : {"windows", "lines"}, default "windows"
        ``windows``: one row per machine and week. ``lines``: one row per line, with its number of
        machines and the costs of a failure and a check.
    weeks : int, default 52
        Weeks, at least 1. Fewer weeks give the first rows of the same frame.
    variant : str, optional
        A learner's identity: other base rates and costs. None gives the course's own version.
    seed : int, optional
        Seed for other rows of the same lines; None uses the variant's own seed.
    """
    require_choice("table", table, _TABLES)
    weeks = require_whole("weeks", weeks, 1)
    lines = _lines(variant)
    if table == "lines":
        return lines.drop(columns="failures_per_1000")
    if seed is None:
        seed = DEFAULT_SEED if variant is None else number(variant, "rows", size=4)
    return _windows(weeks, lines, require_whole("seed", seed, 0))


def truth(variant: str | None = None) -> pd.DataFrame:
    """Return each line's base rate and how it affects alarms.

    One row per line: kind, line, failures_per_1000 (expected, machine-weeks), share_real (real
    alarms of a detector with sensitivity and specificity of 85%), remedy, description.
    """
    lines = _lines(variant)
    rate = lines["failures_per_1000"] / 1000
    share = 0.85 * rate / (0.85 * rate + 0.15 * (1 - rate))
    return pd.DataFrame(
        {
            "kind": "base_rate",
            "line": lines["line"],
            "failures_per_1000": lines["failures_per_1000"],
            "share_real": share.round(4),
            "remedy": "set the threshold by the line's costs",
            "description": [
                f"On the {line}, {failures:g} machine-weeks in 1,000 end in a failure; of the "
                f"alarms of an 85% / 85% detector {real:.0%} are real."
                for line, failures, real in zip(
                    lines["line"], lines["failures_per_1000"], share, strict=True
                )
            ],
        }
    )


def _lines(variant: str | None) -> pd.DataFrame:
    rate, stop, check = (
        np.array(values, dtype=float) for values in (_FAILURES_PER_1000, _FAILURE_COST, _CHECK_COST)
    )
    if variant is not None:
        rng = np.random.default_rng(number(variant, "lines", size=4))
        rate = np.round(rate * rng.uniform(0.8, 1.3, len(LINES)), 1)
        stop = np.round(stop * rng.uniform(0.7, 1.4, len(LINES)), -2)
        check = np.round(check * rng.uniform(0.7, 1.4, len(LINES)), -1)
    return pd.DataFrame(
        {
            "line": list(LINES),
            "machines": _MACHINES,
            "failure_cost": stop.astype(np.int64),
            "check_cost": check.astype(np.int64),
            "failures_per_1000": rate,
        }
    )


def _windows(weeks: int, lines: pd.DataFrame, seed: int) -> pd.DataFrame:
    line = np.repeat(np.arange(len(lines)), lines["machines"])
    size = line.size
    # Each week has its own stream: a shorter frame is the beginning of a longer one.
    streams = [np.random.default_rng([seed, week]) for week in range(1, weeks + 1)]
    draws = [
        (
            stream.standard_normal((len(_EFFECTS), size)),
            stream.standard_normal(size),
            stream.random(size),
        )
        for stream in streams
    ]
    readings, blur, fate = (np.concatenate(part, axis=-1) for part in zip(*draws, strict=True))
    effects = np.array(list(_EFFECTS.values()))
    risk = effects @ readings
    spread = float(np.sqrt(effects @ effects))
    middle = np.array([_offset(rate / 1000, spread) for rate in lines["failures_per_1000"]])
    vibration, temperature, hours = readings
    return pd.DataFrame(
        {
            "week": np.repeat(np.arange(1, weeks + 1, dtype=np.int64), size),
            "machine": [f"M{number:03d}" for number in range(1, size + 1)] * weeks,
            "line": np.tile(np.array(LINES)[line], weeks),
            "vibration": np.round(4.5 * np.exp(0.25 * vibration), 2),
            "temperature": np.round(61 + 6 * temperature, 1),
            "hours_since_service": np.round(400 * np.exp(0.5 * hours)).astype(np.int64),
            "score": np.round(expit(-2.5 + risk + _BLUR * blur), 3),
            "failed": (fate < expit(np.tile(middle[line], weeks) + risk)).astype(np.int64),
        }
    )


def _offset(rate: float, spread: float) -> float:
    """Return the mean of normal log odds with that spread whose mean risk is the rate."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(61)
    weights = weights / weights.sum()
    low, high = -30.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        too_high = float(weights @ expit(middle + spread * nodes)) > rate
        low, high = (low, middle) if too_high else (middle, high)
    return (low + high) / 2
