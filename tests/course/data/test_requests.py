"""The request log: what each incident looks like, and what it does not look like."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from course.data import requests
from course.simulate.infrastructure import z_of_two

ROOT = Path(__file__).parents[3]
LEARNERS = [None, *(f"learner-{number}" for number in range(20))]


@pytest.fixture(scope="module")
def log():
    return requests.load(one_in=36)


@pytest.fixture(scope="module")
def payments(log):
    return log[log["caller"] != "probe"]


@pytest.fixture(scope="module")
def incidents():
    return requests.truth().set_index("kind")


def within(rows, incident):
    return rows[(rows["time"] >= incident["start"]) & (rows["time"] < incident["end"])]


def wrong(rows):
    cases = rows.dropna(subset=["declined", "fraud"])
    return (cases["declined"] != cases["fraud"]).groupby(cases["version"]).mean()


def test_a_million_rows_are_a_sample_of_what_was_counted(log):
    total = requests.load("traffic")["requests"].sum()
    assert 900_000 < len(log) < 1_100_000
    assert len(log) == pytest.approx(total / 36, rel=0.01)
    assert log["time"].is_monotonic_increasing


def test_the_log_follows_the_traffic_of_the_day(log):
    traffic = requests.load("traffic")
    traffic_counts = traffic.groupby(traffic["hour"].dt.hour)["requests"].sum() / 36
    log_counts = log.groupby(log["time"].dt.hour).size()
    assert (abs(log_counts - traffic_counts) < 5 * np.sqrt(traffic_counts)).all()


def saved(rows):
    """EUR a payment against no check: 100 for a missed fraud, 30 for a false decline."""
    is_caught = (rows["declined"] == 1) & (rows["fraud"] == 1)
    is_false_alarm = (rows["declined"] == 1) & (rows["fraud"] == 0)
    return 100 * is_caught.mean() - 30 * is_false_alarm.mean()


def test_a_sound_version_is_worth_what_lesson_3_prices_and_the_silent_one_less_than_none(
    payments, incidents
):
    labelled_rows = payments.dropna(subset=["declined", "fraud"])
    by_version = {name: saved(rows) for name, rows in labelled_rows.groupby("version")}
    assert by_version["v2"] == pytest.approx(0.80, abs=0.05)
    assert by_version[incidents.loc["silent", "version"]] == pytest.approx(-0.78, abs=0.08)


def test_the_silent_version_looks_sound_until_the_labels_come(payments, incidents):
    silent = incidents.loc["silent", "version"]
    week = within(payments, incidents.loc["silent"])
    by_version = payments[payments["status"] == 200].groupby("version")
    decline_rates = by_version["declined"].mean()
    assert decline_rates[silent] == pytest.approx(decline_rates["v2"], abs=0.002)
    assert week["status"].eq(200).mean() > 0.998
    shares = wrong(payments)
    assert shares[silent] > 0.065
    assert shares["v2"] < 0.05
    service = by_version["service_ms"].median()
    assert service[silent] == pytest.approx(service["v2"], rel=0.02)


def test_the_slow_and_the_failing_canary_show_and_the_rest_does_not(payments, incidents):
    slow_one, failing_one = incidents.loc["slow"], incidents.loc["failing"]
    p99 = within(payments, slow_one).groupby("version")["latency_ms"].quantile(0.99)
    assert p99[slow_one["version"]] > 1.7 * p99["v2"]
    failure_rates = (
        within(payments, failing_one)["status"].ge(500).groupby(payments["version"]).mean()
    )
    assert failure_rates[failing_one["version"]] == pytest.approx(failing_one["size"], abs=0.03)
    assert failure_rates["v2"] < 0.002


def test_the_health_check_sleeps_through_the_outage(log, incidents):
    dark = within(log, incidents.loc["outage"])
    assert set(dark.loc[dark["caller"] == "probe", "status"]) == {200}
    assert set(dark.loc[dark["caller"] != "probe", "status"]) == {503}


def test_an_outage_flatters_the_mean_latency(payments, incidents):
    dark = within(payments, incidents.loc["outage"])
    assert dark["latency_ms"].mean() < payments["latency_ms"].mean() / 3


def test_after_the_rollback_only_the_app_is_turned_away(payments, incidents):
    turned = payments[payments["status"] == 422]
    assert set(turned["caller"]) == {"app"}
    assert turned["time"].min() >= incidents.loc["contract", "start"]
    assert turned["time"].max() < incidents.loc["contract", "end"]
    assert set(turned["contract"]) == {2}


def test_the_sale_takes_more_of_the_budget_than_the_outage(payments, incidents):
    bad = payments[(payments["status"] != 200) | (payments["latency_ms"] > 500)]
    share = {kind: len(within(bad, row)) / len(bad) for kind, row in incidents.iterrows()}
    assert share["overload"] > 0.4
    assert share["outage"] < 0.02
    assert len(bad) / len(payments) == pytest.approx(0.0136, abs=0.001)


def test_waits_agree_with_the_formula_in_the_busiest_ordinary_hour(payments):
    # M/G/4 at 19 o'clock on weekdays: 115,000 an hour, 95 ms, cv 0.79; mean wait by Erlang C.
    ordinary = payments[
        (payments["time"].dt.hour == 19)
        & (payments["time"].dt.day_of_week < 5)
        & (payments["time"].dt.day != 15)
        & payments["version"].isin(["v1", "v2", "v4", "v6"])
        & (payments["status"] == 200)
    ]
    load = 115_000 / 3600 * 0.095
    terms = [load**n / np.prod(range(1, n + 1)) for n in range(5)]
    full = terms[4] * 4 / (4 - load)
    chance = full / (sum(terms[:4]) + full)
    expected = chance * 95 * (1 + 1 / 1.6) / 2 / (4 - load)
    mean_wait = (ordinary["latency_ms"] - ordinary["service_ms"]).mean()
    assert mean_wait == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize("variant", LEARNERS)
def test_every_learner_meets_all_six_incidents(variant):
    truth = requests.truth(variant)
    assert sorted(truth["kind"]) == sorted(requests.REMEDIES)
    assert (truth["end"] > truth["start"]).all()
    routes = requests.load("routes", variant=variant)
    assert routes["time"].is_monotonic_increasing
    silent = truth.set_index("kind").loc["silent"]
    back = routes[routes["time"] == silent["end"]].iloc[0]
    assert back["stable"] == "v2"
    assert (truth["kind"] == "contract").sum() == 1
    reads = requests.load("versions", variant=variant).set_index("version")["reads_to"]
    assert reads["v2"] == 1
    assert reads[silent["version"]] == 2


def test_routes_say_where_each_request_went(log):
    routes = requests.load("routes")
    rows = pd.merge_asof(log, routes, on="time", direction="backward")
    assert ((rows["version"] == rows["stable"]) | (rows["version"] == rows["canary"])).all()
    canary_rows = rows[rows["canary"] != ""]
    assert (canary_rows["version"] == canary_rows["canary"]).mean() == pytest.approx(0.1, abs=0.01)


def test_labels_come_late_and_none_is_known_before_its_day():
    rows = requests.load(as_of=15)
    assert rows["time"].max() < pd.Timestamp("2026-09-22")
    assert rows.loc[rows["label_day"] > 15, "fraud"].isna().all()
    all_rows = requests.load()
    early = rows["fraud"].notna()
    assert early.mean() > 0.5
    assert rows.loc[early, "fraud"].equals(all_rows.head(len(rows)).loc[early, "fraud"])
    day = (rows["time"] - pd.Timestamp("2026-09-07")).dt.days + 1
    wait = (rows["label_day"] - day).dropna()
    assert (wait.min(), wait.max()) == (3, 8)


@cache
def side_by_side(day, seed):
    """Return wrong decisions and labels of versions 4 and 2, from the day that both served."""
    cases = requests.load(as_of=day, one_in=40, seed=seed).dropna(subset=["declined", "fraud"])
    rows = cases[cases["time"].between("2026-09-18 11:18", "2026-09-19 11:18", inclusive="left")]
    bad = (rows["declined"] != rows["fraud"]).astype(int)
    counts = bad.groupby(rows["version"]).agg(["sum", "size"]).reindex(["v4", "v2"], fill_value=0)
    return counts.to_numpy()


def test_labels_show_the_silent_version_on_day_15_and_a_sample_may_be_later():
    assert side_by_side(14, seed=1)[0, 1] == 0
    first = [
        next(day for day in range(15, 22) if z_of_two(*side_by_side(day, seed).ravel()) > 3)
        for seed in range(1, 9)
    ]
    assert (min(first), first[2], max(first)) == (15, 16, 18)
    together = sum(side_by_side(15, seed) for seed in range(1, 9))
    assert z_of_two(*together.ravel()) > 4


def test_the_lesson_prints_what_its_sample_knew_on_each_evening():
    lesson = (ROOT / "modules" / "text" / "03_infrastructure.md").read_text(encoding="utf-8")
    for september in range(21, 26):
        counts = side_by_side(september - 6, seed=requests.DEFAULT_SEED)
        new, old = 100 * counts[:, 0] / counts[:, 1]
        z = z_of_two(*counts.ravel())
        assert f"| {september} | {old:.1f}% | {new:.1f}% | {z:.1f} |" in lesson


@pytest.mark.parametrize("seed", range(1, 6))
def test_two_kind_definitions_together_keep_the_objective_and_neither_alone(seed):
    log = requests.load(one_in=40, seed=seed)
    payments = log[log["caller"] != "probe"]
    served_payments = payments[payments["status"] != 422]

    def bad(rows, limit):
        return ((rows["status"] != 200) | (rows["latency_ms"] > limit)).mean()

    assert min(bad(served_payments, 500), bad(payments, 600)) > 0.0103
    assert bad(served_payments, 600) < 0.0085


def test_the_first_days_are_the_beginning_of_more():
    days, more = requests.load(as_of=3), requests.load(as_of=5).drop(columns="fraud")
    pd.testing.assert_frame_equal(days.drop(columns="fraud"), more.head(len(days)))
    assert len(requests.load("traffic", as_of=3)) == 72


def test_a_seed_has_its_own_rows():
    assert not requests.load(as_of=2, seed=5).equals(requests.load(as_of=2))


def test_silent_and_slow_versions_change_places_among_learners():
    versions = {
        requests.truth(variant).set_index("kind").loc["silent", "version"] for variant in LEARNERS
    }
    assert versions == {"v3", "v4"}


def test_the_tests_before_release_give_nothing_away():
    versions = requests.load("versions")
    assert versions["test_wrong"].between(0.044, 0.047).all()
    assert versions["test_p99_ms"].between(330, 370).all()


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"one_in": 0}, ValueError, "one_in is 0; expected a whole number, at least 1"),
        ({"as_of": 29}, ValueError, "as_of is 29; expected a whole number from 1 to 28"),
        ({"as_of": 2.5}, TypeError, "as_of is 2.5; expected a whole number"),
        ({"seed": -1}, ValueError, "seed is -1; expected a whole number, at least 0"),
    ],
)
def test_bad_input_says_what_was_expected(options, error, message):
    with pytest.raises(error, match=message):
        requests.load(**options)
