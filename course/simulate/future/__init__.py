"""What changes next: searches that promise, services that end, fleets that break."""

from course.simulate.future.automl import (
    GATES,
    expected_best,
    score_error,
    search_models,
)
from course.simulate.future.build_or_buy import buy
from course.simulate.future.fleet import ring_kinds, roll_out

__all__ = [
    "GATES",
    "buy",
    "expected_best",
    "ring_kinds",
    "roll_out",
    "score_error",
    "search_models",
]
