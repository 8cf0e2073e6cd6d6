"""What checkpoints say of a lesson's model holds in other draws of luck."""

import numpy as np
import pytest

from course.simulate.case_and_pitfalls.diagnosis import code_cases
from course.simulate.case_and_pitfalls.purgatory import run_programme
from course.simulate.culture_and_skills.tasks import TASKS, run_plan
from course.simulate.data_at_scale import REPAIRS, simulate_stores
from course.simulate.future.automl import search_models
from course.simulate.future.fleet import roll_out
from course.simulate.governance.explanation import explain
from course.simulate.governance.thresholds import draw_ratios, rates
from course.simulate.infrastructure.canary import Gate, run_canary, z_at_looks
from course.simulate.infrastructure.load import Service, p99
from course.simulate.measuring_success.goodhart import draw_teams, respond
from course.simulate.measuring_success.vanity import keep_by_metric
from course.simulate.mlops.pipeline import gate_worth
from course.simulate.people_and_change.adoption import follow_plan, weekly_worth
from course.simulate.people_and_change.alarms import count_alarms
from course.simulate.platforms import Assumptions, serve_requests
from course.simulate.scaling_gap.definitions import headlines
from course.simulate.scaling_gap.funnel import run_funnel

SEEDS = range(3)


@pytest.mark.parametrize("seed", SEEDS)
def test_scaling_gap_respondents(seed):
    rows = headlines(seed).query("unit == 'firms' and bar == 'adopted' and clock == 'today'")
    share = rows.set_index("respondents")["share"]
    assert share["executives of busy firms"] > share["a vendor's customers"] + 0.1


def test_scaling_gap_gate():
    today, owner, adoption = (
        run_funnel(points) for points in ({}, {"owner": 40}, {"adoption": 40})
    )
    assert adoption.live > owner.live
    assert owner.pilots > adoption.pilots == today.pilots


@pytest.mark.parametrize("seed", [None, 1])
def test_data_at_scale_repairs(seed):
    def cost(*repairs):
        return simulate_stores(500, None, repairs, seed).cost

    def german(*repairs):
        money = simulate_stores(90, None, repairs, seed).money.set_index("country")
        return money.loc["DE", ["lost", "surplus"]].sum()

    files = [name for name in REPAIRS if name != "count"]
    assert german("codes") < german() < german("money")
    assert cost("count") > cost()
    assert cost(*files, "count") < cost(*files)
    assert cost("amounts") - cost("amounts", "dates") > cost() - cost("dates")


