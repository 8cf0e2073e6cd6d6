"""The lead picture of lesson 11: its words count its use cases."""

import re

import pytest

from course.explore import measuring_success
from course.simulate.measuring_success.vanity import METRICS
from scaling_ai_kit.explorable_rules import rows_in

MOST_MARKS = 600
SETTINGS = [
    {},
    {"minutes": 2, "size": 1, "pairs": 2},
    {"minutes": 1},
    {"month": 12, "size": 1},
]
SHELF, REST = 10, 30


@pytest.fixture(scope="module")
def explorable(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PROGRESS", str(tmp_path_factory.mktemp("home") / "progress.json"))
        yield measuring_success.vanity()


def scene(explorable, **setting):
    return explorable._model(**explorable.setting(setting)).data


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_words_of_a_shelf_count_its_ten(explorable, setting):
    data = scene(explorable, **setting)
    cases = data["cases"]
    assert cases["id"].is_unique
    for words, (_, shelf) in zip(
        data["names"]["words"], cases.groupby(cases["id"].str[0]), strict=True
    ):
        ten = shelf[shelf["kept"] == 1]
        assert (len(ten), len(shelf) - len(ten)) == (SHELF, REST)
        pay = (ten["kind"] == "brings money").sum()
        assert words.endswith(f": {pay} of {SHELF} in profit")
        assert not shelf.duplicated(["x", "y"]).any()
        assert ten["x"].max() < shelf.loc[shelf["kept"] == 0, "x"].min()
        assert shelf["share"].max() <= 1
    assert len(cases) + len(data["worlds"]) + len(data["kept"]) <= MOST_MARKS


@pytest.mark.parametrize("setting", SETTINGS)
def test_ticks_agree_with_the_mean_of_their_row(explorable, setting):
    data = scene(explorable, **setting)
    ticks = data["worlds"].groupby("row")["brought"].mean()
    means = data["kept"].set_index("row")["mean"]
    assert ticks[means.index].to_numpy() == pytest.approx(means.to_numpy(), abs=0.01)


def test_the_world_that_is_drawn_says_what_the_lesson_says(explorable):
    def paying(**setting):
        cases = scene(explorable, **setting)["cases"]
        ten = cases[cases["kept"] == 1]
        return (ten["kind"] == "brings money").groupby(ten["id"].str[0]).sum().to_list()

    accounts, *others = paying(minutes=1)
    assert accounts == min(accounts, *others)
    assert max(others) < SHELF, "a gain on few tasks doesn't pay its cost, here too"
    assert paying()[0] < SHELF / 2


def test_the_order_by_accounts_stays_while_the_colours_change(explorable):
    def shelf(**setting):
        cases = scene(explorable, **setting)["cases"]
        return cases[cases["id"].str.startswith("0-")].sort_values(["x", "y"])

    harm, help_ = shelf(), shelf(minutes=1)
    assert harm["id"].to_list() == help_["id"].to_list()
    assert harm["kind"].to_list() != help_["kind"].to_list()


def test_a_scene_shows_the_numbers_that_the_lesson_explains(explorable):
    few = measuring_success.vanity(only=("minutes",))
    rows, everything = (scene(each)["kept"]["row"].to_list() for each in (few, explorable))
    assert len(everything) == len(METRICS) + 2
    assert set(rows) < set(everything)
    assert not {"offline accuracy", "fewest overrides"} & set(rows)
    means = sorted({row["mean"] for row in rows_in(few.before) if "mean" in row})
    matches = re.findall(r"(lose|bring) €([\d.]+) million", few.guess.prompt)
    figures = [float(euros) * (-1 if word == "lose" else 1) for word, euros in matches]
    assert figures == pytest.approx(means, abs=0.005)


def test_a_use_case_is_the_same_on_every_shelf(explorable):
    cases = scene(explorable)["cases"]
    number = cases["id"].str.split("-").str[1]
    assert (cases.groupby(number)["share"].nunique() == 1).all()
    assert (number.value_counts() == 4).all()


def test_before_the_guess_use_cases_have_accounts_and_no_worth():
    usual = measuring_success.vanity()
    variant = measuring_success.vanity(at={"size": 0.2, "minutes": 2})
    assert usual.before == variant.before
    discs = [row for row in rows_in(usual.before) if "share" in row]
    assert len(discs) == SHELF + REST
    assert {*discs[0]} == {"x", "y", "share"}
    shares = [disc["share"] for disc in discs]
    assert shares == sorted(shares, reverse=True), "most accounts first"
