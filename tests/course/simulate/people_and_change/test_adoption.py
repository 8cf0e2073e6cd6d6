"""Five levers, sixty crews, and trust."""

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest

from course import world
from course.data.adoption import share_adopted
from course.simulate.people_and_change.adoption import (
    COSTS,
    LEVERS,
    USUAL,
    Assumptions,
    follow_plan,
    weekly_worth,
)
from course.simulate.people_and_change.alarms import count_alarms

CAMPAIGN, TRAINING, WORKFLOW, OVERRIDE, CHECK = LEVERS
SEEDS = range(12)


def finals(plan, assumptions=USUAL, seeds=SEEDS):
    """The middle company after 26 weeks, for each seed."""
    return np.array([follow_plan(plan, assumptions, seed).final for seed in seeds])


def companies(plan):
    """Use in every company of every seed, week by week."""
    return np.concatenate([follow_plan(plan, seed=seed).use for seed in SEEDS])


# Fact 5.11: with p = 0.03 and q = 0.38 a year; ten steps here make one of those years.
@pytest.mark.parametrize(("year", "share"), [(3, 0.15), (5, 0.33), (6.6, 0.50), (11.8, 0.90)])
def test_without_trust_it_is_the_bass_curve_of_the_fact_pack(year, share):
    bass = Assumptions(innovation=0.003, imitation=0.038, reach=1, trusting=False, crews=1_000)
    use = follow_plan((), bass, weeks=round(10 * year)).use[:, -1].mean()
    assert use == pytest.approx(share, abs=0.015)
    assert use == pytest.approx(share_adopted(0.03, 0.38, year), abs=0.015)


@pytest.mark.parametrize(("crews", "points"), [(1_000, 0.2), (60, 2)])
def test_without_trust_it_is_the_weekly_recursion_of_bass(crews, points):
    share = 0.0
    for _ in range(26):
        share += (0.5 - share) * (1 - np.exp(-0.02 - 0.2 * share / 0.5))
    bass = replace(USUAL, trusting=False, crews=crews)
    runs = [follow_plan((), bass, seed).use[:, -1] for seed in range(5)]
    assert 100 * np.mean(runs) == pytest.approx(100 * share, abs=points)


def test_a_plan_costs_the_sum_of_its_levers():
    assert follow_plan([TRAINING, CAMPAIGN]).cost == COSTS[TRAINING] + COSTS[CAMPAIGN] == 115
    assert follow_plan(LEVERS).cost == 280


def test_a_lever_changes_nothing_before_it_is_done():
    without_plan, with_training = follow_plan(), follow_plan([CAMPAIGN, TRAINING])
    assert (without_plan.use[:, :2] == with_training.use[:, :2]).all()
    assert (with_training.use[:, 2] >= without_plan.use[:, 2]).all()
    assert with_training.use[:, 4].mean() > without_plan.use[:, 4].mean() + 0.05


def test_discovery_training_and_a_campaign_end_below_their_peak():
    use = companies([TRAINING, CAMPAIGN])
    middle = np.median(use, axis=0)
    assert 4 <= middle.argmax() <= 7
    assert middle.max() == pytest.approx(0.20, abs=0.02)
    assert middle[-1] == pytest.approx(0.12, abs=0.02)
    assert np.mean(use.max(axis=1) > use[:, -1]) > 0.9


def test_discovery_order_alone_moves_the_end_by_more_than_20_points():
    early = finals([TRAINING, CAMPAIGN, WORKFLOW, CHECK, OVERRIDE], seeds=range(6))
    late = finals([OVERRIDE, WORKFLOW, TRAINING, CAMPAIGN, CHECK], seeds=range(6))
    assert (late - early).min() > 0.2


def test_discovery_order_hardly_matters_where_nobody_loses_trust():
    bass = replace(USUAL, trusting=False)
    early = finals([TRAINING, CAMPAIGN, WORKFLOW, CHECK, OVERRIDE], bass, range(4))
    late = finals([OVERRIDE, WORKFLOW, TRAINING, CAMPAIGN, CHECK], bass, range(4))
    assert np.abs(late - early).max() < 0.04


def test_discovery_training_last_beats_training_first():
    use = [
        companies(plan)[:, -1]
        for plan in (
            [OVERRIDE, WORKFLOW, TRAINING],
            [TRAINING, WORKFLOW, OVERRIDE],
        )
    ]
    assert np.mean(use[0] - use[1]) == pytest.approx(0.17, abs=0.04)
    assert np.mean(use[0] > use[1]) > 0.95


def test_discovery_override_beats_the_campaign_only_while_alarms_are_false():
    assert (finals([OVERRIDE]) - finals([CAMPAIGN])).mean() > 0.05
    assert (finals([CHECK, OVERRIDE]) - finals([CHECK, CAMPAIGN])).mean() < 0.02


