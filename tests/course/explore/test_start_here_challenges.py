"""The challenge of the first lesson, and what it takes."""

import pytest

from course.explore import start_here


@pytest.fixture
def shown():
    return start_here.pilots()


@pytest.fixture
def solved(shown):
    (challenge,) = shown.challenges

    def reached(**values):
        setting = shown.setting(values)
        return challenge.reached(setting, shown._model(**setting))

    return reached


def test_the_same_share_of_twice_as_many_pilots_reaches_it(solved):
    assert solved(launched=80, live=4)
    assert not solved(launched=60, live=3)


@pytest.mark.parametrize("values", [{"live": 3}, {"live": 5}, {"benchmark": "48% (Gartner, 2024)"}])
def test_another_share_or_another_rate_does_not(values, solved):
    assert not solved(**{"launched": 80, "live": 4, **values})


def test_a_tiny_chance_is_told_with_two_digits_and_a_tinier_one_in_words(shown):
    shown.move(benchmark="48% (Gartner, 2024)")
    assert "one company in 330,000,000 would have 2 or fewer." in shown.summary
    shown.move(launched=100)
    assert "fewer than one company in a billion would have 2 or fewer." in shown.summary


@pytest.mark.parametrize("setting", [{}, {"launched": 80, "live": 4}, {"live": 0}])
def test_the_picture_can_be_counted(shown, setting):
    shown.move(**setting)
    pilots, companies = shown.scene.data["pilots"], shown.scene.data["companies"]
    live = shown.values["live"]
    assert (len(pilots), len(companies)) == (shown.values["launched"], 100)
    assert (pilots["fate"] == "in production").sum() == live
    few = (companies["reads"] == "as few as here").sum()
    assert few == (companies["live"] <= live).sum()
    assert shown.scene.data["said"]["words"][0].startswith(f"{few} of 100 have ")
    assert not pilots.duplicated(["x", "y"]).any()
    assert not companies.duplicated(["live", "level"]).any()
