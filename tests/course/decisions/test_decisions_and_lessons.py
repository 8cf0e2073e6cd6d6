"""What a decision feeds into the two years, and what it shows, is what its lesson's model gives."""

import numpy as np
import pytest
from scipy.stats import binom

from course import load, truth, world
from course.board import boards, decisions
from course.board.decision_checks import EFFECTS
from course.data.portfolio import RESOURCES
from course.simulate import mlops, platforms, prioritization
from course.simulate.mlops.pipeline import invented_world
from course.simulate.people_and_change import COSTS, follow_plan, weekly_worth

CHECK, OVERRIDE, WORKFLOW, TRAINING = "second check", "right to override", "workflow", "training"
PLANS = {  # of each option of lesson 4, and the weeks in which only two crews try
    "order": ((TRAINING, WORKFLOW), 0),
    "check": ((CHECK, WORKFLOW, TRAINING), 0),
    "override": ((OVERRIDE, WORKFLOW, TRAINING), 0),
    "promise": ((OVERRIDE, WORKFLOW, TRAINING), 6),
}
WEEKS = 104


def followed(plan, wait=0):
    """Return mean use and trust at each month's end, over 50 companies and four draws of luck."""
    runs = [follow_plan(plan, seed=seed, weeks=WEEKS) for seed in range(4)]
    both = ([run.use.mean(axis=0) for run in runs], [run.trust.mean(axis=0) for run in runs])
    weeks, ends = np.arange(WEEKS + 1), np.linspace(0, WEEKS, 25)
    return [np.interp(ends - wait, weeks, np.mean(path, axis=0)) for path in both]


def pace(use, trust):
    """Return the share of the way from use to trust that fits the first year best."""
    shares = np.linspace(0, 0.6, 601)
    at, error = np.zeros_like(shares), np.zeros_like(shares)
    for month in range(1, 13):
        at += shares * (trust[month] - at)
        error += (at - use[month]) ** 2
    return shares[error.argmin()]


@pytest.mark.parametrize("option", PLANS)
def test_lesson_4_gives_its_decision_trust_pace_and_cost(option):
    plan, wait = PLANS[option]
    use, trust = followed(plan, wait)
    effects = feeds("people_and_change", option)
    today = decisions.effects("people_and_change", None)
    _, ends = followed((TRAINING,))
    way = (1 - trust[-1]) / (1 - ends[-1])
    assert effects["trust"] == pytest.approx(1 - (1 - today["trust"]) * way, abs=0.02)
    is_followed = use[-1] > 0.9 * trust[-1]
    assert is_followed or use[-1] < 0.5 * trust[-1]
    assert effects["trust_pace"] == pytest.approx(
        pace(use, trust) if is_followed else today["trust_pace"], abs=0.01
    )
    cost = sum(COSTS[lever] for lever in plan) - (COSTS[TRAINING] if option == "order" else 0)
    assert effects["cost"] == pytest.approx(cost / 24, abs=0.1)


# The other lessons ---------------------------------------------------------------------------

DERIVED = {  # every effect that a decision feeds has its test in this file
    "scaling_gap": {"launches"},
    "people_and_change": {"trust", "trust_pace", "cost"},
    "platforms": {"work"},
    "prioritization": {"worth", "pause"},
    "mlops": {"incidents", "incident_harm", "cost"},
    "case_and_pitfalls": {"stopped_sound", "stopped_unsound", "review_after", "limit", "worth"},
}


def feeds(module, option, **numbers):
    return decisions.effects(module, {"option": option, "numbers": numbers})


def test_no_decision_feeds_an_effect_that_no_lesson_gives():
    effects = {module: set(decisions.effects(module, None)) for module in boards.deciding()}
    assert {module: names for module, names in effects.items() if names} == DERIVED
    assert all(decisions.decision(module)["outside"] for module in effects)


