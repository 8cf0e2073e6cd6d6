"""The pictures of the first lesson: what they say in words can be counted in their marks."""

import pytest

from course.explore import scaling_gap
from course.simulate.scaling_gap import BARS, CLOCKS, GATES, RESPONDENTS, UNITS

MOST_MARKS = 600
LEVERS = [{}, {"adoption": 40}, {"data": 10, "integration": 10, "adoption": 20}, {"owner": 40}]


def scene(explorable, **setting):
    return explorable._model(**explorable.setting(setting)).data


@pytest.mark.parametrize("levers", LEVERS)
def test_each_room_of_the_funnel_says_how_many_pilots_are_in_it(levers):
    data = scene(scaling_gap.funnel(), **levers)
    pilots, ends = data["pilots"], data["ends"]
    assert sorted(pilots["pilot"]) == list(range(40))
    assert not pilots.duplicated(["x", "y"]).any()
    walls = [*data["gates"]["x"], float("inf")]
    room = [sum(x > wall for wall in walls) for x in pilots["x"]]
    words = [f"{room.count(gate)} end" for gate in range(len(GATES))]
    assert list(ends["words"]) == [*words, f"{room.count(len(GATES))} live"]
    assert (pilots["fate"] == "live").sum() == room.count(len(GATES))


@pytest.mark.parametrize("correlation", [0, 0.3])
def test_the_companies_of_the_funnel_can_be_counted(correlation):
    data = scene(scaling_gap.funnel(), correlation=correlation)
    companies = data["companies"]
    few = (companies["reads"] == "two live or fewer").sum()
    none = (companies["live"] < 1).sum()
    assert few == (companies["live"] < 3).sum()
    assert data["none"]["words"][0] == f"{none} of 200 have none, {few} have two or fewer"
    assert not companies.duplicated(["live", "level"]).any()
    assert len(companies) + len(data["pilots"]) <= MOST_MARKS


def test_pilots_that_stay_before_a_gate_stay_in_their_places():
    funnel = scaling_gap.funnel()
    before, after = (
        scene(funnel, **change)["pilots"].set_index("pilot") for change in ({}, {"adoption": 20})
    )
    change = (before[["x", "y"]] != after[["x", "y"]]).any(axis=1)
    assert change.any()
    assert (after.loc[change, "fate"] == "live").all()


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("respondents", RESPONDENTS)
def test_the_fifteen_firms_say_how_many_count(unit, respondents):
    data = scene(
        scaling_gap.definitions(),
        unit=unit,
        bar="in production",
        clock=CLOCKS[2],
        respondents=respondents,
    )
    marks = data["houses" if unit == "firms" else "trials"]
    count = (marks["fate"] == "counts").sum()
    total = count + (marks["fate"] == "does not").sum()
    assert data["said"]["words"][0] == f"{count} of these {total} {unit} count"
    assert len(data["houses"]) == 15
    assert sum(map(len, data.values())) <= MOST_MARKS


def test_a_house_is_lit_if_one_of_its_trials_counts():
    for bar in BARS:
        data = scene(scaling_gap.definitions(), bar=bar, unit="firms")
        lit_houses = data["houses"].loc[data["houses"]["fate"] == "counts", "x"]
        over = data["trials"].loc[data["trials"]["fate"] == "counts", "x"]
        assert set(lit_houses - 0.5) == set(over // 1)


def test_no_trial_moves_when_it_is_counted_otherwise():
    definitions = scaling_gap.definitions()
    places = [
        scene(definitions, bar=bar, clock=clock)["trials"][["x", "y"]]
        for bar in BARS
        for clock in CLOCKS
    ]
    assert all(place.equals(places[0]) for place in places)
