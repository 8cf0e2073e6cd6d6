"""Meridian Lending's loan applications, month by month, with drift planted on known dates.

Every number comes from a seed, so a frame can be rebuilt anywhere. The deployed model is the
reference year's truth itself: until something changes, its probabilities are exactly right.
An `Incident` then changes one thing: who applies, how many default, why they default, or what is
recorded. What the four kinds keep fixed is what tells them apart (Moreno-Torres et al. 2012).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from course._late import Late

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    Columns = dict[str, NDArray[Any]]

special = Late("scipy.special")

# Chosen so that 1,000 applications a month show the story without luck: 88.2%, then 79.1%.
DEFAULT_SEED: Final = 58
REFERENCE_MONTHS: Final = 12
GO_LIVE_MONTH: Final = 13
LABEL_MONTHS: Final = 12
"""Months until an application's outcome is known (the performance window)."""

REMEDIES: Final = {
    "covariate": "none",
    "prior": "recalibrate",
    "concept": "retrain",
    "fault": "repair",
}
"""Kind of incident -> what to do about it."""

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
# One row a calendar month: shares of car, home, education, other. Cars sell in spring, homes are
# done up in summer, studies start in September, presents are bought in December.
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
_CAMPAIGN_SHARE: Final = 0.4


@dataclass(frozen=True, kw_only=True)
class Incident:
    """One dated change in the stream of applications.

    Parameters
    ----------
    kind : {"covariate", "prior", "concept", "fault"}
        - ``covariate``: the inputs shift honestly; P(y|x) is kept.
        - ``prior``: the default rate moves; P(x|y) is kept.
        - ``concept``: P(y|x) moves.
        - ``fault``: the recorded value is wrong; the applicant and the outcome are unchanged.
    start : int
        First month touched (1 = January 2024).
    ramp : int, default=1
        Months until full strength; 1 means at once.
    feature : str
        The numeric feature concerned; ``"defaulted"`` for a prior shift.
    size : float
        - ``covariate``: shift of the feature in reference standard deviations.
        - ``prior``: shift of the log odds of default.
        - ``concept``: change in the log odds of default for one reference standard deviation.
        - ``fault``: factor on the recorded value.
    segment : tuple of (str, str), optional
        Column and category concerned, as in ``("channel", "broker")``. A covariate incident with
        a segment is a campaign: 40% of the month's applicants come through it, shifted.
    end : int, optional
        Last month touched; None means that it stays.
    cause : str
        What happened, in a few words.

    Raises
    ------
    ValueError
        When a value is outside what is described above.
    """

    kind: str
    start: int
    ramp: int = 1
    feature: str
    size: float
    segment: tuple[str, str] | None = None
    end: int | None = None
    cause: str = ""

    def __post_init__(self) -> None:
        if self.kind not in REMEDIES:
            raise ValueError(f"kind is {self.kind!r}; expected one of {', '.join(REMEDIES)}.")
        features = ("defaulted",) if self.kind == "prior" else tuple(COEFFICIENTS)
        if self.feature not in features:
            raise ValueError(
                f"feature of a {self.kind} incident is {self.feature!r}; "
                f"expected one of {', '.join(features)}."
            )
        if self.start < 1 or self.ramp < 1 or (self.end is not None and self.end < self.start):
            raise ValueError(
                f"start, ramp and end are {self.start}, {self.ramp} and {self.end}; expected "
                "start >= 1, ramp >= 1 and end >= start (or None when the incident stays)."
            )
        if self.segment is not None:
            self._check_segment(self.segment)

    def _check_segment(self, segment: tuple[str, str]) -> None:
        if self.kind == "prior":
            raise ValueError(
                f"segment is {segment!r}; a prior incident concerns everybody: give None."
            )
        column, value = segment
        if value not in CATEGORIES.get(column, ()):
            known = "; ".join(f"{name}: {', '.join(v)}" for name, v in CATEGORIES.items())
            raise ValueError(
                f"segment is {segment!r}; expected a column and its category: {known}."
            )

    @property
    def remedy(self) -> str:
        """What to do: none, recalibrate, retrain or repair."""
        return REMEDIES[self.kind]

    def strength(self, month: int) -> float:
        """Return the share of the full effect in a month, from 0 to 1."""
        if month < self.start or (self.end is not None and month > self.end):
            return 0.0
        return min(1.0, (month - self.start + 1) / self.ramp)

    def describe(self) -> str:
        """Return the incident as one sentence."""
        until = "on" if self.end is None else f"to month {self.end}"
        place = "" if self.segment is None else f" ({self.segment[0]} {self.segment[1]})"
        effect = {
            "covariate": f"shifts by {self.size:+g} standard deviations{place}; "
            "the risk at given inputs is unchanged",
            "prior": f"changes by {self.size:+g} in log odds; "
            "defaulters and repayers look as before",
            "concept": f"counts for {self.size:+g} more in the log odds of default "
            f"for each standard deviation{place}",
            "fault": f"is recorded {self.size:g} times too large{place}; "
            "the applicants are unchanged",
        }[self.kind]
        subject = "the rate of default" if self.kind == "prior" else self.feature
        when = f"From month {self.start} {until}"
        if self.ramp > 1:
            when += f", at full strength in month {self.start + self.ramp - 1}"
        cause = f" ({self.cause})" if self.cause else ""
        return f"{when}{cause}: {subject} {effect}."


