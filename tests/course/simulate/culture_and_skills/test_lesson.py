"""The figures that the text gives for the learner's changes reproduce."""

import json
import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from course import load
from course.explore import culture_and_skills as explore
from course.simulate.culture_and_skills import pair, play, random_pairs
from course.simulate.culture_and_skills import tasks as simulated
from course.simulate.culture_and_skills.tasks import CHECKING
from course.simulate.culture_and_skills.week import POST

ROOT = Path(__file__).parents[4]


def shown(explorable, **setting):
    values = explorable.setting(setting)
    return explorable._model(**values).facts


def job_after(job, assist=(), automate=()):
    tasks = load("tasks")
    rows = tasks[tasks["job"] == job].set_index("task")
    hours_left, enjoyment = rows["hours"].copy(), rows["enjoyable"].copy()
    for way, task_names in {"assist_saves": assist, "automate_saves": automate}.items():
        for task in task_names:
            hours_left[task] *= 1 - rows.loc[task, way]
    enjoyment[list(automate)] *= CHECKING
    return 1 - hours_left.sum() / 40, (hours_left * enjoyment).sum() / hours_left.sum()


def test_the_plans_for_technicians_and_planners():
    other = job_after("technician", ["inspections", "repairs"], ["reports", "spare parts"])
    assert other == pytest.approx((0.266, 0.677), abs=0.0005)
    better = job_after("technician", ["inspections"], ["reports", "spare parts"])
    assert better == pytest.approx((0.245, 0.683), abs=0.0005)
    hollow = job_after("planner", ["forecasts", "shortages"], ["supplier talks"])
    assert hollow == pytest.approx((0.210, 0.329), abs=0.0005)


def test_the_answer_names_every_plan_for_technicians():
    table = load("tasks").query("job == 'technician'").set_index("task")
    plans = []
    for ways in product(("leave", "assist", "automate"), repeat=4):
        tasks_by_way = {
            way: [t for t, w in zip(table.index, ways, strict=True) if w == way] for way in ways
        }
        automated_tasks = tasks_by_way.get("automate", [])
        saving, enjoyment = job_after("technician", tasks_by_way.get("assist", []), automated_tasks)
        if not table["critical"][automated_tasks].any() and saving >= 0.21 and enjoyment >= 0.67:
            plans.append(ways)
    both = ("automate", "automate")
    assert plans == [("assist", "leave", *both), ("assist", "assist", *both)]


