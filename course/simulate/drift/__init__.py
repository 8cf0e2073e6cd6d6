"""Drift: how worlds change, how monitors notice, and what cures cost."""

from course.simulate.drift.accuracy import (
    accuracy_by_month,
    confidence_based_accuracy,
    two_proportion_z_test,
    wilson_interval,
)
from course.simulate.drift.distance import expected_psi_without_drift, psi_from_shares
from course.simulate.drift.shift import draw_applicants
from course.simulate.drift.two_sample import drift_report, family_wise_error

__all__ = [
    "accuracy_by_month",
    "confidence_based_accuracy",
    "draw_applicants",
    "drift_report",
    "expected_psi_without_drift",
    "family_wise_error",
    "psi_from_shares",
    "two_proportion_z_test",
    "wilson_interval",
]