def test_the_launches_of_lesson_1_are_the_number_itself():
    assert decisions.effects("scaling_gap", None)["launches"] == world.number(
        "launches_a_year", "pilots a year"
    )
    for option in decisions.decision("scaling_gap")["option"]:
        assert feeds("scaling_gap", option["key"], target=5, begin=13) == {"launches": 13}


def test_lesson_5_gives_the_work_of_a_request():
    """Meridian's four units share a fifth of their requests."""
    weeks = {"centre": [], "lent": [], "units": []}
    nothing_again = platforms.Assumptions(redone=0)
    for seed in range(8):
        company = {"units": 4, "alike": 20, "load": 90, "seed": seed}
        usual_run = platforms.serve_requests(**company)
        lent_run = platforms.serve_requests(**company, assumptions=nothing_again)
        for option, work in zip(
            weeks, (usual_run.work[0], lent_run.work[0], usual_run.work[1]), strict=True
        ):
            weeks[option].append(work.mean())
    today = np.mean(weeks["units"])
    for option, work in weeks.items():
        factor = feeds("platforms", option)["work"]
        assert factor == pytest.approx(np.mean(work) / today, abs=0.02), option
    assert feeds("platforms", "rights") == decisions.effects("platforms", None)


@pytest.fixture(scope="module")
def register():
    """The candidates of lesson 6 by mean value, what they deliver, foundations and limits."""
    pilots = load("portfolio").set_index("pilot_id")
    candidates = pilots[pilots["stage"] != "in production"]
    delivered_value = truth("portfolio").set_index("pilot_id")["delivered_value"]
    foundations = load("portfolio", table="foundations").set_index("foundation_id")
    months = world.number("person_months_of_a_role", "person-months")
    budget = 1000 * world.number("budget", "million EUR")
    limits = dict(zip(RESOURCES, [budget, months, months, months], strict=True))
    value = candidates[["value_low", "value_likely", "value_high"]].mean(axis=1)
    return candidates.assign(value=value), delivered_value, foundations, limits


def chosen_by(register):
    """Return the pilots that each rule of lesson 6 chooses."""
    candidates, _, foundations, limits = register
    best = prioritization.best_portfolio(candidates, foundations, limits).pilots
    close = [
        prioritization.best_portfolio(candidates, foundations, limits, **force).pilots
        for force in ({"keep": ["P12", "F4"]}, {"keep": ["P12"], "leave": ["F4"]})
    ]
    share = {name: limit / 4 for name, limit in limits.items()}
    each = [
        prioritization.best_portfolio(business, foundations, share).pilots
        for _, business in candidates.groupby("business")
    ]
    return {
        "set": list(best),
        "list": list(prioritization.greedy_portfolio(candidates, foundations, limits).pilots),
        "few": [pilot for pilot in best if all(pilot in other for other in close)],
        "businesses": sorted(pilot for pilots in each for pilot in pilots),
    }


def test_lesson_6_gives_the_pilots_that_a_rule_funds_and_what_they_are_worth(register):
    candidates, delivered_value, _, _ = register
    options = {each["key"]: each for each in decisions.decision("prioritization")["option"]}
    mean = delivered_value[candidates.index].mean()
    for option, pilots in chosen_by(register).items():
        assert options[option]["funds"] == pilots, option
        worth = feeds("prioritization", option)["worth"]
        assert worth == pytest.approx(delivered_value[pilots].mean() / mean, abs=0.01), option
        in_words = "nothing else for a year" in options[option]["text"]
        assert feeds("prioritization", option)["pause"] == (12 if in_words else 0)
    assert decisions.effects("prioritization", None) == {"worth": 1, "pause": 0}


