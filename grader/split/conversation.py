"""Requests about objects, and how each side answers them.

Arguments travel by value. What the called function changed in them in place travels back, and so
does what it printed; a result that *is* an argument stays that argument.
"""

from __future__ import annotations

import collections
import contextlib
import sys
import types
from typing import TYPE_CHECKING, Any

from grader.split import hybrid
from grader.split.aliases import Aliases
from grader.split.bare import forget
from grader.split.doing import DESCRIBES, DOERS, Described, guard
from grader.split.heap import COMPARISON, Heap
from grader.split.held import Held
from grader.split.kit import ProxyKit
from grader.split.links import RAISED, Refused
from grader.split.peer import Peer, PeerGone, failure
from grader.split.plain import plain_families
from grader.split.protocol import WireError, pack, unpack
from grader.split.proxy import link_of
from grader.split.restoring import restore
from grader.split.values import BadValue, Decoder, Encoder, NotAValue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.split.peer import Body

_IMMUTABLE = (type(None), bool, int, float, complex, str, bytes, range, types.FunctionType)
_INSIDES = (types.FrameType, types.CodeType, types.TracebackType, types.ModuleType)
"""From these one gets to the texts and names of a test: a generator has its frame."""
_TELL = frozenset({"signature", "source", "state"})
"""Questions that run no code of the student's."""
_READS = _TELL | {"get", "__len__", "__getitem__", "__iter__", "__reversed__", "__contains__"}
"""Questions for what an object holds; the next item of an iterator may be an old one, changed."""
_HOLDING = frozenset({list, dict, set, collections.deque})


