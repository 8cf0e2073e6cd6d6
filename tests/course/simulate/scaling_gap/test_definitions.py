"""One population, 135 headlines."""

import numpy as np
import pytest
from scipy import stats

from course.simulate.scaling_gap.definitions import (
    BARS,
    CLOCKS,
    FIFTEEN_FIRMS,
    NEAR_THE_MEAN,
    RESPONDENTS,
    UNITS,
    count_headlines,
    draw_population,
    headlines,
    mark_trials,
)

SEEDS = range(20)


def shares(seed=None, **population):
    frame = count_headlines(draw_population(seed, **population)) if population else headlines(seed)
    return frame.set_index(["unit", "bar", "clock", "respondents"])["share"]


@pytest.fixture(scope="module")
def worlds():
    return [shares(seed) for seed in SEEDS]


def over(worlds, *definition):
    return np.array([world[definition] for world in worlds])


def test_every_combination_is_counted_once():
    frame = headlines()
    assert len(frame) == len(UNITS) * len(BARS) * len(CLOCKS) * len(RESPONDENTS) == 135
    assert not frame.duplicated(["unit", "bar", "clock", "respondents"]).any()
    assert (frame["counted"] <= frame["asked"]).all()


def test_a_higher_bar_never_counts_more():
    by_bar = headlines().pivot_table("counted", ["unit", "clock", "respondents"], "bar")
    assert (np.diff(by_bar[list(BARS)], axis=1) <= 0).all()


def test_marked_trials_are_those_of_the_headline():
    world = draw_population(NEAR_THE_MEAN)
    frame = headlines().set_index(["unit", "bar", "clock", "respondents"])
    for respondents in RESPONDENTS:
        trials = mark_trials(world, "adopted", CLOCKS[2], respondents)
        count, total = frame.loc[("projects", "adopted", CLOCKS[2], respondents)][
            ["counted", "asked"]
        ]
        assert (trials["counted"].sum(), trials["project"].sum()) == (count, total)
        assert not (trials["counted"] & ~trials["project"]).any()
        assert not (trials["project"] & ~trials["asked"]).any()


def test_fifteen_firms_can_be_drawn_and_are_like_all():
    world = draw_population(NEAR_THE_MEAN)
    for bar in BARS:
        trials = mark_trials(world, bar)
        some = trials[trials["firm"].isin(FIFTEEN_FIRMS)]
        firms, all_firms = (part.groupby("firm")["counted"].any().mean() for part in (some, trials))
        assert firms == pytest.approx(all_firms, abs=1 / 15)
        assert some["counted"].mean() == pytest.approx(trials["counted"].mean(), abs=0.015)
    assert len(some) <= 350
    assert some["firm"].nunique() == 15


def test_twelve_more_months_lift_the_bars_that_take_long(worlds):
    for bar in BARS[1:]:
        early = over(worlds, "trials", bar, CLOCKS[1], "everybody")
        late = over(worlds, "trials", bar, CLOCKS[2], "everybody")
        assert (late > early).all()


def test_trials_a_firm_follow_the_negative_binomial_distribution():
    population = draw_population(3, firms=20_000)
    trials = np.bincount(population.firm, minlength=20_000)
    theory = stats.nbinom(2.2, 2.2 / (2.2 + 22))
    assert trials.mean() == pytest.approx(theory.mean(), rel=0.02)
    assert trials.std() == pytest.approx(theory.std(), rel=0.02)
    assert (trials == 0).mean() == pytest.approx(theory.pmf(0), abs=0.002)


def test_firms_that_use_ai_follow_from_the_share_of_trials_in_use(worlds):
    """A thinned negative binomial is one with a smaller mean: nothing of ours but that mean."""
    for world in worlds:
        mean = 22 * world["trials", "used", "today", "everybody"]
        some = 1 - stats.nbinom(2.2, 2.2 / (2.2 + mean)).pmf(0)
        has_a_trial = 1 - stats.nbinom(2.2, 2.2 / (2.2 + 22)).pmf(0)
        assert world["firms", "used", "today", "everybody"] == pytest.approx(
            some / has_a_trial, abs=0.03
        )


