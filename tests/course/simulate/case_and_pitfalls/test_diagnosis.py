"""Two coders: agreement, truth, and what chance alone gives."""

from functools import cache

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from course import truth
from course.simulate.case_and_pitfalls.diagnosis import (
    CASES,
    KINDS,
    code_cases,
    cohen_kappa,
)

SEEDS = range(20)


@cache
def means(name, cards=1, **options):
    """The mean over 200 worlds, for each of 20 draws."""
    studies = [code_cases(cards, seed=seed, **options) for seed in SEEDS]
    return np.array([getattr(one, name).mean() for one in studies])


def test_the_kinds_are_those_of_the_register():
    counts = truth("portfolio")["kind"].value_counts()
    assert tuple(sorted(counts, reverse=True)) == KINDS
    assert sum(KINDS) == CASES == 40


def test_kappa_agrees_with_scikit_learn():
    rng = np.random.default_rng(1)
    one = rng.integers(0, 7, (20, 40))
    two = np.where(rng.random((20, 40)) < 0.5, one, rng.integers(0, 7, (20, 40)))
    for ours, first, second in zip(cohen_kappa(one, two), one, two, strict=True):
        assert ours == pytest.approx(cohen_kappa_score(first, second))


def test_kappa_by_hand():
    # 10 cases, 7 alike; both use code 0 in six: expected 0.36 + 0.16 = 0.52 (codes 0 and 1).
    one = np.array([0] * 6 + [1] * 4)
    two = np.array([0] * 4 + [1] * 4 + [0] * 2)
    assert (one == two).mean() == pytest.approx(0.6)
    assert float(cohen_kappa(one, two, 2)) == pytest.approx((0.6 - 0.52) / 0.48)


def test_dealt_labels_are_right_as_often_as_theory_says():
    rng = np.random.default_rng(0)
    labels = np.repeat(np.arange(len(KINDS)), KINDS)
    right = [(rng.permutation(labels) == labels).sum() for _ in range(4_000)]
    # A case gets its own label with probability n / cases; n is the number of its kind.
    expected = sum(n * n for n in KINDS) / sum(KINDS)
    assert expected == pytest.approx(6.9)
    assert np.mean(right) == pytest.approx(expected, abs=0.15)
    assert np.quantile(right, [0.025, 0.975]) == pytest.approx([3, 12], abs=1)


def test_notes_alone_make_coders_agree_on_32_and_be_right_on_18():
    assert means("agree", 0).mean() == pytest.approx(32.5, abs=0.2)
    assert means("right", 0).mean() == pytest.approx(18.4, abs=0.3)
    assert means("kappa_agree", 0).mean() == pytest.approx(0.78, abs=0.01)
    assert means("kappa_right", 0).mean() == pytest.approx(0.36, abs=0.01)


def test_one_card_read_alone_lowers_agreement_and_raises_truth_in_every_draw():
    assert (means("agree", 1) < means("agree", 0) - 5).all()
    assert (means("right", 1) > means("right", 0) + 4).all()
    assert means("agree", 1).mean() == pytest.approx(25.4, abs=0.3)


def test_agreement_of_people_who_read_alone_says_more():
    shares = [(means("both_right", n) / means("agree", n)) for n in (0, 1, 2)]
    assert [share.mean() for share in shares] == pytest.approx([0.50, 0.72, 0.87], abs=0.01)
    together = means("both_right", 1, together=True) / means("agree", 1, together=True)
    assert (shares[1] > together).all()


def test_read_together_agreement_stays_and_truth_rises():
    together = means("agree", 3, together=True)
    assert together == pytest.approx(means("agree", 0), abs=0.5)
    assert (means("right", 3, together=True) > means("right", 0) + 10).all()


def test_agreement_does_not_notice_worse_notes():
    assert means("agree", 0, misleading=0.7) == pytest.approx(means("agree", 0), abs=0.5)
    assert (means("right", 0, misleading=0.7) < means("right", 0) - 5).all()
