"""The figures that the text gives for the learner's changes reproduce."""

import numpy as np
import pytest

from course import load
from course.explore import culture_and_skills as explore
from course.simulate.culture_and_skills import play, random_pairs, run_plan


def shown(explorable, **setting):
    values = explorable.setting(setting)
    return explorable._model(**values).facts


def job_after(job, assist=(), automate=()):
    tasks = load("tasks")
    rows = tasks[tasks["job"] == job].set_index("task")
    left = rows["hours"].copy()
    for way, chosen in {"assist_saves": assist, "automate_saves": automate}.items():
        for task in chosen:
            left[task] *= 1 - rows.loc[task, way]
    return 1 - left.sum() / 40, (left * rows["enjoyable"]).sum() / left.sum()


def test_the_plans_for_technicians_and_planners():
    other = job_after("technician", ["inspections", "repairs"], ["reports", "spare parts"])
    assert other == pytest.approx((0.266, 0.685), abs=0.0005)
    better = job_after("technician", ["inspections"], ["reports", "spare parts"])
    assert better == pytest.approx((0.245, 0.691), abs=0.0005)
    hollow = job_after("planner", ["forecasts", "shortages"], ["supplier talks"])
    assert hollow == pytest.approx((0.210, 0.402), abs=0.0005)


@pytest.mark.parametrize(
    ("together", "posts"), [(1, 0), (2, 20), (4, 30), (5, 32), (8, 30), (40, 33)]
)
def test_whole_posts_of_branches_that_share_their_officers(together, posts):
    diary = load("tasks", table="diary").query("job == 'loan officer' and task == 'documents'")
    freed = 0.70 * diary.groupby("team")["hours"].sum().to_numpy()
    assert (freed.reshape(-1, together).sum(axis=1) // 40).sum() == posts


def test_the_sign_turns_between_74_and_75_per_cent():
    below, above = (random_pairs(sense)[:, 1].mean() for sense in (0.74, 0.75))
    assert (round(below, 1), round(above, 1)) == (-0.1, 0.1)


@pytest.mark.parametrize(("follow", "split"), [(0.4, (0.4, -1.8, -0.6)), (0.6, (-1.5, 0.2, -0.8))])
def test_the_split_with_one_sense(follow, split):
    lead, gain = random_pairs(0.72, follow).T
    found = (gain[lead > 0].mean(), gain[lead < 0].mean(), gain.mean())
    assert found == pytest.approx(split, abs=0.05)


@pytest.mark.parametrize(("follow", "right"), [(10, 80.8), (90, 84.8)])
def test_leaning_to_one_of_the_two_alone(follow, right):
    assert shown(explore.together(), follow=follow)["pair"] == pytest.approx(right, abs=0.05)


def test_where_nobody_errs_apart_the_pair_costs_the_same():
    together = explore.together()
    scene = together._model(**together.setting({"person": 85, "ai": 85, "shared": 100}))
    assert "costs as much as the better" in scene.summary


def test_the_better_tool_in_the_first_section():
    errors = 0.8  # million EUR a year in decisions, of officers who err in 20 of 100 cases
    assert run_plan().money + errors * (1.8 - 15 / 20) == pytest.approx(-0.04)


@pytest.mark.parametrize(
    ("setting", "here", "cut"),
    [
        ({}, 486, 223),
        ({"trained": 100}, 537, 152),
        ({"trained": 100, "new_posts": 0}, 429, 300),
        ({"trained": 100, "new_posts": 300}, 542, 147),
        ({"notice": 3}, 536, 95),
        ({"notice": 3, "unrest": 10}, 465, 0),
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


def test_what_the_words_after_the_guess_count():
    staff = play(worlds=2000)
    year = staff.left[:, 1].mean()
    assert year == pytest.approx(100, abs=1)
    assert staff.left[:, -1].mean() - year == pytest.approx(191, abs=1)
    assert staff.placed.mean() == pytest.approx(77, abs=1)


def test_shares_of_people_who_are_exposed():
    diary = load("tasks", table="diary")
    both = diary.merge(load("tasks")[["job", "task", "exposed", "assist_saves"]])
    share = (both["hours"] * both["exposed"]).groupby(both["person"]).sum() / 40
    assert ((share < 0.5) == share.index.str.startswith("T")).all()
    assert [f"{np.mean(share >= least):.0%}" for least in (0.1, 0.5, 0.6)] == ["100%", "75%", "48%"]
