"""The lead picture of governance: its words are counts of its marks."""

import pytest

from course.explore import governance
from scaling_ai_kit.explorable_rules import rows_in

MOST_MARKS = 600
SETTINGS = [
    {},
    {"cut_a": 60, "cut_b": 40},
    {"cut_a": 30, "cut_b": 70, "good_b": 60},
    {"cut_a": 62, "auc": 0.95},
    {"applicants": "60"},
    {"applicants": "1,000"},
]


def scene(explorable, **setting):
    return explorable._model(**explorable.setting(setting))


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_words_count_the_applicants(setting):
    explorable = governance.thresholds()
    data = scene(explorable, **setting).data
    people = data["people"]
    size = int(explorable.setting(setting)["applicants"].replace(",", "")) // 2
    for (group, own), gate in zip(
        people.groupby(people["id"].str[0]), data["cuts"].to_dict("records"), strict=True
    ):
        each = size // len(own)
        is_hired, is_good = own["hired"] == 1, own["kind"] == "good at the job"
        assert (
            gate["hire"]
            == f"{each * is_hired.sum()} hired, {each * (is_hired & is_good).sum()} good"
        )
        rest = f"{each * (~is_hired).sum()} out, {each * (~is_hired & is_good).sum()} good"
        assert gate["rest"] == f"{group}: {rest}"
        assert ((own["x"] > gate["cut"]) == is_hired).all(), "hired is right of the cut-off"
    assert people["id"].is_unique
    assert not people.duplicated(["x", "level"]).any()


@pytest.mark.parametrize("setting", SETTINGS)
def test_each_world_is_a_dot_and_those_below_are_counted(setting):
    data = scene(governance.thresholds(), **setting).data
    worlds = data["worlds"]
    below = (worlds["x"] < 0.8).sum()
    assert data["below"]["words"][0] == f"{below} of 200 below"
    assert (worlds["reads"] == "below 0.8").sum() == below
    assert not worlds.duplicated(["x", "level"]).any()
    assert len(worlds) + len(data["people"]) <= MOST_MARKS


def test_nobody_moves_or_changes_when_a_cut_off_does():
    explorable = governance.thresholds()
    before, after = (scene(explorable, cut_a=cut).data["people"] for cut in (50, 64))
    assert before.drop(columns="hired").equals(after.drop(columns="hired"))
    assert (before["hired"] > after["hired"]).any()
    assert not (before["hired"] < after["hired"]).any()


def test_before_the_guess_there_are_people_and_nobody_is_good_yet():
    usual = governance.thresholds()
    variant = governance.thresholds(at={"cut_a": 70, "good_b": 60})
    assert usual.before == variant.before
    dots = [row for row in rows_in(usual.before) if "level" in row]
    assert len(dots) == 200
    assert {*dots[0]} == {"x", "level"}


def test_a_scene_without_applicants_says_nothing_of_luck():
    explorable = governance.thresholds(only=("cut_a", "cut_b", "good_b"))
    assert "worlds" not in scene(explorable).summary
    assert "worlds" not in str(explorable.spec)


def test_pleasing_one_leaves_the_other_two_apart():
    """As the lesson says of the newspaper, the applicant and the manager."""
    explorable = governance.thresholds(only=("cut_a", "cut_b", "good_b"))
    three = ["Hired, of all", "Hired, of the good", "Good, of the hired"]
    pleased_measures = set()
    for cut_a in range(30, 71, 2):
        for cut_b in range(30, 71, 2):
            shares = scene(explorable, cut_a=cut_a, cut_b=cut_b).data["shares"]
            agreement = shares.set_index("measure").loc[three, "meet"]
            assert agreement.sum() <= 1
            pleased_measures.update(agreement.index[agreement == 1])
    assert pleased_measures == set(three)


def test_the_claim_check_does_not_solve_its_challenge():
    """Its text asks for a fair firm; the challenge asks for an unfair one that looks fair."""
    explorable = governance.thresholds(only=("cut_a", "cut_b", "applicants"), at={"good_b": 60})
    (challenge,) = explorable.challenges
    assert challenge.text.startswith("Make an unfair firm look fair")
    for applicants in ("60", "1,000"):
        setting = explorable.setting({"cut_a": 70, "cut_b": 70, "applicants": applicants})
        assert not challenge.reached(setting, explorable._model(**setting))