def test_discovery_without_credit_for_overrides_the_override_buys_nothing():
    worthless = replace(USUAL, credit=0)
    assert (finals([OVERRIDE], worthless) == finals([], worthless)).all()


def test_discovery_doubting_how_fast_trust_is_lost_leaves_the_order():
    for changes in ({"quits": 0.06}, {"quits": 0.18}, {"start": 0.8}, {"enough": 0.2}):
        assumptions = replace(USUAL, **changes)
        late = finals([OVERRIDE, WORKFLOW, TRAINING], assumptions, range(4))
        early = finals([TRAINING, WORKFLOW, OVERRIDE], assumptions, range(4))
        assert (late - early).mean() > 0.04, changes


def test_the_same_seed_shows_the_same():
    assert (follow_plan(LEVERS, seed=3).use == follow_plan(LEVERS, seed=3).use).all()


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        (["bonus"], "lever is 'bonus'; expected one of campaign"),
        ([TRAINING, TRAINING], "expected each lever at most once"),
    ],
)
def test_impossible_plans_are_refused_in_words(plan, message):
    with pytest.raises(ValueError, match=message):
        follow_plan(plan)


def test_discovery_training_alone_ends_where_doing_nothing_ends():
    assert finals([TRAINING]).mean() == pytest.approx(finals([]).mean(), abs=0.01)
    assert finals([TRAINING, CAMPAIGN]).mean() < 0.13


def test_discovery_the_gain_of_late_training_is_one_of_time():
    def gain(weeks):
        late, early = (
            np.mean([follow_plan(plan, seed=seed, weeks=weeks).final for seed in range(4)])
            for plan in ([OVERRIDE, WORKFLOW, TRAINING], [TRAINING, WORKFLOW, OVERRIDE])
        )
        return late - early

    assert gain(26) > 0.14
    assert gain(52) == pytest.approx(0.02, abs=0.015)
    assert abs(gain(104)) < 0.01


@pytest.mark.parametrize(
    ("credit", "override_leads"), [(0, False), (0.08, False), (0.11, True), (0.18, True)]
)
def test_discovery_the_worth_of_an_override_decides_between_it_and_the_check(
    credit, override_leads
):
    assumptions = replace(USUAL, credit=credit)
    override = finals([OVERRIDE, WORKFLOW, TRAINING], assumptions, range(4)).mean()
    check = finals([CHECK, WORKFLOW, TRAINING], assumptions, range(4)).mean()
    assert check == pytest.approx(0.39, abs=0.02)
    assert (override > check) == override_leads


@pytest.mark.parametrize("credit", [0, 0.1, 0.25])
@pytest.mark.parametrize("answer", [OVERRIDE, CHECK])
def test_discovery_training_last_is_never_behind_training_first(credit, answer):
    assumptions = replace(USUAL, credit=credit)
    late = finals([answer, WORKFLOW, TRAINING], assumptions, range(4)).mean()
    early = finals([TRAINING, WORKFLOW, answer], assumptions, range(4)).mean()
    assert late > early + 0.02


@pytest.mark.parametrize(
    ("changes", "helps"), [({}, False), ({"credit": 0.1}, True), ({"enough": 0.5}, True)]
)
def test_discovery_a_check_on_top_of_an_override_wins_crews_only_where_answers_count_less(
    changes, helps
):
    assumptions = replace(USUAL, **changes)
    without = finals([OVERRIDE, WORKFLOW, TRAINING], assumptions, range(4))
    on_top = finals([OVERRIDE, WORKFLOW, TRAINING, CHECK], assumptions, range(4))
    assert ((on_top - without).mean() > 0.01) == helps
    assert abs((on_top - without).mean()) > 0.01


def test_a_second_check_leaves_the_alarms_of_the_alarms_model():
    week = count_alarms(second="other evidence")
    assert USUAL.checked == pytest.approx((week.alarms / 60, week.real), abs=0.01)
    assert USUAL.alarms[0] == world.number("alerts_a_crew", "alarms a week")


def test_discovery_the_check_brings_more_money_though_fewer_crews_use_the_alerts():
    plan = [OVERRIDE, WORKFLOW, TRAINING]
    before, after = (finals(each).mean() for each in (plan, [*plan, CHECK]))
    assert after < before
    gain = weekly_worth(after, [*plan, CHECK]) - weekly_worth(before, plan)
    assert gain == pytest.approx(13_100, abs=500)
    assert COSTS[CHECK] * 1_000 / gain < 4  # weeks until the check is repaid


