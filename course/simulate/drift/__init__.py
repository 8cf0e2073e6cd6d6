"""Drift: how worlds change, how monitors notice, and what cures cost."""

from course.simulate.drift.accuracy import (
    accuracy_by_month,
    confidence_based_accuracy,
    two_proportion_z_test,
    wilson_interval,
)
from course.simulate.drift.adwin import ADWIN
from course.simulate.drift.ddm import DDM
from course.simulate.drift.detector import detections
from course.simulate.drift.distance import (
    bin_shares,
    expected_psi_without_drift,
    population_stability_index,
    psi_band,
    psi_from_shares,
)
from course.simulate.drift.feedback import simulate_feedback_loop, simulate_shops
from course.simulate.drift.label_delay import (
    detection_delay,
    known_share,
    observed_accuracy,
)
from course.simulate.drift.page_hinkley import PageHinkley
from course.simulate.drift.retraining import (
    RetrainingCase,
    compare_policies,
    simulate_retraining,
)
from course.simulate.drift.shift import (
    draw_applicants,
    false_alarm_rate,
    null_psi,
    simulate_shift,
)
from course.simulate.drift.two_sample import (
    adjust_p_values,
    chi_square,
    drift_report,
    family_wise_error,
    kolmogorov_smirnov,
)

__all__ = [
    "ADWIN",
    "DDM",
    "PageHinkley",
    "RetrainingCase",
    "accuracy_by_month",
    "adjust_p_values",
    "bin_shares",
    "chi_square",
    "compare_policies",
    "confidence_based_accuracy",
    "detection_delay",
    "detections",
    "draw_applicants",
    "drift_report",
    "expected_psi_without_drift",
    "false_alarm_rate",
    "family_wise_error",
    "known_share",
    "kolmogorov_smirnov",
    "null_psi",
    "observed_accuracy",
    "population_stability_index",
    "psi_band",
    "psi_from_shares",
    "simulate_feedback_loop",
    "simulate_retraining",
    "simulate_shift",
    "simulate_shops",
    "two_proportion_z_test",
    "wilson_interval",
]
