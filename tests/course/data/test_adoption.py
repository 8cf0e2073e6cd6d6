"""Levers on adoption: the Bass curve, and a cheapest mix that needs the workflow."""

import numpy as np
import pandas as pd
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from course.data import adoption

LEARNERS = [f"learner-{number}" for number in range(25)]


def test_the_curve_has_the_published_values():
    # p = 0.03, q = 0.38: 15% by year 3, 33% by year 5, 50% at 6.6 and 90% at 11.8 years.
    assert [round(adoption.share_adopted(0.03, 0.38, t), 2) for t in (3, 5)] == [0.15, 0.33]
    for share, year in ((0.5, 6.6), (0.9, 11.8)):
        when = brentq(lambda t, s=share: adoption.share_adopted(0.03, 0.38, t) - s, 0, 50)
        assert round(when, 1) == year


@pytest.mark.parametrize(("p", "q"), [(0.004, 0.06), (0.02, 0.0), (0.3, 0.05)])
def test_the_curve_solves_basss_equation(p, q):
    solution = solve_ivp(lambda _, f: (p + q * f) * (1 - f), (0, 40), [0], rtol=1e-9, atol=1e-12)
    assert adoption.share_adopted(p, q, 40, 0.7) == pytest.approx(0.7 * solution.y[0, -1], abs=1e-6)


@pytest.mark.parametrize(
    "values", [(0, 0.1, 3, 1), (0.1, -0.1, 3, 1), (0.1, 0.1, -1, 1), (0.1, 0.1, 3, 1.2)]
)
def test_the_curve_refuses_what_makes_no_sense(values):
    with pytest.raises(ValueError, match="expected p above 0, q and weeks not negative"):
        adoption.share_adopted(*values)


def reached(levers: pd.DataFrame, start: pd.Series) -> float:
    p, q, ceiling = (start[name] + levers[name].sum() for name in ("p", "q", "ceiling"))
    return adoption.share_adopted(p, q, start["weeks"], min(ceiling, 1))


@pytest.mark.parametrize("variant", [None, *LEARNERS])
def test_the_cheapest_mix_reaches_the_target_and_less_does_not(variant):
    levers, start = adoption.load(variant=variant), adoption.load("start", variant).iloc[0]
    mix = adoption.truth(variant)["chosen"].to_numpy()
    assert reached(levers[mix], start) >= start["target"]
    for place in np.flatnonzero(mix):
        fewer = mix.copy()
        fewer[place] = False
        assert reached(levers[fewer], start) < start["target"]


@pytest.mark.parametrize("variant", [None, *LEARNERS])
def test_without_the_workflow_no_mix_is_enough(variant):
    levers, start = adoption.load(variant=variant), adoption.load("start", variant).iloc[0]
    others = levers[~levers["lever"].isin(["workflow", "incentives"])]
    assert start["ceiling"] + others["ceiling"].sum() < start["target"]
    assert "workflow" in set(adoption.truth(variant).query("chosen")["lever"])


def test_the_default_mix_is_the_one_that_the_card_names():
    truth = adoption.truth()
    assert list(truth.query("chosen")["lever"]) == ["communication", "workflow", "incentives"]
    assert set(truth["remedy"]) == {"pay for it", "leave it for now"}


def test_a_variant_has_the_same_levers_with_other_figures():
    ada = adoption.load(variant="ada")
    assert ada[["lever", "needs"]].equals(adoption.load()[["lever", "needs"]])
    assert not ada["cost"].equals(adoption.load()["cost"])
