import numpy as np
import pytest

from course.simulate.drift.feedback import simulate_shops


def clicks(**controls):
    return simulate_shops(30, **controls).utility_vs_best.mean()


def most_shown(**controls):
    """Return the share of the exposure that a shop's most shown product has, on average."""
    return simulate_shops(30, **controls).exposure.max(axis=1).mean()


def test_it_starts_with_every_item_seen_equally_often():
    assert simulate_shops(rounds=1).exposure == pytest.approx(1 / 20)


def test_early_luck_decides_which_item_wins():
    exposure = simulate_shops().exposure
    assert len(set(exposure.argmax(axis=1))) > 3
    assert exposure.max(axis=1).mean() > 0.3


def test_more_rounds_do_not_repair_the_recommendations():
    short, long = (clicks(rounds=n) for n in (10, 100))
    assert long == pytest.approx(short, abs=0.02)
    assert long < 0.95


def test_correction_raises_utility():
    assert clicks(correction=1.0) > clicks() + 0.04


def test_exploration_alone_spreads_exposure_but_does_not_find_better_items():
    assert most_shown(exploration=0.3) < most_shown() - 0.05
    assert clicks(exploration=0.3) <= clicks()


def test_correction_cannot_learn_about_items_that_are_no_longer_shown():
    def never_shown_again(**controls):
        return (simulate_shops(correction=1.0, **controls).exposure < 0.002).sum(axis=1)

    assert never_shown_again().mean() > 5
    assert never_shown_again(exploration=0.1).max() == 0


def test_showing_only_random_slates_shows_every_item_equally_often():
    assert simulate_shops(exploration=1.0).exposure == pytest.approx(1 / 20)


def test_without_position_bias_the_shown_items_share_the_looks():
    assert simulate_shops(position_bias=0.0).exposure.max() < 0.25


def test_the_same_seed_gives_the_same_shops():
    one, same, other = (simulate_shops(seed=seed).exposure for seed in (7, 7, 8))
    assert one.sum(axis=1) == pytest.approx(1)
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
