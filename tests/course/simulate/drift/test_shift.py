import numpy as np
import pandas as pd
import pytest
from scipy import stats

from course.simulate.drift._lender import drifted_world
from course.simulate.drift.distance import (
    expected_psi_without_drift,
    population_stability_index,
)
from course.simulate.drift.shift import (
    draw_applicants,
    null_psi,
    pace_profile,
    simulate_shift,
)

LARGE = 400_000
KINDS = ("covariate", "prior", "concept")


def default_rate_by_ratio(applicants):
    """Default rate in narrow bands of the ratio: an estimate of P(y|x)."""
    band = pd.cut(applicants["debt_to_income"], np.arange(0.25, 0.56, 0.02))
    return applicants["default"].groupby(band, observed=True).mean()


def same_distribution(one, other):
    return stats.ks_2samp(one, other, method="asymp").pvalue > 0.001


@pytest.fixture(scope="module")
def reference():
    return draw_applicants("none", n=LARGE, seed=1)


class TestWhatEachShiftMovesAndKeeps:
    @pytest.mark.parametrize("applicants", ["safer", "riskier"])
    def test_covariate_shift_moves_the_inputs_and_keeps_the_relation(self, reference, applicants):
        sample = draw_applicants("covariate", 0.5, LARGE, applicants=applicants, seed=2)
        assert not same_distribution(reference["debt_to_income"], sample["debt_to_income"])
        gap = default_rate_by_ratio(reference) - default_rate_by_ratio(sample)
        assert gap.abs().max() < 0.03

    def test_covariate_shift_moves_the_mean_ratio_by_16_points_at_full_size(self, reference):
        riskier = draw_applicants("covariate", 1.0, LARGE, applicants="riskier", seed=2)
        change = riskier["debt_to_income"].mean() - reference["debt_to_income"].mean()
        assert change == pytest.approx(0.16, abs=0.002)

    def test_prior_shift_moves_the_default_rate_by_30_points_at_full_size(self, reference):
        sample = draw_applicants("prior", 1.0, LARGE, seed=2)
        change = sample["default"].mean() - reference["default"].mean()
        assert change == pytest.approx(0.30, abs=0.004)

    @pytest.mark.parametrize("default", [True, False])
    def test_prior_shift_keeps_the_inputs_of_each_class(self, reference, default):
        sample = draw_applicants("prior", 1.0, LARGE, seed=2)
        assert same_distribution(
            reference.loc[reference["default"] == default, "debt_to_income"],
            sample.loc[sample["default"] == default, "debt_to_income"],
        )

    def test_prior_shift_moves_the_inputs_as_a_whole(self, reference):
        sample = draw_applicants("prior", 1.0, LARGE, seed=2)
        assert not same_distribution(reference["debt_to_income"], sample["debt_to_income"])

    def test_concept_drift_moves_the_relation_and_keeps_the_inputs(self, reference):
        sample = draw_applicants("concept", 0.5, LARGE, seed=2)
        assert same_distribution(reference["debt_to_income"], sample["debt_to_income"])
        gap = default_rate_by_ratio(sample) - default_rate_by_ratio(reference)
        assert gap.max() > 0.2

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_shift_of_size_zero_is_no_shift(self, kind):
        pd.testing.assert_frame_equal(draw_applicants(kind, 0.0, seed=3), draw_applicants(seed=3))

    def test_the_model_is_calibrated_in_the_reference_period(self, reference):
        assert reference["predicted"].mean() == pytest.approx(reference["default"].mean(), abs=3e-3)


class TestPace:
    def test_a_sudden_shift_jumps_at_its_start(self):
        assert pace_profile("sudden", 6, 4).tolist() == [0, 0, 0, 1, 1, 1]

    def test_a_gradual_shift_only_grows_and_is_complete_in_the_last_month(self):
        profile = pace_profile("gradual", 24, 9)
        assert profile[7] == 0
        assert (np.diff(profile[7:]) > 0).all()
        assert profile[-1] == 1

    def test_a_seasonal_shift_peaks_after_half_a_year_and_returns_after_a_year(self):
        profile = pace_profile("seasonal", 40, 9)
        assert profile[8 + 6] == pytest.approx(1)
        assert profile[[8, 8 + 12, 8 + 24]] == pytest.approx(0)


class TestTheRunningCase:
    def test_accuracy_starts_at_88_percent(self):
        monthly = simulate_shift("none", per_month=20_000).monthly
        assert monthly["accuracy"].mean() == pytest.approx(0.88, abs=0.005)

    def test_the_default_drift_takes_it_to_79_percent(self):
        after = simulate_shift(per_month=20_000).monthly.query("month >= 9")
        assert after["accuracy"].mean() == pytest.approx(0.79, abs=0.005)

    def test_the_model_is_still_right_about_riskier_applicants(self):
        sample = draw_applicants("covariate", 0.5, LARGE, applicants="riskier")
        assert sample["predicted"].mean() == pytest.approx(sample["default"].mean(), abs=0.01)

    def test_prior_shift_makes_the_model_underestimate_defaults(self):
        sample = draw_applicants("prior", 0.5, LARGE)
        assert sample["default"].mean() - sample["predicted"].mean() > 0.05

    def test_drift_costs_euros_and_safer_applicants_save_them(self):
        before, concept = split(simulate_shift("concept").monthly)
        _, covariate = split(simulate_shift("covariate").monthly)
        assert covariate["cost"].mean() < before["cost"].mean() < concept["cost"].mean()


class TestMonitors:
    def test_the_psi_agrees_with_its_reference_implementation(self):
        # With "none", reference and months are consecutive draws of one generator.
        draws = np.random.default_rng(5)
        world = drifted_world("none", np.zeros(24))
        reference = drifted_world("none", np.zeros(1)).ratio_at(draws.random((1, 500)))[0]
        months = world.ratio_at(draws.random((24, 500)))
        monthly = simulate_shift("none", per_month=500, seed=5).monthly
        for month, psi in zip(months, monthly["psi"], strict=True):
            assert psi == pytest.approx(population_stability_index(reference, month))

    def test_small_months_sound_the_psi_alarm_with_no_drift(self):
        small = simulate_shift("none", per_month=100).monthly["psi"]
        large = simulate_shift("none", per_month=5_000).monthly["psi"]
        assert (small > 0.1).mean() > 0.5
        assert large.max() < 0.1

    @pytest.mark.parametrize(("n", "expected"), [(200, 0.09), (1_000, 0.018), (100_000, 0.00018)])
    def test_psi_without_drift_has_the_expected_mean(self, n, expected):
        assert expected_psi_without_drift(10, n, n) == pytest.approx(expected)
        assert null_psi(n).mean() == pytest.approx(expected, rel=0.08)


class TestFrames:
    def test_the_same_seed_gives_the_same_study_and_another_seed_another(self):
        one, same, other = (simulate_shift(seed=s).monthly for s in (4, 4, 5))
        pd.testing.assert_frame_equal(one, same)
        assert not one["accuracy"].equals(other["accuracy"])

    def test_quiet_months_do_not_change_when_a_control_moves(self):
        one, other = (split(simulate_shift(size=s).monthly)[0] for s in (0.2, 0.9))
        pd.testing.assert_frame_equal(one, other)


def split(monthly):
    return monthly.query("month < 9"), monthly.query("month >= 9")
