"""What the lesson says about promises: chosen estimates are too high even where all are honest."""

import numpy as np
import pytest

from course.data import portfolio
from course.simulate import prioritization


@pytest.mark.parametrize("seed", range(20))
def test_the_largest_of_honest_estimates_do_not_keep_their_promise(seed, meridian):
    rng = np.random.default_rng(seed)
    true = meridian[0]["value"].to_numpy()
    estimates = true * rng.lognormal(-(0.4**2) / 2, 0.4, (1000, len(true)))
    five = np.argsort(-estimates)[:, :5]
    promise = np.take_along_axis(estimates, five, axis=1).sum()
    assert 1000 * true.sum() / estimates.sum() == pytest.approx(1, abs=0.02)
    assert true[five].sum() / promise == pytest.approx(0.79, abs=0.02)


def test_meridians_shortfall_is_optimism_and_not_the_choice(meridian):
    pilots, foundations, limits = meridian
    facts = portfolio.truth().set_index("pilot_id")
    assert facts["delivered"].max() == 1  # none brings more than its sponsor said

    def kept(names):
        names = list(names)
        return facts.loc[names, "delivered_value"].sum() / pilots.loc[names, "value"].sum()

    best = prioritization.best_portfolio(pilots, foundations, limits)
    assert kept(pilots.index) == pytest.approx(0.75, abs=0.005)
    assert kept(best.pilots) == pytest.approx(0.87, abs=0.005)
    rng = np.random.default_rng(0)
    shares = [kept(rng.choice(pilots.index, 13, replace=False)) for _ in range(200)]
    assert np.mean(shares) < 0.8
