"""A gate for new versions: exact on a small case, published error rates, and over seeds."""

import numpy as np
import pytest
from scipy import stats

from course.simulate.infrastructure import canary as model
from course.simulate.infrastructure.canary import (
    RULES,
    WRONG,
    Gate,
    run_canary,
    z_at_looks,
    z_of_two,
)

SEEDS = range(3)
SHARES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)


def mean_harm(gate, **options):
    return np.mean([run_canary(gate, seed=seed, **options).harm.mean() for seed in SEEDS])


def mean_false(gate):
    return np.mean([run_canary(gate, seed=seed).false for seed in SEEDS])


def exact_stops(share, decisions, worse, looks, limit):
    """The chance to be stopped first at each look: all counts of both versions, one by one."""
    new, old = (decisions * 4 * part for part in (share, 1 - share))
    size = 40  # more wrong decisions than that are out of reach
    chance_new = stats.poisson.pmf(np.arange(size), new * (WRONG + worse))
    chance_old = stats.poisson.pmf(np.arange(size), old * WRONG)
    state = np.zeros((size, size))
    state[0, 0] = 1
    stops = []
    for look in range(1, looks + 1):
        later = np.zeros_like(state)
        for i, j in zip(*np.nonzero(state > 1e-15), strict=True):
            later[i:, j:] += state[i, j] * np.outer(chance_new[: size - i], chance_old[: size - j])
        a, b = np.meshgrid(np.arange(size), np.arange(size), indexing="ij")
        is_stopped = z_of_two(a, new * look, b, old * look) > limit
        stops.append(later[is_stopped].sum())
        state = np.where(is_stopped, 0, later)
    return np.array(stops)


@pytest.mark.parametrize("worse", [0.0, 0.1])
def test_first_alarms_agree_with_an_exact_sequential_calculation(worse):
    # Twenty decisions an hour, three looks: few enough to go through every count.
    exact = exact_stops(0.5, 20, worse, looks=3, limit=1.5)
    z = np.vstack([z_at_looks(0.5, worse, decisions=20, seed=seed)[:, :3] for seed in range(6)])
    alarm = z > 1.5
    first = np.where(alarm.any(axis=1), alarm.argmax(axis=1), 3)
    frequencies = np.bincount(first, minlength=4)[:3] / len(z)
    assert np.abs(frequencies - exact).max() < 4 * np.sqrt(exact.max() / len(z))
    # What a bad release costs until it is stopped follows from the same chances.
    if worse:
        hours = 4 * np.minimum(first + 1, 3).mean()
        expected = 4 * (exact @ [1, 2, 3] + 3 * (1 - exact.sum()))
        assert hours == pytest.approx(expected, rel=0.02)


def test_harm_and_false_rollbacks_of_a_gate_agree_with_the_exact_calculation(monkeypatch):
    monkeypatch.setattr(
        model, "z_at_looks", lambda share, worse, seed: z_at_looks(share, worse, 20, seed)
    )
    gate = Gate(0.5, watch=12, limit=1.5, delay=0)
    bad, good = (exact_stops(0.5, 20, worse, looks=3, limit=1.5) for worse in (0.1, 0.0))
    miss_rate = 1 - bad.sum()
    hours = 4 * (bad @ [1, 2, 3] + 3 * miss_rate)
    harm = 4_000 * 0.1 * 100 * (0.5 * hours + 336 * miss_rate)
    outcomes = [run_canary(gate, worse=0.1, seed=seed) for seed in range(6)]
    assert np.mean([o.harm.mean() for o in outcomes]) == pytest.approx(harm, rel=0.05)
    assert np.mean([o.false for o in outcomes]) == pytest.approx(good.sum(), abs=0.01)


