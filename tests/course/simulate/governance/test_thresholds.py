"""Cut-offs by group: rates as drawn applicants have them, and equalities that exclude each other."""

import numpy as np
import pytest
from scipy.stats import binom, norm

from course.simulate.governance.thresholds import draw_ratios, rates

CUTS = np.round(np.arange(0.3, 0.71, 0.02), 2)
MEASURES = ("hired", "true_positive", "precision")


@pytest.mark.parametrize(("base", "cut", "auc"), [(0.6, 0.5, 0.8), (0.4, 0.36, 0.95)])
def test_rates_are_those_of_drawn_applicants(base, cut, auc):
    rng = np.random.default_rng(1)
    good = rng.random(400_000) < base
    apart = np.sqrt(2) * norm.ppf(auc)
    evidence = rng.normal(size=good.size) + apart * good
    likelihoods = norm.pdf(evidence, apart) * base, norm.pdf(evidence) * (1 - base)
    is_hired = likelihoods[0] / (likelihoods[0] + likelihoods[1]) > cut
    formula = rates(base, cut, auc)
    assert formula.hired == pytest.approx(is_hired.mean(), abs=0.003)
    assert formula.true_positive == pytest.approx(is_hired[good].mean(), abs=0.003)
    assert formula.false_positive == pytest.approx(is_hired[~good].mean(), abs=0.003)
    assert formula.precision == pytest.approx(good[is_hired].mean(), abs=0.003)
    assert formula.net == pytest.approx(
        20_000 * np.where(good, 1, -1)[is_hired].sum() / 400_000, abs=60
    )


def test_one_cut_off_makes_nothing_equal_however_sharp_the_score():
    for auc in (0.7, 0.8, 0.95):
        a, b = rates(0.6, 0.5, auc), rates(0.4, 0.5, auc)
        assert all(getattr(a, name) - getattr(b, name) > 0.02 for name in MEASURES)


def test_the_good_who_are_hired_can_be_counted_in_two_ways():
    for base in (0.3, 0.6):
        for cut in CUTS:
            shares = rates(base, cut)
            assert shares.hired * shares.precision == pytest.approx(base * shares.true_positive)


@pytest.mark.parametrize("auc", [0.7, 0.8, 0.9, 0.95])
@pytest.mark.parametrize("base", [0.3, 0.4, 0.5, 0.55])
def test_no_pair_of_cut_offs_makes_three_shares_equal_while_base_rates_differ(auc, base):
    for one in CUTS:
        a = rates(0.6, one, auc)
        for other in CUTS:
            b = rates(base, other, auc)
            assert max(abs(getattr(a, name) - getattr(b, name)) for name in MEASURES) > 0.01


def test_equal_evidence_makes_both_error_rates_equal_and_nothing_else():
    a, b = rates(0.6, 0.6), rates(0.4, 0.4)
    assert a.true_positive == pytest.approx(b.true_positive)
    assert a.false_positive == pytest.approx(b.false_positive)
    assert a.hired - b.hired > 0.05
    assert a.precision - b.precision > 0.1


def test_each_equality_costs_money():
    def net(one, other):
        return (rates(0.6, one).net + rates(0.4, other).net) / 2

    best = max(net(one, other) for one in CUTS for other in CUTS)
    assert net(0.5, 0.5) == best
    million = [1_000 * net(*cuts) / 1e6 for cuts in [(0.5, 0.5), (0.46, 0.56), (0.6, 0.4)]]
    assert np.round([*million, net(0.64, 0.36) / 1e3], 2).tolist() == [4.71, 4.66, 4.48, 4.25]


@pytest.mark.parametrize(("cut", "low", "high"), [(0.5, 0.15, 0.32), (0.7, 0.36, 0.55)])
def test_a_fair_firm_with_60_applicants_often_falls_below_four_fifths(cut, low, high):
    hiring_rate = rates(0.6, cut).hired
    for seed in range(20):
        assert low < (draw_ratios(hiring_rate, hiring_rate, 60, seed) < 0.8).mean() < high
        assert (draw_ratios(hiring_rate, hiring_rate, 1_000, seed) < 0.8).mean() < 0.03


def test_worlds_agree_with_the_binomial_distribution():
    # Chance that the lower of two counts of 30 is below 0.8 of the higher one.
    chance = binom.pmf(np.arange(31), 30, 0.42)
    pairs = np.outer(chance, chance)
    lower = np.minimum.outer(np.arange(31), np.arange(31))
    higher = np.maximum.outer(np.arange(31), np.arange(31))
    exact = pairs[lower < 0.8 * higher].sum()
    frequency = np.mean([(draw_ratios(0.42, 0.42, 60, seed) < 0.8).mean() for seed in range(50)])
    assert frequency == pytest.approx(exact, abs=0.02)


def test_nobody_hired_is_a_ratio_of_one():
    assert (draw_ratios(0, 0, 20) == 1).all()
