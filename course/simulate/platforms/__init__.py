"""Platforms and operating models: when sharing pays, and who should do the work."""

from course.simulate.platforms.break_even import Platform, break_even, run_platform
from course.simulate.platforms.operating_model import (
    MODELS,
    Assumptions,
    Served,
    serve_requests,
)
from course.simulate.platforms.profile import (
    Profile,
    doubt_weights,
    flipping_criteria,
    labels_by_weight,
    organisations,
    profile,
    usual_scores,
    usual_weights,
)

__all__ = [
    "MODELS",
    "Assumptions",
    "Platform",
    "Profile",
    "Served",
    "break_even",
    "doubt_weights",
    "flipping_criteria",
    "labels_by_weight",
    "organisations",
    "profile",
    "run_platform",
    "serve_requests",
    "usual_scores",
    "usual_weights",
]
