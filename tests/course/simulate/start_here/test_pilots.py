"""The opening count: two of forty pilots."""

import numpy as np
import pytest
from scipy import stats

from course.simulate.start_here import count_pilots


def test_two_of_forty_has_the_published_wilson_interval():
    study = count_pilots(40, 2)
    assert study.share == 0.05
    assert study.low == pytest.approx(0.014, abs=5e-4)
    assert study.high == pytest.approx(0.165, abs=5e-4)


@pytest.mark.parametrize(
    ("rate", "chance"),
    [(0.12, 0.13), (0.25, 0.001), (0.48, 3e-9)],
    ids=["IDC", "quarter", "Gartner"],
)
def test_the_chance_of_so_few_agrees_with_the_fact_pack(rate, chance):
    assert count_pilots(40, 2, rate).tail == pytest.approx(chance, rel=0.15)


@pytest.mark.parametrize("rate", [0.12, 0.48])
def test_a_hundred_companies_follow_scipys_binomial_distribution(rate):
    companies = count_pilots(40, 2, rate).companies
    shares = np.bincount(companies, minlength=41) / 100
    assert shares == pytest.approx(stats.binom(40, rate).pmf(np.arange(41)), abs=0.01)


def test_the_companies_with_so_few_are_as_many_as_the_chance_says():
    study = count_pilots(40, 2)
    assert (study.companies <= 2).sum() == round(100 * study.tail) == 13
