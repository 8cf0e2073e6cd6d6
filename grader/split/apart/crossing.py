"""In what form values cross: containers by number and content, objects as handles.

What is more than a plain value is described by the end that it belongs to.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any, Protocol

from grader.split.apart import questions, records
from grader.split.apart.errors import Classes
from grader.split.apart.handles import Handle, Undue
from grader.split.apart.kinds import DATA
from grader.split.both.plain import plain_families
from grader.split.both.values import EXTENSIONS, FAMILIES, Decoder, Encoder, NotAValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.split.apart.kinds import Policy
    from grader.split.apart.shared import Shared


class Described(Classes, Protocol):
    """An end, as far as it says what its objects are."""

    shared: Shared
    policy: Policy

    def refer(self, encoder: Writer, obj: Any) -> dict[str, Any]:
        """Describe what is no plain value."""

    def resolve(self, tag: str, node: Any, decoder: Any) -> Any:
        """Return what a node stands for that is no plain value."""


class Writer(Encoder):
    """Encodes for the other side: containers by number and content, objects as handles."""

    def __init__(self, end: Described, path: str) -> None:
        super().__init__()
        self.refer = lambda obj: end.refer(self, obj)
        self.end, self._path = end, path
        self._gone: set[int] = set()
        self.open: set[int] = set()
        """Objects whose plain value is written already."""

    def encode(self, obj: Any) -> Any:
        """Return what crosses in the place of `obj`."""
        kind = type(obj)
        if kind is str or obj is None or kind is bool or kind is float:
            return obj
        if issubclass(kind, (Handle, Undue)):  # which say that they are something else
            if self.refer is None:
                raise NotAValue("an object of the other side")
            return self.refer(obj)
        shared = self.end.shared
        if self.refer is None or not shared.takes(kind):
            return self._encode(obj, kind)
        ref = shared.ref(obj, self._path)
        if ref in self._gone:
            return {"t": "shared", "k": ref}
        self._gone.add(ref)
        return {"t": "shared", "k": ref, "v": self.inside(obj)}

    def inside(self, obj: Any) -> Any:
        """Encode what a container holds."""
        if records.is_record(self.end, type(obj)):
            return records.write_object(self, obj, type(obj))
        return self._encode(obj, type(obj))


_BY_VALUE = frozenset({"grader.split.both.arrays", "grader.split.both.results"})
"""Values of libraries that are data; charts and models are handles."""


def only_data() -> None:
    """Have values of this process cross by these rules, whatever was known of them before."""
    EXTENSIONS[:] = [one for one in EXTENSIONS if type(one).__module__ in _BY_VALUE]
    plain_families()
    FAMILIES[1:] = [(base, _with_more(write)) for base, write in FAMILIES[1:]]


def _with_more(write: Callable[[Encoder, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return what describes a value whose class builds on a plain type: more than that type.

    Where an object is due it is one, and elsewhere the plain value that it builds on.
    """

    def written(encoder: Writer, obj: Any) -> Any:
        kind, end = type(obj), encoder.end
        if encoder.refer is None:
            return write(encoder, obj)
        if isinstance(obj, enum.Enum) and records.is_locked(end, kind):
            return records.write_member(obj)
        if records.is_named_tuple(kind) and not records.has_more(kind):
            return records.write_tuple(end, encoder, obj)
        if kind.__module__ != "__main__":
            return write(encoder, obj)
        node = questions.described(obj, end.number(obj))
        is_tuple = records.is_named_tuple(kind)
        node["v"] = records.write_tuple(end, encoder, obj) if is_tuple else write(encoder, obj)
        return node

    return written


class Reader(Decoder):
    """Decodes what came by a path."""

    def __init__(self, end: Described, blobs: list[memoryview], path: str, root: Any) -> None:
        super().__init__(blobs, lambda tag, node, _: end.resolve(tag, node, self))
        self._path, self._root = path, root
        self.tolerates = lambda place: end.policy.had(path + place, DATA)

    def path_of(self, node: Any) -> str:
        """Return the path of a node: one step further if it is part of a value."""
        return self._path if node is self._root else f"{self._path}[]"
