"""Whether a service holds up: peak queues, failing parts, releases.

Each idea has its own file: `load`, `availability` and `canary`.
"""

from course.simulate.infrastructure.availability import any_slow, error_budget
from course.simulate.infrastructure.canary import Gate, run_canary, z_of_two
from course.simulate.infrastructure.load import Service, p99

__all__ = [
    "Gate",
    "Service",
    "any_slow",
    "error_budget",
    "p99",
    "run_canary",
    "z_of_two",
]
