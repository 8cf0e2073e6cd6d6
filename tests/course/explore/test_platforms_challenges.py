"""The challenges of lesson 5: what does not solve them, though it is near."""

import numpy as np
import pytest

from course.explore import platforms
from course.simulate.platforms import serve_requests


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
    ("setting", "expected"),
    [
        ({"units": 12, "alike": 40, "load": 90, "rules": 0}, False),
        ({"alike": 10}, False),
        ({"alike": 10, "rules": 20}, True),
    ],
)
def test_a_federation_that_wins_on_all_three_needs_unlike_units_and_light_rules(setting, expected):
    assert solved(platforms.operating_model(), 0, **setting) is expected


@pytest.mark.parametrize(
    ("units", "load", "expected"), [(3, 80, False), (4, 90, False), (3, 90, True)]
)
def test_a_federation_wins_at_half_shared_only_with_few_units_and_busy_people(
    units, load, expected
):
    assert solved(platforms.operating_model(), 2, units=units, load=load) is expected


def test_the_draw_on_screen_has_the_leads_of_the_average_draw():
    explorable = platforms.operating_model()
    hospitals = {"units": 12, "alike": 40, "load": 90}
    for company in ({}, hospitals, *({"units": 3, "load": load} for load in (80, 90))):
        values = explorable.setting(company)
        weeks = np.mean(
            [np.median(serve_requests(**values, seed=s).weeks, axis=1) for s in range(12)], axis=0
        )
        shown = explorable._model(**values).facts["centre_lead"]
        assert shown == pytest.approx(weeks[1] - weeks[0], abs=1.5)
