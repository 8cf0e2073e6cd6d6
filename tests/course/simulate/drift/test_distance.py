import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from course.simulate.drift.distance import (
    bin_shares,
    expected_psi_without_drift,
    population_stability_index,
    psi_from_shares,
)

numbers = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60)
words = st.lists(st.sampled_from("abcde"), min_size=1, max_size=60)
samples = st.one_of(st.tuples(numbers, numbers), st.tuples(words, words))


@st.composite
def share_pairs(draw):
    counts = st.integers(0, 1000)
    pairs = draw(st.lists(st.tuples(counts, counts), min_size=2, max_size=20))
    first, second = np.array(pairs, dtype=float).T + 1e-9
    return first / first.sum(), second / second.sum()


FIFTHS = [0.2] * 5


@pytest.mark.parametrize(
    ("now", "published"),
    [
        ([0.17, 0.19, 0.20, 0.21, 0.23], 0.010),
        ([0.12, 0.17, 0.20, 0.23, 0.28], 0.077),
        ([0.08, 0.14, 0.19, 0.25, 0.34], 0.217),
    ],
)
def test_psi_of_shares_agrees_with_worked_examples(now, published):
    assert psi_from_shares(FIFTHS, now) == pytest.approx(published, abs=0.0005)


def test_psi_is_the_sum_of_the_two_relative_entropies():
    one, other = np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.3, 0.5])
    expected = stats.entropy(one, other) + stats.entropy(other, one)
    assert psi_from_shares(one, other) == pytest.approx(expected)


@given(share_pairs())
def test_psi_of_shares_is_symmetric_and_not_negative(pair):
    one, other = pair
    assert psi_from_shares(one, other) == pytest.approx(psi_from_shares(other, one))
    assert psi_from_shares(one, other) >= 0
    assert psi_from_shares(one, one) == 0


@given(samples)
def test_psi_is_not_negative_and_finite_even_with_empty_bins(pair):
    assert 0 <= population_stability_index(*pair) < math.inf


@given(st.one_of(numbers, words))
def test_identical_samples_have_no_distance(sample):
    assert population_stability_index(sample, sample) == 0


def test_psi_uses_deciles_of_the_expected_sample():
    rng = np.random.default_rng(1)
    expected, actual = rng.normal(size=5000), rng.normal(0.5, 1.2, size=4000)
    edges = np.quantile(expected, np.linspace(0, 1, 11))
    edges[0], edges[-1] = -np.inf, np.inf
    e = np.histogram(expected, edges)[0] / 5000
    a = np.histogram(actual, edges)[0] / 4000
    by_hand = ((a - e) * np.log(a / e)).sum()
    assert population_stability_index(expected, actual) == pytest.approx(by_hand)


def test_an_empty_bin_enters_with_the_documented_floor():
    psi = population_stability_index(["a"] * 5 + ["b"] * 5, ["a"] * 10)
    by_hand = 0.5 * math.log(1 / 0.5) + (1e-4 - 0.5) * math.log(1e-4 / 0.5)
    assert psi == pytest.approx(by_hand)


def test_values_outside_the_reference_range_are_counted():
    frame = bin_shares(range(100), [-50.0, 500.0])
    assert frame["actual_share"].tolist() == [0.5, *[0] * 8, 0.5]


def test_a_value_that_fills_most_bins_does_not_hide_a_shift_below_it():
    mostly_one, half_one = [0] * 5 + [1] * 95, [0] * 50 + [1] * 50
    assert bin_shares(mostly_one, half_one)["bin"].tolist() == ["below 1", "1", "above 1"]
    as_words = population_stability_index([str(v) for v in mostly_one], [str(v) for v in half_one])
    assert population_stability_index(mostly_one, half_one) == pytest.approx(as_words)


def test_a_constant_reference_still_shows_a_move_in_either_direction():
    assert population_stability_index([3.0] * 20, [2.0] * 20) > 1
    assert population_stability_index([3.0] * 20, [4.0] * 20) > 1


def test_a_category_new_to_the_current_sample_gets_a_bin():
    frame = bin_shares(["web", "shop"], ["web", "shop", "app", "app"])
    assert frame["bin"].tolist() == ["app", "shop", "web"]
    assert frame["expected_share"].tolist() == [0, 0.5, 0.5]
    assert frame["actual_share"].tolist() == [0.5, 0.25, 0.25]


@pytest.mark.parametrize("kind", ["category", "string", "object"])
def test_categories_are_read_from_any_pandas_type(kind):
    old = pd.Series(["a", "a", "b", "b"], dtype=kind)
    new = pd.Series(["a", "b", "b", "b"], dtype=kind)
    expected = psi_from_shares([0.5, 0.5], [0.25, 0.75])
    assert population_stability_index(old, new) == pytest.approx(expected)


def test_booleans_and_numeric_categoricals_are_categories():
    assert bin_shares([True, False], [True, True])["bin"].tolist() == ["False", "True"]
    codes = pd.Series([10, 20, 30], dtype="category")
    assert bin_shares(codes, codes)["bin"].tolist() == ["10", "20", "30"]


@given(samples)
def test_the_table_of_bins_adds_up_to_the_index(pair):
    frame = bin_shares(*pair)
    assert frame["expected_share"].sum() == pytest.approx(1)
    assert frame["actual_share"].sum() == pytest.approx(1)
    assert frame["contribution"].sum() == pytest.approx(population_stability_index(*pair))


def test_bin_labels_are_readable_intervals():
    frame = bin_shares([10_000, 20_000, 1_000_000, 2_500_000], [0], bins=2)
    assert frame["bin"].tolist() == ["510000 or less", "above 510000"]


@pytest.mark.parametrize(("n", "published"), [(200, 0.09), (1_000, 0.018), (100_000, 0.00018)])
def test_expected_psi_without_drift_agrees_with_published_values(n, published):
    assert expected_psi_without_drift(10, n, n) == pytest.approx(published)


def test_expected_psi_without_drift_is_what_samples_of_one_population_average():
    rng = np.random.default_rng(2)
    psi_values = [
        population_stability_index(rng.normal(size=1000), rng.normal(size=500)) for _ in range(200)
    ]
    assert np.mean(psi_values) == pytest.approx(expected_psi_without_drift(10, 1000, 500), rel=0.1)


@pytest.mark.parametrize("measure", [population_stability_index])
class TestBadSamples:
    def test_missing_values_are_counted_in_the_error(self, measure):
        with pytest.raises(ValueError, match="actual has 1 missing values out of 2"):
            measure([1.0, 2.0], [1.0, None])

    def test_empty(self, measure):
        with pytest.raises(ValueError, match="expected is empty"):
            measure([], [1.0])

    def test_infinite(self, measure):
        with pytest.raises(ValueError, match="infinite"):
            measure([1.0, math.inf], [1.0])

    def test_a_whole_frame(self, measure):
        with pytest.raises(ValueError, match="one-dimensional"):
            measure(pd.DataFrame({"a": [1, 2]}), [1.0])

    def test_numbers_against_words(self, measure):
        with pytest.raises(TypeError, match="numbers"):
            measure([1.0, 2.0], ["a", "b"])

    def test_dates(self, measure):
        with pytest.raises(TypeError, match="dates"):
            measure(pd.to_datetime(["2026-01-01"]), pd.to_datetime(["2026-02-01"]))
