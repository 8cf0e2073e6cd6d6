"""What two files know of one step of the course, put together so that nothing is lost.

The pages of the web edition do the same (``tools/pages/front/kept.js``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_VERSION = ("option", "numbers", "reason", "date")


def joined(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a step from two places.

    Challenges that were solved are united. The later decision counts, and the earlier one becomes
    part of its history. Of two other facts under one name the one that has come further stays (by
    the day of the review, or by how much is answered or passed), and otherwise `mine`.

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
        return _united(one, other)
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
    history = _united(later.get("history", []), before)
    return {**later, "history": sorted(history, key=lambda version: version["date"])}


def _united(some: list[Any], others: list[Any]) -> list[Any]:
    held = {json.dumps(item, sort_keys=True) for item in some}
    return [*some, *(item for item in others if json.dumps(item, sort_keys=True) not in held)]
