"""Values as bytes: whether they are equal, or have changed since both sides had them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from split_grader.split.both.handles import Handle, Undue
from split_grader.split.both.protocol import pack
from split_grader.split.both.shared import is_held
from split_grader.split.both.values import Encoder, NotAValue


class _Plain(Encoder):
    """Encodes values that contain only plain data."""

    def _encode(self, obj: Any, kind: type) -> Any:
        if issubclass(kind, (Handle, Undue)):  # their ``__class__`` names another class
            raise NotAValue("an object from the answers")
        if kind in {set, frozenset}:  # equal ones may order their items differently
            return sorted((self.encode(item) for item in obj), key=repr)
        return super()._encode(obj, kind)


def content(obj: Any) -> bytes:
    """Return the bytes of a value that contains only plain data.

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
    """Containers that the two sides no longer keep the same, as they last were."""

    def __init__(self) -> None:
        self._known: dict[int, _Known] = {}

    def note(self, obj: Any) -> None:
        """Note the state of a container after a call, and forget those nobody uses."""
        self._known = {key: part for key, part in self._known.items() if is_held(part)}
        self._known[id(obj)] = _Known(obj, _state(obj))

    def has_changed(self, obj: Any) -> bool:
        """Tell whether a container has changed since the two sides parted."""
        part = self._known.get(id(obj))
        return part is not None and part.state is not None and _state(obj) != part.state

    def have_changed(self) -> bool:
        """Tell whether any container has changed since the two sides parted."""
        return any(self.has_changed(part.obj) for part in self._known.values())


def _state(obj: Any) -> bytes | None:
    try:
        return hashlib.sha256(content(obj)).digest()
    except (NotAValue, ValueError, RecursionError):
        return None
