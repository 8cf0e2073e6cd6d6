"""What happens to the lender, and when: the course's story and learners' variants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from course.data._variant import number
from course.data.credit.features import CATEGORIES
from course.data.credit.incident import Incident

# Chosen so that 1,000 applications a month show the expected accuracies: 88.2%, then 79.1%.
DEFAULT_SEED: Final = 58

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
    return DEFAULT_SEED if variant is None else number(variant, "rows") % 2**32


def variant_incidents(variant: str | None) -> tuple[Incident, ...]:
    """Return the incidents of a learner's variant, in order of their start.

    A variant teaches the same lesson with other dates, features and segments: one covariate
    incident, one concept incident, one fault, and in about half of the variants a prior shift.
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
        return options[number(variant, what) % len(options)]

    concept = draw("concept feature", tuple(_CONCEPT_SIZE))
    campaign = draw("campaign feature", tuple(_CAMPAIGNS))
    fault = draw("fault feature", tuple(f for f in _FAULTS if f not in (concept, campaign)))
    has_prior = draw("prior", (True, False))
    full = draw("concept full", (18,) if has_prior else (17, 18))
    ramp = draw("concept ramp", (2, 3) if has_prior else (3, 4))
    incidents = [
        _variant_campaign(draw, campaign, (19,) if has_prior else (13, 14)),
        _variant_concept(concept, full, ramp),
        _variant_fault(draw, fault),
    ]
    if has_prior:
        incidents.append(_variant_prior(draw))
    return tuple(sorted(incidents, key=lambda incident: incident.start))


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
