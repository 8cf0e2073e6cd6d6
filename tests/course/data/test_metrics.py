"""Candidate metrics with what happened, and experiments with what was planted in them."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from course.data import metrics
from course.data.metrics import programme as model

LEARNERS = [None, *(f"learner-{number}" for number in range(12))]


@pytest.fixture(scope="module")
def truths():
    """What each metric brought, for 100 learners: one row a learner."""
    rows = []
    for number in range(100):
        truth = metrics.truth(f"learner-{number}").set_index("metric")
        ends = {"at_best": truth["at_best"].iloc[0], "by_lots": truth["by_lots"].iloc[0]}
        rows.append(truth["brought"].to_dict() | ends)
    return pd.DataFrame(rows) / 1e6


def sums(variant, days=(1, 28)):
    """Users, orders and contacts of both arms over some days."""
    rows = metrics.load("experiments", variant)
    rows = rows[rows["day"].between(*days)]
    columns = ["users", "orders", "contacts"]
    return rows.pivot_table(index="test", columns="arm", values=columns, aggfunc="sum")


def change(table, column):
    """Relative change of a share, and its z."""
    control, treatment = table[column]["control"], table[column]["treatment"]
    n, m = table["users"]["control"], table["users"]["treatment"]
    pooled_share = (control + treatment) / (n + m)
    z = (treatment / m - control / n) / np.sqrt(pooled_share * (1 - pooled_share) * (1 / n + 1 / m))
    return treatment / m / (control / n) - 1, z


def test_value_finds_nearly_the_best_and_counts_beat_lots_without_finding_it(truths):
    mean = truths.mean()
    assert mean["measured_value"] > 0.88 * mean["at_best"]
    assert 0.4 * mean["at_best"] < mean["accounts"] < 0.7 * mean["at_best"]
    assert mean["by_lots"] < 0.2 * mean["at_best"]
    assert (truths["measured_value"] > truths["accounts"]).mean() > 0.9
    assert (truths["accounts"] > truths["by_lots"]).mean() > 0.85


def test_the_default_lies_near_what_learners_get_on_average(truths):
    default = metrics.truth().set_index("metric")["brought"] / 1e6
    assert ((default - truths.mean()[default.index]).abs() < 0.2).all()


def test_outcomes_are_the_money_of_months_7_to_24():
    programme = metrics._programme(None)
    savings = programme.active * (programme.tasks * programme.benefit)[..., None] * 40 / 60
    net = (savings - programme.cost[..., None])[0, :, 6:].sum(axis=-1)
    np.testing.assert_allclose(metrics.load("outcomes")["net_value"], net, atol=0.51)


def test_users_follow_the_recipe_of_the_card_month_by_month():
    luck = model.draw_luck(np.random.default_rng(5), worlds=3)
    programme = model.run_programme(luck)
    ever = programme.accounts[..., -1] / (1 - 0.5**24)
    retention = 1 / (1 + np.exp(-(2 + 0.2 * programme.benefit + 0.4 * luck.traits["retention"])))
    stay = np.where(programme.benefit > 0, 0.15, 0)
    for month in (1, 6, 24):
        users = sum(
            ever * 0.5**first_month * (stay + (1 - stay) * retention ** (month - first_month))
            for first_month in range(1, month + 1)
        )
        np.testing.assert_allclose(programme.active[..., month - 1], users)


def test_measured_minutes_err_as_their_standard_error_says():
    months = pd.concat(
        metrics.load(variant=one)
        .query("month == 6")
        .merge(metrics.truth(one, "use_cases")[["use_case", "minutes"]])
        for one in LEARNERS
    )
    z = (months["measured_minutes"] - months["minutes"]) / months["measured_error"]
    assert months["measured_error"].eq(round(10 * np.sqrt(2 / 120), 2)).all()
    assert stats.kstest(z, "norm").pvalue > 0.01


def test_metrics_of_a_month_fit_together():
    months = metrics.load()
    assert len(months) == 40 * 24
    users = months["returning"] * months["accounts"]
    np.testing.assert_allclose(months["active"], users, rtol=0.01, atol=0.6)
    grows = months.groupby("use_case")[["trained", "accounts", "queries"]]
    assert grows.agg(lambda column: column.is_monotonic_increasing).all().all()
    assert months["satisfaction"].between(1, 5).all()
    for share in ("accuracy", "overrides", "returning"):
        assert months[share].between(0, 1).all()


def test_planted_changes_come_out_of_the_counts():
    lifts = []
    for one in LEARNERS:
        ideas = metrics.truth(one, "experiments").set_index("test")
        orders, _ = change(sums(one), "orders")
        contacts, _ = change(sums(one), "contacts")
        lifts.append(ideas.assign(seen=orders, seen_contacts=contacts))
    mean_lifts = pd.concat(lifts).groupby("kind")[["orders", "seen", "seen_contacts"]].mean()
    for kind in ("gain", "nothing", "loss", "guardrail"):
        assert mean_lifts.loc[kind, "seen"] == pytest.approx(
            mean_lifts.loc[kind, "orders"], abs=0.005
        )
    assert mean_lifts.loc["guardrail", "seen_contacts"] == pytest.approx(0.15, abs=0.02)
    assert mean_lifts.loc["mismatch", "seen"] == pytest.approx(1 / 0.96 - 1, abs=0.01)
    assert mean_lifts.loc["novelty", "seen"] > 0.02


def test_novelty_fades_and_gains_stay():
    drops = {"novelty": [], "gain": []}
    for one in LEARNERS:
        kinds = metrics.truth(one, "experiments").set_index("test")["kind"]
        first, _ = change(sums(one, (1, 7)), "orders")
        last, _ = change(sums(one, (22, 28)), "orders")
        for kind, values in drops.items():
            values.append((first - last)[kinds == kind].mean())
    assert np.mean(drops["novelty"]) > 0.045
    assert abs(np.mean(drops["gain"])) < 0.01


@pytest.mark.parametrize("variant", LEARNERS)
def test_sizes_of_the_arms_tell_exactly_the_mismatch(variant):
    users = sums(variant)["users"]
    z = (users["treatment"] - users["control"]) / np.sqrt(users.sum(axis=1))
    kinds = metrics.truth(variant, "experiments").set_index("test")["kind"]
    assert set(z.index[z.abs() > 4]) == set(kinds.index[kinds == "mismatch"])


@pytest.mark.parametrize("variant", LEARNERS)
def test_contacts_tell_exactly_the_broken_guardrails(variant):
    contacts, z = change(sums(variant), "contacts")
    kinds = metrics.truth(variant, "experiments").set_index("test")["kind"]
    broken_guardrails = set(contacts.index[(contacts > 0.08) & (z > 3)])
    assert broken_guardrails == set(kinds.index[kinds == "guardrail"])


def test_early_looks_declare_wins_that_are_none():
    errors, exaggerations = 0, []
    for one in LEARNERS:
        rows = metrics.load("declared", one).merge(metrics.truth(one, "experiments"))
        errors += int((rows["declared_day"].gt(0) & rows["kind"].isin(["nothing", "loss"])).sum())
        gains = rows[rows["declared_day"].gt(0) & rows["kind"].eq("gain")]
        exaggerations.append((gains["claimed"] / gains["orders"]).mean())
    assert 10 <= errors <= 40
    assert np.mean(exaggerations) > 1.5


def test_the_default_shop_claims_more_than_most():
    mean_claims = [metrics.load("declared", one)["claimed"].mean() for one in LEARNERS]
    assert mean_claims[0] > np.quantile(mean_claims, 0.8)
    assert np.mean(mean_claims[1:]) == pytest.approx(0.057, abs=0.008)


def test_declared_days_are_the_first_that_pass():
    declarations = metrics.load("declared").set_index("test")
    early = declarations[declarations["declared_day"] > 0]
    for test, row in early.iterrows():
        lift, z = change(sums(None, (1, row["declared_day"])).loc[[test]], "orders")
        assert z.item() > 1.96
        assert lift.item() == pytest.approx(row["claimed"], abs=1e-4)
        if row["declared_day"] > 1:
            _, before = change(sums(None, (1, row["declared_day"] - 1)).loc[[test]], "orders")
            assert before.item() <= 1.96
    assert declarations["claimed"].isna().eq(declarations["declared_day"].eq(0)).all()


def test_bad_input_says_what_was_expected():
    with pytest.raises(ValueError, match="level is 'rows'; expected one of metrics, use_cases"):
        metrics.truth(level="rows")