def best_share(worse, seed):
    shares = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
    return min(
        shares, key=lambda share: run_canary(Gate(share=share), worse=worse, seed=seed).harm.mean()
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_infrastructure_best_share(seed):
    assert best_share(0.01, seed) > best_share(0.02, seed)
    # With ten times the traffic, a share far below the best one stops nearly all bad versions.
    looks = Gate().looks
    few, many = (
        (z_at_looks(0.01, 0.02, decisions, seed)[:, :looks] > 3).any(axis=1).mean()
        for decisions in (4_000, 40_000)
    )
    assert few < 0.8
    assert many > 0.99


def test_infrastructure_way_out():
    evening = 40
    fifth, faster = Service(servers=5), Service(mean=75)
    assert fifth.utilisation(evening) == pytest.approx(faster.utilisation(evening), abs=0.02)
    assert p99(faster, evening) < 0.9 * p99(fifth, evening)


def test_people_and_change_half_real():
    vendors, strict = count_alarms(caught=85), count_alarms(caught=22)
    assert strict.real == pytest.approx(0.5, abs=0.01)
    assert strict.net < vendors.net
    assert strict.found < 10 / 4


@pytest.mark.parametrize("seed", SEEDS)
def test_people_and_change_check_added(seed):
    plan = ("right to override", "workflow", "training")
    before, after = (follow_plan(each, seed=seed).final for each in (plan, (*plan, "second check")))
    assert after <= before
    assert weekly_worth(after, (*plan, "second check")) > 1.3 * weekly_worth(before, plan)


@pytest.mark.parametrize("seed", SEEDS)
def test_platforms_seat_and_busy(seed):
    def middle(load=90, redone=0.25):
        outcome = serve_requests(4, 20, load, seed=seed, assumptions=Assumptions(redone=redone))
        weeks, waste = (np.median(each, axis=1) for each in (outcome.weeks, outcome.wasted))
        return weeks[0] - weeks[1], waste[0] - waste[1]

    (weeks, waste), (seated_weeks, seated_waste) = middle(), middle(redone=0)
    assert 1 - seated_weeks / weeks > 0.6 > 1 - seated_waste / waste
    assert weeks > 2 * middle(load=60)[0]


def test_mlops_rival():
    alone, canary, freshness = (
        gate_worth({"replay", *more}, 365)["replay"] for more in ((), ("canary",), ("freshness",))
    )
    assert alone > canary > freshness
    assert gate_worth({"replay", "canary", "freshness"}, 365)["replay"] < 0


@pytest.mark.parametrize("seed", SEEDS)
def test_governance_luck_and_explains(seed):
    hired_rates = rates(0.6, 0.7).hired
    assert 60 * (draw_ratios(hired_rates, hired_rates, 1_000, seed) < 0.8).mean() <= 1
    before, after = explain(weight=0.4, seed=seed), explain(weight=0.8, seed=seed)
    assert after.agreement < before.agreement
    assert after.twins > 1.5 * before.twins


def test_governance_dearest():
    cuts = np.arange(0.3, 0.71, 0.01)

    def best(measure):
        pairs = [(rates(0.6, one), rates(0.4, other)) for one in cuts for other in cuts]
        equal = [
            a.net + b.net for a, b in pairs if abs(getattr(a, measure) - getattr(b, measure)) < 0.01
        ]
        return max(equal)

    assert best("hired") < best("true_positive") < best("precision")


@pytest.mark.parametrize("seed", SEEDS)
def test_culture_and_skills_talks(seed):
    pooled_run, talks_run = (
        run_plan(use=use, seed=seed) for use in ("posts, pooled", "more talks")
    )
    today = run_plan(dict.fromkeys(TASKS, "leave"))
    assert talks_run.money_in.mean() == pytest.approx(pooled_run.money_in.mean(), rel=0.1)
    assert talks_run.enjoyable > today.enjoyable > pooled_run.enjoyable


@pytest.mark.parametrize("seed", SEEDS)
def test_measuring_success_audited_and_zero(seed):
    small, large = (respond(draw_teams(seed), reward, audit=0.3) for reward in (0.75, 1.5))
    assert large.value.mean() > 1.2 * small.value.mean()
    assert large.proxy.mean() > 1.2 * small.proxy.mean()
    outcome = keep_by_metric(0, seed=seed)
    assert outcome.by_metric["accounts"].mean() > 0 > outcome.lots.mean()


@pytest.mark.parametrize("seed", SEEDS)
def test_case_and_pitfalls_launches_and_cards(seed):
    def live(launches, **options):
        return run_programme(launches, seed=seed, **options).live.mean()

    assert live(40, limit=8) == pytest.approx(live(20, limit=8), rel=0.1)
    review = "after 4 person-months"
    assert live(40, review=review) < live(20, review=review) / 2
    alone, together = (code_cases(3, together=each, seed=seed) for each in (False, True))
    assert together.agree.mean() > alone.agree.mean() + 4
    right = [result.both_right.sum() / result.agree.sum() for result in (alone, together)]
    assert right[0] > right[1] + 0.05


def test_future_luck():
    few, many = ([search_models(count, seed=seed) for seed in range(8)] for count in (20, 500))
    values = [np.mean([search.winner for search in team]) for team in (few, many)]
    promises = [np.mean([search.promised for search in team]) for team in (few, many)]
    assert values[1] > 1.3 * values[0]
    assert values[1] / promises[1] == pytest.approx(values[0] / promises[0], abs=0.03)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", ["gateway", "handheld"])
def test_future_waiting(kind, seed):
    day, four_days = (roll_out(wait=wait, seed=seed).broken[kind].mean() for wait in (1, 4))
    assert four_days == pytest.approx(day, rel=0.05)
