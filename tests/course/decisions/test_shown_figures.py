"""What an option shows of its own lesson's model is what that model gives.

Lessons 4 and 6 are with what they feed into the two years (``test_decisions_and_lessons.py``).
"""

import inspect
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.stats.contingency import relative_risk

from course import load, world
from course.board import boards, decisions, lesson_figures
from course.simulate.culture_and_skills import play
from course.simulate.data_at_scale import RULES, simulate_stores
from course.simulate.drift.retraining import DEFAULT_CASE, FAULT_LENGTH, simulate_retraining
from course.simulate.infrastructure.availability import run_month
from course.simulate.measuring_success import keep_by_metric, run_tests
from course.simulate.measuring_success.goodhart import draw_teams, respond
from course.simulate.measuring_success.vanity import KEPT


def shows(module):
    """Return what each option's lesson shows of it, by key."""
    return {
        option["key"]: option["shows"]
        for option in decisions.decision(module)["option"]
        if "shows" in option
    }


def test_lesson_2_gives_what_repairs_save():
    repairs = {
        "source": ("dates", "amounts", "columns"),
        "central": RULES,
        "count": ("count",),
        "hold": ("dates", "amounts"),
    }
    before = simulate_stores(500).cost
    for option, text in shows("data_at_scale").items():
        millions = (before - simulate_stores(500, None, repairs[option]).cost) / 1e6
        than = "less" if millions > 0 else "more"
        assert "500 stores" in text
        assert f"cost €{abs(millions):.1f} million a year {than} than if n" in text, option
    assert shows("data_at_scale")["count"].startswith("If all 500 stores count each week")


def test_lesson_3_gives_the_harm_of_outages_and_the_price():
    levers = {
        "freeze": {"repair": 25, "fallback": True},
        "operations": {"repair": 50},
        "morning": {"fallback": True},
        "vendor": {"repair": 75},
    }
    for option, text in shows("infrastructure").items():
        month = run_month(**levers[option])
        less = 1 - month.harm / run_month().harm
        assert text == (
            f"Outages do {less:.0%} less harm than they do today, for €{month.spent:,.0f} a month."
        )


def test_lesson_7_gives_what_each_way_of_watching_saves():
    def saved(policy, changes):
        case = replace(DEFAULT_CASE, every=3, **changes)
        untouched_cost = simulate_retraining("never", case).total_cost  # no luck in it
        costs = [simulate_retraining(policy, case, seed=seed).total_cost for seed in range(50)]
        return (untouched_cost - np.mean(costs)) / 1e6

    drift, fault = {}, {"fault": True, "concept_size": 0}
    cost = -saved("calendar", {"concept_size": 0})
    assert shows("drift")["alarm"] == (
        "Where the inputs are not the cause, as in the fall from 88%, watching them alone saves "
        "nothing. A broken feed that passes the alarm works again after a month and not after six, "
        f"which saves €{saved('repair', fault):.1f} million."
    )
    assert saved("repair", drift) == pytest.approx(0, abs=1e-6)
    assert shows("drift")["calendar"] == (
        f"In four years the lender saves €{saved('calendar', drift):.1f} million against an "
        f"untouched model, after paying for {1e6 * cost / DEFAULT_CASE.cost_per_retraining:.0f} "
        f"retrainings. Where nothing changes, these cost €{cost:.1f} million and save nothing. "
        "Broken feeds are left out."
    )
    assert saved("accuracy", drift) == pytest.approx(saved_by_looks(12), abs=0.1)
    assert FAULT_LENGTH == 6
    assert (DEFAULT_CASE.months, DEFAULT_CASE.fault) == (48, False)
    assert DEFAULT_CASE.cost_per_retraining == world.number("retraining", "EUR")


