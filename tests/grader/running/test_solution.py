"""What the instructor's own solution tells about its tests."""

import pytest

from split_grader.running.solution_run import clock_of


@pytest.mark.parametrize(
    ("source", "clock"),
    [
        ("start = time.perf_counter()\nf()", "perf_counter"),
        ("from time import time\nassert time() - start < 1", "time"),
        ("assert datetime.now() < limit", "now"),
        ("then, now = shares\nassert now - then < 1", ""),
        ("assert frame['time'].is_monotonic_increasing", ""),
        ("def broken(:", ""),
    ],
)
def test_only_a_clock_that_is_called_is_named(source, clock):
    assert clock_of(source) == clock
