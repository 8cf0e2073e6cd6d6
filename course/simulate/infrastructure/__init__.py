"""Whether a service holds: its queue at the peak, its parts when they fail, its releases.

Each idea is a file: `load`, `availability` and `canary`.
"""

from course.simulate.infrastructure.availability import any_slow, error_budget, in_series
from course.simulate.infrastructure.canary import Gate, run_canary, z_of_two
from course.simulate.infrastructure.load import Service, p99

__all__ = [
    "Gate",
    "Service",
    "any_slow",
    "error_budget",
    "in_series",
    "p99",
    "run_canary",
    "z_of_two",
]
