"""Check and combine the facts that two files have about one step of the course.

The pages of the web edition have the same rules in JavaScript (``front/page/facts.js``).
``tests/progress_cases.json`` holds both to the same cases.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_VERSION = ("option", "numbers", "reason", "date")
_KINDS = {
    "answered": int,
    "answers": dict,
    "date": str,
    "history": list,
    "numbers": dict,
    "option": str,
    "passed": bool,
    "reason": str,
    "seen": dict,
    "solved": list,
}


def is_sound(name: str, facts: Mapping[str, Any]) -> bool:
    """Return whether the facts of a step have a valid form.

    A file may be damaged, or written by another program. Invalid facts would make a lesson fail
    later, wherever it uses the step.

    Examples
    --------
    >>> is_sound("drift.shift", {"guess": 81, "solved": ["One."]})
    True
    >>> is_sound("drift.shift", {"guess": 81, "solved": 3})
    False
    """
    if any(not isinstance(facts.get(fact, kind()), kind) for fact, kind in _KINDS.items()):
        return False
    if isinstance(facts.get("answered"), bool):  # Python counts these as numbers
        return False
    if name.startswith("review."):
        return all(isinstance(card, dict) and _is_card(card) for card in facts.values())
    if "option" not in facts:
        return True
    versions = [facts, *facts.get("history", ())]
    return all(isinstance(version, dict) and _is_whole(version) for version in versions)


def _is_card(card: Mapping[str, Any]) -> bool:
    last_review = card.get("last_review")
    return isinstance(card.get("due"), str) and (
        last_review is None or isinstance(last_review, str)
    )


def _is_whole(version: Mapping[str, Any]) -> bool:
    return all(isinstance(version.get(part), _KINDS[part]) for part in _VERSION)


def joined(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Combine the facts of a step from two places.

    Solved challenges are combined. The later decision counts, and the earlier one becomes part of
    its history. Of two other facts with the same name, the one from the more advanced side stays.
    The day of a decision settles which that is, then the day of a review, then the number of
    answers, then whether a check was passed. A missing or empty fact is behind any other. If both
    are equally advanced, `mine` stays. Tables inside a step are combined by the
    same rule, with the more advanced side as `mine`.

    Examples
    --------
    >>> joined({"guess": 81, "solved": ["One."]}, {"guess": 70, "solved": ["Two."]})
    {'guess': 81, 'solved': ['One.', 'Two.']}
    """
    under, over = (mine, theirs) if _standing(theirs) > _standing(mine) else (theirs, mine)
    if "option" in under and "option" in over:
        return _decided_twice(under, over)
    return {**under, **over, **{name: _both(name, under, over) for name in under if name in over}}


def _both(name: str, under: Mapping[str, Any], over: Mapping[str, Any]) -> Any:
    one, other = over[name], under[name]
    if name == "solved":
        return _union(one, other)
    return joined(one, other) if isinstance(one, dict) and isinstance(other, dict) else one


def _standing(facts: Mapping[str, Any]) -> tuple[str, str, int, bool]:
    return (
        facts.get("date") or "",
        facts.get("last_review") or "",
        facts.get("answered") or 0,
        bool(facts.get("passed")),
    )


def _decided_twice(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    before = [*earlier.get("history", ()), {name: earlier[name] for name in _VERSION}]
    if all(earlier[name] == later[name] for name in _VERSION if name != "date"):
        before.pop()
    history = _union(later.get("history", []), before)
    return {**later, "history": sorted(history, key=lambda version: version["date"])}


def _union(some: list[Any], others: list[Any]) -> list[Any]:
    existing = {json.dumps(item, sort_keys=True) for item in some}
    return [*some, *(item for item in others if json.dumps(item, sort_keys=True) not in existing)]
