"""A platform's break-even: the formula where nothing else matters, and what it forgets."""

import numpy as np
import pytest
from scipy import stats

from course.simulate.platforms.break_even import break_even, lay_bricks, run_platform

SEEDS = range(20)


def middle(**values):
    """The cases and the years of the middle company, on average over seeds."""
    runs = [run_platform(**values, seed=seed) for seed in SEEDS]
    return [
        np.mean([np.quantile(each, 0.5, method="higher") for each in samples])
        for samples in ([run.cases for run in runs], [run.years for run in runs])
    ]


def ahead(year, **values):
    """The share of companies that are ahead after so many years, on average over seeds."""
    runs = [run_platform(**values, seed=seed).net[:, 4 * year] for seed in SEEDS]
    return np.mean([(net >= 0).mean() for net in runs])


@pytest.mark.parametrize(("fixed", "saving"), [(1_500, 150), (3_000, 100), (500, 250)])
def test_without_delay_costs_and_doubt_the_formula_holds(fixed, saving):
    break_even_point = break_even(fixed, saving)
    cases = run_platform(cases=40, saving=saving, fixed=fixed, ideal=True).cases
    assert cases.min() >= break_even_point
    # A company learns of it at the end of a quarter, in which up to some 25 cases begin.
    assert np.median(cases) - break_even_point < 10


def test_cases_begin_as_a_poisson_process_at_each_companys_pace():
    years = np.concatenate([run_platform(seed=seed).started[:, 4] for seed in range(40)])
    assert years.mean() == pytest.approx(10, rel=0.03)
    # A mixture: the variance of a Poisson number, and that of the lognormal pace.
    pace = stats.lognorm(0.35).var() / stats.lognorm(0.35).mean() ** 2 * 100
    assert years.var() == pytest.approx(10 + pace, rel=0.1)


def test_the_sum_is_what_one_would_write_on_paper():
    run = run_platform(cases=0, fixed=1_000, run=100)
    # Built in year 1, five years of running, then rebuilt for 60%, two more years of running.
    assert (
        run.net[:, [0, 4, 20, 24, 32]].tolist() == [[-1_000, -1_000, -1_400, -2_100, -2_300]] * 100
    )
    assert np.isinf(run.cases).all()
    assert np.isinf(run.years).all()


def test_the_long_run_is_the_slope_of_the_average_company():
    net = np.mean([run_platform(seed=seed).net.mean(axis=0) for seed in range(60)], axis=0)
    gain = net[23] - net[12]  # no rebuilding between, all who will use it do
    assert gain / (11 / 4) - 0.6 * 1_500 / 5 == pytest.approx(run_platform().yearly, rel=0.03)


def test_discovery_a_typical_company_needs_four_times_what_the_formula_says():
    cases, years = middle()
    assert cases == pytest.approx(44, abs=1.5)
    assert years == pytest.approx(4.25, abs=0.25)
    assert break_even(1_500, 150) == 10


def test_discovery_delay_then_running_costs_then_use_add_up():
    steps = [
        middle(ideal=True)[0],
        middle(run=0, use=100)[0],
        middle(use=100)[0],
        middle()[0],
    ]
    assert steps == pytest.approx([11, 30.3, 37.3, 44], abs=1.5)


def test_discovery_a_faster_company_needs_more_cases_and_less_time():
    (few, long), (many, short) = middle(), middle(cases=20)
    assert many - few > 10
    assert long - short > 1


def test_discovery_below_some_use_an_average_year_loses_and_a_few_are_repaid():
    uses = range(10, 105, 5)
    assert max(use for use in uses if run_platform(use=use).yearly < 0) == 30
    assert max(use for use in uses if run_platform(cases=20, use=use).yearly < 0) == 15
    assert ahead(8, use=30) < 0.1


def test_discovery_one_company_in_eight_is_not_ahead_after_eight_years():
    never = np.mean([np.isinf(run_platform(seed=seed).cases).mean() for seed in SEEDS])
    assert never == pytest.approx(0.12, abs=0.02)
    assert ahead(5) == pytest.approx(0.71, abs=0.02)


def test_challenge_a_platform_that_is_a_mistake_with_forty_cases():
    for seed in SEEDS:
        dear = run_platform(cases=5, use=100, run=700, seed=seed)
        assert (dear.net[:, -1] < 0).mean() >= 0.9
        assert (run_platform(cases=5, use=100, seed=seed).net[:, -1] < 0).mean() < 0.7


def test_challenge_little_use_of_many_cases_pays_soon():
    soon = [(run_platform(cases=20, use=60, seed=seed).years <= 4).mean() for seed in SEEDS]
    assert min(soon) >= 0.7
    few = [(run_platform(cases=15, use=60, seed=seed).years <= 4).mean() for seed in SEEDS]
    assert np.mean(few) < 0.65


def test_the_bricks_are_a_company_in_the_middle():
    bricks = lay_bricks()
    assert len(bricks.cases) == round(8 * 10 * np.exp(-(0.35**2) / 2))
    assert not bricks.cases["on_platform"][bricks.cases["begun"] < 1].any()
    late = bricks.cases[bricks.cases["begun"] > 3]
    assert late["on_platform"].mean() == pytest.approx(0.8, abs=0.03)
    # 1.5 million to build, seven years of 0.3 million, 60% again: in units of 150 thousand.
    assert len(bricks.costs) == (1_500 + 7 * 300 + 900) / 150
    assert bricks.costs["building"].sum() == 10 + 7


@pytest.mark.parametrize("cases", [5, 10, 15, 20])
@pytest.mark.parametrize("use", [30, 60, 80, 100])
def test_the_bricks_pay_when_the_middle_company_does(cases, use):
    (_, median), payback = middle(cases=cases, use=use), lay_bricks(cases, use=use).paid
    # A repayment just before year eight, or before the rebuilding, may just as well fail.
    assert payback == pytest.approx(median, abs=0.5) or max(median, payback) > 5.5


def test_everything_else_alike_a_dearer_platform_is_never_ahead_sooner():
    cheap, dear = run_platform(), run_platform(fixed=3_000)
    assert (dear.cases >= cheap.cases).all()
