"""What module 9 says of a model that stops when its impact ratio is clearly below four fifths."""

import numpy as np
import pytest
from scipy.stats import binom, fisher_exact
from scipy.stats.contingency import relative_risk


def stops(b: int, n_b: int, a: int, n_a: int) -> bool:
    return relative_risk(b, n_b, a, n_a).confidence_interval(0.95).high < 0.8


def test_four_hires_stop_the_small_site_and_five_do_not():
    assert stops(4, 30, 15, 30)
    assert not stops(5, 30, 15, 30)
    assert fisher_exact([[15, 15], [4, 26]]).pvalue < 0.05


def chance_of_an_alarm(people: int, rate: float) -> float:
    """Chance of a stop at a true ratio of 0.8, with so many people in each group."""
    k = np.arange(1, people + 1)
    a, b = k[:, None], k[None, :]
    high = b / a * np.exp(1.96 * np.sqrt(1 / b + 1 / a - 2 / people))
    return float((binom.pmf(a, people, rate) * binom.pmf(b, people, 0.8 * rate))[high < 0.8].sum())


@pytest.mark.parametrize("rate", [0.3, 0.5])
def test_with_many_applicants_one_look_in_forty_raises_an_alarm(rate: float):
    many = chance_of_an_alarm(2_000, rate)
    assert many == pytest.approx(0.025, abs=0.001)
    assert 1 - (1 - many) ** 12 == pytest.approx(0.26, abs=0.01)
    assert chance_of_an_alarm(30, rate) < 0.018
