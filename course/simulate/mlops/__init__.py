"""MLOps: a small pipeline with its registry, and models of gates and logs."""

from course.simulate.mlops.pipeline import GATES, follow_faults, yearly_cost
from course.simulate.mlops.registry import Candidate, Registry
from course.simulate.mlops.scorecard import Scorecard, fingerprint, measure, train
from course.simulate.mlops.time_machine import wrong_shares

__all__ = [
    "GATES",
    "Candidate",
    "Registry",
    "Scorecard",
    "fingerprint",
    "follow_faults",
    "measure",
    "train",
    "wrong_shares",
    "yearly_cost",
]
