"""The stream of applications: each month drawn separately, with its incidents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from course.base.late import Late
from course.base.require import require_whole
from course.data.credit.applicants import Columns, as_recorded, limit, limit_tenure, population
from course.data.credit.features import (
    CATEGORIES,
    CATEGORY_COEFFICIENTS,
    COEFFICIENTS,
    INTERCEPT,
    REFERENCE_MEAN_SD,
)
from course.data.credit.incident import REMEDIES, Incident
from course.data.credit.story import DEFAULT_INCIDENTS, DEFAULT_SEED

special = Late("scipy.special")

_CAMPAIGN_SHARE: Final = 0.4


def applications(
    per_month: int = 1000,
    months: int = 24,
    seed: int = DEFAULT_SEED,
    incidents: Sequence[Incident] = DEFAULT_INCIDENTS,
) -> pd.DataFrame:
    """Generate loan applications with the deployed model's score and outcomes.

    Each month has its own random stream. Fewer months give the first rows of the same frame.
    Frames with different incidents share everything that the incidents don't affect.

    Parameters
    ----------
    per_month : int, default=1000
        Applications per month, at least 1.
    months : int, default=24
        Months starting in January 2024, at least 1. Months 1 to 12 are the reference year; the
        model goes live in month 13.
    seed : int, default=58
        Non-negative.
    incidents : sequence of Incident
        Dated changes; ``()`` gives a world without drift.

    Returns
    -------
    pandas.DataFrame
        ``per_month * months`` rows, in order of month. ``score`` is the model's probability of
        default on the features as recorded, ``predicted_default`` is 1 where it is at least 0.5,
        ``defaulted`` is the outcome after 12 months. Units are in the data card.

    Raises
    ------
    TypeError
        When a count or the seed is not an integer, or an incident is not an `Incident`.
    ValueError
        When a count or the seed is too small.
    """
    per_month = require_whole("per_month", per_month, 1)
    months = require_whole("months", months, 1)
    seed = require_whole("seed", seed, 0)
    _check_incidents(incidents)
    parts = [_month(month, per_month, seed, incidents) for month in range(1, months + 1)]
    columns: dict[str, Any] = {
        name: np.concatenate([part[name] for part in parts]) for name in parts[0]
    }
    for name, levels in CATEGORIES.items():
        columns[name] = pd.Series(levels, dtype="str").array.take(columns[name])
    return pd.DataFrame(
        {
            "application_id": np.arange(1, per_month * months + 1, dtype=np.int64),
            "month": np.repeat(np.arange(1, months + 1, dtype=np.int64), per_month),
            **columns,
        }
    )


def _check_incidents(incidents: Iterable[Any]) -> None:
    for incident in incidents:
        if not isinstance(incident, Incident):
            raise TypeError(f"incidents holds {incident!r}; expected Incident objects only.")


def _month(month: int, size: int, seed: int, incidents: Sequence[Incident]) -> Columns:
    rng = np.random.default_rng([seed, month])
    batches: list[Columns] = []
    count = 0
    # A prior shift rejects part of a batch; without one, the first batch is enough.
    while count < size:
        batch = _batch(rng, month, size, incidents)
        batches.append(batch)
        count += batch["defaulted"].size
    return {name: np.concatenate([b[name] for b in batches])[:size] for name in batches[0]}


def _batch(
    rng: np.random.Generator, month: int, size: int, incidents: Sequence[Incident]
) -> Columns:
    # All randomness is drawn here, always in the same order and number.
    normals = rng.standard_normal((7, size))
    segment, purpose, region, reach, fate, entry = rng.random((6, size))
    active = {
        kind: [i for i in incidents if i.kind == kind and i.strength(month) > 0]
        for kind in REMEDIES
    }
    actual = population(normals, segment, region, purpose, month)
    for incident in active["covariate"]:
        _shift_inputs(actual, incident, month, reach)
    log_odds = _log_odds(actual)
    for incident in active["concept"]:
        log_odds += _shift_relation(actual, incident, month)
    is_default = fate < special.expit(log_odds)
    record = dict(actual)
    for incident in active["fault"]:
        _misrecord(record, incident, month, reach)
    record["score"] = np.round(special.expit(_log_odds(record)), 6)
    record["predicted_default"] = (record["score"] >= 0.5).astype(np.int64)
    record["defaulted"] = is_default.astype(np.int64)
    if not active["prior"]:
        return record
    shift = sum(i.size * i.strength(month) for i in active["prior"])
    is_accepted = entry < _acceptance(is_default, shift)
    return {name: values[is_accepted] for name, values in record.items()}


def _log_odds(features: Columns) -> NDArray[np.float64]:
    total = np.full(features["age"].size, INTERCEPT)
    for name, slope in COEFFICIENTS.items():
        total += slope * features[name]
    for name, steps in CATEGORY_COEFFICIENTS.items():
        total += np.array(steps)[features[name]]
    return total


def _in_segment(features: Columns, segment: tuple[str, str] | None) -> NDArray[np.bool_]:
    if segment is None:
        return np.ones(features["age"].size, dtype=bool)
    column, value = segment
    return np.asarray(features[column] == CATEGORIES[column].index(value))


def _shift_inputs(
    features: Columns, incident: Incident, month: int, reach: NDArray[np.float64]
) -> None:
    share = incident.strength(month) * (1.0 if incident.segment is None else _CAMPAIGN_SHARE)
    is_reached = reach < share
    if incident.segment is not None:
        column, value = incident.segment
        features[column] = np.where(is_reached, CATEGORIES[column].index(value), features[column])
    name = incident.feature
    new_values = features[name] + incident.size * REFERENCE_MEAN_SD[name][1]
    new_values = as_recorded(name, limit(name, new_values))
    features[name] = np.where(is_reached, new_values, features[name])
    limit_tenure(features)


def _shift_relation(features: Columns, incident: Incident, month: int) -> NDArray[np.float64]:
    mean, sd = REFERENCE_MEAN_SD[incident.feature]
    effect = incident.size * incident.strength(month) * (features[incident.feature] - mean) / sd
    return np.where(_in_segment(features, incident.segment), effect, 0.0)


def _misrecord(
    features: Columns, incident: Incident, month: int, reach: NDArray[np.float64]
) -> None:
    is_hit = _in_segment(features, incident.segment) & (reach < incident.strength(month))
    name = incident.feature
    wrong = as_recorded(name, features[name] * incident.size)
    features[name] = np.where(is_hit, wrong, features[name])


def _acceptance(is_default: NDArray[np.bool_], shift: float) -> NDArray[np.float64]:
    """Return each row's chance of being kept.

    Keeping defaulters exp(shift) times as often as repayers multiplies the odds of default by
    exp(shift) and leaves P(x|y) unchanged: rejection sampling of a prior shift.
    """
    return np.exp(np.where(is_default, min(shift, 0.0), min(-shift, 0.0)))
