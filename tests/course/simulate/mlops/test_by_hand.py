"""Releases by hand and by pipeline."""

import numpy as np
import pytest
from scipy import stats

from course.simulate.mlops.by_hand import compare_ways, crossing

MERIDIAN = (40, 1, 3, 0)


def test_hours_cross_at_the_break_even_of_a_fixed_cost():
    assert crossing(3) == pytest.approx(160 / 9)
    for growth in (1, 3, 6):
        changes = crossing(growth)
        hand, pipeline = compare_ways(1, changes, growth, 0)
        assert hand.hours == pytest.approx(pipeline.hours)
    assert crossing(12) == np.inf


def test_discovery_hours_fall_and_failures_stay():
    hand, pipeline = compare_ways(*MERIDIAN)
    assert (hand.hours, pipeline.hours) == (480, 280)
    assert hand.failures == pytest.approx(pipeline.failures) == pytest.approx(2.4)
    assert hand.failed_days == pytest.approx(pipeline.failed_days) == pytest.approx(216)


def test_discovery_failures_rise_only_where_changes_more_than_triple():
    for growth, rises in [(2, False), (2.5, False), (3.5, True), (6, True)]:
        hand, pipeline = compare_ways(40, 1, growth, 0)
        assert (pipeline.failures > hand.failures) == rises


def test_discovery_owners_shorten_silence_both_ways_and_hours_stay():
    hand, pipeline = compare_ways(40, 1, 3, 2)
    assert hand.failed_days == pytest.approx(pipeline.failed_days) == pytest.approx(16.8)
    assert (hand.hours, pipeline.hours) == (480, 280)


def test_the_failures_of_months_are_poisson():
    days = np.concatenate([compare_ways(*MERIDIAN, seed)[1].months for seed in range(20)])
    counts = np.bincount((days / 90).astype(int), minlength=12)[:12]
    expected = stats.poisson.pmf(range(12), 2.4) * len(days)
    assert np.abs(counts - expected).max() < 5 * np.sqrt(expected.max())


def test_challenges():
    hand, pipeline = compare_ways(10, 2, 3, 0)
    assert (hand.hours, pipeline.hours) == (240, 220)
    assert compare_ways(80, 1, 6, 3)[1].failed_days == pytest.approx(67.2)
    assert compare_ways(80, 1, 6, 2)[1].failed_days > 260


def test_the_guess_looking_cuts_more_than_half_the_changes_and_the_pipeline_nothing():
    days = [compare_ways(*ways)[0].failed_days for ways in (MERIDIAN, (40, 0.5, 3, 0))]
    assert days == pytest.approx([216, 108])
    assert compare_ways(*MERIDIAN)[1].failed_days == pytest.approx(216)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 1, 3, 0), "models is 0; expected a whole number from 1"),
        ((5, -1, 3, 0), "changes is -1; expected a number from 0"),
        ((5, 1, 0.5, 0), "growth is 0.5; expected a number from 1"),
        ((5, 1, 3, -1), "owners is -1; expected a whole number from 0"),
    ],
)
def test_impossible_arguments_are_refused_in_words(arguments, message):
    with pytest.raises(ValueError, match=message):
        compare_ways(*arguments)