_CONCEPT_SIZE: Final = {"debt_to_income": 3.5, "credit_utilisation": 4.6, "income": -3.08}
_CONCEPT_CAUSE: Final = {
    "debt_to_income": "interest rates rise",
    "credit_utilisation": "card issuers cut limits",
    "income": "living costs rise",
}

DEFAULT_INCIDENTS: Final = (
    Incident(
        kind="covariate",
        start=14,
        end=16,
        feature="age",
        size=-0.9,
        segment=("channel", "web"),
        cause="a web campaign for younger applicants",
    ),
    Incident(
        kind="concept",
        start=15,
        ramp=4,
        feature="debt_to_income",
        size=_CONCEPT_SIZE["debt_to_income"],
        cause=_CONCEPT_CAUSE["debt_to_income"],
    ),
    Incident(
        kind="fault",
        start=21,
        feature="income",
        size=12.0,
        segment=("channel", "broker"),
        cause="the broker feed sends income a year instead of a month",
    ),
)
"""The default story: harmless campaign, then drift from 88% to 79%, then a broken feed."""


def applications(
    per_month: int = 1000,
    months: int = 24,
    seed: int = DEFAULT_SEED,
    incidents: Sequence[Incident] = DEFAULT_INCIDENTS,
) -> pd.DataFrame:
    """Generate loan applications with the deployed model's score and the outcome.

    Each month has its own random stream: fewer months give the first rows of the same frame, and
    two frames that differ in their incidents share everything the incidents do not touch.

    Parameters
    ----------
    per_month : int, default=1000
        Applications a month, at least 1.
    months : int, default=24
        Months from January 2024 on, at least 1. Months 1 to 12 are the reference year; the model
        goes live in month 13.
    seed : int, default=58
        Non-negative.
    incidents : sequence of Incident
        What changes and when; ``()`` gives a world without drift.

    Returns
    -------
    pandas.DataFrame
        ``per_month * months`` rows, in order of month. ``score`` is the model's probability of
        default on the features as recorded, ``predicted_default`` is 1 where it is at least 0.5,
        ``defaulted`` is the outcome after 12 months. Units are in the data card.

    Raises
    ------
    TypeError
        When a count or the seed is not an integer, or an incident is not an `Incident`.
    ValueError
        When a count or the seed is too small.
    """
    per_month = _integer("per_month", per_month, minimum=1)
    months = _integer("months", months, minimum=1)
    seed = _integer("seed", seed, minimum=0)
    _check_incidents(incidents)
    parts = [_month(month, per_month, seed, incidents) for month in range(1, months + 1)]
    columns: dict[str, Any] = {
        name: np.concatenate([part[name] for part in parts]) for name in parts[0]
    }
    for name, levels in CATEGORIES.items():
        columns[name] = pd.Series(levels, dtype="str").array.take(columns[name])
    return pd.DataFrame(
        {
            "application_id": np.arange(1, per_month * months + 1, dtype=np.int64),
            "month": np.repeat(np.arange(1, months + 1, dtype=np.int64), per_month),
            **columns,
        }
    )