def test_lesson_6_says_of_each_rule_what_its_pilots_deliver_less_all_costs(register):
    candidates, delivered_value, foundations, limits = register
    options = {each["key"]: each for each in decisions.decision("prioritization")["option"]}
    for option, pilots in chosen_by(register).items():
        # Where businesses choose for themselves, each pays for its own foundations.
        payer = candidates.loc[pilots, "business"]
        if "own_foundations" not in options[option]:
            payer = payer.replace(dict.fromkeys(payer.unique(), "the group"))
        cost, built_foundations = candidates.loc[pilots, "cost"].sum(), []
        for _, needs in candidates.loc[pilots, "needs"].groupby(payer):
            built_foundations += sorted(set(" ".join(needs).split()))
        cost += foundations.loc[built_foundations, "cost"].sum()
        text = options[option]["shows"]
        assert f"deliver €{(delivered_value[pilots].sum() - cost) / 1000:.1f} million" in text, (
            option
        )
        phrase = f"€{(limits['cost'] - cost) / 1000:.1f} million of the budget stays unspent"
        assert (phrase in text) == (option == "few")
        assert (len(set(built_foundations)) < len(built_foundations)) == (
            "pay for the same foundation" in text
        )


GATES = {
    "all": [("backtest", "canary", "freshness")],
    "tiers": [tuple(mlops.GATES), ("backtest", "canary", "freshness"), ("freshness",)],
    "back": [("freshness",)],
    "owners": [("outcome",)],
}


def faults(tiers, label_days=365):
    """Return how many faults go out, what they cost and what the gates cost, thousand EUR a year.

    A third of the models is in each tier where there are three.
    """
    rate = invented_world().rate
    rows = []
    for gates in tiers:
        fault_table = mlops.follow_faults(gates, label_days)
        price = sum(mlops.GATES[gate] for gate in gates)
        rows.append(((rate * fault_table["passing"]).sum(), fault_table["loss"].sum(), price))
    return np.mean(rows, axis=0)


@pytest.mark.parametrize("option", GATES)
def test_lesson_8_gives_incidents_their_harm_and_the_price_of_gates(option):
    passing, loss, price = faults(GATES[option])
    all_passing, all_loss, _ = faults([()])
    effects = feeds("mlops", option, early=0, forms=30)
    assert effects["incidents"] == pytest.approx(passing / all_passing, abs=0.005)
    harm = (loss / passing) / (all_loss / all_passing)
    assert effects["incident_harm"] == pytest.approx(harm, abs=0.005)
    assert effects["cost"] == pytest.approx(price / 12, abs=0.05)


def test_lesson_8_gives_what_an_early_sign_is_worth_where_somebody_looks():
    _, loss, _ = faults(GATES["owners"], label_days=30)
    _, all_loss, _ = faults([()])
    signs = feeds("mlops", "owners", early=100, forms=30)
    assert signs["incident_harm"] == pytest.approx(loss / all_loss, abs=0.005)
    for option in set(GATES) - {"owners"}:
        assert feeds("mlops", option, early=100) == feeds("mlops", option, early=0)


@pytest.mark.parametrize(("after", "fact"), [(4, "misjudged_after_4"), (2, "misjudged_after_2")])
def test_lesson_12_gives_what_a_review_is_worth(after, fact):
    right = 1 - world.number(fact, "% of reviews") / 100
    effects = feeds("case_and_pitfalls", "review", open=8, review_after=after)
    assert effects["stopped_unsound"] == pytest.approx(right)
    assert effects["stopped_sound"] == pytest.approx(1 - right)
    assert (effects["review_after"], effects["limit"]) == (after, 8)


def test_lesson_12_gives_what_a_written_rule_stops_and_keeps(register):
    candidates, delivered_value, _, _ = register
    still_open = candidates[candidates["stage"] != "pilot ended"]
    kept_pilots = still_open[still_open["value_likely"] >= 2 * still_open["cost"]].index
    effects = feeds("case_and_pitfalls", "rule", open=8)
    stopped_share = 1 - len(kept_pilots) / len(still_open)
    assert effects["stopped_sound"] == pytest.approx(stopped_share, abs=0.001)
    assert effects["stopped_unsound"] == pytest.approx(stopped_share, abs=0.001)
    rule = decisions.chosen("case_and_pitfalls", {"option": "rule"})
    assert rule["stops"] == [pilot for pilot in still_open.index if pilot not in kept_pilots]
    worth = delivered_value[kept_pilots].mean() / delivered_value[still_open.index].mean()
    assert effects["worth"] == pytest.approx(worth, abs=0.01)


