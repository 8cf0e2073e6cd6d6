import numpy as np
import pandas as pd
import pytest

from course.simulate.drift.retraining import (
    RetrainingCase,
    simulate_retraining,
)

POLICIES = ("never", "calendar", "accuracy", "psi", "repair")


def total_costs(**controls):
    """Return each policy's mean cost over five draws of luck."""
    case = RetrainingCase(**controls)
    return pd.Series(
        {
            policy: np.mean(
                [simulate_retraining(policy, case, seed=s).total_cost for s in range(5)]
            )
            for policy in POLICIES
        }
    )


def retrained_months(policy, **controls):
    monthly = simulate_retraining(policy, RetrainingCase(**controls)).monthly
    return monthly.loc[monthly["retrained"], "month"].tolist()


class TestTheWorld:
    def test_without_retraining_accuracy_falls_from_88_to_79_percent_at_the_start(self):
        accuracy = simulate_retraining("never").monthly["accuracy"]
        assert accuracy[:12].to_numpy() == pytest.approx(0.88, abs=0.005)
        assert accuracy[12:].to_numpy() == pytest.approx(0.79, abs=0.005)

    @pytest.mark.parametrize("policy", POLICIES)
    def test_no_policy_beats_a_model_that_knows_the_world(self, policy):
        monthly = simulate_retraining(policy, RetrainingCase(pace="gradual")).monthly
        assert (monthly["accuracy"] <= monthly["best_accuracy"] + 1e-4).all()

    def test_safer_applicants_raise_accuracy_without_any_retraining(self):
        case = RetrainingCase(concept_size=0.0, covariate_size=0.5)
        accuracy = simulate_retraining("never", case).monthly["accuracy"]
        assert accuracy.iloc[-1] > accuracy.iloc[0] + 0.03

    def test_a_broken_feed_costs_accuracy_only_until_it_is_repaired(self):
        case = RetrainingCase(concept_size=0.0, fault=True)
        accuracy = simulate_retraining("never", case).monthly.set_index("month")["accuracy"]
        assert accuracy[13:18].max() < 0.7
        assert accuracy[19:48].min() == pytest.approx(accuracy[1])


class TestPolicies:
    def test_never_means_never(self):
        assert retrained_months("never", fault=True) == []

    def test_the_calendar_retrains_on_schedule_whatever_happens(self):
        assert retrained_months("calendar", every=12, concept_size=0.0) == [12, 24, 36, 48]

    def test_the_accuracy_policy_waits_for_labels_to_mature(self):
        assert retrained_months("accuracy", maturity=0)[0] == 14
        assert retrained_months("accuracy", maturity=12)[0] == 26

    def test_the_accuracy_policy_rests_once_the_model_fits_the_new_world(self):
        months = retrained_months("accuracy")
        assert 1 <= len(months) <= 3
        assert months[-1] < 36

    def test_the_psi_policy_does_not_see_concept_drift(self):
        assert retrained_months("psi") == []

    def test_the_psi_policy_retrains_on_a_harmless_shift(self):
        assert retrained_months("psi", concept_size=0.0, covariate_size=0.5) == [13]
        assert retrained_months("accuracy", concept_size=0.0, covariate_size=0.5) == []

    def test_alarms_rest_for_three_months_after_a_retraining(self):
        months = retrained_months("accuracy", fault=True, maturity=3)
        assert len(months) > 1
        assert min(np.diff(months)) > 3

    def test_a_quiet_world_sets_off_no_alarm(self):
        assert retrained_months("accuracy", concept_size=0.0) == []
        assert retrained_months("psi", concept_size=0.0) == []


class TestWhatItCosts:
    def test_in_a_quiet_world_every_retraining_is_wasted(self):
        costs = total_costs(concept_size=0.0)
        assert costs.idxmax() == "calendar"
        assert costs["calendar"] - costs["never"] == pytest.approx(8 * 150_000, rel=0.1)

    def test_under_concept_drift_watching_labels_is_cheapest(self):
        costs = total_costs()
        assert costs.idxmin() == "accuracy"
        assert costs["calendar"] < costs["never"]

    def test_retraining_recovers_most_of_what_can_be_recovered(self):
        last = simulate_retraining("accuracy").monthly.iloc[-1]
        assert last["accuracy"] > last["best_accuracy"] - 0.01

    def test_slower_labels_cost_more(self):
        costs = [total_costs(maturity=m)["accuracy"] for m in (0, 6, 12, 24)]
        assert costs == sorted(costs)

    @pytest.mark.parametrize("policy", ["calendar", "accuracy", "psi"])
    def test_retraining_on_a_broken_feed_is_worse_than_only_repairing_it(self, policy):
        costs = total_costs(concept_size=0.0, fault=True)
        assert costs[policy] > costs["never"]

    def test_a_model_trained_on_the_broken_months_is_wrong_after_the_repair(self):
        case = RetrainingCase(concept_size=0.0, fault=True)
        after = simulate_retraining("accuracy", case).monthly.query("month > 18")
        assert after["accuracy"].min() < 0.86 < after["best_accuracy"].min()

    def test_the_bill_adds_up(self):
        study = simulate_retraining("calendar")
        bill = study.monthly["error_cost"] + study.monthly["cure_cost"]
        assert study.total_cost == pytest.approx(bill.sum())
        assert study.monthly["cure_cost"].sum() == study.monthly["retrained"].sum() * 150_000


def test_the_same_seed_gives_the_same_study_and_another_seed_another():
    one, same, other = (simulate_retraining("calendar", seed=s).monthly for s in (1, 1, 2))
    pd.testing.assert_frame_equal(one, same)
    assert not one["accuracy"].equals(other["accuracy"])


def test_chance_does_not_change_when_a_control_moves():
    one, other = (
        simulate_retraining("never", RetrainingCase(maturity=m)).monthly["psi"] for m in (0, 24)
    )
    assert one.equals(other)
