"""Five years of a thousand people, against expected values and over seeds."""

import numpy as np
import pytest

from course.simulate.culture_and_skills import play

SEEDS = range(20)


def means(**setting):
    staff = play(**setting)
    return staff.here[:, -1].mean(), staff.cut[:, -1].mean()


def expected(new_posts=150, trained=0.5, leaving=0.08, notice=1, unrest=0.02):
    """Means of a world without chance; right where posts or people bind in every world."""
    staff = 1000 * (1 - leaving - unrest) ** notice
    surplus = max(staff - 600, 0)
    cut = surplus - min(surplus * trained * 0.6 * 0.85, new_posts)
    return (staff - cut) * (1 - leaving) ** (5 - notice), cut


@pytest.mark.parametrize(
    "setting",
    [
        {},
        {"trained": 0},
        {"notice": 3},
        {"new_posts": 0, "trained": 1},
        {"notice": 0},
        {"notice": 0.25, "trained": 1},
        {"unrest": 0},
    ],
)
def test_means_are_the_expected_ones(setting):
    here, cut = means(**setting, worlds=2000)
    assert (here, cut) == pytest.approx(expected(**setting), abs=2)


def test_nobody_is_lost_count_of():
    for setting in ({}, {"notice": 4, "unrest": 0.1}, {"trained": 1, "new_posts": 300}):
        staff = play(**setting)
        assert (staff.here + staff.left + staff.cut == 1000).all()
        assert (np.diff(staff.left) >= 0).all()
        assert (staff.placed + staff.hired == setting.get("new_posts", 150)).all()


def test_the_cost_by_hand():
    staff = play(new_posts=0, trained=1, leaving=0, unrest=0, notice=0)
    assert (staff.cost == (400 * 10 + 400 * 45) / 1000).all()
    assert (staff.on_training == 4).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_notice_saves_more_cuts_than_training_and_three_years_keep_as_many(seed):
    start, training, notice = (means(seed=seed, **s) for s in ({}, {"trained": 1}, {"notice": 3}))
    assert 60 < start[1] - training[1] < 90
    assert 115 < start[1] - notice[1] < 140
    assert notice[0] == pytest.approx(training[0], abs=12)
    assert min(notice[0], training[0]) > start[0] + 40


@pytest.mark.parametrize("seed", SEEDS)
def test_the_promise_breaks_if_fewer_leave(seed):
    likely = [
        np.percentile(play(trained=1, notice=4, leaving=share, seed=seed).cut[:, -1], 95)
        for share in (0.08, 0.07, 0.06)
    ]
    assert likely == pytest.approx([40, 57, 72], abs=6)


@pytest.mark.parametrize("seed", SEEDS)
def test_where_few_leave_training_and_notice_are_closer(seed):
    start, training, notice = (
        means(seed=seed, leaving=0.02, unrest=0, **s) for s in ({}, {"trained": 1}, {"notice": 3})
    )
    assert start[1] - training[1] > start[1] - notice[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_with_much_unrest_nobody_is_cut_and_few_more_are_kept(seed):
    here, cut = means(seed=seed, notice=3, unrest=0.08)
    assert cut < 8
    assert here < 512


@pytest.mark.parametrize("seed", SEEDS)
def test_without_new_posts_training_saves_nobody(seed):
    training, no_training = (play(new_posts=0, trained=share, seed=seed) for share in (1, 0))
    assert (training.cut == no_training.cut).all()
    assert training.cost.mean() > no_training.cost.mean()


def test_the_ceilings_of_the_checkpoint():
    """1,000 people, two years, 300 posts fewer and 100 new ones; half of the trained get there."""
    rng, worlds = np.random.default_rng(0), 20_000
    for leaving, mean, likely in ((0.05, 105, 119), (0.04, 122, 135)):
        staff = rng.binomial(rng.binomial(1000, 1 - leaving, worlds), 1 - leaving)
        cut = staff - 700 - np.minimum(rng.binomial(staff - 700, 0.5), 100)
        assert cut.mean() == pytest.approx(mean, abs=0.5)
        assert np.percentile(cut, 95) == likely