def test_lesson_7_gives_what_reviews_save_by_their_number():
    text = lesson_figures.shown("drift", {"option": "outcomes", "numbers": {"looks": 4}})
    once, monthly, ours = (saved_by_looks(looks) for looks in (1, 12, 4))
    assert text == (
        f"In four years the lender saves €{once} million against an untouched model with one "
        f"review a year, and €{monthly} million with twelve. With ours it saves €{ours} million, "
        "on average over when in the year the change comes. Early defaults and broken feeds are "
        "left out."
    )


def test_lesson_7_counts_the_applicants_whom_a_person_would_decide_on():
    rows = load("credit", per_month=1000).query("18 <= month <= 20")
    indebted_rows = rows[rows["debt_to_income"] > 0.4]
    right = (indebted_rows["predicted_default"] == indebted_rows["defaulted"]).mean()
    assert right == pytest.approx(0.5, abs=0.01)
    assert shows("drift")["person"].startswith(
        f"After the fall a person would have decided on {100 * len(indebted_rows) / len(rows):.0f} of "
        "100 applicants, those whose debt-to-income ratio is above 0.4. The model was right about "
        "half of them."
    )


MEASURES = {
    "recruiting": "equal evidence",
    "businesses": "invited, of all",
    "counsel": "invited, of all",
    "person": "good, of the invited",
}


@pytest.mark.parametrize("option", MEASURES)
def test_lesson_9_gives_the_true_ratios_by_each_measure(option):
    """The lesson's table, which test_hiring.py derives from the two models."""
    text = (Path(__file__).parents[3] / "modules/text/09_governance.md").read_text("utf-8")
    (row,) = re.findall(rf"^\| \*{MEASURES[option]}\*.*$", text, re.MULTILINE)
    unfair_ratio, fixed_ratio = row.split(" | ")[1:3]
    assert shows("governance")[option].startswith(
        f"By this measure the lesson's model with proxies has a true ratio of {unfair_ratio}, and the "
        f"one without has {fixed_ratio}."
    )


def test_lesson_9_gives_how_little_one_site_shows():
    assert "5 invited of 30 against 15 of 30 could still be" in shows("governance")["businesses"]
    assert relative_risk(5, 30, 15, 30).confidence_interval(0.95).high > 0.8


NOTICE = {
    0: "no notice leaves",
    1: "a year's notice leaves",
    3: "three years' leave",
    4: "four years' leave",
}


@pytest.mark.parametrize(
    ("option", "years"),
    [("open", (0, 1)), ("training", (0, 1)), ("notice", (1, 3)), ("both", (1, 4))],
)
def test_lesson_10_gives_who_is_cut_who_is_still_here_and_the_cost(option, years):
    trained_share = decisions.chosen("culture_and_skills", {"option": option})["trained"]
    short, long = (ends(trained_share, each) for each in years)
    longer = NOTICE[years[1]]
    assert shows("culture_and_skills")[option].endswith(
        f"If 8% leave each year and {'all' if trained_share == 1 else 'half'} are trained, "
        f"{NOTICE[years[0]]} {short['cut']} cut on average and {short['here']} of 1,000 still here "
        f"after five years, for {short['cost']}. {longer[0].upper()}{longer[1:]} {long['cut']} cut "
        f"and {long['here']} here, for {long['cost']}."
    )


def ends(trained_share, notice):
    """Return whom lesson 10's model cuts and keeps in five years, and its cost."""
    staff = play(trained=trained_share, notice=notice)
    people = {name: f"{getattr(staff, name)[:, -1].mean():.0f}" for name in ("cut", "here")}
    return {**people, "cost": f"€{staff.cost.mean():.1f} million"}


