"""MLOps: a small pipeline with its registry, and models of gates, logs and manual releases."""

from course.simulate.mlops.by_hand import Way, compare_ways, crossing
from course.simulate.mlops.pipeline import (
    FAULTS,
    GATES,
    draw_years,
    follow_faults,
    gate_worth,
    other_worlds,
    yearly_cost,
)
from course.simulate.mlops.registry import Candidate, Registry
from course.simulate.mlops.scorecard import Scorecard, fingerprint, measure, train
from course.simulate.mlops.time_machine import HABITS, Day, on_day, timeline, wrong_shares

__all__ = [
    "FAULTS",
    "GATES",
    "HABITS",
    "Candidate",
    "Day",
    "Registry",
    "Scorecard",
    "Way",
    "compare_ways",
    "crossing",
    "draw_years",
    "fingerprint",
    "follow_faults",
    "gate_worth",
    "measure",
    "on_day",
    "other_worlds",
    "timeline",
    "train",
    "wrong_shares",
    "yearly_cost",
]
