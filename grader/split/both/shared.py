"""Which containers stand twice in a value: ``[[0] * 3] * 3`` is one row, three times."""

from __future__ import annotations

import collections
from typing import Any

_CHANGEABLE = frozenset(
    {
        *(list, dict, set, bytearray, collections.deque),
        *(collections.defaultdict, collections.OrderedDict, collections.Counter),
    }
)
_HOLDING = (_CHANGEABLE | {tuple}) - {set, bytearray}
_ATOMS = frozenset({type(None), bool, int, float, str, bytes})
_MOST = 100_000


def repeated(value: Any) -> dict[int, int]:
    """Return a number for each container that stands in a value more than once, by its id.

    What changes in one place changes in the others. Of very large values only the first parts are
    looked at; the rest travels as if it were apart.
    """
    seen: set[int] = set()
    again: dict[int, int] = {}
    waiting = collections.deque([value])
    left = _MOST
    while waiting and left:
        left -= 1
        part = waiting.popleft()
        kind = type(part)
        if kind not in _HOLDING and kind not in _CHANGEABLE:
            continue
        if kind in _CHANGEABLE:
            if id(part) in seen:
                again.setdefault(id(part), len(again))
                continue
            seen.add(id(part))
        if kind in _HOLDING:
            items = part.values() if isinstance(part, dict) else part
            if not _ATOMS.issuperset(map(type, items)):
                waiting.extend(items)
    return again
