"""Four jobs as tasks, and a week of everybody in them."""

import pytest

from course import data
from course.data import tasks

LEARNERS = [None, *(f"learner-{number}" for number in range(12))]


@pytest.mark.parametrize("variant", LEARNERS)
def test_tasks_and_diaries_fill_a_week(variant):
    table, diary = tasks.load(variant=variant), tasks.load("diary", variant=variant)
    assert (table.groupby("job")["hours"].sum() == tasks.HOURS).all()
    assert (diary.groupby("person")["hours"].sum() == tasks.HOURS).all()
    assert (diary["hours"] > 0).all()
    assert (
        table[["exposed", "enjoyable", "assist_saves", "automate_saves"]]
        .stack()
        .between(0, 1)
        .all()
    )
    assert (table["automate_saves"] > table["assist_saves"]).all()


@pytest.mark.parametrize("variant", LEARNERS)
def test_diaries_lie_around_the_tasks(variant):
    table = tasks.load(variant=variant).set_index(["job", "task"])
    diaries = tasks.load("diary", variant=variant).groupby(["job", "task"])
    hours, enjoyment = diaries["hours"].agg(["mean", "std", "count"]), diaries["enjoys"].mean()
    error = hours["std"] / hours["count"] ** 0.5
    assert ((hours["mean"] - table["hours"]).abs() < 5 * error).all()
    spread = (table["enjoyable"] * (1 - table["enjoyable"]) / hours["count"]) ** 0.5
    assert ((enjoyment - table["enjoyable"]).abs() < 5 * spread).all()


def test_the_diary_has_the_people_of_the_teams():
    teams = tasks.load("teams").set_index("job")
    diary = tasks.load("diary").groupby("job")
    assert diary["team"].nunique().to_dict() == teams["teams"].to_dict()
    assert diary["person"].nunique().to_dict() == (teams["teams"] * teams["size"]).to_dict()


@pytest.mark.parametrize("variant", LEARNERS)
def test_every_job_has_a_task_to_leave_and_one_to_automate(variant):
    rows = tasks.truth(variant)
    assert list(rows["kind"]) == list(tasks.truth()["kind"])
    assert (rows["remedy"] == rows["kind"].map(tasks.REMEDIES)).all()
    for _, kinds in rows.groupby("job")["kind"]:
        assert {"heart", "routine"} <= set(kinds)
    saves = rows.groupby("job")["saves"].sum()
    assert saves.between(0.2, 0.42).all()
    assert saves.idxmin() == "technician"


def test_automating_saves_more_than_is_exposed_only_where_quality_falls():
    """An hour is exposed if some tool could at least halve it at the same quality."""
    table = tasks.load()
    as_good = table["automate_errors"] <= 1
    assert (table["automate_saves"] <= table["exposed"])[as_good].all()


def test_a_critical_task_is_never_to_be_automated():
    rows = tasks.load().merge(tasks.truth(), on=["job", "task"])
    assert not rows.loc[rows["critical"] == 1, "remedy"].str.startswith("automate").any()


def test_the_card_gives_the_savings_and_the_exposure_of_the_default():
    card = " ".join(data.card("tasks", planted_truths=True).split())
    saves = (100 * tasks.truth().groupby("job")["saves"].sum() - 1e-9).round().astype(int)
    assert (
        f"loan officers save {saves['loan officer']}% of their hours by default, planners "
        f"{saves['planner']}%, recruiters {saves['recruiter']}%, technicians {saves['technician']}%"
    ) in card
    officer = tasks.load().query("job == 'loan officer'")
    exposure = (officer["hours"] * officer["exposed"]).sum() / tasks.HOURS
    assert f"exposed in {exposure:.0%} of their hours" in card
