"""What a decision feeds into the two years is what its lesson's own model gives."""

import numpy as np
import pytest

from course import decisions
from course.simulate.people_and_change import COSTS, follow_plan

CHECK, OVERRIDE, WORKFLOW, TRAINING = "second check", "right to override", "workflow", "training"
PLANS = {  # of each option of lesson 4, and the weeks in which only two crews try
    "order": ((TRAINING, WORKFLOW), 0),
    "check": ((CHECK, TRAINING), 0),
    "override": ((OVERRIDE, WORKFLOW, TRAINING), 0),
    "promise": ((OVERRIDE, CHECK, WORKFLOW, TRAINING), 6),
}
WEEKS = 104


def followed(plan, wait=0):
    """Return mean use and trust at each month's end, over 50 companies and four draws of luck."""
    runs = [follow_plan(plan, seed=seed, weeks=WEEKS) for seed in range(4)]
    both = ([run.use.mean(axis=0) for run in runs], [run.trust.mean(axis=0) for run in runs])
    weeks, ends = np.arange(WEEKS + 1), np.linspace(0, WEEKS, 25)
    return [np.interp(ends - wait, weeks, np.mean(path, axis=0)) for path in both]


def pace(use, trust):
    """Return the share of the way from use to trust that fits the first year best."""
    shares = np.linspace(0, 0.6, 601)
    at, error = np.zeros_like(shares), np.zeros_like(shares)
    for month in range(1, 13):
        at += shares * (trust[month] - at)
        error += (at - use[month]) ** 2
    return shares[error.argmin()]


@pytest.mark.parametrize("option", PLANS)
def test_lesson_4_gives_its_decision_trust_pace_and_cost(option):
    plan, wait = PLANS[option]
    use, trust = followed(plan, wait)
    fed = decisions.effects("people_and_change", {"option": option})
    today = decisions.effects("people_and_change", None)
    _, ends = followed((TRAINING,))
    way = (1 - trust[-1]) / (1 - ends[-1])
    assert fed["trust"] == pytest.approx(1 - (1 - today["trust"]) * way, abs=0.02)
    follows = use[-1] > 0.9 * trust[-1]
    assert follows or use[-1] < 0.5 * trust[-1]
    assert fed["trust_pace"] == pytest.approx(
        pace(use, trust) if follows else today["trust_pace"], abs=0.01
    )
    cost = sum(COSTS[lever] for lever in plan) - (COSTS[TRAINING] if option == "order" else 0)
    assert fed["cost"] == pytest.approx(cost / 24, abs=0.1)
