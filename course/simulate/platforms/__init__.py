"""Platforms and operating models: when sharing pays, and who should do the work."""

from course.simulate.platforms.operating_model import MODELS, Assumptions, serve_requests
from course.simulate.platforms.profile import (
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
    "doubt_weights",
    "flipping_criteria",
    "labels_by_weight",
    "organisations",
    "profile",
    "serve_requests",
    "usual_scores",
    "usual_weights",
]