# Armitage, McPherson and Rowe (1969): two-sided 5.0, 14.2 and 19.3% for 1, 5 and 10 looks at 1.96;
# about half of each on the one side that rolls a release back.
@pytest.mark.parametrize(("looks", "percent"), [(1, 2.5), (5, 7.1), (10, 9.7)])
def test_many_looks_raise_false_alarms_as_published(looks, percent):
    z = np.vstack([z_at_looks(0.5, seed=seed)[:, :looks] for seed in range(4)])
    assert 100 * (z > 1.96).any(axis=1).mean() == pytest.approx(percent, abs=1)


def test_the_statistic_is_that_of_the_chi_squared_test():
    z = z_of_two(np.array([70]), np.array([1000.0]), np.array([150]), np.array([3000.0]))
    table = [[70, 930], [150, 2850]]
    chi = stats.chi2_contingency(table, correction=False).statistic
    assert z[0] ** 2 == pytest.approx(chi)
    assert z_of_two(np.array([0]), np.array([10.0]), np.array([0]), np.array([10.0]))[0] == 0


def test_discovery_a_share_can_be_too_small_and_too_large():
    for seed in SEEDS:
        harm = [run_canary(Gate(share), seed=seed).harm.mean() for share in SHARES]
        assert np.argmin(harm) in {2, 3}
        assert harm[0] == pytest.approx(1.3e6, rel=0.05)
        assert harm[3] == pytest.approx(24_000, rel=0.02)
    assert mean_harm(Gate(0.5)) == pytest.approx(112_000, rel=0.01)
    miss_rates = [run_canary(Gate(0.01), seed=seed).missed for seed in range(8)]
    assert 0.45 < np.mean(miss_rates) < 0.5, "nearly half"


def test_discovery_health_checks_miss_every_bad_version():
    for share in SHARES:
        outcome = run_canary(Gate(share, rule=RULES[1]))
        assert (outcome.missed, outcome.false) == (1, 0)
        assert 2.68e6 < outcome.harm.mean() < 2.9e6


def test_discovery_the_best_share_depends_on_time_and_on_the_fault():
    def best(watch, worse, limit=3):
        return min(SHARES, key=lambda share: mean_harm(Gate(share, watch, limit), worse=worse))

    assert best(72, 0.02) == best(72, 0.02, limit=2) == 0.02
    assert best(168, 0.02) == 0.01
    assert best(72, 0.01) == 0.1
    assert np.mean([run_canary(Gate(0.02, 72), 0.01, seed).missed for seed in SEEDS]) == (
        pytest.approx(0.26, abs=0.02)
    )


def test_discovery_a_stricter_limit_pays_for_more_looks():
    assert mean_false(Gate(0.02, 72, 2)) == pytest.approx(1 / 8, abs=0.015)
    assert mean_false(Gate(0.02, 72, 3)) == pytest.approx(1 / 50, abs=0.005)
    assert mean_harm(Gate(0.1, 72, 3)) < 1.06 * mean_harm(Gate(0.1, 72, 2))
    # 300 models, each with a good version every two weeks: two or three false alarms a day at 2.
    assert 2 < mean_false(Gate(0.1, 72, 2)) * 300 / 14 < 3


def test_discovery_two_per_cent_and_three_days_let_hardly_any_through():
    miss_rates = [run_canary(Gate(0.02, 72), seed=seed).missed for seed in range(8)]
    assert np.mean(miss_rates) < 0.001


def test_discovery_cheap_and_rarely_wrong_takes_two_moves():
    def passes(share, watch):
        outcome = run_canary(Gate(share, watch))
        return outcome.harm.mean() < 15_000 and outcome.false <= 0.05

    allowed = [(share, watch) for share in SHARES for watch in (24, 48, 72) if passes(share, watch)]
    assert allowed == [(0.02, 72), (0.05, 48), (0.05, 72)]


def test_discovery_late_labels_cost_harm_in_step_with_the_share():
    late, early = (mean_harm(Gate(0.1, 72, 3, delay)) for delay in (168, 24))
    assert late - early == pytest.approx(0.1 * 4_000 * 0.02 * 100 * 144)
    assert mean_harm(Gate(0.02, 120, 3, 168)) == pytest.approx(29_600, rel=0.02)
