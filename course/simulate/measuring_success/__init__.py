"""Measuring success: choosing by metrics, rewarding metrics, and experiments."""

from course.simulate.measuring_success.experiment import chance_of_a_false_alarm, run_tests
from course.simulate.measuring_success.vanity import keep_by_metric

__all__ = ["chance_of_a_false_alarm", "keep_by_metric", "run_tests"]