@pytest.mark.parametrize(
    ("together", "posts"), [(1, 0), (2, 20), (4, 30), (5, 32), (8, 30), (40, 33)]
)
def test_whole_posts_of_branches_that_share_their_officers(together, posts):
    diary = load("tasks", table="diary").query("job == 'loan officer' and task == 'documents'")
    freed_hours = 0.70 * diary.groupby("team")["hours"].sum().to_numpy()
    assert (freed_hours.reshape(-1, together).sum(axis=1) // 40).sum() == posts


def test_the_sign_turns_between_74_and_75_per_cent():
    below, above = (random_pairs(sense)[:, 1].mean() for sense in (0.74, 0.75))
    assert (round(below, 1), round(above, 1)) == (-0.1, 0.1)


@pytest.mark.parametrize("seed", range(8))
def test_how_far_the_sign_depends_on_the_draw(seed):
    below, near = (random_pairs(sense, seed=seed)[:, 1].mean() for sense in (0.70, 0.75))
    assert below == pytest.approx(-1, abs=0.25)
    assert -0.1 <= round(near, 1) <= 0.3


@pytest.mark.parametrize(("follow", "split"), [(0.4, (0.4, -1.8, -0.6)), (0.6, (-1.5, 0.2, -0.8))])
def test_the_split_with_one_sense(follow, split):
    lead, gain = random_pairs(0.72, follow).T
    means = (gain[lead > 0].mean(), gain[lead < 0].mean(), gain.mean())
    assert means == pytest.approx(split, abs=0.05)


def test_what_the_moves_of_section_1_show():
    card = explore.tasks(only=("use",))
    branch, pooled, talks = (
        card._model(**card.setting({"use": use}))
        for use in ("posts, by branch", "posts, pooled", "more talks")
    )
    assert (branch.data["hours"]["kind"] == "freed").sum() == 33
    assert (pooled.data["hours"]["kind"] == POST).sum() == 32
    assert [scene.facts["money"] for scene in (branch, pooled, talks)] == [-0.88, 1.49, 1.44]
    assert "32 of 160 posts" in pooled.summary
    assert talks.facts["enjoyable"] > 48 > branch.facts["enjoyable"]
    hours = 160 * 6 * 44
    assert talks.facts["money"] * 1e6 - hours * (55 - 21) == pytest.approx(0, abs=0.02e6)


def test_the_money_of_a_better_job_and_of_a_hollow_one_overlaps(monkeypatch):
    card = explore.tasks(only=("documents", "talks", "decisions", "use"))
    money = [[], []]
    for ways in product(("leave", "assist", "automate"), repeat=3):
        plan = dict(zip(("documents", "talks", "decisions"), ways, strict=True))
        values = card.setting({**plan, "use": "posts, pooled"})
        scene = card._model(**values)
        for kind, challenge in zip(money, card.challenges, strict=True):
            if challenge.reached(values, scene):
                kind.append(scene.facts["money"])
    better, hollow = ([round(each, 1) for each in sorted(kind)] for kind in money)
    assert (len(better), len(hollow)) == (4, 2)
    assert (better[0], better[-1]) == (2.3, 2.8)
    assert (hollow[0], hollow[-1]) == (1.9, 2.4)
    every = dict.fromkeys(("documents", "talks", "decisions"), "automate")
    scene = card._model(**card.setting({**every, "use": "posts, pooled"}))
    assert scene.facts["money"] > 4.5
    assert scene.facts["enjoyable"] == 26
    monkeypatch.setattr(simulated, "CHECKING", 1)
    assert card._model(**card.setting({**every, "use": "posts, pooled"})).facts["enjoyable"] == 42


@pytest.mark.parametrize(("follow", "right"), [(10, 80.8), (90, 84.8)])
def test_leaning_to_one_of_the_two_alone(follow, right):
    assert shown(explore.together(), follow=follow)["pair"] == pytest.approx(right, abs=0.05)


def test_where_nobody_errs_apart_the_pair_costs_the_same():
    together = explore.together()
    scene = together._model(**together.setting({"person": 85, "ai": 85, "shared": 100}))
    assert "costs as much as the better" in scene.summary


def test_the_officer_of_the_worked_table():
    shares = pair(0.8, 0.8, follow=0.38, sense=0.78)
    where_ai = shares.ai_followed / (shares.ai_followed + shares.ai_ignored)
    where_own = shares.own_given_up / (shares.own_given_up + shares.own_kept)
    assert (round(100 * where_ai), round(40 * where_own)) == (60, 8)


@pytest.mark.parametrize(
    ("setting", "here", "cut"),
    [
        ({}, 486, 223),
        ({"trained": 100}, 537, 152),
        ({"trained": 100, "new_posts": 0}, 429, 300),
        ({"trained": 100, "new_posts": 300}, 542, 147),
        ({"trained": 100, "notice": 4}, 579, 27),
        ({"notice": 3}, 536, 95),
        ({"trained": 100, "notice": 4, "leaving": 6}, 621, 58),
        ({"trained": 100, "notice": 4, "leaving": 15}, 403, 0),
        ({"leaving": 2, "unrest": 0}, 642, 283),
        ({"leaving": 2, "unrest": 0, "trained": 100}, 692, 229),
        ({"leaving": 2, "unrest": 0, "notice": 3}, 659, 253),
    ],
)
def test_who_is_still_here_and_who_was_cut(setting, here, cut):
    facts = shown(explore.reskilling(), **setting)
    assert (round(facts["here"]), round(facts["cut"])) == (here, cut)


@pytest.mark.parametrize("seed", range(20))
def test_notice_saves_more_cuts_than_training_at_8_per_cent_and_fewer_at_2(seed):
    def cut(leaving, unrest, **change):
        return play(leaving=leaving, unrest=unrest, seed=seed, **change).cut[:, -1].mean()

    assert cut(0.08, 0.02, notice=3) < cut(0.08, 0.02, trained=1) - 40
    assert cut(0.02, 0, notice=3) > cut(0.02, 0, trained=1) + 15
    assert cut(0.02, 0.02, notice=3) == pytest.approx(cut(0.02, 0.02, trained=1), abs=6)


def test_what_the_words_after_the_guess_count():
    staff = play(worlds=2000)
    year = staff.left[:, 1].mean()
    assert year == pytest.approx(100, abs=1)
    assert staff.left[:, -1].mean() - year == pytest.approx(191, abs=1)
    assert staff.placed.mean() == pytest.approx(77, abs=1)


@pytest.mark.parametrize("seed", range(20))
def test_bad_luck_breaks_the_ceiling_of_40_about_one_time_in_twenty(seed):
    cut = play(trained=1, notice=4, seed=seed, worlds=2000).cut[:, -1]
    assert np.mean(cut > 40) == pytest.approx(0.06, abs=0.015)


def test_the_decisions_that_their_figure_could_have_made():
    text = (ROOT / "modules/text/10_culture_and_skills.md").read_text(encoding="utf-8")
    columns = re.findall(r'"(\w+)": (\[.*\]),\n', text)
    rows = list(zip(*(json.loads(values) for _, values in columns), strict=True))
    in_time = [change for decision, arrival, change in rows if arrival <= decision]
    assert (len(rows), len(in_time)) == (12, 4)
    assert sum(map(bool, in_time)) == sum(bool(change) for *_, change in rows) == 2


def test_shares_of_people_who_are_exposed():
    diary = load("tasks", table="diary")
    both = diary.merge(load("tasks").drop(columns="hours"))
    share = (both["hours"] * both["exposed"]).groupby(both["person"]).sum() / 40
    assert ((share < 0.5) == share.index.str.startswith("T")).all()
    assert [f"{np.mean(share >= least):.0%}" for least in (0.1, 0.5, 0.6)] == ["100%", "75%", "48%"]
    columns = ("exposed", "assist_saves", "automate_saves")
    whole = [np.average(both[column], weights=both["hours"]) for column in columns]
    assert whole == pytest.approx([0.54, 0.20, 0.59], abs=0.005)
