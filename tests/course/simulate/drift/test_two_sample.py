import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from course.simulate.drift.distance import population_stability_index
from course.simulate.drift.two_sample import (
    chi_square,
    drift_report,
    family_wise_error,
    holm,
    kolmogorov_smirnov,
)


def applicants(seed, n=600, *, income_shift=0.0, web_share=0.5):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "income": rng.lognormal(10 + income_shift, 0.5, n),
            "age": rng.integers(18, 80, n),
            "channel": rng.choice(["web", "branch"], n, p=[web_share, 1 - web_share]),
            "owner": rng.random(n) < 0.6,
        }
    )


@pytest.mark.parametrize("sizes", [(40, 40), (300, 451), (3000, 2999)])
def test_kolmogorov_smirnov_agrees_with_scipy(sizes):
    rng = np.random.default_rng(0)
    old, new = rng.normal(size=sizes[0]), rng.normal(0.1, 1.1, size=sizes[1])
    expected = stats.ks_2samp(old, new)
    result = kolmogorov_smirnov(old, new)
    assert result.statistic == pytest.approx(expected.statistic)
    # Large samples take the limit where scipy still counts paths: the two agree within a few %.
    assert result.p_value == pytest.approx(expected.pvalue, rel=1e-9 if max(sizes) <= 500 else 0.05)


def test_kolmogorov_smirnov_statistic_is_the_largest_gap_between_the_distributions():
    assert kolmogorov_smirnov([1, 2, 3, 4], [3, 4, 5, 6]).statistic == 0.5


def test_chi_square_agrees_with_the_textbook_sum():
    old = ["web"] * 60 + ["shop"] * 40
    new = ["web"] * 80 + ["shop"] * 20
    # (60 - 70)^2 / 70 and (40 - 30)^2 / 30, each for both samples.
    assert chi_square(old, new).statistic == pytest.approx(2 * (100 / 70 + 100 / 30))
    assert chi_square(old, new).p_value == pytest.approx(stats.chi2.sf(200 / 21, 1))


def test_chi_square_equals_the_squared_z_of_two_proportions():
    rng = np.random.default_rng(1)
    old, new = rng.random(300) < 0.5, rng.random(200) < 0.6
    pooled_share = np.mean(np.concatenate([old, new]))
    z = (old.mean() - new.mean()) / np.sqrt(pooled_share * (1 - pooled_share) * (1 / 300 + 1 / 200))
    assert chi_square(old, new).statistic == pytest.approx(z**2)


def test_chi_square_finds_nothing_in_a_single_category():
    assert chi_square(["a"] * 5, ["a"] * 9).p_value == 1


def test_chi_square_takes_numeric_codes():
    assert chi_square([1] * 50, [2] * 50).p_value < 1e-9


def test_holm_agrees_with_a_worked_example():
    p_values = np.array([0.01, 0.04, 0.03, 0.005])
    assert holm(p_values) == pytest.approx([0.03, 0.06, 0.06, 0.02])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50).map(np.array))
def test_holm_lies_between_no_correction_and_the_number_of_tests_and_keeps_the_order(p_values):
    adjusted = holm(p_values)
    assert (adjusted >= p_values - 1e-12).all()
    assert (adjusted <= np.minimum(p_values * len(p_values), 1) + 1e-12).all()
    assert (np.diff(adjusted[np.argsort(p_values)]) >= -1e-12).all()


def test_holm_keeps_the_family_wise_error_near_alpha():
    rng = np.random.default_rng(10)
    families = [holm(rng.random(40)) for _ in range(2000)]
    assert np.mean([family.min() < 0.05 for family in families]) == pytest.approx(0.05, abs=0.015)


def test_a_fortieth_of_five_percent_brings_forty_tests_back_to_five_percent():
    assert family_wise_error(40, 0.05 / 40) == pytest.approx(0.049, abs=0.0005)


def test_forty_tests_at_five_percent_raise_a_false_alarm_87_times_in_100():
    assert family_wise_error(40, 0.05) == pytest.approx(0.87, abs=0.005)


class TestDriftReport:
    def test_has_a_row_for_each_shared_column_in_the_order_of_the_reference(self):
        report = drift_report(applicants(0).assign(old=1), applicants(1).assign(new=1))
        assert report["feature"].tolist() == ["income", "age", "channel", "owner"]
        assert report["kind"].tolist() == ["numeric", "numeric", "categorical", "categorical"]
        assert report.columns.tolist() == [
            "feature", "kind", "psi", "test", "statistic", "p_value", "p_adjusted", "alarm",
        ]  # fmt: skip

    def test_raises_the_alarm_for_what_moved_only(self):
        report = drift_report(applicants(0), applicants(1, income_shift=0.5, web_share=0.8))
        assert report.loc[report["alarm"], "feature"].tolist() == ["income", "channel"]

    def test_each_row_agrees_with_the_functions_for_one_column(self):
        old, new = applicants(2), applicants(3)
        report = drift_report(old, new).set_index("feature")
        income, channel = report.loc["income"], report.loc["channel"]
        assert income["psi"] == population_stability_index(old["income"], new["income"])
        assert income["p_value"] == kolmogorov_smirnov(old["income"], new["income"]).p_value
        assert income["test"] == "Kolmogorov-Smirnov"
        assert channel["statistic"] == chi_square(old["channel"], new["channel"]).statistic
        assert channel["test"] == "chi-square"

    def test_correction_silences_a_quiet_month_that_raw_p_values_would_not(self):
        rng = np.random.default_rng(14)
        old, new = (pd.DataFrame(rng.normal(size=(300, 40))).add_prefix("x") for _ in range(2))
        report = drift_report(old, new)
        assert (report["p_value"] < 0.05).any()
        assert not report["alarm"].any()

    def test_names_a_column_that_changed_its_kind(self):
        old, new = pd.DataFrame({"code": [1, 2]}), pd.DataFrame({"code": ["1", "2"]})
        with pytest.raises(TypeError, match="column 'code' of reference"):
            drift_report(old, new)
