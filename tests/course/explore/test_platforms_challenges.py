"""The challenges of lesson 5: what does not solve them, though it is near."""

import pytest

from course.explore import platforms


def solved(explorable, number, **setting):
    values = explorable.setting(setting)
    return explorable.challenges[number].reached(values, explorable._model(**values))


@pytest.mark.parametrize(
    ("use", "run", "expected"), [(60, 300, False), (70, 300, False), (70, 400, True)]
)
def test_a_mistaken_platform_needs_running_costs_as_well_as_a_slow_pace(use, run, expected):
    assert solved(platforms.break_even(), 0, cases=5, use=use, run=run) is expected


@pytest.mark.parametrize(("use", "expected"), [(10, False), (15, True), (20, False)])
def test_only_the_highest_losing_use_counts(use, expected):
    assert solved(platforms.break_even(), 1, cases=20, use=use) is expected


@pytest.mark.parametrize(
    ("units", "load", "expected"), [(3, 70, False), (8, 90, False), (3, 90, True)]
)
def test_a_federation_wins_at_half_shared_only_with_few_units_and_busy_people(
    units, load, expected
):
    assert solved(platforms.operating_model(), 2, units=units, load=load) is expected
