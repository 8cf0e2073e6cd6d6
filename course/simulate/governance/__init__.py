"""Governance: cut-offs and fairness, a model and its explanation, a pay table and its secrets."""

from course.simulate.governance.privacy import class_sizes, laplace_noise

__all__ = ["class_sizes", "laplace_noise"]
