"""Two hundred applicants who keep their luck, whatever moves: one row for each mark of a chart."""

from __future__ import annotations

import numpy as np
import pandas as pd

from course.simulate.drift._lender import (
    BREAK_EVEN,
    Applicants,
    Kind,
    default_probability,
    drifted_world,
    require_shift,
)

CROWD = 200
_GOLDEN = (5**0.5 - 1) / 2


def draw_crowd(
    kind: Kind = "none", size: float = 0.0, *, applicants: Applicants = "safer"
) -> pd.DataFrame:
    """Draw applicants whose luck is spread evenly.

    Each applicant has a rank among the ratios and a luck, the same at every setting.
    Chances follow each other by the golden section, so neighbours in debt differ in luck, and the
    counts agree with the long run within two or three applicants.

    Parameters
    ----------
    kind, size, applicants
        The full shift, as in `simulate_shift`.

    Returns
    -------
    DataFrame of shape (200, 6)
        ``applicant`` (0 has the least debt), ``ratio``, ``chance`` (the lower, the sooner the
        applicant defaults), ``predicted`` (the model's probability of default), ``defaulted`` and
        ``wrong`` (the model decided otherwise).

    Raises
    ------
    TypeError, ValueError
        If an argument has the wrong type or is outside its range.
    """
    require_shift(kind, size, applicants)
    world = drifted_world(kind, np.full(1, float(size)), applicants)
    applicant = np.arange(CROWD)
    ratio = world.ratio_at(((applicant + 0.5) / CROWD)[None, :])[0]
    chance = (0.5 + applicant * _GOLDEN) % 1
    defaulted = chance < default_probability(ratio, world.break_even[0], world.slope[0])
    return pd.DataFrame(
        {
            "applicant": applicant,
            "ratio": ratio,
            "chance": chance,
            "predicted": default_probability(ratio),
            "defaulted": defaulted,
            "wrong": defaulted != (ratio >= BREAK_EVEN),
        }
    )
