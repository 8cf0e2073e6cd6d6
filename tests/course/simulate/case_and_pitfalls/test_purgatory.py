"""Pilots that share people: what is claimed of them, over seeds."""

from functools import cache

import numpy as np
import pytest

from course.simulate.case_and_pitfalls.purgatory import (
    NO_LIMIT,
    REVIEWS,
    WORK,
    WORLDS,
    run_programme,
    run_programmes,
)

SEEDS = range(40)
REVIEW = "after 4 person-months"


@cache
def live(launches=20, **options):
    """Mean of live pilots in each of 40 draws of thirty worlds."""
    return np.array([run_programme(launches, seed=seed, **options).live.mean() for seed in SEEDS])


def test_littles_law_holds_where_work_is_all_that_takes_time():
    # 4 launches a year and 18 person-months at two people each: 4 / 12 a month times 9 months.
    runs = [run_programme(4, people=200, years=5, sound=1.0, seed=seed) for seed in SEEDS]
    in_progress = np.mean([run.open[:, 24:].mean() for run in runs])
    assert in_progress == pytest.approx(4 / 12 * WORK / 2, rel=0.03)


def test_littles_law_holds_where_some_leave_early():
    # The review is wrong about 12% of sound pilots, which leave after two months and not nine.
    runs = [
        run_programme(4, people=200, years=5, sound=1.0, review=REVIEW, seed=seed) for seed in SEEDS
    ]
    in_progress = np.mean([run.open[:, 24:].mean() for run in runs])
    stay = 0.88 * WORK / 2 + 0.12 * 4 / 2
    assert in_progress == pytest.approx(4 / 12 * stay, rel=0.03)


def test_under_load_people_decide_how_many_leave_and_so_how_long_each_stays():
    options = {"people": 14, "limit": 8, "sound": 1.0}
    five, three = (
        np.mean([run_programme(40, years=years, seed=seed, **options).live for seed in SEEDS])
        for years in (5, 3)
    )
    leave = (five - three) / 24
    # A pilot leaves at the end of a month, so half a month of ten is lost.
    assert leave == pytest.approx(14 / WORK, rel=0.06)
    assert 8 / leave == pytest.approx(8 * WORK / 14, rel=0.06)  # months, by Little's law


@pytest.mark.parametrize("review", REVIEWS)
@pytest.mark.parametrize("limit", [8, NO_LIMIT])
def test_every_launched_pilot_is_in_one_place(review, limit):
    run = run_programme(20, review=review, limit=limit, years=5, seed=3)
    assert run.launched == 100
    assert (run.live + run.stopped + run.waiting + run.in_progress == 100).all()
    assert (run.in_progress >= 0).all()
    if limit < NO_LIMIT:
        assert run.in_progress.max() <= limit
        assert (run.open <= limit).all()


def test_nobody_works_more_than_all_the_time():
    run = run_programme(20, people=14, seed=1)
    assert (run.work <= 14 * 24).all()
    assert (run.work > 0.6 * 14 * 24).all()


def test_programmes_run_together_are_those_that_run_alone():
    together = run_programmes([4, 20, 40], review=REVIEW, limit=12, seed=2)
    for launches, run in zip([4, 20, 40], together, strict=True):
        alone = run_programme(launches, review=REVIEW, limit=12, seed=2)
        assert np.array_equal(run.live, alone.live)
        assert np.allclose(run.open, alone.open)
        assert np.allclose(run.work, alone.work)


def test_a_pilot_by_hand():
    # Pilots begin in months 12 and 24 and have two people each: 26 person-months by month 24.
    run = run_programme(1, people=4, years=2, sound=1.0)
    assert (run.launched, len(run.live)) == (2, WORLDS)
    assert set(run.live) <= {0, 1}
    assert (run.live == 1).mean() > 0.8
    assert run.work[run.live == 1] == pytest.approx(2)  # the second has had one month
    assert run.work[run.live == 0] == pytest.approx(28)


def test_forty_launches_in_two_years_leave_two_live():
    assert live().mean() == pytest.approx(2.2, abs=0.1)


def test_more_launches_bring_fewer_live_beyond_a_peak_near_ten():
    counts = [live(launches).mean() for launches in (4, 10, 20, 30, 40)]
    assert int(np.argmax(counts)) == 1
    assert counts == pytest.approx([1.9, 3.1, 2.2, 1.2, 0.6], abs=0.15)
    assert (live(10) > live(20)).all()


def test_with_a_limit_more_launches_do_no_harm():
    assert live(40, limit=8).mean() >= live(20, limit=8).mean() - 0.1
    assert live(limit=8).mean() == pytest.approx(3.95, abs=0.15)


def test_the_height_of_a_limit_matters():
    at_20 = [live(limit=limit).mean() for limit in (4, 8, 12, 24)]
    assert at_20 == pytest.approx([2.1, 3.9, 4.3, 2.6], abs=0.15)
    assert (live(limit=12) > live(limit=24) + 1).all()
    assert (live(40, limit=12) > live(40, limit=8)).mean() >= 0.9


def test_a_review_is_worth_more_than_a_limit_at_20_launches_and_less_at_40():
    assert (live(review=REVIEW) > live(limit=8)).all()
    assert (live(40, review=REVIEW) < live(40, limit=8)).all()


def test_a_review_alone_does_not_make_more_launches_pay():
    assert (live(40, review=REVIEW) < live(20, review=REVIEW)).all()


def test_with_a_review_and_a_limit_more_launches_bring_more():
    ten, twenty, forty = (live(launches, review=REVIEW, limit=8) for launches in (10, 20, 40))
    assert (ten < twenty).all()
    assert (twenty < forty).mean() >= 0.95
    assert [ten.mean(), forty.mean()] == pytest.approx([4.3, 7.6], abs=0.15)


def test_review_limit_both_and_twice_the_people():
    assert live(review=REVIEW).mean() == pytest.approx(5.2, abs=0.15)
    assert live(review=REVIEW, limit=8).mean() == pytest.approx(6.9, abs=0.15)
    assert live(people=28).mean() == pytest.approx(6.4, abs=0.2)
    assert (live(review=REVIEW, limit=8) > live(review=REVIEW)).mean() >= 0.95
    assert (live(review=REVIEW, limit=8) > live(people=28) - 0.5).all()  # about as good


def test_an_early_review_is_wrong_more_often_and_brings_less():
    early = "after 2 person-months"
    assert (live(review=early) < live(review=REVIEW)).mean() >= 0.9


def test_a_limit_without_a_stop_rule_clogs_in_five_years():
    loss = live(10, years=5) - live(10, years=5, limit=8)
    assert loss.mean() == pytest.approx(3.3, abs=0.3)
    assert (loss >= 2).mean() >= 0.95
    high = live(10, years=5, limit=20)
    assert (high > live(10, years=5)).mean() >= 0.95
    live_with_review = live(10, years=5, limit=8, review=REVIEW)
    assert live_with_review.mean() > live(10, years=5).mean() + 4


def test_witnesses_hold_in_most_draws():
    six = live(review=REVIEW, limit=8)
    assert (six >= 6).mean() >= 0.95
