"""What changes next: searches that promise, services that end, fleets that break."""

from course.simulate.future.automl import expected_best

__all__ = ["expected_best"]