def test_lesson_11_gives_what_ten_use_cases_bring_by_each_number():
    outcome, harm = keep_by_metric(), keep_by_metric(mean_minutes=-2)
    product = np.argsort(-outcome.shown["active"] * outcome.shown["reported_minutes"])[:, :KEPT]
    euros = {
        "accounts": outcome.by_metric["accounts"],
        "use": np.take_along_axis(outcome.later, product, axis=1).sum(axis=1),
        "value": outcome.by_metric["measured_value"],
    }
    for option, each in euros.items():
        assert shows("measuring_success")[option].startswith(
            f"Ten use cases chosen so from 40 new ones bring €{millions(each)} in the 18 months "
            f"after the decision, and a random ten €{millions(outcome.lots)}."
        )
    assert (
        f"they lose €{millions(-harm.by_metric['accounts'])}, and a random ten "
        f"€{millions(-harm.lots)}."
    ) in shows("measuring_success")["accounts"]
    pairs = inspect.signature(keep_by_metric).parameters["pairs"].default
    use_cases = world.count("assistant_use_cases", "use cases")
    assert f"{pairs * use_cases} tasks a month" in shows("measuring_success")["value"]


def millions(euros):
    return f"{euros.mean() / 1e6:.2f} million"


def test_lesson_11_gives_how_often_a_change_that_does_nothing_comes_out_as_a_gain():
    once, daily = (run_tests(0.0, weeks=4, looks=looks).won.mean() for looks in ("once", "daily"))
    text = shows("measuring_success")["trial"]
    assert (
        f"do nothing, {once:.1%} still come out as a gain; with daily looks it would be {daily:.0%}."
        in text
    )


@pytest.mark.parametrize(("bonus", "audit"), [(0, 0), (1.5, 0), (1, 30)])
def test_lesson_11_gives_what_a_team_brings_under_a_bonus_and_audits(bonus, audit):
    for option in shows("measuring_success"):
        choice = {"option": option, "numbers": {"bonus": bonus, "audit": audit}}
        text = lesson_figures.shown("measuring_success", choice)
        assert text.endswith(
            f"With our bonus and audits a team brings €{team(bonus, audit)} a month "
            f"(without either: €{team(0, 0)})."
        )


def test_lesson_11s_hint_gives_what_a_bonus_and_audits_do():
    hint = decisions.decision("measuring_success")["hint"]
    assert hint.endswith(
        f"Without bonus or audits a team brings €{team(0, 0)} a month. A bonus of 0.5 alone makes "
        f"it €{team(0.5, 0)}, one of 1.5 €{team(1.5, 0)}. With 30% of cases audited, a bonus of 1.5 "
        f"makes it €{team(1.5, 30)}, and no bonus €{team(0, 30)}."
    )


def team(bonus, audit):
    """Return the euros, in hundreds, that a team of lesson 11 brings in a month."""
    return f"{round(1e4 * respond(draw_teams(), bonus, audit=audit / 100).value.mean(), -2):,.0f}"


def saved_by_looks(looks):
    """Return the millions that reviews of outcomes save lesson 7's lender, as the paper shows it."""
    choice = {"option": "outcomes", "numbers": {"looks": looks}}
    text = lesson_figures.shown("drift", choice)
    return float(re.search(r"With ours it saves €([\d.]+)", text)[1])


def test_fewer_looks_at_outcomes_save_the_lender_less():
    savings = [saved_by_looks(looks) for looks in range(1, 13)]
    assert savings[0] < savings[3] < savings[5] < savings[11]
    # Three looks save less than two: they come sooner, and too soon. No larger step down is luck.
    assert min(more - fewer for fewer, more in pairwise(savings)) > -1


def test_the_reviews_proposed_in_lesson_7_beat_a_blind_calendar():
    proposed_number = next(
        each for each in decisions.decision("drift")["number"] if each["key"] == "looks"
    )
    blind = float(re.search(r"€([\d.]+)", shows("drift")["calendar"])[1])
    assert saved_by_looks(proposed_number["default"]) > blind


def test_no_other_decision_shows_a_figure():
    derived_modules = {
        "data_at_scale",
        "infrastructure",
        "people_and_change",
        "prioritization",
        "drift",
        "governance",
        "culture_and_skills",
        "measuring_success",
    }
    assert {module for module in boards.deciding() if shows(module)} == derived_modules
