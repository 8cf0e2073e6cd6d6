"""Decide in what form values cross: containers by number and content, objects as handles.

The end that an object belongs to describes what isn't a plain value.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

from split_grader.split.both import numpy_values, pandas_values, plain, questions, records
from split_grader.split.both.handles import Handle, Undue
from split_grader.split.both.values import Decoder, Encoder

if TYPE_CHECKING:
    from split_grader.split.both.side import End

__all__ = ["Reader", "Writer", "numpy_values", "pandas_values", "plain"]


class Writer(Encoder):
    """Encodes for the other side: containers by number and content, objects as handles.

    Attributes
    ----------
    open : set of int
        Objects whose plain value is written already.
    """

    def __init__(self, end: End, path: str) -> None:
        super().__init__(lambda obj: end.refer(self, obj))
        self.end, self._path = end, path
        self._gone: set[int] = set()
        self.open: set[int] = set()

    def _encode(self, obj: Any, kind: type) -> Any:
        if issubclass(kind, (Handle, Undue)):  # their ``__class__`` names another class
            return self.end.refer(self, obj)
        shared = self.end.shared
        if not shared.takes(kind):
            return super()._encode(obj, kind)
        ref = shared.ref(obj, self._path)
        if ref in self._gone:
            return {"t": "shared", "k": ref}
        self._gone.add(ref)
        return {"t": "shared", "k": ref, "v": self.inside(obj)}

    def inside(self, obj: Any) -> Any:
        """Encode the items of a container."""
        if records.is_record(self.end, type(obj)):
            return records.write_object(self, obj, type(obj))
        return super()._encode(obj, type(obj))

    def built_on(self, base: type, plain: Any, obj: Any) -> Any:
        """Encode an object whose class builds on a plain type: it is more than that type.

        Where an object is due it is one, and elsewhere the plain value that it builds on.
        """
        kind, end = type(obj), self.end
        if isinstance(obj, enum.Enum) and records.is_locked(end, kind):
            return records.write_member(obj)
        is_tuple = records.is_named_tuple(kind)
        if is_tuple and not records.has_more(kind):
            return records.write_tuple(end, self, obj)
        node = questions.described(obj, end.number(obj))
        value = super().built_on(base, plain, obj)
        node["v"] = records.write_tuple(end, self, obj) if is_tuple else value
        return node


class Reader(Decoder):
    """Decodes values that came by a path."""

    def __init__(self, end: End, blobs: list[memoryview], path: str, root: Any) -> None:
        super().__init__(blobs, lambda tag, node: end.resolve(tag, node, self))
        self._path, self._root = path, root

    def path_of(self, node: Any) -> str:
        """Return the path of a node: one step further if it is part of a value."""
        return self._path if node is self._root else f"{self._path}[]"
