"""A delivery team whose narrow place shows in its people and in its log."""

import pytest

from course import data
from course.data import team

LEARNERS = [None, *(f"learner-{number}" for number in range(20))]


@pytest.fixture(scope="module")
def work():
    return team.load("work")


def bottleneck(variant, phase):
    rows = team.truth(variant, phase=phase)
    return rows.loc[rows["kind"] == "bottleneck", "role"].item()


def test_five_roles_in_the_order_in_which_a_use_case_passes_them():
    roles = team.load()
    assert tuple(roles["role"]) == team.ROLES
    assert (roles[["people", "days", "cost"]] > 0).all(axis=None)


@pytest.mark.parametrize("phase", team.PHASES)
@pytest.mark.parametrize("variant", LEARNERS)
def test_every_log_is_a_line_that_could_have_happened(variant, phase):
    log = team.load("work", phase=phase, variant=variant)
    roles = team.load(phase=phase, variant=variant).set_index("role")
    assert log["use_case"].nunique() == team.USE_CASES
    assert not log.isna().any(axis=None)
    assert (log["days"] > 0).all()
    assert (log["started"] >= log["ready"]).all()
    assert (log["finished"] > log["started"]).all()
    for _, steps in log.groupby("use_case"):
        assert list(steps["step"]) == list(range(1, len(steps) + 1))
        assert (steps["ready"].iloc[1:].to_numpy() == steps["finished"].iloc[:-1].to_numpy()).all()
    for role, steps in log.groupby("role"):
        at_work = [
            ((steps["started"] <= moment) & (steps["finished"] > moment)).sum()
            for moment in steps["started"]
        ]
        assert max(at_work) <= roles.loc[role, "people"]


@pytest.mark.parametrize("phase", team.PHASES)
@pytest.mark.parametrize("variant", LEARNERS)
def test_use_cases_wait_longest_for_the_bottleneck(variant, phase):
    log = team.load("work", phase=phase, variant=variant)
    waits = (log["started"] - log["ready"]).groupby(log["role"]).sum()
    assert waits.idxmax() == bottleneck(variant, phase)


def test_data_scientists_are_the_bottleneck_of_a_start_and_never_of_a_scale_up():
    assert {bottleneck(variant, "starting") for variant in LEARNERS} == {"data scientist"}
    scaling = {bottleneck(variant, "scaling") for variant in LEARNERS}
    assert scaling == {"data engineer", "ML engineer", "change lead"}


@pytest.mark.parametrize("variant", LEARNERS)
def test_the_bottleneck_stands_clear_of_the_data_scientists(variant):
    pace = team.truth(variant).set_index("role")["pace"]
    assert pace["data scientist"] > 1.5 * pace.min()


def test_some_work_comes_back_and_some_never_meets_the_validator(work):
    visits = work.groupby(["use_case", "role"]).size()
    assert visits.max() == 2
    assert work.loc[work["role"] == "validator", "use_case"].nunique() < team.USE_CASES


def test_the_truth_says_what_to_do():
    for phase in team.PHASES:
        rows = team.truth(phase=phase)
        assert sorted(rows["kind"]) == ["bottleneck", "next", "slack", "slack", "slack"]
        assert (rows["remedy"] == rows["kind"].map(team.REMEDIES)).all()
        best = rows.sort_values("pace")
        assert list(best["kind"].iloc[:2]) == ["bottleneck", "next"]


def test_the_card_gives_the_paces_of_the_default_team():
    pace = team.truth().set_index("role")["pace"]
    phrase = (
        f"data engineers, {pace['data engineer']:.1f} use cases a quarter, before change leads "
        f"with {pace['change lead']:.1f}"
    )
    assert phrase in data.card("team", planted_truths=True)


def test_an_unknown_phase_is_answered_with_those_that_there_are():
    with pytest.raises(ValueError, match="phase is 'late'; expected one of scaling, starting"):
        team.load(phase="late")
