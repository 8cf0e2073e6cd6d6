import numpy as np
import pytest

from course.simulate.drift._lender import LOSS_PER_DEFAULT
from course.simulate.drift.label_delay import (
    detection_delay,
    drifting_accuracy,
    known_share,
    observed_accuracy,
)


class TestKnownShare:
    def test_nothing_is_known_on_the_day_and_everything_at_maturity(self):
        assert known_share([-1, 0, 12, 30], maturity=12).tolist() == [0, 0, 1, 1]

    def test_it_only_grows_and_starts_flat(self):
        share = known_share(np.arange(13), maturity=12)
        assert (np.diff(share) > 0).all()
        assert share[3] < 3 / 12

    def test_without_delay_everything_is_known_at_once(self):
        assert known_share([0, 1], maturity=0).tolist() == [1, 1]


class TestObservedAccuracy:
    def test_the_running_case_falls_from_88_to_79_in_six_months(self):
        path = drifting_accuracy(24, 9)
        assert path[7] == 0.88
        assert path[8] < 0.88
        assert path[13:] == pytest.approx(0.79)

    def test_young_cohorts_look_better_than_they_are(self):
        accuracy = observed_accuracy(drifting_accuracy(24, 9), maturity=12)
        young = accuracy[accuracy["matured"].isna()]
        assert (young["naive"] > young["true"]).all()
        assert young["naive"].is_monotonic_increasing
        assert young["naive"].iloc[-1] == 1

    def test_a_naive_lender_sees_improvement_while_accuracy_has_fallen(self):
        accuracy = observed_accuracy(drifting_accuracy(24, 9), maturity=12).set_index("month")
        assert accuracy.loc[20, "naive"] > accuracy.loc[1, "naive"]
        assert accuracy.loc[20, "true"] < accuracy.loc[1, "true"]

    def test_matured_accuracy_is_true_and_stops_where_outcomes_are_open(self):
        accuracy = observed_accuracy(drifting_accuracy(24, 9), maturity=12)
        assert accuracy["matured"].notna().tolist() == [True] * 12 + [False] * 12
        assert accuracy["matured"][:12].equals(accuracy["true"][:12].rename("matured"))

    def test_every_view_is_true_when_outcomes_are_known_at_once(self):
        accuracy = observed_accuracy(drifting_accuracy(24, 9), maturity=0)
        assert accuracy["naive"].to_numpy() == pytest.approx(accuracy["true"].to_numpy())
        assert accuracy["matured"].to_numpy() == pytest.approx(accuracy["true"].to_numpy())

    def test_an_estimate_without_labels_is_blind_to_pure_concept_drift(self):
        accuracy = observed_accuracy(drifting_accuracy(24, 9))
        assert (accuracy["estimated"] == 0.88).all()

    def test_an_estimate_without_labels_follows_what_the_inputs_give_away(self):
        accuracy = observed_accuracy(drifting_accuracy(24, 9), input_share=1.0)
        assert accuracy["estimated"].to_numpy() == pytest.approx(accuracy["true"].to_numpy())


class TestDetectionDelay:
    def test_mature_labels_come_about_their_maturity_too_late(self):
        delays = [detection_delay("matured", maturity=m).median_delay for m in (0, 12, 24)]
        assert delays == [2, 14, 26]

    def test_early_defaults_are_quicker_than_mature_ones(self):
        early_delay, matured_delay = (detection_delay(m).median_delay for m in ("early", "matured"))
        assert early_delay < matured_delay

    def test_early_defaults_lose_their_lead_where_loans_are_few(self):
        early_study, matured_study = (
            detection_delay(m, loans_per_month=50) for m in ("early", "matured")
        )
        assert early_study.alarmed[-1] < matured_study.alarmed[-1]

    @pytest.mark.parametrize("monitor", ["estimated", "inputs"])
    def test_monitors_without_labels_miss_pure_concept_drift(self, monitor):
        study = detection_delay(monitor)
        assert study.median_delay == np.inf
        assert study.alarmed[-1] < 0.2

    @pytest.mark.parametrize("monitor", ["estimated", "inputs"])
    def test_monitors_without_labels_are_first_when_the_inputs_move(self, monitor):
        study = detection_delay(monitor, input_share=0.5, input_shift=0.8)
        assert study.median_delay < detection_delay("early").median_delay

    def test_a_psi_alarm_on_few_loans_is_nearly_always_false(self):
        assert detection_delay("inputs", loans_per_month=50).share_false > 0.9

    def test_a_drop_of_zero_is_hardly_ever_detected(self):
        for monitor in ("matured", "early", "estimated", "inputs"):
            study = detection_delay(monitor, drop=0.0)
            assert study.alarmed[-1] < 0.25
            assert study.cost == 0

    def test_a_larger_drop_is_seen_sooner(self):
        delays = [detection_delay("matured", drop=d).median_delay for d in (0.03, 0.09, 0.2)]
        assert delays[0] > delays[1] > delays[2]

    def test_every_month_of_delay_costs_euros(self):
        costs = [detection_delay("matured", maturity=m).cost for m in (0, 6, 12, 24)]
        assert costs == sorted(costs)

    def test_a_drift_never_detected_costs_every_added_default_of_the_horizon(self):
        study = detection_delay("inputs", ramp=1, horizon=10, loans_per_month=1_000)
        assert study.alarmed[-1] == 0
        assert study.cost == pytest.approx(10 * 1_000 * 0.09 * LOSS_PER_DEFAULT)

    def test_a_drift_detected_in_its_first_month_costs_that_month(self):
        study = detection_delay("matured", maturity=0, drop=0.5, ramp=1, loans_per_month=1_000)
        assert study.median_delay == 0
        assert study.cost == pytest.approx(1_000 * 0.5 * LOSS_PER_DEFAULT)

    def test_the_share_of_alarmed_lenders_only_grows(self):
        study = detection_delay("early")
        assert (np.diff(study.alarmed) >= 0).all()
        assert (study.alarmed[-1] >= 0.5) == (study.median_delay < np.inf)

    def test_the_same_seed_gives_the_same_result(self):
        first, second = (detection_delay("early", seed=3) for _ in range(2))
        assert np.array_equal(first.alarmed, second.alarmed)
