"""The measures agree with published ones."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from grader.written.labels import Labelled
from grader.written.measures import measure, weighted_kappa
from grader.written.scorer import Decision, PointScore, Scored

SCORES = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=60)


@given(SCORES)
def test_kappa_is_that_of_scikit_learn(pairs):
    given_, true = zip(*pairs, strict=True)
    if len({*given_, *true}) == 1:
        return  # no chance agreement to compare with
    expected = cohen_kappa_score(given_, true, weights="quadratic", labels=range(9))
    assert weighted_kappa(given_, true) == pytest.approx(expected, abs=1e-12)


def test_kappa_of_full_agreement_of_chance_and_of_opposites():
    assert weighted_kappa([0, 1, 2, 3], [0, 1, 2, 3]) == 1
    assert weighted_kappa([0, 0, 1, 1], [0, 1, 0, 1]) == pytest.approx(0)
    assert weighted_kappa([0, 1], [1, 0]) == pytest.approx(-1)


def test_kappa_is_unknown_where_all_scores_are_the_same():
    assert math.isnan(weighted_kappa([3, 3], [3, 3]))


def one(decisions, score, *, final):
    points = {p: PointScore(d, 0.5, "") for p, d in decisions.items()}
    return Scored("Q4", points, score, final, ())


def test_figures_are_counted_over_points_and_over_answers():
    yes, maybe, no = Decision.CREDIT, Decision.UNDECIDED, Decision.NO_CREDIT
    scored = [
        one({"drift": yes, "mech": yes, "data": maybe}, 2, final=False),
        one({"drift": yes, "mech": no, "data": no}, 1, final=True),
        one({"drift": no, "mech": no, "data": no}, 0, final=True),
        one({"drift": maybe, "mech": maybe, "data": maybe}, 0, final=False),
    ]
    truth = [
        Labelled("Q4", "", {"drift": "", "data": ""}, 2),
        Labelled("Q4", "", {"drift": ""}, 1),
        Labelled("Q4", "", {"drift": ""}, 1),
        Labelled("Q4", "", {}, 0),
    ]
    found = measure(scored, truth)
    assert found.answers == 4
    assert found.precision == pytest.approx(2 / 3)  # drift twice; mech was not earned
    assert found.recall == pytest.approx(2 / 4)
    assert found.undecided == pytest.approx(4 / 12)
    assert found.final == pytest.approx(2 / 4)
    assert found.wrong == pytest.approx(1 / 2)
    assert found.kappa == pytest.approx(weighted_kappa([2, 1, 0, 0], [2, 1, 1, 0]))


def test_a_share_of_nothing_is_unknown():
    found = measure(
        [one({"drift": Decision.UNDECIDED}, 0, final=False)], [Labelled("Q4", "", {}, 0)]
    )
    assert np.isnan([found.precision, found.recall, found.wrong]).all()