def load(
    per_month: int = 1000,
    months: int = 24,
    variant: str | None = None,
    seed: int | None = None,
    as_of: int | None = None,
) -> pd.DataFrame:
    """Return the applications of the default story or of a learner's variant.

    Parameters
    ----------
    per_month, months : int
        As for `applications`.
    variant : str, optional
        A learner's identity; None gives the default story.
    seed : int, optional
        Other rows for the same incidents; None takes `variant_seed`.
    as_of : int, optional
        Show only what is known at the end of this month: later applications are left out, and
        outcomes that are not yet 12 months old are missing. None shows everything.

    Returns
    -------
    pandas.DataFrame
        As for `applications`. With ``as_of``, ``defaulted`` is of type Int64, so that comparing
        with a missing outcome gives a missing answer and not a false one.

    Raises
    ------
    TypeError, ValueError
        As for `applications`; ``as_of`` is a whole number, at least 1.
    """
    seed = variant_seed(variant) if seed is None else seed
    if as_of is None:
        return applications(per_month, months, seed, variant_incidents(variant))
    as_of = _integer("as_of", as_of, minimum=1)
    months = min(_integer("months", months, minimum=1), as_of)
    frame = applications(per_month, months, seed, variant_incidents(variant))
    known = frame["month"] + LABEL_MONTHS <= as_of
    return frame.assign(defaulted=frame["defaulted"].astype("Int64").where(known))


def truth(variant: str | None = None) -> pd.DataFrame:
    """Return the planted incidents, one row each, in order of their start.

    Parameters
    ----------
    variant : str, optional
        A learner's identity; None gives the default story.

    Returns
    -------
    pandas.DataFrame
        kind, start, ramp, end (missing: it stays), feature, segment (``"column=category"`` or
        missing), size, remedy, description.
    """
    rows = [
        {
            "kind": incident.kind,
            "start": incident.start,
            "ramp": incident.ramp,
            "end": incident.end,
            "feature": incident.feature,
            "segment": None if incident.segment is None else "=".join(incident.segment),
            "size": incident.size,
            "remedy": incident.remedy,
            "description": incident.describe(),
        }
        for incident in variant_incidents(variant)
    ]
    return pd.DataFrame(rows).astype({"end": "Int64", "segment": "str"})


def _integer(name: str, value: Any, *, minimum: int) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} is {value!r}; expected a whole number, at least {minimum}.")
    if value < minimum:
        raise ValueError(f"{name} is {value}; expected a whole number, at least {minimum}.")
    return int(value)


def _check_incidents(incidents: Iterable[Any]) -> None:
    for incident in incidents:
        if not isinstance(incident, Incident):
            raise TypeError(f"incidents holds {incident!r}; expected Incident objects only.")


def _month(month: int, size: int, seed: int, incidents: Sequence[Incident]) -> Columns:
    rng = np.random.default_rng([seed, month])
    batches: list[Columns] = []
    found = 0
    # A prior shift rejects part of a batch; without one, the first batch is enough.
    while found < size:
        batch = _batch(rng, month, size, incidents)
        batches.append(batch)
        found += batch["defaulted"].size
    return {name: np.concatenate([b[name] for b in batches])[:size] for name in batches[0]}


def _batch(
    rng: np.random.Generator, month: int, size: int, incidents: Sequence[Incident]
) -> Columns:
    # All randomness is drawn here, always in the same order and number.
    normals = rng.standard_normal((7, size))
    segment, purpose, region, reach, fate, entry = rng.random((6, size))
    active = {
        kind: [i for i in incidents if i.kind == kind and i.strength(month) > 0]
        for kind in REMEDIES
    }
    actual = _population(normals, segment, region, purpose, month)
    for incident in active["covariate"]:
        _shift_inputs(actual, incident, month, reach)
    log_odds = _log_odds(actual)
    for incident in active["concept"]:
        log_odds += _shift_relation(actual, incident, month)
    defaulted = fate < special.expit(log_odds)
    recorded = dict(actual)
    for incident in active["fault"]:
        _misrecord(recorded, incident, month, reach)
    recorded["score"] = np.round(special.expit(_log_odds(recorded)), 6)
    recorded["predicted_default"] = (recorded["score"] >= 0.5).astype(np.int64)
    recorded["defaulted"] = defaulted.astype(np.int64)
    if not active["prior"]:
        return recorded
    shift = sum(i.size * i.strength(month) for i in active["prior"])
    accepted = entry < _acceptance(defaulted, shift)
    return {name: values[accepted] for name, values in recorded.items()}


