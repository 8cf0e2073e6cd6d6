"""What the lender records about an applicant, and what each feature says about default."""

from __future__ import annotations

from typing import Final

CATEGORIES: Final = {
    "channel": ("branch", "web", "broker"),
    "region": ("north", "south", "east", "west"),
    "purpose": ("car", "home", "education", "other"),
}

COEFFICIENTS: Final[dict[str, float]] = {
    "age": -0.02,
    "income": -0.0009,
    "debt_to_income": 9.0,
    "credit_utilisation": 5.5,
    "months_employed": -0.013,
    "prior_arrears": 1.75,
    "loan_amount": 0.00003,
}
"""Change in the log odds of default for one unit of a feature."""

CATEGORY_COEFFICIENTS: Final[dict[str, tuple[float, ...]]] = {
    "channel": (0.0, 0.1, 0.3),
    "region": (0.0, 0.2, -0.1, 0.1),
    "purpose": (0.0, -0.1, 0.1, 0.2),
}
"""Change in the log odds of default for a category, in the order of `CATEGORIES`."""

INTERCEPT: Final = -4.55

REFERENCE_MEAN_SD: Final[dict[str, tuple[float, float]]] = {
    "age": (41.0, 12.0),
    "income": (2765.0, 1000.0),
    "debt_to_income": (0.32, 0.11),
    "credit_utilisation": (0.45, 0.215),
    "months_employed": (83.0, 53.0),
    "prior_arrears": (0.43, 0.82),
    "loan_amount": (9300.0, 5400.0),
}
"""Rounded mean and standard deviation of the reference year: the scale of an incident's size."""
