"""Meridian Lending's loan applications, month by month, with drift planted on known dates.

Every number comes from a seed, so a frame can be rebuilt anywhere. The deployed model is the true
model of the reference year: until something changes, its probabilities are exactly right. An
`Incident` then changes one thing: who applies, how many default, why they default, or what is
recorded. The four kinds differ in what they leave unchanged (Moreno-Torres et al. 2012).
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from course.base.require import require_whole
from course.data.credit.features import CATEGORIES, COEFFICIENTS
from course.data.credit.incident import REMEDIES, Incident
from course.data.credit.story import (
    DEFAULT_INCIDENTS,
    DEFAULT_SEED,
    variant_incidents,
    variant_seed,
)
from course.data.credit.world import applications

__all__ = [
    "CATEGORIES",
    "COEFFICIENTS",
    "DEFAULT_INCIDENTS",
    "DEFAULT_SEED",
    "LABEL_MONTHS",
    "REMEDIES",
    "Incident",
    "applications",
    "load",
    "truth",
    "variant_incidents",
    "variant_seed",
]

LABEL_MONTHS: Final = 12
"""Months until an application's outcome is known (the performance window)."""


def load(
    per_month: int = 1000,
    months: int = 24,
    variant: str | None = None,
    seed: int | None = None,
    as_of: int | None = None,
) -> pd.DataFrame:
    """Return the applications of the default story or of a learner's variant.

    Parameters
    ----------
    per_month, months : int
        As for `applications`.
    variant : str, optional
        A learner's identity; None gives the default story.
    seed : int, optional
        Seed for other rows with the same incidents; None uses `variant_seed`.
    as_of : int, optional
        Show only what is known at the end of this month: later applications are left out, and
        outcomes that are not yet 12 months old are missing. At least 1; None shows everything.

    Returns
    -------
    pandas.DataFrame
        As for `applications`. With ``as_of``, ``defaulted`` is of type Int64: comparing with a
        missing outcome gives a missing answer, not a false one.
    """
    seed = variant_seed(variant) if seed is None else seed
    if as_of is None:
        return applications(per_month, months, seed, variant_incidents(variant))
    as_of = require_whole("as_of", as_of, 1)
    months = min(require_whole("months", months, 1), as_of)
    frame = applications(per_month, months, seed, variant_incidents(variant))
    is_known = frame["month"] + LABEL_MONTHS <= as_of
    return frame.assign(defaulted=frame["defaulted"].astype("Int64").where(is_known))


def truth(variant: str | None = None) -> pd.DataFrame:
    """Return the planted incidents, one row each, in order of their start.

    Columns: kind, start, ramp, end (missing: it lasts), feature, segment (``"column=category"`` or
    missing), size, remedy, description.
    """
    rows = [
        {
            "kind": incident.kind,
            "start": incident.start,
            "ramp": incident.ramp,
            "end": incident.end,
            "feature": incident.feature,
            "segment": None if incident.segment is None else "=".join(incident.segment),
            "size": incident.size,
            "remedy": incident.remedy,
            "description": incident.describe(),
        }
        for incident in variant_incidents(variant)
    ]
    return pd.DataFrame(rows).astype({"end": "Int64", "segment": "str"})