def test_trials_that_reach_production_follow_from_the_gates_chances():
    """Two gates of gamma delays after the first, within 24 months: by simulation with scipy."""
    rng = np.random.default_rng(0)
    delay = sum(stats.gamma(2, scale=mean / 2).rvs(200_000, random_state=rng) for mean in (3, 2, 6))
    world = shares(2, firms=5_000)
    theory = 0.25 * 0.85 * 0.58 * (delay <= 24).mean()
    assert world["trials", "in production", CLOCKS[2], "everybody"] == pytest.approx(
        theory, abs=0.008
    )


def test_discovery_a_headline_runs_from_single_digits_to_nine_in_ten(worlds):
    used_shares = over(worlds, "firms", "used", "today", "everybody")
    scaled_shares = over(worlds, "firms", "at all sites", "today", "everybody")
    assert ((used_shares > 0.84) & (used_shares < 0.94)).all()
    assert ((scaled_shares > 0.03) & (scaled_shares < 0.08)).all()


def test_discovery_the_bar_moves_a_headline_most_and_then_the_unit():
    names = ["unit", "bar", "clock", "respondents"]
    spans = {name: [] for name in names}
    for seed in SEEDS:
        frame = headlines(seed)
        for name in names:
            rest = [other for other in names if other != name]
            range_ = frame.groupby(rest)["share"].agg(lambda values: values.max() - values.min())
            spans[name].append(range_.mean())
    bar, unit, clock, respondents = (np.array(spans[n]) for n in ("bar", "unit", *names[2:]))
    assert (bar > unit + 0.1).all()
    assert (unit > clock + 0.2).all()
    assert (unit > respondents + 0.2).all()


def test_what_the_lesson_quotes_of_one_screen_holds_in_every_world(worlds):
    def firms(bar, clock=CLOCKS[0], respondents="everybody"):
        return over(worlds, "firms", bar, clock, respondents)

    live = firms("in production")
    bar = firms("used") - firms("at all sites")
    unit = live - over(worlds, "trials", "in production", CLOCKS[0], "everybody")
    executives = firms("in production", respondents=RESPONDENTS[1]) - live
    clock = live - firms("in production", CLOCKS[2])
    assert (bar > unit + 0.1).all()
    assert (unit > np.maximum(executives, clock) + 0.2).all()
    assert np.median(firms("adopted")) == pytest.approx(0.41, abs=0.03)
    # Gains take long to be measured; no other bar below the last is so low a year after launch.
    assert (firms("money measured", CLOCKS[1]) < 0.08).all()
    assert (firms("money measured", CLOCKS[2]) > 0.08).mean() > 0.9
    assert (firms("adopted", respondents=RESPONDENTS[1]) > 0.7).all()


def test_discovery_unit_alone_can_turn_one_half_into_one_eighth(worlds):
    projects = over(worlds, "projects", "in production", CLOCKS[2], "everybody")
    trials = over(worlds, "trials", "in production", CLOCKS[2], "everybody")
    assert projects.mean() == pytest.approx(0.48, abs=0.01)
    assert trials.mean() == pytest.approx(0.12, abs=0.005)
    assert (projects / trials) == pytest.approx(4, rel=0.1)


def test_of_trials_of_the_last_two_years_half_as_many_are_in_production():
    means = []
    for seed in SEEDS:
        world = draw_population(seed)
        is_counted = mark_trials(world, "in production")["counted"]
        means.append(is_counted[world.age <= 24].mean())
    assert means == pytest.approx([0.06] * len(means), abs=0.005)


def test_discovery_with_few_trials_use_by_firms_halves():
    few = [shares(seed, trials_a_firm=3) for seed in range(5)]
    assert over(few, "firms", "used", "today", "everybody").mean() == pytest.approx(0.44, abs=0.03)


def test_executives_of_busy_firms_and_a_vendors_customers_report_more(worlds):
    everybody = over(worlds, "firms", "in production", "today", "everybody")
    assert (over(worlds, "firms", "in production", "today", RESPONDENTS[1]) > everybody + 0.2).all()
    assert (over(worlds, "firms", "in production", "today", RESPONDENTS[2]) == 1).all()
