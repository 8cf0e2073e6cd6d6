"""Values as bytes: whether they are equal, or have changed since both sides had them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from grader.split.both.handles import Handle, Undue
from grader.split.both.protocol import pack
from grader.split.both.shared import is_held
from grader.split.both.values import Encoder, NotAValue


class _Plain(Encoder):
    """Encodes what is plain data all through."""

    def _encode(self, obj: Any, kind: type) -> Any:
        if issubclass(kind, (Handle, Undue)):  # which say that they are something else
            raise NotAValue("an object from the answers")
        if kind in {set, frozenset}:  # equal ones may have their items in another order
            return sorted((self.encode(item) for item in obj), key=repr)
        return super()._encode(obj, kind)


def content(obj: Any) -> bytes:
    """Return the bytes of what is plain data all through.

    Raises
    ------
    NotAValue
        If it is not.
    """
    encoder = _Plain()
    return pack({"v": encoder.encode(obj)}, encoder.blobs)


@dataclass
class _Known:
    obj: Any
    state: bytes | None


class Parted:
    """Containers that have crossed and are two things now, as they were when they parted."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}

    def note(self, obj: Any) -> None:
        """Note the state of a container at the end of a call, and forget those of no more use."""
        self._known = {key: known for key, known in self._known.items() if is_held(known)}
        self._known[id(obj)] = _Known(obj, _state(obj))

    def has_changed(self, obj: Any) -> bool:
        """Tell whether a container has changed since it parted; one that never did has not."""
        known = self._known.get(id(obj))
        return known is not None and known.state is not None and _state(obj) != known.state

    def have_changed(self) -> bool:
        """Tell whether any container has changed since it parted."""
        return any(self.has_changed(known.obj) for known in self._known.values())


def _state(obj: Any) -> bytes | None:
    try:
        return hashlib.sha256(content(obj)).digest()
    except (NotAValue, ValueError, RecursionError):
        return None
