"""Measuring success: choosing by metrics, rewarding metrics, and experiments."""

from course.simulate.measuring_success.experiment import (
    Experiment,
    chance_of_a_false_alarm,
    power,
    run_tests,
    standard_error,
)
from course.simulate.measuring_success.goodhart import draw_teams, respond
from course.simulate.measuring_success.vanity import METRICS, keep_by_metric

__all__ = [
    "METRICS",
    "Experiment",
    "chance_of_a_false_alarm",
    "draw_teams",
    "keep_by_metric",
    "power",
    "respond",
    "run_tests",
    "standard_error",
]
