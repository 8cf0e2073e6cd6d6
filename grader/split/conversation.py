"""One process's half of the conversation: how it answers what the other side asks."""

from __future__ import annotations

import collections
import types
from typing import TYPE_CHECKING, Any

from grader.split.aliases import Aliases
from grader.split.asking import Asking
from grader.split.both.plain import plain_families
from grader.split.both.protocol import WireError, pack
from grader.split.both.values import Encoder, NotAValue
from grader.split.doing import DESCRIBES, DOERS, guard
from grader.split.heap import COMPARISON, Heap
from grader.split.held import Held
from grader.split.kit import ProxyKit
from grader.split.process.peer import Peer, PeerGone, failure
from grader.split.proxy import link_of

if TYPE_CHECKING:
    from grader.split.process.peer import Body

_IMMUTABLE = (type(None), bool, int, float, complex, str, bytes, range, types.FunctionType)
_INSIDES = (types.FrameType, types.CodeType, types.TracebackType, types.ModuleType)
"""From these one gets to the texts and names of a test: a generator has its frame."""
_HOLDING = frozenset({list, dict, set, collections.deque})


class Side(Asking):
    """One process's half of the conversation: its heap, its proxies, its server.

    Parameters
    ----------
    peer : Peer
    guarded : bool
        Whether the other side may only call functions and read public attributes. True in the
        checker, whose functions know the tests.
    """

    def __init__(self, peer: Peer, *, guarded: bool) -> None:
        self.peer = peer
        self._guarded = guarded
        self.heap = Heap(self._foreign, tells_all=not guarded)
        self.kit = ProxyKit(self)
        self.held = Held(self.heap.outline)
        self.aliases = Aliases(
            1 if guarded else -1,
            self.packed,
            self.tried,
            self._refers,
            (self.may_change_own, self.may_change_given),
        )
        self.called = 0
        """How often the other side was asked for more than what its objects hold."""
        self._untaken: dict[int, bytes] = {}
        if not guarded:
            self.heap.handed = self.held.hand
        plain_families(self.heap.special)
        peer.server = self.serve

    def _refers(self, obj: Any) -> bool:
        return self.heap.known(obj) is not None or self.kit.foreign(obj) is not None

    def _foreign(self, obj: Any) -> int | None:
        return self.kit.foreign(obj)

    def tells_nothing_of(self, obj: Any) -> bool:
        """Tell whether the text of an object may hold what a test is going to compare with."""
        return self._guarded and callable(obj) and not isinstance(obj, type)

    def own(self, number: int) -> Any:
        """Return an object of this side that comes back."""
        return self.heap[number]

    def serve(self, header: dict[str, Any], blobs: list[memoryview]) -> Body:
        """Answer a question of the other side. Never raises for anything that is asked."""
        answer: dict[str, Any] = {}
        parts: list[bytes] = []
        self.before_call()
        given: list[Any] = []
        before: dict[int, bytes | None] = {}
        used: set[int] = set()
        try:
            if header.get("do") in DOERS:
                wanted = int(header["a"]) + len(header["k"])
                given = self._given(header, blobs, wanted)
                used = self._use_own(header, given)
                before = {k: self._with_objects(value) for k, value in enumerate(given)}
                result = self._do(header, given)
                self._place(result, given, answer, parts)
            else:
                answer, more = self.other(header, blobs)
                parts.extend(more)
        except PeerGone:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever the student raises is an answer
            answer["e"] = len(parts)
            parts.append(self._described(self.leaving(error)))
        self._tell_changed(given, blobs, before, answer, parts)
        if not self._guarded:
            self._add_states(answer, parts, used)
        extra = self.after_call()
        keys = extra.pop("keys", {})
        for name, body in extra.pop("names", {}).items():
            extra.setdefault("rebound", []).append([name, len(parts), keys.get(name, [])])
            parts.append(body)
        return {**answer, **extra}, parts

    def _given(self, header: dict[str, Any], blobs: list[memoryview], count: int) -> list[Any]:
        """Return the arguments of a question, made of the containers that are here already."""
        aliases, path = header.get("aliases", {}), self.place_of(header)
        with self.aliases.asked():
            self.aliases.learn(aliases, blobs, "argument")
            self.kit.compares = header.get("o") in COMPARISON
            try:
                given = [self.unpacked(blob, path) for blob in blobs[:count]]
            finally:
                self.kit.compares = False
            for place, keys in enumerate(aliases.get("given", ())):
                given[place] = self.aliases.arrived(given[place], keys, "argument")
        return given

    def _tell_changed(
        self,
        given: list[Any],
        blobs: list[memoryview],
        before: dict[int, bytes | None],
        answer: dict[str, Any],
        parts: list[bytes],
    ) -> None:
        """Add what a call has changed in its arguments, and in other containers."""
        changed = []
        for position, value in enumerate(given):
            body = self._new_body(value, blobs[position], before.get(position))
            if body is not None:
                keys = self.aliases.keys_of(value, len(body), "argument")
                changed.append([position, len(parts), keys])
                parts.append(body)
        if changed:
            answer["changed"] = changed
        told = self.aliases.tell(parts)
        if told:
            answer["aliases"] = told

    def _new_body(self, value: Any, original: memoryview, before: bytes | None) -> bytes | None:
        """Return the new body of an argument if the call has changed it in place."""
        if not self._guarded and self.heap.known(value) is not None:
            return None  # the student's own: what both sides have is told apart
        body = _changed(value, original)
        if body is None and before is not None:
            after = self._with_objects(value)
            return after if after != before else None
        return body

    def _with_objects(self, value: Any) -> bytes | None:
        """Return the body of a container that is no value all through: objects stand in it.

        Not in the checker: what a test has lent is changed item by item, and judged so.
        """
        if self._guarded or type(value) not in _HOLDING or plain_body(value) is not None:
            return None
        try:
            return self.packed(value)
        except (NotAValue, WireError, ValueError, RecursionError):
            return None

    def _place(
        self, result: Any, given: list[Any], answer: dict[str, Any], parts: list[bytes]
    ) -> None:
        if not isinstance(result, _IMMUTABLE):
            for position, value in enumerate(given):
                if value is result and link_of(value) is None:
                    answer["same"] = position
                    return
        answer["v"] = len(parts)
        try:
            parts.append(self.packed(result))
            keys = self.aliases.keys_of(result, len(parts[-1]), "argument")
            if keys:
                answer["keys"] = keys
        except (NotAValue, WireError, ValueError, RecursionError) as reason:
            raise TypeError(f"the result cannot be handed over: {reason}") from None

    def _described(self, error: BaseException) -> bytes:
        try:
            return self.packed(error)
        except BaseException:  # noqa: BLE001 - an exception may be made to resist
            return failure("an exception that cannot be described")

    def _do(self, header: dict[str, Any], given: list[Any]) -> Any:
        obj = self.heap[header["h"]]
        count = header["a"]
        args, keywords = given[:count], dict(zip(header["k"], given[count:], strict=True))
        if header["do"] == "state":
            return self.state(obj)
        if self._guarded:
            look = header["do"] == "get" and header["n"] in DESCRIBES
            if not (look and self.may_look(obj, header["n"])):
                self._guard(obj, header, args)
        result = DOERS[header["do"]](self, obj, header, args, keywords)
        if self._guarded and isinstance(result, _INSIDES):
            raise AttributeError(f"{header.get('n')} is not open to the code under test")
        return result

    def _guard(self, obj: Any, header: dict[str, Any], args: list[Any]) -> None:
        try:
            guard(obj, header, args)
        except AttributeError:
            if header["do"] in {"op", "set", "del"}:  # libraries look for many names, in vain
                asked = header.get("o") or header.get("n")
                self.doubt(
                    f"the answer tried `{asked}` on an object of the test, which is not allowed"
                )
            raise


def _changed(value: Any, original: memoryview) -> bytes | None:
    """Return the new body of an argument if it was changed in place."""
    if isinstance(value, _IMMUTABLE) or link_of(value) is not None:
        return None
    body = plain_body(value)
    return None if body is None or body == original else body


def plain_body(value: Any) -> bytes | None:
    """Return the body of a value, or None if it is not one all through."""
    encoder = Encoder()
    try:
        return pack({"v": encoder.encode(value)}, encoder.blobs)
    except (NotAValue, ValueError, RecursionError):
        return None
