"""What was live on a day, by the log and by three quick readings of it."""

import numpy as np
import pytest

from course.data import registry
from course.explore.mlops import time_machine
from course.simulate.mlops import wrong_shares
from course.simulate.mlops.time_machine import HABITS, MODELS, on_day, timeline

LEARNERS = [None, *(f"learner-{number}" for number in range(12))]
MARCH_14 = 67.0


def days(year, where):
    return float((year["end"] - year["start"])[where].sum())


def test_the_decision_of_14_march():
    state = on_day("credit", MARCH_14)
    assert state.live == 1
    assert state.habits == {"last registered": 3, "last approved": 3, "last deployed": 2}


@pytest.mark.parametrize("variant", LEARNERS)
def test_flawed_versions_were_live_for_days_and_sound_ones_came_back(variant):
    truth = registry.truth(variant)
    for model in MODELS:
        year = timeline(model, variant=variant)
        flaws = truth[(truth["model"] == model)].set_index("version")["went_live"].to_dict()
        for version in range(1, 10):
            live = days(year, year["live"] == version)
            if version not in flaws:
                assert live > 15
            else:
                assert (live > 0) == flaws[version]
                assert live < 5


@pytest.mark.parametrize("variant", LEARNERS)
def test_periods_follow_each_other_without_a_gap(variant):
    for model in MODELS:
        year = timeline(model, window=45, variant=variant)
        assert year["start"].iloc[0] == 0
        assert year["end"].iloc[-1] == 360
        assert (year["start"].iloc[1:].to_numpy() == year["end"].iloc[:-1].to_numpy()).all()
        for row in year.itertuples():
            middle = on_day(model, (row.start + row.end) / 2, 45, variant)
            assert (middle.live, middle.target) == (row.live, row.target)
            assert (middle.reads_live, middle.reads_target) == (row.reads_live, row.reads_target)


def test_discovery_each_quick_reading_is_wrong_on_a_third_of_the_days_or_more():
    shares = wrong_shares()
    assert [round(shares[habit], 2) for habit in HABITS] == [0.44, 0.39, 0.35]
    for variant in LEARNERS:
        assert all(0.24 < share < 0.5 for share in wrong_shares(variant).values())


def test_discovery_last_deployed_is_wrong_as_often_with_one_model():
    shares = [wrong_shares(models=(model,))["last deployed"] for model in MODELS]
    assert [round(share, 2) for share in shares] == [0.27, 0.34, 0.46]


def test_discovery_credit_ran_on_inputs_that_it_could_not_read():
    def unread(window):
        year = timeline("credit", window)
        return days(year, (year["live"] > 0) & ~year["reads_live"])

    assert unread(0) == pytest.approx(68.6, abs=0.1)
    assert unread(60) > 15
    assert unread(75) < 0.3
    assert unread(90) == 0


def test_discovery_both_forms_pay_for_credit_alone():
    machine = time_machine()

    def cost(model, window):
        return machine._model(model=model, week=4, window=window).facts["cost"]

    assert cost("credit", 0) == pytest.approx(56_400, abs=100)
    assert cost("credit", 75) == pytest.approx(22_700, abs=100)
    assert cost("credit", 30) == pytest.approx(43_300, abs=100)
    assert cost("credit", 120) == pytest.approx(36_000, abs=100)
    # Until a second sound version reads the new form, there is no way back that reads it.
    year = timeline("credit")
    new = year[year["live"] == 5]["start"].min()
    second = year[year["live"] == 8]["start"].min()
    assert cost("credit", float(np.ceil(second - new))) == pytest.approx(32_100, abs=50)
    for model, nobody_sends_both in [("shelf", 4_479), ("alerts", 0)]:
        assert cost(model, 0) == pytest.approx(nobody_sends_both, abs=1)
        assert all(cost(model, window) > cost(model, 0) for window in (15, 45, 75, 120))


def test_discovery_the_lesson_has_checks_for_seven_of_the_nine():
    kinds = registry.truth().query("went_live")["kind"].value_counts().to_dict()
    assert kinds == {"regression": 3, "accuracy": 2, "latency": 2, "approval": 1, "lineage": 1}


def stopped(least, variant=None):
    """Return what the lesson's `model_problems` stops, if what it releases is live."""
    versions_stopped = set()
    for model, versions in registry.load("versions", variant).groupby("model"):
        live = 0
        for row in versions.itertuples():
            enough = row.accuracy >= max(least, live - 0.01)
            if enough and row.worst_group >= row.accuracy - 0.06:
                live = row.accuracy
            else:
                versions_stopped.add((model, row.version))
    return versions_stopped


def flawed(variant=None, query="kind != ''"):
    return set(registry.truth(variant).query(query)[["model", "version"]].itertuples(index=False))


def test_discovery_a_limit_above_what_was_agreed_stops_sound_versions():
    went_live = flawed(query="went_live")
    assert (len(stopped(0.85) & went_live), len(stopped(0.80) & went_live)) == (6, 5)
    assert stopped(0.80) - went_live == {("credit", 4), ("alerts", 8)}
    sound = stopped(0.85) - flawed()
    assert sound == {("shelf", version) for version in (1, 2, 3, 6, 9)}
    for variant in LEARNERS:
        assert not stopped(0.80, variant) - flawed(variant)


def test_discovery_the_kept_rosters_is_blocked_on_a_third_of_the_live_days():
    blocked_days = live_days = 0.0
    for model in MODELS:
        year = timeline(model)
        is_live = year["live"] > 0
        blocked_days += days(year, is_live & (year["target"] > 0) & ~year["reads_target"])
        live_days += days(year, is_live)
    assert blocked_days / live_days == pytest.approx(0.31, abs=0.01)


def test_a_retired_model_has_nothing_live():
    assert on_day("shelf", 359).live == 0
    assert on_day("shelf", 359).habits["last deployed"] == 9


def test_challenge_on_ten_fridays_the_readings_of_alerts_agree_and_are_wrong():
    fridays = [
        week
        for week in range(2, 53)
        for state in [on_day("alerts", 4 + 7 * (week - 2))]
        if state.live and len(set(state.habits.values())) == 1
        if state.live not in state.habits.values()
    ]
    assert fridays == [14, 15, 16, *range(27, 31), 32, 33, 34]


def test_challenge_with_the_cheapest_window_four_fridays_have_no_way_back():
    machine = time_machine()
    cheap = [
        (window, week)
        for window in range(0, 121, 15)
        if machine._model(model="credit", week=4, window=window).facts["cost"] < 30_000
        for week in range(2, 53)
        if machine._model(model="credit", week=week, window=window).facts["blocked"]
    ]
    assert cheap == [(75, week) for week in range(31, 35)] + [(90, 33), (90, 34)]


def test_the_lesson_s_days_of_credit():
    may = on_day("credit", 144)  # 30 May
    assert (may.live, may.target, may.reads_live, may.reads_target) == (3, 1, False, False)
    year = timeline("credit")
    # Of the versions that stay, 7 and 8 are the first two that read the new form.
    new = year[year["live"] == 5]["start"].min()
    assert round(year[year["live"] == 8]["start"].min() - new) == 107


def test_the_schema_of_a_live_version_that_is_blind_names_no_kept_rosters():
    versions = registry.load("versions").query("model == 'credit'").set_index("version")
    for day in (130, 172):  # 16 May and 27 June
        state = on_day("credit", day)
        assert (state.live, state.target) == (3, 1)
        assert (state.reads_live, state.reads_target) == (False, False)
        assert versions["schema"][1] == versions["schema"][3] != state.inputs
