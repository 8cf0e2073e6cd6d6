"""Containers that both sides have: what one side changes in place, the other one sees changed.

Values travel as copies, and in one process nothing is copied. A list that an object hands out may
be the one that it keeps, a copy may share its rows with what it was made from, a generator may hand
over the same list each time. Tests are written to find that out. So both sides remember which plain
containers have gone over, under a key for each; they tell each other with each question and each
answer which of these have changed, and a container that goes over again is the one that is there.

What an object of the student's may do is judged by the path by which it came. So a container with
objects in it stays the same only on one path; those of plain values do on all. What has other
things in it, such as frames, takes no part.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.split.both.protocol import WireError
from grader.split.both.values import BadValue, NotAValue
from grader.split.containers import (
    Found,
    count,
    fill,
    holds_same,
    is_as_before,
    is_like,
    swapped,
)
from grader.split.hooks import Refused
from grader.split.known import Known, Remembered, View, is_sound, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_MOST_TOLD = 4_000_000
"""Bytes of changes that a side tells in one test."""
_SMALL = 65_536
"""Bytes of a message whose containers are remembered."""


class Aliases(Remembered):
    """The containers of one side that the other one has as well.

    Parameters
    ----------
    sign : int
        1 or -1: by this the keys of the two sides differ.
    packed, unpacked : callable
        Encode a value into a body of its own; decode such a body, given a path. What may not come
        by that path raises :class:`Refused`, and is not held against the test.
    refers : callable
        ``refers(obj)`` tells whether an object goes over by reference, or came so.
    may_change : pair of callable
        ``may_change(path, container)`` tells whether a container that this side made first, and
        still holds, may change by what came by a path: other than by a call that it was given to,
        and by such a call.
    """

    def __init__(
        self,
        sign: int,
        packed: Callable[[Any], bytes],
        unpacked: Callable[[Any, str], Any],
        refers: Callable[[Any], bool],
        may_change: tuple[Callable[[str, Any], bool], Callable[[str, Any], bool]],
    ) -> None:
        super().__init__()
        self._sign, self._refers = sign, refers
        self._may_change, self._may_change_given = may_change
        self._packed, self._unpacked = packed, unpacked
        self._count = self._told = 0
        self._given: list[set[int]] = []
        self._lent: dict[int | None, set[int]] = {}

    def clear(self) -> None:
        """Forget all: each test begins anew."""
        super().clear()
        self._lent.clear()
        self._told = 0

    # -- what goes over ------------------------------------------------------------------------
    def keys_of(self, value: Any, size: int, path: str) -> list[Any]:
        """Return the keys of the containers in a value that goes over, in order.

        A view of an array that has a key is told as ``[key, key of that, offset, strides]``.

        Parameters
        ----------
        value : any
        size : int
            The bytes that it takes on the wire; of a large one nothing is remembered.
        path : str
            How what the other side changes in it will be called.
        """
        found = Found(value, self._refers) if 0 < size <= _SMALL else None
        if found is None or any(self._is_muddled(part) for part in found.parts):
            return []
        return [self._key_of(part, path, found) for part in found.parts]

    @contextlib.contextmanager
    def given(
        self, values: list[Any], bodies: list[bytes], path: str, lender: int | None = None
    ) -> Iterator[dict[str, Any]]:
        """Ask with arguments: until the answer has come, the containers in them may change.

        Parameters
        ----------
        values, bodies : list
            The arguments, and what they are on the wire.
        path : str
            How what the other side changes in them will be called.
        lender : int, optional
            The number of an iterator: what the call was given that made it may change, too.

        Yields
        ------
        dict
            What the question tells of them.
        """
        keys = [
            self.keys_of(value, len(body), path)
            for value, body in zip(values, bodies, strict=False)
        ]
        own = {View(*listed(key)).own for found in keys for key in found}
        self._given.append(own | self._lent.get(lender, set()))
        try:
            yield {"given": keys} if any(keys) else {}
        finally:
            self._given.pop()

    def lend(self, number: int) -> None:
        """Remember that an iterator may change what the call was given that returns it."""
        self._lent[number] = self._given[-1]

    @contextlib.contextmanager
    def asked(self) -> Iterator[None]:
        """Take in a question: what was given to a call changes with its answer, not before it."""
        outer, self._given = self._given, []
        try:
            yield
        finally:
            self._given = outer

    def tell(self, parts: list[bytes]) -> dict[str, Any]:
        """Add the state of what has changed on this side to a message; return what it tells."""
        told = []
        for key, known in [*self._known.items()]:
            if is_as_before(known.value, known.state):
                continue
            body = self._body(known)
            keys = self.keys_of(known.value, len(body), next(iter(known.paths)))
            if keys:
                told.append([key, len(parts), keys])
                parts.append(body)
                self._told += len(body)
            else:
                self._forget(key)
        return {"changed": told} if told else {}

    def _body(self, known: Known) -> bytes:
        """Return the body of a container; nothing if it may not, or should not, go over again."""
        if count(known.value) > _SMALL or self._told > _MOST_TOLD:
            return b""
        if Found(known.value, self._refers).has_objects and not known.has_objects:
            return b""
        with contextlib.suppress(NotAValue, WireError, ValueError, RecursionError):
            return self._packed(known.value)
        return b""

    def _key_of(self, part: Any, path: str, found: Found) -> Any:
        key = self._keys.get(id(part))
        view = self._view(part) if key is None and type(part) is np.ndarray else []
        if key is None:
            self._count += 1
            key = self._count * self._sign
        self._put(key, part, path, found, base=view[0] if view else None, is_ours=True)
        self._see(key)
        return [key, *view] if view else key

    # -- what comes over -----------------------------------------------------------------------
    def arrived(self, value: Any, keys: Any, path: str, by: str | None = None) -> Any:
        """Return a value that came over, made of the containers that this side has already.

        What came tells their state. What this side made first changes only by a call that it was
        given to, or where it may.

        Parameters
        ----------
        value : any
        keys : list
            What the other side told of the containers in it.
        path : str
            How it came.
        by : str, optional
            How the message came that it is part of, if it is no answer by itself.
        """
        if type(keys) is not list or not keys:
            return value
        found = Found(value, self._refers)
        views = [View(*listed(key)) for key in keys if len(listed(key)) in {1, 4}]
        if not len(found.parts) == len(views) == len(keys) or not all(map(is_sound, views)):
            return value
        if any(self._is_ours(view) and not self._is_given(view) for view in views):
            self._settle()
        targets = {
            id(part): self._target(part, view, path, found)
            for part, view in zip(found.parts, views, strict=True)
        }
        ours = [
            view
            for part, view in zip(found.parts, views, strict=True)
            if self._is_ours(view) and not holds_same(targets[id(part)], part)
        ]
        may = all(self._may_take(view, by or path) for view in ours)
        for part, view in zip(found.parts, views, strict=True):
            if not may and view in ours:
                self._forget(view.own)
                del targets[id(part)]
            else:
                self._put(view.own, targets[id(part)], path, found, base=view.of)
        if any(targets.get(id(part)) is not part for part in found.parts):
            for part in found.parts:
                fill(targets.get(id(part), part), part, targets)
            value = swapped(value, targets)
        for view in views:
            self._see(view.own)
        return value

    def learn(self, told: Any, parts: Sequence[Any], path: str) -> None:
        """Bring the containers of this side to the state that a message tells.

        Raises
        ------
        BadValue
            If it tells nothing that makes sense.
        """
        changed = told.get("changed", []) if type(told) is dict else None
        if type(changed) is not list:
            raise BadValue("the changes are not a list")
        for one in changed:
            if type(one) is not list or len(one) != 3 or not _is_place(one[1], parts):
                raise BadValue("a change of nothing")
            self._learn_one(one[0], parts[one[1]], one[2], path)

    def _learn_one(self, key: Any, body: Any, keys: Any, path: str) -> None:
        known = self._known.get(key) if type(key) is int else None
        if known is None:
            return
        if known.is_ours and not self._is_given(View(key)):
            self._settle()
        if known.is_ours and not self._may_take(View(key), path):
            self._forget(key)
            return
        # It is judged by each path by which it came.
        for place in [*known.paths]:
            try:
                value = self._unpacked(body, place)
            except Refused:
                self._forget(key)
                return
            self.arrived(value, keys, place, by=path)

    def _is_given(self, view: View) -> bool:
        """Tell whether a container, or the array it is part of, was given to the call that runs."""
        known = self._known.get(view.own)
        base = view.of if known is None else known.base
        above = self._known.get(view.of)
        if view.of is not None and view.of != base and above is not None and above.is_ours:
            return False  # a part of something else than it was
        return any(view.own in keys or base in keys for keys in self._given)

    def _may_take(self, view: View, path: str) -> bool:
        """Tell whether a container of this side's may take on the state that it has over there."""
        known = self._known.get(view.own) or self._known.get(view.of)
        may = self._may_change_given if self._is_given(view) else self._may_change
        return known is None or may(path, known.value)

    def forget(self, keys: Any) -> None:
        """Forget the containers of some keys: they are not the same on both sides any more."""
        for key in keys if type(keys) is list else ():
            own = View(*listed(key)).own
            if type(own) is int:
                self._forget(own)

    def _target(self, part: Any, view: View, path: str, found: Found) -> Any:
        """Return the container of this side that stands for what came under a key."""
        known = self._known.get(view.own)
        if known is not None and is_like(known.value, part):
            is_same_way = not found.has_objects or known.paths.keys() == {path}
            return known.value if is_same_way else part
        return self._seen(part, view) if type(part) is np.ndarray else part

    def _seen(self, part: Any, view: View) -> Any:
        """Return a view, on this side, of what an array is a view of over there."""
        base = None if view.of is None else self._known.get(view.of)
        if base is None or type(base.value) is not np.ndarray or not base.value.flags.c_contiguous:
            return part
        # In Python's integers: numpy's own check of bounds can overflow.
        steps = [(n - 1) * step for n, step in zip(part.shape, view.strides, strict=False)]
        low = view.offset + sum(step for step in steps if step < 0)
        high = view.offset + sum(step for step in steps if step > 0) + part.itemsize
        fits = len(view.strides) == part.ndim and low >= 0 and high <= base.value.nbytes
        if not fits or not part.size:
            return part
        try:
            return np.ndarray(part.shape, part.dtype, base.value, view.offset, tuple(view.strides))
        except (ValueError, OverflowError):  # a step that is never taken, and no number for numpy
            return part


def _is_place(place: Any, parts: Sequence[Any]) -> bool:
    return type(place) is int and 0 <= place < len(parts)