def _population(
    normals: NDArray[np.float64],
    channel: NDArray[np.float64],
    region: NDArray[np.float64],
    purpose: NDArray[np.float64],
    month: int,
) -> Columns:
    """Return the features of a month in which nothing unusual happens."""
    stage, tenure, wage, debt, cards, conduct, need = normals
    calendar = (month - 1) % 12
    codes = {
        "channel": _pick(channel, _CHANNEL_SHARES),
        "region": _pick(region, _REGION_SHARES),
        "purpose": _pick(purpose, _PURPOSE_SHARES[calendar]),
    }
    median = np.array(_MEDIAN_AMOUNT)[codes["purpose"]] * _AMOUNT_SEASON[calendar]
    # Weights in a sum of two normals have squares that add up to 1 (nearly): variance stays 1.
    raw = {
        "age": 41 + 12 * stage,
        "income": np.round(260 * np.exp(0.35 * (0.3 * stage + 0.954 * wage))) * 10,
        "debt_to_income": 0.32 + 0.11 * (-0.25 * wage + 0.968 * debt),
        "credit_utilisation": 0.45 + 0.22 * (0.3 * debt + 0.954 * cards),
        "months_employed": 84 + 55 * (0.4 * stage + 0.917 * tenure),
        "prior_arrears": np.searchsorted(_ARREARS_CUTS, 0.35 * cards + 0.937 * conduct),
        "loan_amount": np.round(median * np.exp(0.5 * need) / 100) * 100,
    }
    features = {name: _as_recorded(name, _limit(name, values)) for name, values in raw.items()}
    _limit_tenure(features)
    return features | codes


def _pick(uniform: NDArray[np.float64], shares: Sequence[float]) -> NDArray[np.int64]:
    return np.searchsorted(np.cumsum(shares)[:-1], uniform, side="right").astype(np.int64)


def _limit(name: str, values: NDArray[Any]) -> NDArray[Any]:
    low, high = _LIMITS[name]
    return np.asarray(np.clip(values, low, high))


def _as_recorded(name: str, values: NDArray[Any]) -> NDArray[Any]:
    decimals = _DECIMALS.get(name)
    if decimals is None:
        return np.round(values).astype(np.int64)
    return np.round(values, decimals)


def _limit_tenure(features: Columns) -> None:
    """Keep everybody's working life from starting before the age of 18."""
    features["months_employed"] = np.minimum(
        features["months_employed"], (features["age"] - 18) * 12
    )


def _log_odds(features: Columns) -> NDArray[np.float64]:
    total = np.full(features["age"].size, INTERCEPT)
    for name, slope in COEFFICIENTS.items():
        total += slope * features[name]
    for name, steps in CATEGORY_COEFFICIENTS.items():
        total += np.array(steps)[features[name]]
    return total


def _in_segment(features: Columns, segment: tuple[str, str] | None) -> NDArray[np.bool_]:
    if segment is None:
        return np.ones(features["age"].size, dtype=bool)
    column, value = segment
    return np.asarray(features[column] == CATEGORIES[column].index(value))


def _shift_inputs(
    features: Columns, incident: Incident, month: int, reach: NDArray[np.float64]
) -> None:
    share = incident.strength(month) * (1.0 if incident.segment is None else _CAMPAIGN_SHARE)
    reached = reach < share
    if incident.segment is not None:
        column, value = incident.segment
        features[column] = np.where(reached, CATEGORIES[column].index(value), features[column])
    name = incident.feature
    moved = features[name] + incident.size * REFERENCE_MEAN_SD[name][1]
    moved = _as_recorded(name, _limit(name, moved))
    features[name] = np.where(reached, moved, features[name])
    _limit_tenure(features)


def _shift_relation(features: Columns, incident: Incident, month: int) -> NDArray[np.float64]:
    mean, sd = REFERENCE_MEAN_SD[incident.feature]
    effect = incident.size * incident.strength(month) * (features[incident.feature] - mean) / sd
    return np.where(_in_segment(features, incident.segment), effect, 0.0)


def _misrecord(
    features: Columns, incident: Incident, month: int, reach: NDArray[np.float64]
) -> None:
    hit = _in_segment(features, incident.segment) & (reach < incident.strength(month))
    name = incident.feature
    wrong = _as_recorded(name, features[name] * incident.size)
    features[name] = np.where(hit, wrong, features[name])


def _acceptance(defaulted: NDArray[np.bool_], shift: float) -> NDArray[np.float64]:
    """Return each row's chance of being kept.

    Keeping defaulters exp(shift) times as often as repayers multiplies the odds of default by
    exp(shift) and leaves P(x|y) untouched: rejection sampling of a prior shift.
    """
    return np.exp(np.where(defaulted, min(shift, 0.0), min(-shift, 0.0)))


