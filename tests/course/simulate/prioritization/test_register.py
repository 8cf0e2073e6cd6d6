"""What choosing from Meridian's register teaches, to every learner."""

import pytest

from course.data import portfolio
from course.simulate import prioritization
from support.sampling import sampled

LEARNERS = [f"learner-{number}" for number in range(25)]


@pytest.mark.parametrize("variant", [None, *sampled(LEARNERS, every=5)])
def test_every_learner_meets_the_same_lesson(variant, of_variant):
    pilots, foundations, limits = of_variant(variant)
    best = prioritization.best_portfolio(pilots, foundations, limits).net_value
    quick = prioritization.greedy_portfolio(pilots, foundations, limits, build_foundations=False)
    greedy = prioritization.greedy_portfolio(pilots, foundations, limits)
    assert quick.net_value < 0.6 * best
    assert greedy.net_value <= best + 1e-6  # now and then a ranked list is lucky
    assert prioritization.unlocked_value(pilots, foundations, limits).max() > 0


def test_whoever_chooses_by_estimates_is_disappointed(meridian):
    pilots, foundations, limits = meridian
    best = prioritization.best_portfolio(pilots, foundations, limits)
    values = portfolio.truth().set_index("pilot_id")["delivered_value"]
    assert values[list(best.pilots)].sum() < 0.95 * pilots.loc[list(best.pilots), "value"].sum()
