"""What the module claims of its explorables holds for every draw, not for one."""

import numpy as np
import pytest

from course.simulate.drift.crowd import draw_crowd
from course.simulate.drift.feedback import simulate_shops
from course.simulate.drift.label_delay import detection_delay
from course.simulate.drift.retraining import RetrainingCase, simulate_retraining
from course.simulate.drift.shift import simulate_shift

SEEDS = range(8)


def seen(kind, size, seed, **controls):
    """Change of accuracy in points, and the PSI of all months, when something moves in month 9."""
    monthly = simulate_shift(kind, "sudden", size, 500, start=9, seed=seed, **controls).monthly
    accuracy = 100 * monthly["accuracy"]
    return accuracy[8:].mean() - accuracy[:8].mean(), monthly["psi"]


@pytest.mark.parametrize("seed", SEEDS)
class TestShift:
    def test_safer_customers_alarm_every_month_and_raise_accuracy(self, seed):
        change, psi = seen("covariate", 0.5, seed)
        assert psi[8:].min() > 0.25
        assert change > 4

    def test_only_concept_drift_costs_twelve_points_with_quiet_inputs(self, seed):
        change, psi = seen("concept", 0.8, seed)
        assert change <= -12
        assert psi.max() < 0.1
        for size in np.arange(0.05, 1.01, 0.05):
            change, psi = seen("prior", size, seed)
            assert change > -12 or psi.max() >= 0.1, size

    def test_riskier_customers_alarm_and_cost_accuracy(self, seed):
        change, psi = seen("covariate", 0.9, seed, applicants="riskier")
        assert psi[8:].min() > 0.25
        assert change < -6.5


def defaults_with_little_debt(kind):
    """Defaults of the crowd's applicants with little debt, and how many the model expects."""
    rows = draw_crowd(kind, 0.5).query("ratio < 0.35")
    return rows["defaulted"].sum(), rows["predicted"].sum()


def test_a_concept_drift_makes_little_debt_safer_and_a_prior_shift_lifts_every_group():
    for kind, lower in [("concept", True), ("prior", False)]:
        defaults, expected = defaults_with_little_debt(kind)
        assert (defaults < expected - 1) == lower
        assert (defaults > expected + 1) != lower
        assert draw_crowd(kind, 0.5)["defaulted"].sum() > 40, "of 31 that the model expects"


class TestLabelDelay:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_a_fall_that_shows_a_little_is_seen_first_by_the_estimate(self, seed):
        controls = {"loans_per_month": 1_000, "input_share": 0.3, "input_shift": 0.3, "seed": seed}
        estimate, early = (detection_delay(which, **controls) for which in ("estimated", "early"))
        assert estimate.median_delay < early.median_delay

    def test_waiting_costs_about_two_million_and_early_defaults_earn_part_of_it(self):
        late, early = (detection_delay(which, repeats=2_000) for which in ("matured", "early"))
        at_once = detection_delay("matured", 0, repeats=2_000)
        assert late.cost - at_once.cost == pytest.approx(2.0e6, abs=0.1e6)
        assert late.cost - early.cost == pytest.approx(0.85e6, abs=0.1e6)


@pytest.mark.parametrize("seed", SEEDS)
class TestRetraining:
    def saved(self, seed, policy, **controls):
        case = RetrainingCase(**controls)
        studies = [simulate_retraining(which, case, seed=seed) for which in ("never", policy)]
        return (studies[0].total_cost - studies[1].total_cost) / 1e6

    def test_an_input_alarm_saves_nothing_under_concept_drift(self, seed):
        assert self.saved(seed, "psi") == 0

    def test_retraining_on_a_broken_feed_costs_more_than_a_million(self, seed):
        broken_feed = {"concept_size": 0.0, "fault": True, "maturity": 3}
        assert self.saved(seed, "psi", **broken_feed) < -1
        assert self.saved(seed, "repair", **broken_feed) > 2

    def test_the_fault_that_a_model_learned_stays_after_the_repair(self, seed):
        case = RetrainingCase(concept_size=0.0, fault=True, maturity=3)
        after = simulate_retraining("psi", case, seed=seed).monthly.query("month > 19")
        assert not after["retrained"].any()
        months = simulate_retraining("psi", case, seed=seed).monthly.query("retrained")["month"]
        assert months.tolist() == [13, 19]
        assert (after["accuracy"] < after["best_accuracy"] - 0.01).all()

    def test_newcomers_hide_a_drift_from_the_watch_on_accuracy(self, seed):
        newcomers = {"covariate_size": 0.5}
        assert self.saved(seed, "accuracy", **newcomers) == 0
        assert self.saved(seed, "calendar", **newcomers) > 1
        months = simulate_retraining("never", RetrainingCase(**newcomers), seed=seed).monthly
        before, after = months["accuracy"][:12].mean(), months["accuracy"][12:].mean()
        assert after > before

    def test_a_harmless_change_makes_every_retraining_a_loss(self, seed):
        harmless = {"concept_size": 0.0, "covariate_size": 1.0}
        assert self.saved(seed, "calendar", **harmless) < 0
        assert self.saved(seed, "psi", **harmless) < 0
        assert self.saved(seed, "accuracy", **harmless) == 0
        assert self.saved(seed, "repair", **harmless) == pytest.approx(-0.02)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_correction_alone_is_the_best_cure_and_exploration_alone_is_none(seed):
    clicks = {
        (exploration, correction): simulate_shops(
            20, 40, exploration, correction, seed=seed
        ).utility_vs_best.mean()
        for exploration, correction in [(0, 0), (0.1, 0), (0.1, 1), (0, 1), (0.5, 0)]
    }
    assert clicks[0.1, 0] < clicks[0, 0]
    assert clicks[0.5, 0] < 0.86
    assert clicks[0, 1] > clicks[0, 0] + 0.05
    assert clicks[0, 1] > 0.95


@pytest.mark.parametrize("seed", SEEDS)
def test_the_correction_needs_no_more_than_twenty_rounds(seed):
    assert simulate_shops(20, 20, 0, 1, seed=seed).utility_vs_best.mean() > 0.95