def test_where_nobody_reviews_nothing_is_stopped_and_only_the_limit_holds():
    today = decisions.effects("case_and_pitfalls", None)
    assert today["limit"] == EFFECTS["limit"][2], "there is none today"
    for option in ("merge", "finish"):
        assert feeds("case_and_pitfalls", option, open=8) == {**today, "limit": 8}


def test_lesson_4_gives_the_use_that_its_stop_rule_counts_and_what_it_is_worth():
    def use(plan, weeks):
        runs = [follow_plan(plan, seed=seed, weeks=weeks).final for seed in range(4)]
        share = np.mean(runs)
        return f"{share:.0%}", f"€{round(weekly_worth(share, plan), -2):,.0f}"

    caveats = {
        "order": " That counts work orders which crews may ignore: obeyed from the first week, the "
        f"alarms would be worth €{weekly_worth(1):,.0f}.",
        "promise": " That counts the six weeks, and nothing for what a promise is worth.",
    }
    options = decisions.decision("people_and_change")["option"]
    texts = {option["key"]: option["shows"] for option in options}
    for option, text in texts.items():
        plan, wait = PLANS[option]
        (half, worth), (year, later) = (use(plan, weeks - wait) for weeks in (26, 52))
        assert text == (
            f"After half a year {half} of crews use the alerts ({worth} a week), "
            f"after a year {year} ({later}).{caveats.get(option, '')}"
        )
        used_percent = decisions.chosen("people_and_change", {"option": option})["used"]
        assert f"{used_percent}%" == half, option
    assert set(texts) == set(PLANS)


def test_lesson_1_says_how_often_luck_alone_brings_three_new_ones():
    launches = world.number("launches_a_year", "pilots a year")
    in_time = round(launches * (18 - 13) / 12)  # those that are 13 months old by month 18
    rate = world.count("pilots_live", "pilots") / world.count("pilots_launched", "pilots")
    luck = 1 - binom.cdf(2, world.count("pilots_open", "pilots") + in_time, rate)
    assert (in_time, round(1 / luck)) == (8, 7)
    hint = decisions.decision("scaling_gap")["hint"]
    assert "some eight new ones" in hint
    assert "five in all, in one company of seven" in hint


def test_hints_state_what_the_models_give(register):
    _, _, foundations, _ = register
    pilots = load("portfolio").set_index("pilot_id")
    funds = {each["key"]: each["funds"] for each in decisions.decision("prioritization")["option"]}
    cost = {
        option: foundations.loc[
            sorted(set(" ".join(pilots.loc[funded_pilots, "needs"]).split())), "cost"
        ]
        for option, funded_pilots in funds.items()
    }
    hint = decisions.decision("prioritization")["hint"]
    share = 100 * cost["set"].sum() / (1000 * world.number("budget", "million EUR"))
    assert f"best set's two foundations cost {cost['set'].sum() / 1000:.2f} million" in hint
    assert f"{share:.0f}% of the budget" in hint
    assert f"ranked list's three cost {cost['list'].sum() / 1000:.2f} million" in hint
    assert (len(cost["set"]), len(cost["list"])) == (2, 3)
    reopened_count = (pilots.loc[funds["few"], "stage"] == "pilot ended").sum()
    (few,) = (
        each for each in decisions.decision("prioritization")["option"] if each["key"] == "few"
    )
    assert (reopened_count, "three of them are reopened" in few["text"]) == (3, True)
    assert round(boards.play([{}]).live[boards.TARGET_MONTH].item()) == 5
    assert "it has five live in month 18" in decisions.decision("scaling_gap")["hint"]


def test_what_a_decision_changes_of_another_names_a_module_that_decides():
    changed_modules = {
        other
        for module in boards.deciding()
        for option in decisions.decision(module)["option"]
        for other in option.get("meanwhile", {})
    }
    assert changed_modules
    assert changed_modules <= set(boards.deciding())