_FAULTS: Final = {
    "income": (12.0, "sends income a year instead of a month"),
    "debt_to_income": (100.0, "sends per cent instead of a share"),
    "credit_utilisation": (100.0, "sends per cent instead of a share"),
    "months_employed": (30.0, "sends days instead of months"),
    "loan_amount": (100.0, "sends cents instead of euros"),
}
_CAMPAIGNS: Final = {
    "age": (-0.9, "a campaign for younger applicants"),
    "months_employed": (-0.8, "a campaign for people in new jobs"),
    "loan_amount": (0.9, "a campaign for larger loans"),
}
_SEGMENTS: Final = tuple(
    (column, value) for column in ("channel", "region") for value in CATEGORIES[column]
)


def variant_seed(variant: str | None) -> int:
    """Return the seed of a learner's variant; None gives the default seed.

    Raises
    ------
    TypeError
        When ``variant`` is neither text nor None.
    """
    return DEFAULT_SEED if variant is None else _digest(variant, "rows") % 2**32


def variant_incidents(variant: str | None) -> tuple[Incident, ...]:
    """Return the incidents of a learner's variant, in order of their start.

    A variant tells the same lesson with other dates, features and segments: one covariate
    incident, one concept incident, one fault, and for about half of the variants a prior shift.
    Each has its own feature. The prior shift is over before another incident starts. The concept
    incident is at full strength by month 18, with accuracy at 79% +- 1 point (large samples) from
    there until the fault.

    Parameters
    ----------
    variant : str or None
        The learner's identity, any text; None gives the default story.

    Raises
    ------
    TypeError
        When ``variant`` is neither text nor None.
    """
    if variant is None:
        return DEFAULT_INCIDENTS

    def draw(what: str, options: Sequence[Any]) -> Any:
        return options[_digest(variant, what) % len(options)]

    concept = draw("concept feature", tuple(_CONCEPT_SIZE))
    campaign = draw("campaign feature", tuple(_CAMPAIGNS))
    broken = draw("fault feature", tuple(f for f in _FAULTS if f not in (concept, campaign)))
    has_prior = draw("prior", (True, False))
    full = draw("concept full", (18,) if has_prior else (17, 18))
    ramp = draw("concept ramp", (2, 3) if has_prior else (3, 4))
    incidents = [
        _variant_campaign(draw, campaign, (19,) if has_prior else (13, 14)),
        _variant_concept(concept, full, ramp),
        _variant_fault(draw, broken),
    ]
    if has_prior:
        incidents.append(_variant_prior(draw))
    return tuple(sorted(incidents, key=lambda incident: incident.start))


def _digest(variant: str, what: str) -> int:
    # hash() differs from one Python process to the next; SHA-256 does not.
    if not isinstance(variant, str):
        raise TypeError(
            f"variant is {variant!r}; expected the learner's identity as text, or None."
        )
    return int.from_bytes(hashlib.sha256(f"{what}\n{variant}".encode()).digest()[:8], "big")


def _variant_campaign(
    draw: Callable[[str, Sequence[Any]], Any], feature: str, starts: Sequence[int]
) -> Incident:
    size, cause = _CAMPAIGNS[feature]
    start = draw("campaign start", starts)
    return Incident(
        kind="covariate",
        start=start,
        end=start + draw("campaign length", (1, 2)),
        feature=feature,
        size=size,
        segment=draw("campaign segment", _SEGMENTS),
        cause=cause,
    )


def _variant_concept(feature: str, full: int, ramp: int) -> Incident:
    return Incident(
        kind="concept",
        start=full - ramp + 1,
        ramp=ramp,
        feature=feature,
        size=_CONCEPT_SIZE[feature],
        cause=_CONCEPT_CAUSE[feature],
    )


def _variant_fault(draw: Callable[[str, Sequence[Any]], Any], feature: str) -> Incident:
    size, cause = _FAULTS[feature]
    segment = draw("fault segment", _SEGMENTS)
    return Incident(
        kind="fault",
        start=draw("fault start", (21, 22)),
        feature=feature,
        size=size,
        segment=segment,
        cause=f"the {segment[1]} feed {cause}",
    )


def _variant_prior(draw: Callable[[str, Sequence[Any]], Any]) -> Incident:
    return Incident(
        kind="prior",
        start=13,
        end=draw("prior end", (14, 15)),
        feature="defaulted",
        size=draw("prior size", (0.6, 0.7, 0.8)),
        cause="a large employer closes and more of every sort of applicant default",
    )
