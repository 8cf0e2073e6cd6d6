"""Lesson 5: bricks are counted as the words say, and what its challenges take."""

import numpy as np
import pytest

from course.explore import platforms
from course.simulate.platforms import serve_requests
from course.simulate.platforms.operating_model import Assumptions

MOST_MARKS = 600
MERIDIAN = {"units": 4, "alike": 20, "load": 90}
COMPANIES = [
    {},
    {"use": 100},
    {"cases": 5},
    {"cases": 20, "use": 40},
    {"cases": 20, "saving": 100, "fixed": 3_000, "run": 1_000},
    {"saving": 300, "fixed": 500, "run": 0},
]


def solved(explorable, number, **setting):
    values = explorable.setting(setting)
    return explorable.challenges[number].reached(values, explorable._model(**values))


@pytest.mark.parametrize("setting", COMPANIES)
def test_the_bricks_are_as_many_as_the_words_say_and_none_lies_on_another(setting):
    explorable = platforms.break_even()
    values = explorable.setting(setting)
    data = explorable._model(**values).data
    cases, costs = data["cases"], data["costs"]
    dark = int((cases["fate"] == "pays for the platform").sum())
    whole = int((costs["fate"] == "cost to be paid").sum())
    year = data["paid"]["year"][0]
    is_paid = year < 8
    building = values["fixed"] * (1 if year < 6 else 1.6)
    debt = (building + values["run"] * (year - 1)) / values["saving"]
    verb = "pay" if is_paid else "don't pay"
    case_text, cost_text = data["paid"]["words"][0].split(" for costs of ")
    assert case_text == f"{dark} cases {verb}"
    assert float(cost_text) == pytest.approx(debt, abs=0.05)
    assert whole == int(debt + 1e-9)
    assert (dark >= debt) == is_paid
    for bricks in (cases, costs):
        assert not bricks.duplicated(["left", "low"]).any()
        assert bricks["number"].is_unique
    assert (cases["low"] > 0).all()
    assert (costs["high"] < 0).all()


@pytest.mark.parametrize("setting", COMPANIES)
def test_each_company_has_a_dot_where_it_is_repaid_and_the_picture_has_room(setting):
    explorable = platforms.break_even()
    scene = explorable._model(**explorable.setting(setting))
    dots = scene.data["companies"]
    repaid_count = int((dots["reads"] == "repaid").sum())
    assert scene.summary.startswith(f"{repaid_count} of 100 companies")
    assert ((dots["year"] > 8.3) == (dots["reads"] != "repaid")).all()
    assert not dots.duplicated(["year", "level"]).any()
    assert dots["level"].between(0, 15.5).all()
    assert sum(map(len, scene.data.values())) <= MOST_MARKS
    assert scene.data["cases"]["high"].max() < 6
    assert scene.data["costs"]["low"].min() > -8.3


@pytest.mark.parametrize("use", [60, 80, 100])
def test_a_case_on_the_platform_stays_on_it_where_more_use_it(use):
    explorable = platforms.break_even()
    fewer, more = (
        explorable._model(**explorable.setting({"use": each})).data["cases"]["fate"]
        for each in (use - 20, use)
    )
    assert (more[fewer != "not on the platform"] != "not on the platform").all()


@pytest.mark.parametrize(
    ("cases", "use", "expected"),
    [(10, 60, False), (15, 60, False), (20, 50, False), (20, 60, True)],
)
def test_soon_repaid_with_little_use_needs_many_cases(cases, use, expected):
    assert solved(platforms.break_even(), 0, cases=cases, use=use) is expected


@pytest.mark.parametrize(
    ("use", "run", "expected"), [(100, 500, False), (95, 700, False), (100, 700, True)]
)
def test_a_mistaken_platform_needs_running_costs_as_well_as_a_slow_pace(use, run, expected):
    assert solved(platforms.break_even(), 1, cases=5, use=use, run=run) is expected


@pytest.mark.parametrize(
    ("alike", "seat", "expected"),
    [
        (40, "at head office", False),
        (20, "in the units", False),
        (50, "in the units", False),
        (40, "in the units", True),
    ],
)
def test_a_centre_near_its_work_needs_some_shared_work_too(alike, seat, expected):
    near = {**MERIDIAN, "alike": alike, "seat": seat}
    assert solved(platforms.operating_model(), 0, **near) is expected


@pytest.mark.parametrize(
    ("load", "clear", "expected"), [(50, 80, False), (90, 100, False), (50, 100, True)]
)
def test_a_hybrid_that_is_best_needs_clear_owners_and_time_to_spare(load, clear, expected):
    assert solved(platforms.operating_model(), 1, load=load, clear=clear) is expected


def test_without_owners_there_is_no_hybrid():
    scene = platforms.operating_model(only=("alike", "load", "seat"), at=MERIDIAN)
    assert scene.veiled
    scene.just_explore()
    assert set(scene.scene.data["middle"]["model"]) == {"centre", "federation"}
    assert "ybrid" not in scene.summary + scene.scene.title
    assert list(scene.presets) == ["Meridian"]


def test_the_scene_of_the_hybrid_asks_nothing_again_and_starts_with_clear_owners():
    scene = platforms.operating_model(only=("clear",), at={"clear": 100})
    assert not scene.veiled
    assert scene.summary.endswith("Hybrid: 10.9 weeks, €0 wasted.")
    assert scene.challenges == ()


@pytest.mark.parametrize("seat", ["at head office", "in the units"])
@pytest.mark.parametrize(
    "company",
    [{}, *({**MERIDIAN, "alike": alike} for alike in (20, 40, 60, 80)), {"clear": 50}],
)
def test_the_draw_on_screen_has_the_weeks_of_the_average_draw(seat, company):
    explorable = platforms.operating_model()
    values = explorable.setting({**company, "seat": seat})
    assume = Assumptions(redone=0) if seat == "in the units" else Assumptions()
    number = {name: value for name, value in values.items() if name != "seat"}
    weeks = np.mean(
        [
            np.median(serve_requests(**number, seed=s, assumptions=assume).weeks, axis=1)
            for s in range(12)
        ],
        axis=0,
    )
    shown_weeks = explorable._model(**values).data["middle"]["weeks"].to_numpy()
    count = 3 if values["units"] > 4 else 2  # four people make a hybrid coarse
    assert shown_weeks[:count] == pytest.approx(weeks[:count], rel=0.08)
