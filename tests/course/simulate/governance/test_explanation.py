"""An explanation that agrees with a model: what it leaves in the dark, over seeds."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from course.simulate.governance.explanation import MODELS, explain

SEEDS = range(8)
MODEL, FAIR, SCORECARD, RULED = MODELS


def over_seeds(**setting):
    return [explain(**setting, seed=seed) for seed in SEEDS]


def mean(studies, name):
    return np.mean([getattr(one, name) for one in studies])


def test_agreement_and_twins_have_closed_forms():
    weight, likeness = 0.4, 0.7
    # What the postcode has beyond income cannot be seen; the rest of the score can.
    hidden_variance = weight**2 * (1 - likeness**2)
    whole_variance = 1 + 1 + 0.25 + weight**2 + 2 * weight * likeness
    correlation = np.sqrt(1 - hidden_variance / whole_variance)
    agreement = 1 - np.arccos(correlation) / np.pi
    # The postcode is set to -1 or 1: the score without it decides whether that matters.
    twins = 2 * norm.cdf(weight / np.sqrt(2.25)) - 1
    studies = over_seeds()
    assert mean(studies, "agreement") == pytest.approx(agreement, abs=0.004)
    assert mean(studies, "twins") == pytest.approx(twins, abs=0.006)
    both = multivariate_normal(cov=[[1, correlation], [correlation, 1]]).cdf([0, 0])
    assert agreement == pytest.approx(2 * both, abs=1e-4)


def test_it_repeats_95_of_100_decisions_and_names_wrong_reasons():
    for study in over_seeds():
        assert study.agreement == pytest.approx(0.947, abs=0.012)
        assert study.twins == pytest.approx(0.21, abs=0.025)
        assert 0.06 < study.wrong_letters < 0.11


def test_agreement_rises_with_the_disguise_while_the_twin_test_stays():
    alone, alike = over_seeds(likeness=0), over_seeds(likeness=0.9)
    for one, other in zip(alone, alike, strict=True):
        assert other.agreement > one.agreement + 0.04
        assert abs(other.twins - one.twins) < 0.02


def test_half_of_the_letters_can_be_wrong_while_it_agrees():
    for study in over_seeds(weight=1, likeness=0.9):
        assert study.agreement > 0.92
        assert 0.4 < study.wrong_letters < 0.6


@pytest.mark.parametrize("setting", [{"weight": 0}, {"shown": True}])
def test_nothing_is_hidden_where_there_is_nothing_to_hide_or_it_may_be_shown(setting):
    for study in over_seeds(**setting):
        assert study.agreement == 1
        assert study.wrong_letters == 0


def test_the_price_of_simplicity_is_the_worlds_and_one_rule_pays_most_of_it():
    for bend, least, most in [(0, -0.005, 0.005), (1, 0.025, 0.065)]:
        for study in over_seeds(bend=bend):
            right = study.accuracy
            assert least <= right[FAIR] - right[SCORECARD] <= most
            assert right[FAIR] - right[RULED] < 0.015


def test_shares_of_reasons_add_up():
    study = explain()
    assert sum(study.reasons.values()) == pytest.approx(1)
    assert sum(study.named.values()) == pytest.approx(1)
    assert study.named["postcode"] == 0 < study.reasons["postcode"]
