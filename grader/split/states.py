"""Changeable values with methods of their own: each side tells the other what has changed."""

from __future__ import annotations

import contextlib
from typing import Any

from grader.split import hybrid
from grader.split.aliases import Aliases
from grader.split.both.protocol import WireError
from grader.split.both.values import BadValue, NotAValue
from grader.split.hooks import Hooks
from grader.split.kit import ProxyKit


class States(Hooks):
    """A side that keeps the values alike that both sides have."""

    kit: ProxyKit
    aliases: Aliases
    _guarded: bool
    _untaken: dict[int, bytes]

    def packed(self, obj: Any) -> bytes:
        """Encode `obj` into a body of its own."""
        raise NotImplementedError

    def unpacked(self, body: bytes | memoryview, path: str) -> Any:
        """Decode a body made by :meth:`packed`."""
        raise NotImplementedError

    def hold(self, number: int, obj: Any) -> None:
        """Remember in which state a value of the student's arrived that both sides have."""
        if self._guarded and isinstance(obj, hybrid.CHANGEABLE):
            self.held.note(number, obj)

    def take_state(self, number: int, obj: Any, state: Any) -> None:
        """Bring a value to the state that it has over there."""
        if type(state) is not hybrid.plain_base(type(obj)):
            raise BadValue("a state of another type than its value")
        body = self.heap.outline(state)
        if body is None or body != self.heap.outline(hybrid.plain(obj)):
            hybrid.restate(obj, state)
        self.hold(number, obj)

    def _tell_states(self, header: dict[str, Any], args: list[Any]) -> set[int]:
        """Bring values over there to the state that they have here.

        Returns
        -------
        set of int
            The numbers of those that the question is about.
        """
        if not self._guarded or header["do"] == "restate":
            return set()
        asked = self.kit.changeable(header.get("h"))
        used = {}
        for obj in (asked, *args):
            if isinstance(obj, hybrid.Hybrid) and isinstance(obj, hybrid.CHANGEABLE):
                used[vars(obj)["_link"].number] = obj
        for number, obj in used.items():
            self.held.use(number, obj)
        for number, obj in self.held.changed(used):
            if number in used or self._moves(obj):
                self.held.note(number, obj)
                path = vars(obj)["_link"].path
                self.note(path, "hybrid")
                self.request({"do": "restate", "h": number}, f"{path}=", (hybrid.plain(obj),))
        return {*used}

    def _moves(self, obj: Any) -> bool:
        """Tell whether a value changes with the object it came from, used or not.

        As an object of the student's does. What stands for a plain value stays as it is.
        """
        path = vars(obj)["_link"].path
        return self.redefines(path, "") or self.may_change(path)

    def _learn_states(
        self, answer: dict[str, Any], parts: list[memoryview], used: set[int]
    ) -> None:
        """Take in what has changed of the values that both sides have."""
        for number, blob in answer.get("states", ()):
            self._untaken[number] = bytes(parts[blob])
        for number in [*self._untaken]:
            obj = self.kit.changeable(number)
            if obj is None:
                del self._untaken[number]
            elif number in used or self._moves(obj):
                body, path = self._untaken.pop(number), vars(obj)["_link"].path
                self.note(path, "hybrid")  # it may have come in an earlier test
                state = self.unpacked(body, self.kit.path_inside(number, path))
                self.take_state(number, obj, state)

    def _use_own(self, header: dict[str, Any], given: list[Any]) -> set[int]:
        """Keep in mind the values of this side that a question is about; return their numbers."""
        used: set[int] = set()
        for value in () if self._guarded else (self.heap[header["h"]], *given):
            number = self.heap.known(value) if isinstance(value, hybrid.CHANGEABLE) else None
            if number is not None:
                self.held.use(number, value)
                used.add(number)
        return used

    def _add_states(self, answer: dict[str, Any], parts: list[bytes], used: set[int]) -> None:
        """Tell what has changed of the values that both sides have."""
        states = []
        for number, obj in self.held.changed(used):
            self.held.note(number, obj)
            with contextlib.suppress(NotAValue, WireError, ValueError, RecursionError):
                body = self.packed(hybrid.plain(obj))
                states.append([number, len(parts)])
                parts.append(body)
        if states:
            answer["states"] = states
