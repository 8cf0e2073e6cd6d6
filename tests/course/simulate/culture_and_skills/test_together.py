"""A person and an AI on the same cases, against drawn cases, an algebra and a meta-analysis."""

import numpy as np
import pytest
from scipy.stats import norm

from course.simulate.culture_and_skills import pair, random_pairs

SEEDS = range(20)


def drawn(person, ai, shared, follow, sense):
    """The same pair, case by case: who is right, a feeling, a decision."""
    rng, cases = np.random.default_rng(1), 400_000
    together = rng.random(cases) < shared
    one, other = rng.random((2, cases))
    own = one < person
    tool = np.where(together, one, other) < ai
    lift = np.sqrt(2) * norm.ppf(sense)
    towards = rng.normal(size=cases) + np.where(tool, lift / 2, -lift / 2)
    follows = towards > -norm.ppf(follow)
    return np.where(own == tool, own, np.where(follows, tool, own)).mean()


@pytest.mark.parametrize(
    "setting",
    [(0.8, 0.85, 0.3, 0.4, 0.55), (0.9, 0.6, 0.0, 0.7, 0.8), (0.7, 0.7, 0.6, 0.2, 0.35)],
)
def test_it_agrees_with_cases_drawn_one_by_one(setting):
    assert pair(*setting).right == pytest.approx(drawn(*setting), abs=0.003)


def test_sense_is_how_often_two_disagreements_are_told_apart():
    for sense in (0.35, 0.55, 0.8):
        rng = np.random.default_rng(2)
        lift = np.sqrt(2) * norm.ppf(sense)
        ai_right, own_right = rng.normal(size=(2, 200_000))
        assert np.mean(ai_right + lift > own_right) == pytest.approx(sense, abs=0.005)


def test_its_parts_add_up():
    shares = pair(0.8, 0.85)
    assert shares.both_right + shares.ai_followed + shares.own_kept == pytest.approx(shares.right)
    assert shares.both_right + shares.ai_followed + shares.ai_ignored == pytest.approx(0.85)
    assert shares.both_right + shares.own_kept + shares.own_given_up == pytest.approx(0.8)
    assert shares.both_wrong == pytest.approx(0.7 * 0.2 * 0.15 + 0.3 * 0.15)


def test_a_coin_never_leaves_the_range_between_the_two():
    rng = np.random.default_rng(3)
    for h, a, k, f in rng.uniform([0.5, 0.5, 0, 0], 1, (3000, 4)).tolist():
        right = pair(h, a, k, f, 0.5).right
        assert min(h, a) - 1e-9 <= right <= max(h, a) + 1e-9
        assert right == pytest.approx(h + (a - h) * f)


@pytest.mark.parametrize("seed", SEEDS)
def test_pairs_with_little_sense_have_the_sign_of_the_meta_analysis(seed):
    """Vaccaro and others (2024): 370 effects, below the better of the two on average."""
    assert random_pairs(0.6, seed=seed)[:, 1].mean() < -2.5


@pytest.mark.parametrize("seed", SEEDS)
def test_pairs_with_much_sense_have_the_opposite_sign(seed):
    assert random_pairs(0.8, seed=seed)[:, 1].mean() > 0.9


@pytest.mark.parametrize("seed", SEEDS)
def test_the_split_can_come_from_inclination_alone(seed):
    own = random_pairs(0.72, seed=seed)
    assert own[own[:, 0] > 0, 1].mean() > 0
    assert own[own[:, 0] < 0, 1].mean() < 0
    assert own[:, 1].mean() < 0
    other = random_pairs(0.72, follow=0.6, seed=seed)
    assert other[other[:, 0] > 0, 1].mean() < -1
    assert other[other[:, 0] < 0, 1].mean() > other[other[:, 0] > 0, 1].mean() + 0.8


def test_where_the_ai_is_better_a_high_inclination_gives_about_nothing():
    rows = [random_pairs(0.72, follow=0.6, seed=seed) for seed in SEEDS]
    gains = [row[row[:, 0] < 0, 1].mean() for row in rows]
    assert (round(min(gains), 1), round(max(gains), 1)) == (-0.2, 0.9)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("follow", [0.3, 0.4, 0.5])
def test_far_from_the_turn_neither_luck_nor_inclination_turns_the_sign(follow, seed):
    assert random_pairs(0.6, follow, seed=seed)[:, 1].mean() < -2.5


def test_errors_on_different_cases_help_only_with_a_sense_above_a_coins():
    def worth(sense):
        return pair(0.8, 0.85, 0.0, sense=sense).right - pair(0.8, 0.85, 0.3, sense=sense).right

    assert worth(0.55) > 0
    assert worth(0.5) == pytest.approx(0, abs=1e-12)
    assert worth(0.35) < 0


def test_pairs_win_where_skills_are_close():
    rows = np.vstack([random_pairs(0.65, seed=seed) for seed in SEEDS])
    near, far = np.abs(rows[:, 0]) < 5, np.abs(rows[:, 0]) > 10
    assert np.mean(rows[near, 1] > 0) > 0.85
    assert np.mean(rows[far, 1] > 0) < 0.05
