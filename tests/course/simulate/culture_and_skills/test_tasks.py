"""Plans for four tasks: hours, posts, money, and the job that is left."""

from itertools import product
from math import floor

import numpy as np
import pytest

from course.data.tasks import load
from course.simulate.culture_and_skills import run_plan
from course.simulate.culture_and_skills import tasks as model
from course.simulate.culture_and_skills.tasks import TASKS, USES, VENDOR, WAYS
from course.simulate.culture_and_skills.week import FREED, LIKED, OTHER, POST, branch_week

BY_BRANCH, POOLED, MORE_TALKS = USES[1:]
PLANS = [dict(zip(TASKS, ways, strict=True)) for ways in product(WAYS, repeat=4)]
SEEDS = range(20)


@pytest.fixture(scope="module")
def plans():
    return [(plan, run_plan(plan, BY_BRANCH), run_plan(plan, POOLED)) for plan in PLANS]


def test_the_vendors_plan_by_hand():
    job = run_plan()
    assert job.saved == pytest.approx((12 * 0.25 + 8 * 0.65) / 40)
    assert job.posts == 0
    assert job.money == pytest.approx(-160 * (500 + 1000 + 5000 * 0.8) / 1e6)
    liked_hours = 9 * 0.1 + 11 * 0.9 + 2.8 * 0.8 / 2 + 9 * 0.2
    assert job.enjoyable == pytest.approx(liked_hours / 31.8)


def test_it_works_with_the_amounts_of_the_data_set():
    officer = load().query("job == 'loan officer'").set_index("task").loc[list(TASKS)]
    job = run_plan(dict.fromkeys(TASKS, "leave"))
    assert job.hours.tolist() == officer["hours"].tolist()
    assert (job.saved, job.money) == (0, 0)


def test_posts_are_whole_ones_of_a_branch_or_of_all(plans):
    for _, branch, pooled in plans:
        assert branch.posts == 40 * floor(4 * branch.saved + 1e-9)
        assert pooled.posts == floor(160 * pooled.saved + 1e-9)


def test_below_a_quarter_no_plan_frees_a_post_of_four_and_pooled_up_to_39_go(plans):
    below = [(branch, pooled) for _, branch, pooled in plans if branch.saved < 0.25]
    assert len(below) == 32
    assert {branch.posts for branch, _ in below} == {0}
    assert max(pooled.posts for _, pooled in below) == 39


@pytest.mark.parametrize("seed", SEEDS)
def test_the_vendors_plan_loses_money_and_frees_fewer_than_eight_posts_in_most_worlds(seed):
    job = run_plan(seed=seed)
    assert np.mean(job.posts_in < 8) >= 0.95
    assert np.mean(job.money_in < 0) >= 0.97


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_hours_saved_leave_a_better_or_a_hollow_job(seed, plans):
    alike = [
        run_plan(plan, BY_BRANCH, seed).enjoyable_in.mean()
        for plan, branch, _ in plans
        if abs(branch.saved - run_plan().saved) <= 0.02
    ]
    assert len(alike) >= 5
    assert max(alike) - min(alike) > 0.15


def test_more_talks_turn_the_loss_of_the_vendors_plan_into_a_gain():
    job = run_plan(VENDOR, MORE_TALKS)
    assert job.hours[1] == 17
    assert job.liked[1] == pytest.approx(17 * 0.9)
    assert job.money == pytest.approx(-0.88 + 160 * 6 * 44 * 55 / 1e6)


def test_automating_everything_earns_most_so_money_alone_does_not_decide(plans):
    best = max(plans, key=lambda row: row[2].money)
    assert set(best[0].values()) == {"automate"}


def test_hours_given_to_talks_are_liked_as_talks_are_even_if_the_others_are_automated():
    job = run_plan({**VENDOR, "talks": "automate"}, MORE_TALKS)
    assert job.liked[1] == pytest.approx(11 * 0.4 * 0.9 / 2 + 6 * 0.9)


@pytest.mark.parametrize("checking", [0.2, 0.5, 0.8])
def test_automating_everything_leaves_a_worse_job_than_the_vendors_plan_or_today(
    checking, monkeypatch
):
    monkeypatch.setattr(model, "CHECKING", checking)
    everything = run_plan(dict.fromkeys(TASKS, "automate")).enjoyable
    assert everything < run_plan(VENDOR).enjoyable
    assert everything < run_plan(dict.fromkeys(TASKS, "leave")).enjoyable


def test_with_errors_1_8_times_as_dear_decisions_keep_their_officer(monkeypatch):
    amounts = {name: values.copy() for name, values in model._job().items()}
    for factor, way in ((1.7, "automate"), (1.8, "assist")):
        dear = {**amounts, "error_cost": factor * amounts["error_cost"]}
        monkeypatch.setattr(model, "_job", lambda dear=dear: dear)
        best = max(PLANS, key=lambda plan: run_plan(plan, POOLED).money)
        assert best["decisions"] == way


def test_bad_input_says_what_was_expected():
    with pytest.raises(ValueError, match="plan has talks; expected documents, talks"):
        run_plan({"talks": "leave"})
    with pytest.raises(ValueError, match="talks is 'drop'; expected one of leave"):
        run_plan({**VENDOR, "talks": "drop"})
    with pytest.raises(ValueError, match="use is 'fun'; expected one of no use planned"):
        run_plan(use="fun")


def test_every_hour_of_a_branch_is_somewhere(plans):
    for plan, *jobs in plans:
        for use, job in zip((BY_BRANCH, POOLED), jobs, strict=True):
            week = branch_week(job, use)
            work = np.isin(week.kind, (LIKED, OTHER))
            assert len(week.kind) == 160
            assert (work == (week.goes_to >= 0)).all()
            assert work.sum() == pytest.approx(160 * (1 - job.saved), abs=2), plan
            assert (week.kind == LIKED).sum() == pytest.approx(
                160 * (1 - job.saved) * job.enjoyable, abs=2
            )


def test_an_hour_keeps_its_task_unless_the_plan_frees_it():
    today = branch_week(run_plan(dict.fromkeys(TASKS, "leave")), BY_BRANCH)
    week = branch_week(run_plan(), BY_BRANCH)
    stays = week.goes_to >= 0
    assert (week.goes_to[stays] == today.task[stays]).all()
    assert set(week.kind[~stays]) == {FREED}


def test_forty_freed_hours_of_a_branch_go_as_a_post():
    week = branch_week(run_plan({**VENDOR, "documents": "automate"}), BY_BRANCH)
    assert (week.kind == POST).sum() == 40
    assert (week.kind == FREED).sum() == 15


def test_pooled_a_branch_frees_its_share_of_all_whole_posts():
    week = branch_week(run_plan(use=POOLED), POOLED)
    assert (week.kind == POST).sum() == 32
    assert (week.kind == FREED).sum() == 1


def test_more_talks_take_six_hours_of_each_officer():
    week = branch_week(run_plan(VENDOR, MORE_TALKS), MORE_TALKS)
    assert (week.goes_to == TASKS.index("talks")).sum() == 44 + 24
