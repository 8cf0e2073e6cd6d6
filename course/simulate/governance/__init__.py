"""Governance: cut-offs and fairness, a model and its explanation, a pay table and its secrets."""

from course.simulate.governance.explanation import INPUTS, MODELS, Explained, explain
from course.simulate.governance.privacy import (
    DETAILS,
    answer_errors,
    class_sizes,
    coarsen,
    draw_staff,
    error_bound,
    knows_pay_within,
    laplace_noise,
    mean_pay,
    share_alone,
    typical_cell,
)
from course.simulate.governance.thresholds import GAIN, Rates, draw_ratios, rates

__all__ = [
    "DETAILS",
    "GAIN",
    "INPUTS",
    "MODELS",
    "Explained",
    "Rates",
    "answer_errors",
    "class_sizes",
    "coarsen",
    "draw_ratios",
    "draw_staff",
    "error_bound",
    "explain",
    "knows_pay_within",
    "laplace_noise",
    "mean_pay",
    "rates",
    "share_alone",
    "typical_cell",
]
