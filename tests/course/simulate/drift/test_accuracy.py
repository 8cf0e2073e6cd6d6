import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from course.simulate.drift.accuracy import (
    accuracy_by_month,
    confidence_based_accuracy,
    two_proportion_z_test,
    wilson_interval,
)

counts = st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def forecasts(seed, n=2000):
    rng = np.random.default_rng(seed)
    probability = rng.beta(1.5, 2, n)
    return probability, (rng.random(n) < probability).astype(int)


def test_wilson_interval_agrees_with_a_published_value():
    low, high = wilson_interval(2, 40)
    assert (round(low, 3), round(high, 3)) == (0.014, 0.165)


@given(counts)
def test_wilson_interval_solves_the_score_equation(pair):
    x, n = pair
    z, p = stats.norm.ppf(0.975), x / n
    for bound in wilson_interval(x, n):
        assert abs(p - bound) == pytest.approx(z * np.sqrt(bound * (1 - bound) / n), abs=1e-6)


@given(counts)
def test_wilson_interval_holds_the_proportion_and_stays_within_0_and_1(pair):
    x, n = pair
    low, high = wilson_interval(x, n)
    assert -1e-12 <= low <= x / n + 1e-12
    assert x / n - 1e-12 <= high <= 1 + 1e-12


@pytest.mark.parametrize(("n", "z"), [(100, 1.7), (500, 3.9), (1000, 5.5)])
def test_z_of_88_against_79_percent_agrees_with_published_values(n, z):
    result = two_proportion_z_test(88 * n // 100, n, 79 * n // 100, n)
    assert result.statistic == pytest.approx(z, abs=0.05)


def test_z_test_changes_sign_with_the_order():
    assert two_proportion_z_test(50, 80, 90, 120).statistic < 0


def test_unpooled_z_rejects_where_the_wald_interval_leaves_out_zero():
    z = two_proportion_z_test(90, 120, 50, 80).statistic
    error = np.sqrt(0.75 * 0.25 / 120 + 0.625 * 0.375 / 80)
    assert z == pytest.approx(0.125 / error)


def test_z_test_compares_none_right_with_all_right():
    expected = stats.chi2_contingency([[0, 9], [9, 0]], correction=False)
    assert two_proportion_z_test(0, 9, 9, 9).statistic == pytest.approx(
        -np.sqrt(expected.statistic)
    )


def test_z_test_finds_no_difference_where_every_case_is_right():
    assert two_proportion_z_test(10, 10, 20, 20).p_value == 1


class TestAccuracyByMonth:
    def test_gathers_dates_by_calendar_month(self):
        frame = pd.DataFrame(
            {
                "when": pd.to_datetime(["2026-02-03", "2026-01-05", "2026-01-31", "2026-02-28"]),
                "right": [True, True, False, True],
            }
        )
        table = accuracy_by_month(frame, "when", "right")
        assert table["month"].astype(str).tolist() == ["2026-01", "2026-02"]
        assert table["n"].tolist() == [2, 2]
        assert table["accuracy"].tolist() == [0.5, 1.0]

    def test_takes_dates_with_a_time_zone(self):
        when = pd.to_datetime(["2026-02-03", "2026-01-05"]).tz_localize("Europe/London")
        frame = pd.DataFrame({"when": when, "right": [1, 0]})
        assert accuracy_by_month(frame, "when", "right")["accuracy"].tolist() == [0, 1]

    def test_takes_month_numbers_and_any_index(self):
        frame = pd.DataFrame({"m": [2, 1, 1], "ok": [1, 0, 1]}, index=[7, 7, 9])
        table = accuracy_by_month(frame, "m", "ok")
        assert table["month"].tolist() == [1, 2]
        assert table["accuracy"].tolist() == [0.5, 1.0]

    def test_gives_each_month_its_wilson_interval(self):
        frame = pd.DataFrame({"m": [1] * 100 + [2] * 50, "ok": [1] * 88 + [0] * 12 + [1, 0] * 25})
        table = accuracy_by_month(frame, "m", "ok")
        assert table.loc[0, ["low", "high"]].tolist() == list(wilson_interval(88, 100))
        assert table.loc[1, ["low", "high"]].tolist() == list(wilson_interval(25, 50))

    @pytest.mark.parametrize(
        ("frame", "message"),
        [
            ({"m": [1, None], "ok": [1, 0]}, "1 missing months"),
            ({"m": [1, 2], "ok": [1, None]}, "column 'ok' has 1 missing"),
            ({"m": [1, 2], "ok": [1, 2]}, "booleans or 0 and 1, got 2"),
            ({"m": [], "ok": []}, "is empty"),
        ],
    )
    def test_explains_bad_values(self, frame, message):
        with pytest.raises(ValueError, match=message):
            accuracy_by_month(pd.DataFrame(frame), "m", "ok")


def test_confidence_based_accuracy_of_a_worked_example():
    # Right with 0.9 (predicted 1), with 0.8 (predicted 0) and with 0.6 (predicted 1).
    assert confidence_based_accuracy([0.9, 0.2, 0.6]) == pytest.approx((0.9 + 0.8 + 0.6) / 3)


def test_confidence_based_accuracy_is_near_the_truth_for_calibrated_probabilities():
    probability, outcome = forecasts(0, 50_000)
    accuracy = np.mean((probability >= 0.5) == outcome)
    assert confidence_based_accuracy(probability) == pytest.approx(accuracy, abs=0.01)


def test_confidence_based_accuracy_does_not_see_concept_drift():
    probability, outcome = forecasts(1, 20_000)
    new_outcome = 1 - outcome
    accuracy = np.mean((probability >= 0.5) == new_outcome)
    assert confidence_based_accuracy(probability) - accuracy > 0.3
