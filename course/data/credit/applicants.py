"""Applicants of an ordinary month: seasons, shares and joint features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Columns = dict[str, NDArray[Any]]

_DECIMALS: Final = {"debt_to_income": 3, "credit_utilisation": 3}
_LIMITS: Final[dict[str, tuple[float, float]]] = {
    "age": (18, 75),
    "income": (600, 30_000),
    "debt_to_income": (0.01, 0.95),
    "credit_utilisation": (0, 1),
    "months_employed": (0, 684),
    "prior_arrears": (0, 4),
    "loan_amount": (500, 60_000),
}
_CHANNEL_SHARES: Final = (0.45, 0.35, 0.20)
_REGION_SHARES: Final = (0.30, 0.25, 0.25, 0.20)
# One row per calendar month: shares of car, home, education, other. Cars sell in spring, homes
# are done up in summer, studies start in September, presents are bought in December.
_PURPOSE_SHARES: Final = (
    (0.30, 0.25, 0.10, 0.35),
    (0.33, 0.25, 0.10, 0.32),
    (0.40, 0.27, 0.08, 0.25),
    (0.42, 0.28, 0.07, 0.23),
    (0.38, 0.34, 0.06, 0.22),
    (0.33, 0.38, 0.07, 0.22),
    (0.30, 0.36, 0.12, 0.22),
    (0.26, 0.26, 0.26, 0.22),
    (0.26, 0.24, 0.28, 0.22),
    (0.30, 0.26, 0.16, 0.28),
    (0.27, 0.23, 0.08, 0.42),
    (0.24, 0.20, 0.06, 0.50),
)
_MEDIAN_AMOUNT: Final = (9000.0, 10_000.0, 7000.0, 6000.0)  # EUR, by purpose
_AMOUNT_SEASON: Final = (0.92, 0.94, 1.0, 1.06, 1.08, 1.08, 1.04, 1.0, 0.98, 0.96, 1.0, 0.94)
_ARREARS_CUTS: Final = (0.6, 1.2, 1.8, 2.4)  # on a standard normal: 0, 1, 2, 3 or 4 arrears


def population(
    normals: NDArray[np.float64],
    channel: NDArray[np.float64],
    region: NDArray[np.float64],
    purpose: NDArray[np.float64],
    month: int,
) -> Columns:
    """Return the features of applicants in an ordinary month."""
    stage, tenure, wage, debt, cards, conduct, need = normals
    calendar = (month - 1) % 12
    codes = {
        "channel": _pick(channel, _CHANNEL_SHARES),
        "region": _pick(region, _REGION_SHARES),
        "purpose": _pick(purpose, _PURPOSE_SHARES[calendar]),
    }
    median = np.array(_MEDIAN_AMOUNT)[codes["purpose"]] * _AMOUNT_SEASON[calendar]
    # The squared weights in a sum of two normals add up to about 1, so the variance stays 1.
    raw = {
        "age": 41 + 12 * stage,
        "income": np.round(260 * np.exp(0.35 * (0.3 * stage + 0.954 * wage))) * 10,
        "debt_to_income": 0.32 + 0.11 * (-0.25 * wage + 0.968 * debt),
        "credit_utilisation": 0.45 + 0.22 * (0.3 * debt + 0.954 * cards),
        "months_employed": 84 + 55 * (0.4 * stage + 0.917 * tenure),
        "prior_arrears": np.searchsorted(_ARREARS_CUTS, 0.35 * cards + 0.937 * conduct),
        "loan_amount": np.round(median * np.exp(0.5 * need) / 100) * 100,
    }
    features = {name: as_recorded(name, limit(name, values)) for name, values in raw.items()}
    limit_tenure(features)
    return features | codes


def _pick(uniform: NDArray[np.float64], shares: Sequence[float]) -> NDArray[np.int64]:
    return np.searchsorted(np.cumsum(shares)[:-1], uniform, side="right").astype(np.int64)


def limit(name: str, values: NDArray[Any]) -> NDArray[Any]:
    """Return values of a feature, clipped to the range the lender accepts."""
    low, high = _LIMITS[name]
    return np.asarray(np.clip(values, low, high))


def as_recorded(name: str, values: NDArray[Any]) -> NDArray[Any]:
    """Return values of a feature, rounded as the lender records them."""
    decimals = _DECIMALS.get(name)
    if decimals is None:
        return np.round(values).astype(np.int64)
    return np.round(values, decimals)


def limit_tenure(features: Columns) -> None:
    """Limit months employed so that nobody started work before 18."""
    features["months_employed"] = np.minimum(
        features["months_employed"], (features["age"] - 18) * 12
    )