@pytest.mark.parametrize(("recall", "euros"), [(75, 28_700), (65, 29_300)])
def test_discovery_a_stricter_threshold_earns_more_than_half_of_what_the_check_does(recall, euros):
    week = count_alarms(caught=recall)
    stricter = replace(USUAL, alarms=(week.alarms / 60, week.real))
    use = finals([OVERRIDE, WORKFLOW, TRAINING], stricter, range(4)).mean()
    assert use * week.net == pytest.approx(euros, abs=400)


def euros(plan, weeks, assumptions=USUAL):
    """What the alarms of a plan bring a week, averaged over luck."""
    runs = [follow_plan(plan, assumptions, seed, weeks).final for seed in range(4)]
    return weekly_worth(np.mean(runs), plan)


def test_an_order_that_is_obeyed_earns_more_than_any_plan_with_the_same_alarms():
    plan = [OVERRIDE, WORKFLOW, TRAINING]
    assert euros(plan, 26) == pytest.approx(21_000, abs=500)
    assert euros([*plan, CHECK], 26) == pytest.approx(34_000, abs=500)
    assert euros(plan, 26) < euros(plan, 104) < weekly_worth(1) == pytest.approx(29_400)
    assert weekly_worth(1) < euros([*plan, CHECK], 26) < euros([*plan, CHECK], 52)
    assert euros([*plan, CHECK], 104) < weekly_worth(1, [CHECK]) == pytest.approx(49_900, abs=50)


@pytest.mark.parametrize(("weeks", "check_leads"), [(26, True), (52, False)])
def test_were_answers_worth_a_fifth_less_the_check_would_lead_for_half_a_year(weeks, check_leads):
    less = replace(USUAL, credit=0.2)
    override = euros([OVERRIDE, WORKFLOW, TRAINING], weeks, less)
    assert (euros([CHECK, WORKFLOW, TRAINING], weeks, less) > override) == check_leads
    assert euros([CHECK, WORKFLOW, TRAINING], weeks) < euros([OVERRIDE, WORKFLOW, TRAINING], weeks)


@pytest.mark.parametrize(("real", "fades"), [(0.1, True), (0.3, False), (0.4, False)])
def test_use_needs_no_answers_where_enough_alarms_are_real(real, fades):
    kinds = replace(USUAL, alarms=(2.6, real))
    half, two = (
        np.mean([follow_plan([WORKFLOW, TRAINING], kinds, seed, weeks).final for seed in range(4)])
        for weeks in (26, 104)
    )
    assert (two < half / 2) == fades
    assert fades or two > 0.48


def test_discovery_a_check_without_an_answer_fades():
    plan = [CHECK, WORKFLOW, TRAINING]
    year, two = (
        np.mean([follow_plan(plan, seed=seed, weeks=weeks).final for seed in range(4)])
        for weeks in (52, 104)
    )
    assert finals(plan, seeds=range(4)).mean() > year + 0.1 > two + 0.15


def test_discovery_without_an_answer_to_false_alarms_use_falls_away():
    plan = [WORKFLOW, TRAINING]
    year = np.mean([follow_plan(plan, seed=seed, weeks=52).final for seed in range(4)])
    assert finals(plan, seeds=range(4)).mean() == pytest.approx(0.22, abs=0.01)
    assert year == pytest.approx(0.075, abs=0.01)


def test_discovery_all_five_levers_are_best_and_worst_in_the_orders_that_the_presets_show():
    orders = list(permutations(LEVERS))
    use = [follow_plan(order).final for order in orders]
    best = follow_plan([CAMPAIGN, OVERRIDE, WORKFLOW, TRAINING, CHECK]).final
    worst = follow_plan([TRAINING, CAMPAIGN, WORKFLOW, CHECK, OVERRIDE]).final
    assert max(use) == best
    assert worst < min(use) + 0.02


def test_challenge_55_percent_at_the_lower_end_for_200_thousand_needs_late_training():
    def low(*plan):
        assert follow_plan(plan).cost <= 200
        return np.mean([np.quantile(follow_plan(plan, seed=s).use[:, -1], 0.05) for s in SEEDS])

    assert low(OVERRIDE, WORKFLOW, TRAINING) > 0.55
    assert low(TRAINING, WORKFLOW, OVERRIDE) < low(OVERRIDE, TRAINING, WORKFLOW) < 0.52
    assert low(CHECK, WORKFLOW, TRAINING) < 0.5


def test_challenge_33_thousand_euros_a_week_needs_the_check_after_the_rest():
    affordable = [
        plan
        for size in range(len(LEVERS) + 1)
        for plan in permutations(LEVERS, size)
        if sum(COSTS[lever] for lever in plan) <= 230
    ]
    enough = [plan for plan in affordable if weekly_worth(follow_plan(plan).final, plan) >= 33_000]
    assert sorted(enough) == [
        (OVERRIDE, WORKFLOW, TRAINING, CHECK),
        (WORKFLOW, OVERRIDE, TRAINING, CHECK),
    ]