class Side:
    """One process's half of the conversation: its heap, its proxies, its server.

    Parameters
    ----------
    peer : Peer
    guarded : bool
        Whether the other side may only call functions and read public attributes. True in the
        checker, whose functions know the tests.
    """

    kit: ProxyKit
    judges_all_paths = False
    """Whether an operator must be allowed on every path by which its object came."""

    refuses_judges = False
    """Whether an object that may not decide is refused, for want of a reference to go by."""

    has_twins = False
    """Whether the classes of locked cells are here only to be believed in: the student's side."""

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

    # -- hooks ---------------------------------------------------------------------------------
    def admit(self, path: str, kind: str) -> None:
        """Allow or refuse a proxy that arrives."""

    def permit(self, path: str, operator_name: str) -> None:
        """Allow or refuse to delegate an operator."""

    def note(self, path: str, kind: str) -> None:
        """Note that what came by a path may be of a kind in other answers."""

    def doubt(self, reason: str) -> None:
        """Note what is to be said if the test fails."""

    def ask_method(self, path: str, name: str) -> None:
        """Allow or refuse to fetch an attribute."""

    def is_record(self, path: str) -> bool:  # noqa: ARG002
        """Tell whether the reference had a named tuple on a path."""
        return False

    def fits(self, path: str, kind: str) -> bool:  # noqa: ARG002
        """Tell whether an object may stand on a path."""
        return True

    def may_ask(self, path: str, name: str) -> bool:  # noqa: ARG002
        """Tell whether a value's own attribute may be fetched."""
        return True

    def fetches(self, path: str, name: str) -> bool:  # noqa: ARG002
        """Tell whether the other side may do by itself what a value's plain type could."""
        return True

    def redefines(self, path: str, name: str) -> bool:  # noqa: ARG002
        """Tell whether a value may do over there what its plain type does here."""
        return True

    def is_plain(self, path: str) -> bool:  # noqa: ARG002
        """Tell whether a value with methods of its own travels without them."""
        return False

    def inside(self, path: str) -> str:
        """Return the path by which is judged what a value on a path holds."""
        return path

    def permits(self, path: str, operator_name: str) -> bool:  # noqa: ARG002
        """Tell whether an operator may be delegated, without refusing it for good."""
        return True

    def tolerates(self, path: str, place: str) -> bool:  # noqa: ARG002
        """Tell whether what a test could take for something else may stand on a path."""
        return True

    def note_fields(self, path: str, fields: Iterable[str]) -> None:
        """Note by which fields an object is compared."""

    def fields_compared(self, path: str) -> list[str] | None:  # noqa: ARG002
        """Return the fields by which the reference's object was compared, if it was by fields."""
        return None

    def is_data(self, path: str) -> bool:  # noqa: ARG002
        """Tell whether the reference had nothing but plain values on a path."""
        return False

    def swallow(self, path: str, names: list[str]) -> None:
        """Judge that the end of a ``with`` block kept an exception to itself."""

    def brings(self, path: str, kinds: list[str], made: type) -> None:
        """Allow or refuse an exception that is of several kinds, built in or not."""

    def has_keys(self, path: str) -> bool:  # noqa: ARG002
        """Tell whether the reference had a dictionary, or the like, on a path."""
        return False

    def refuse(self, reason: str) -> None:
        """Refuse what no test may swallow."""
        raise Refused(reason)

    def replays(self, path: str) -> bool:  # noqa: ARG002
        """Tell whether an iterator on a path can be read again, as what it stands for."""
        return False

    def may_change(self, path: str) -> bool:  # noqa: ARG002
        """Tell whether what stands on a path may change without the test's doing."""
        return True

    def measures(self, path: str) -> str | None:  # noqa: ARG002
        """Tell what kind of estimator stands on a path, if its score is measured here."""
        return None

    def kin(self, name: str) -> type | None:  # noqa: ARG002
        """Return this side's own class of a name that both sides know, if there is one."""
        return None

    def locked_class(self, name: str) -> type | None:  # noqa: ARG002
        """Return this side's own class of a name if a locked cell has made it."""
        return None

    def judges_here(self, kind: type) -> bool:  # noqa: ARG002
        """Tell whether a class of this side compares the objects of the other side's class."""
        return False

    def compares_as(self, path: str, kind: type) -> bool:  # noqa: ARG002
        """Tell whether an object may be compared as a class of this side does; note it."""
        return True

    def gives_back(self, path: str, kind: type) -> bool:  # noqa: ARG002
        """Tell whether an object of this side may come back by a path; in a reference, note it."""
        return True

    def takes_given(self, path: str, kind: type) -> bool:  # noqa: ARG002
        """Tell whether an object of a locked class may stand on a path, as its class says."""
        return False

    def place_of(self, header: dict[str, Any]) -> str:  # noqa: ARG002
        """Return the path of the arguments of a question."""
        return "argument"

    def may_change_own(self, path: str, container: Any) -> bool:  # noqa: ARG002
        """Tell whether a container of this side's may change by what came by a path."""
        return True

    def may_change_given(self, path: str, value: Any) -> bool:  # noqa: ARG002
        """Tell whether what a call was given may be changed by it."""
        return True

    def may_lend(self, path: str) -> bool:
        """Tell whether an iterator on a path may change what its call was given, item by item."""
        return path.endswith("<__next__>")

    def takes(self, path: str, kind: str) -> bool:  # noqa: ARG002
        """Tell whether what is no plain value does no harm to whom it is given on a path."""
        return False

    def strips(self, path: str) -> bool:  # noqa: ARG002
        """Tell whether an exception on a path has its text and its kind, and nothing else."""
        return False

    def own_class(self, path: str, node: dict[str, Any]) -> type | None:  # noqa: ARG002
        """Return this side's own class that will do for one of the other side's, if any."""
        return None

    def trace(self) -> types.TracebackType | None:
        """Return what stands for a traceback of the other side, whose frames stay there."""
        return None

    def before_call(self) -> None:
        """Note where the printed text stands."""

    def after_call(self) -> dict[str, Any]:
        """Return what to add to an answer: printed text, changed names."""
        return {}

    def around(self) -> dict[str, Any]:
        """Return what the other side must know of what has changed here."""
        return {}

    def may_look(self, obj: Any, name: str) -> bool:  # noqa: ARG002
        """Tell whether a callee may read how a function describes itself."""
        return False

    def state(self, obj: Any) -> dict[str, Any]:  # noqa: ARG002
        """Return the data of an object as far as the other side may see it."""
        raise AttributeError("__dict__ is not open to the code under test")

    def leaving(self, error: BaseException) -> BaseException:
        """Return what the other side is told of an exception that leaves a callback."""
        return error

    def leaving_block(self, part: Any) -> Any:
        """Return what the end of a ``with`` block is told of an exception, or of its parts."""
        return part

    def arriving(self, error: BaseException, header: dict[str, Any], path: str) -> BaseException:  # noqa: ARG002
        """Return what is raised here for an exception that the other side ended with."""
        return error

    def learn(self, answer: dict[str, Any], parts: list[memoryview]) -> None:
        """Take in what an answer carries besides its result."""

    def other(self, header: dict[str, Any], blobs: list[memoryview]) -> Body:  # noqa: ARG002
        """Answer a question that is not about an object."""
        raise BadValue(f"an unknown question {header.get('do')!r}")

    # -- asking --------------------------------------------------------------------------------
    def packed(self, obj: Any) -> bytes:
        """Encode `obj` into a body of its own."""
        encoder = self.heap.encoder()
        if isinstance(obj, Described):
            return pack({"v": obj.describe(encoder)}, encoder.blobs)
        return pack({"v": encoder.encode(obj)}, encoder.blobs)

    def unpacked(self, body: bytes | memoryview, path: str) -> Any:
        """Decode a body made by :meth:`packed`."""
        header, blobs = unpack(bytes(body))
        return self.decoded(header.get("v"), blobs, path)

    def tried(self, body: bytes | memoryview, path: str) -> Any:
        """Decode a body that nobody asked for: to refuse it says nothing of the test."""
        return self.unpacked(body, path)

    def decoded(self, node: Any, blobs: list[memoryview], path: str) -> Any:
        """Decode a node; proxies in it are known by `path`."""
        outer, self.kit.path = self.kit.path, path
        decoder = Decoder(blobs, self._resolve)
        decoder.tolerates = lambda place: self.tolerates(path, place)
        try:
            value = decoder.decode(node)
            for kind in decoder.seen:
                self.admit(path, kind)
        finally:
            self.kit.path = outer
        return value

    def _resolve(self, tag: str, node: dict[str, Any], decoder: Decoder) -> Any:
        if tag == "module":
            return self.module(str(node["n"]))
        if tag == "traceback":
            return self.trace()
        return self.kit.resolve(tag, node, decoder)

    def module(self, name: str) -> Any:
        """Return this side's own module of that name, if it is loaded."""
        if name not in sys.modules or name.split(".", maxsplit=1)[0] in {
            "__main__",
            "grader",
            "builtins",
        }:
            raise BadValue(f"the module {name} does not travel")
        return sys.modules[name]

    def request(
        self,
        header: dict[str, Any],
        path: str,
        args: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> Any:
        """Ask the other side to do something with one of its objects; return the result."""
        keywords = keywords or {}
        given: dict[Any, Any] = {**dict(enumerate(args)), **keywords}
        used = self._tell_states(header, list(given.values()))
        blobs = self._handed(list(given.values()))
        lender = header.get("h") if self.may_lend(path) else None
        with self.aliases.given(list(given.values()), blobs, path + "{}", lender) as told:
            aliases = {**told, **self.aliases.tell(blobs)}
            if aliases:
                header = {**header, "aliases": aliases}
            runs = header["do"] not in _TELL
            self.called += header["do"] not in _READS and header.get("o") not in _READS
            around = self.around() if runs else {}
            if around:
                with contextlib.suppress(NotAValue):
                    blobs.append(self.packed(around))
                    header = {**header, "around": True}
            header = {**header, "a": len(args), "k": list(keywords)}
            answer, parts = self.peer.ask(header, blobs)
            self.learn(answer, parts)
            self._learn_states(answer, parts, used)
            if runs:
                self.aliases.learn(answer.get("aliases", {}), parts, path)
            apart = self._learn_changed(answer, list(given.values()), parts, path + "{}")
            values = [apart.get(k, value) for k, value in enumerate(given.values())]
            return self._result(answer, parts, header, values, path)

    def _result(
        self,
        answer: dict[str, Any],
        parts: list[memoryview],
        header: dict[str, Any],
        given: list[Any],
        path: str,
    ) -> Any:
        """Return, or raise, what the other side ended with."""
        if "e" in answer:
            error = self.unpacked(parts[answer["e"]], path + RAISED)
            if not isinstance(error, (Exception, SystemExit)):
                error = RuntimeError("the student's code failed")
            raise self.arriving(error, header, path)
        if "same" in answer:
            return self.kit.given_back(given[answer["same"]], path)
        result = self.unpacked(parts[answer["v"]], path)
        link = link_of(result)
        if link is not None and hasattr(type(result), "__next__"):
            self.aliases.lend(link.number)
        return self.aliases.arrived(result, answer.get("keys"), path)

    def _learn_changed(
        self, answer: dict[str, Any], given: list[Any], parts: list[memoryview], path: str
    ) -> dict[int, Any]:
        """Take in what a call has changed in its arguments; return those that may not change here.

        By their place, as they are over there.
        """
        apart: dict[int, Any] = {}
        for position, blob, keys in answer.get("changed", []):
            value = self.unpacked(parts[blob], path)
            if not self.may_change_given(path, given[position]):
                self.aliases.forget(keys)
                apart[position] = value
            elif self.aliases.arrived(value, keys, path) is not given[position]:
                restore(given[position], value)
        return apart

    def _handed(self, args: list[Any]) -> list[bytes]:
        """Encode arguments, each into a body of its own."""
        for arg in args:
            forget(arg)
        try:
            return [self.packed(arg) for arg in args]
        except NotAValue as reason:
            raise Refused(f"an argument cannot be handed to the student's code: {reason}") from None

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

    def _refers(self, obj: Any) -> bool:
        return self.heap.known(obj) is not None or self.kit.foreign(obj) is not None

    def _foreign(self, obj: Any) -> int | None:
        return self.kit.foreign(obj)

    def tells_nothing_of(self, obj: Any) -> bool:
        """Tell whether the text of an object may hold what a test is going to compare with."""
        return self._guarded and callable(obj) and not isinstance(obj, type)

    # -- serving -------------------------------------------------------------------------------
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
