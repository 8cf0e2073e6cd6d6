"""The search of the workbench, on the lender's loans, with other candidates than the text has."""

import numpy as np
import pytest
from scipy.special import logit

from course import load

CANDIDATES = range(1, 13)
DRAWS = 15
INPUTS = ["debt_to_income", "credit_utilisation", "months_employed", "prior_arrears", "age"]


@pytest.fixture(scope="module")
def loans():
    return load("credit").query("month <= 15")


@pytest.fixture(scope="module")
def candidates(loans):
    """For each draw of 300 candidates, the gains on each old loan and the mean gains later."""
    scaled_inputs = ((loans[INPUTS] - loans[INPUTS].mean()) / loans[INPUTS].std()).to_numpy()
    today = logit(loans["score"].clip(0.001, 0.999)).to_numpy() - scaled_inputs[:, 1]
    has_failed = loans["defaulted"].to_numpy() == 1
    old, later = loans["month"].between(10, 12).to_numpy(), (loans["month"] >= 13).to_numpy()

    def gains(part, nudges):
        right = (today[part, None] + scaled_inputs[part] @ nudges > 0) == has_failed[part, None]
        return 100.0 * right - 100.0 * ((today > 0) == has_failed)[part, None]

    draws = [np.random.default_rng(seed).normal(0, 0.2, (len(INPUTS), 300)) for seed in CANDIDATES]
    return [(gains(old, nudges), gains(later, nudges).mean(axis=0)) for nudges in draws]


@pytest.fixture(scope="module")
def searches(candidates):
    """Promise, and what came on loans outside the sample and later: of shape (candidates, setting, 3)."""

    def search(old_gains, later_gains, tries, cases):
        results = []
        for seed in range(DRAWS):
            shuffled_gains = np.random.default_rng(seed).permutation(old_gains)
            score = shuffled_gains[:cases, :tries].mean(axis=0)
            best = score.argmax()
            results.append((score[best], shuffled_gains[cases:, best].mean(), later_gains[best]))
        return np.mean(results, axis=0)

    settings = [(300, 500), (10, 500), (300, 2_000)]
    return np.array([[search(*gains, *setting) for setting in settings] for gains in candidates])


def test_discovery_most_of_the_promise_on_500_loans_is_luck(searches):
    luck = 1 - searches[:, 0, 2] / searches[:, 0, 0]
    assert (luck > 0.5).all()
    assert luck.mean() == pytest.approx(0.67, abs=0.07)


def test_discovery_more_loans_promise_less_and_bring_more_on_average(searches):
    many, first = searches[:, 2], searches[:, 0]
    assert (many[:, 0] < first[:, 0]).all()
    assert many[:, 2].mean() > first[:, 2].mean() + 0.15


def test_discovery_more_candidates_promise_more_and_bring_more_on_average(searches):
    few, first = searches[:, 1], searches[:, 0]
    assert (few[:, 0] < first[:, 0]).all()
    assert first[:, 2].mean() > few[:, 2].mean() + 0.1


def test_the_months_explain_about_a_third_of_the_loss_at_most(searches):
    promise, others, delivery = searches[:, 0].T
    months = (others - delivery) / (promise - delivery)
    assert months.max() < 0.4
    assert 0 < months.mean() < 0.25


def test_half_of_the_distance_from_the_average_candidate_comes(candidates, searches):
    average = np.array([last.mean() for last, _ in candidates])
    promise, others, _ = searches[:, 0].T
    assert average.mean() == pytest.approx(-0.4, abs=0.05)
    assert others.mean() == pytest.approx(((promise + average) / 2).mean(), abs=0.1)
    assert others.mean() < promise.mean() / 2 - 0.1
