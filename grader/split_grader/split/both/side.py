"""One end of the conversation: asks the other side, answers it, and encodes what crosses.

Both processes work the same way. Only the checker's end judges what arrives, and only its objects
are guarded.
"""

from __future__ import annotations

import contextlib
import enum
import secrets
import types
import weakref
from typing import TYPE_CHECKING, Any

from split_grader.split.both import errors, questions, records
from split_grader.split.both.crossing import Reader, Writer
from split_grader.split.both.handles import Undue, came_by, items_of, link_of, make, number_of_undue
from split_grader.split.both.kinds import ARGUMENT, DATA, EXCEPTION, ITERATOR, Policy
from split_grader.split.both.peer import KEPT, Peer, PeerGone
from split_grader.split.both.protocol import pack, unpack
from split_grader.split.both.shared import Shared
from split_grader.split.both.values import BadValue, NotAValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from split_grader.split.both.peer import Body

_MOST_OBJECTS = 200_000
_ENDS = (StopIteration, StopAsyncIteration)


class End:
    """One end of the conversation.

    Parameters
    ----------
    peer : Peer
    sign : {1, -1}
        What tells this side's numbers of containers from the other's.

    Attributes
    ----------
    policy : Policy
        What may arrive; by default anything.
    shared : Shared
        The containers that both sides have.
    """

    guards = False

    def __init__(self, peer: Peer, sign: int) -> None:
        self.peer = peer
        self.policy = Policy(recording=True)
        self._objects: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._first = secrets.randbits(44)
        self._handles: weakref.WeakValueDictionary[int, Any] = weakref.WeakValueDictionary()
        self._standing: dict[int, type] = {}
        self._stands: dict[type, int] = {}
        self._path = ""
        self.shared: Shared = Shared(self, sign)
        peer.server = self.serve

    # -- numbers -------------------------------------------------------------------------------
    def number(self, obj: Any) -> int:
        """Return the number of this side's object, assigning one if needed."""
        ref = self._numbers.get(id(obj))
        if ref is None:
            if len(self._objects) >= _MOST_OBJECTS:
                raise NotAValue("too many objects")
            ref = self._first + len(self._objects) + 1
            self._objects[ref] = obj
            self._numbers[id(obj)] = ref
        return ref

    def own(self, number: int) -> Any:
        """Return this side's object with a number."""
        if number not in self._objects:
            raise BadValue("an object that is no more")
        return self._objects[number]

    def foreign(self, obj: Any) -> int | None:
        """Return the number of the other side's class that a class here represents."""
        return self._stands.get(obj)

    def stands_for(self, number: int) -> type | None:
        """Return the class that represents one of the other side."""
        return self._standing.get(number)

    def let_stand(self, kind: type, number: int) -> None:
        """Let a class represent one of the other side."""
        self._standing[number] = kind
        self._stands[kind] = number

    def locked(self, name: str) -> type | None:  # noqa: ARG002
        """Return this side's class of a locked cell."""
        return None

    # -- out -----------------------------------------------------------------------------------
    def packed(self, obj: Any, path: str) -> bytes:
        """Encode `obj` into a separate body, and note the containers that cross."""
        outer, self.shared.touched = self.shared.touched, []
        try:
            encoder = Writer(self, path)
            body = pack({"v": encoder.encode(obj)}, encoder.blobs)
            if self.shared.touched:
                self.shared.settle(len(body))
        finally:
            self.shared.gone, self.shared.touched = self.shared.touched, outer
        return body

    def content(self, obj: Any) -> bytes:
        """Return bytes that differ once a container has changed."""
        outer, self.shared.touched = self.shared.touched, []
        try:
            encoder = Writer(self, "")
            return pack({"v": encoder.inside(obj)}, encoder.blobs)
        finally:
            self.shared.touched = outer

    def refer(self, encoder: Writer, obj: Any) -> dict[str, Any]:  # noqa: PLR0911 - a case a kind
        """Describe a value that isn't plain data."""
        link = link_of(obj)
        number = number_of_undue(obj) if link is None else link.number
        if number is None and isinstance(obj, type):
            number = self.foreign(obj)
        if number is not None:
            return {"t": "mine", "h": number}
        if isinstance(obj, type):
            return self._class(obj)
        if isinstance(obj, BaseException):
            return errors.describe(self, encoder, obj)
        if isinstance(obj, types.TracebackType):
            return {"t": "traceback"}
        if isinstance(obj, types.ModuleType):
            return {"t": "module", "n": obj.__name__}
        if isinstance(obj, enum.Enum) and records.is_locked(self, type(obj)):
            return records.write_member(obj)
        return self._object(encoder, obj)

    def _class(self, kind: type) -> dict[str, Any]:
        if records.is_locked(self, kind):
            return {"t": "locked", "n": kind.__name__}
        if issubclass(kind, Exception):
            return errors.describe_class(self, kind)
        return questions.described(kind, self.number(kind))

    def _object(self, encoder: Writer, obj: Any) -> dict[str, Any]:
        """Describe an object; one that builds on a locked cell's class is one of that as well."""
        self.lends(obj)
        node = questions.described(obj, self.number(obj))
        base = next((one for one in type(obj).__mro__ if records.is_record(self, one)), None)
        if base is not None and id(obj) not in encoder.open:  # it may contain itself
            encoder.open.add(id(obj))
            node["v"] = records.write_object(encoder, obj, base)
        return node

    # -- in ------------------------------------------------------------------------------------
    def unpacked(self, body: bytes | memoryview, path: str, *, keeps_large: bool = False) -> Any:
        """Decode a body that came by a path."""
        header, blobs = unpack(bytes(body))
        node = header.get("v")
        outer, self.shared.touched = self.shared.touched, []
        try:
            value = Reader(self, blobs, path, node).decode(node)
            if self.shared.touched:
                self.shared.settle(len(body), keeps_large=keeps_large)
        finally:
            self.shared.touched = outer
        if link_of(value) is None:
            self.policy.note(path, DATA)
        return value

    def resolve(self, tag: str, node: Any, decoder: Reader) -> Any:
        """Return the value of a node that isn't plain data."""
        reader = _READERS.get(tag)
        if reader is None:
            raise BadValue(f"a {tag!r} doesn't belong here")
        return reader(self, node, decoder)

    def locked_named(self, name: str) -> type:
        """Return this side's class of a locked cell."""
        kind = self.locked(name)
        if kind is None:
            raise BadValue(f"no locked cell has made {name}")
        return kind

    def arrived(self, node: dict[str, Any], decoder: Reader) -> Any:
        """Return the handle of an object; where data is due, one that refuses its use.

        Or the plain value that the object builds on.
        """
        path = decoder.path_of(node)
        kind, number = str(node["k"]), int(node["h"])
        fits = self.policy.fits(path, kind)
        if not fits and "v" in node:
            self.policy.note(path, DATA)
            return decoder.decode(node["v"])
        hands_over = kind == ITERATOR or {"__iter__", "__next__"}.issubset(node["f"])
        if not fits and not hands_over:
            return Undue(self, path, node)
        self.policy.note(path, str(node.get("e", kind)))
        handle = self._handles.get(number)
        if handle is None:
            handle = self._handles[number] = make(self, node, path)
        came_by(handle, path)
        return handle if fits else items_of(handle)

    def error(self, node: dict[str, Any], decoder: Reader) -> Any:
        """Return an exception; one that was not raised is no data, and may have any attributes."""
        path = decoder.path_of(node)
        if "!" in path or path.startswith(ARGUMENT) or self.policy.had(path, EXCEPTION):
            return errors.rebuilt(self, node, decoder)
        return Undue(self, path, {"k": EXCEPTION, "f": (), "h": 0})

    def came_back(self, obj: Any, path: str) -> Any:
        """Return this side's own object; one that judges only where one is due."""
        if path.startswith(ARGUMENT) or isinstance(obj, type):
            return obj
        if self.policy.fits(path, questions.kind_of(obj)):
            return obj
        return Undue(self, path, {"k": questions.kind_of(obj), "f": (), "h": 0})

    # -- asking --------------------------------------------------------------------------------
    def ask(
        self,
        question: dict[str, Any],
        path: str,
        args: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> Any:
        """Ask the other side to do something with one of its objects; return the result."""
        kwargs = keywords or {}
        header: dict[str, Any] = {**question, "a": len(args), "k": list(kwargs)}
        arguments: list[tuple[Any, str]] = []
        with self.shared.call():
            parts = []
            for value in (*args, *kwargs.values()):
                parts.append(self.handed(value, path))
                arguments += self.shared.own_gone()
            if changes := self.shared.changes(parts):
                header["changed"] = changes
            self.tell(header, parts)
            answer, blobs = self.peer.ask(header, parts)
            self.learn(answer, blobs)
            self.shared.learn(answer.get("changed", ()), blobs)
            if KEPT in answer:
                self.policy.refuse(f"`{path}` cannot be handed over: {answer[KEPT]}")
            if "e" in answer:
                raise self._raised(blobs[answer["e"]], question, path)
            result = self.unpacked(blobs[answer["v"]], path)
        self.done_with(arguments)
        return result

    def handed(self, value: Any, path: str) -> bytes:
        """Encode an argument."""
        return self.packed(value, path)

    def _raised(self, body: memoryview, question: dict[str, Any], path: str) -> BaseException:
        """Return the other side's exception in a form that can be raised here."""
        error = self.unpacked(body, f"{path}!")
        if not isinstance(error, Exception):
            return RuntimeError("the code failed")
        is_end = isinstance(error, _ENDS) and question.get("o") != "__next__"
        if is_end and not self.policy.had(f"{path}!", "StopIteration"):
            return RuntimeError(f"{type(error).__name__}: {error}")
        return error

    def tell(self, header: dict[str, Any], parts: list[bytes]) -> None:
        """Add to a question what the other side must know."""

    def learn(self, answer: dict[str, Any], parts: list[memoryview]) -> None:
        """Apply what an answer carries besides its result."""

    def done_with(self, arguments: list[tuple[Any, str]]) -> None:
        """Finish with the containers that a call received, when it has ended."""

    def lends(self, obj: Any) -> None:
        """Note that an object goes over as a handle."""

    def wrote(self, obj: Any) -> None:
        """Note that this side has changed a container that was the other's first."""

    def parts_with(self, obj: Any) -> None:
        """Note that the two sides no longer keep a container the same."""

    def outgrown(self) -> None:
        """Note that this side has made a container too large to be kept the same."""

    def keeps(self, path: str) -> bool:  # noqa: ARG002
        """Tell whether a container that went over by a path stays as it is."""
        return False

    def note_change(self, path: str) -> None:
        """Note that the other side has changed a container that went over by a path."""

    # -- answering -----------------------------------------------------------------------------
    def serve(self, header: dict[str, Any], blobs: list[memoryview]) -> Body:
        """Answer a question; never raise, whatever is asked."""
        answer: dict[str, Any] = {}
        parts: list[bytes] = []
        with self.shared.call(), self.around(header, blobs, answer, parts):
            try:
                self.shared.learn(header.get("changed", ()), blobs)
                if header["do"] in questions.ASKED:
                    arguments = self._given(header, blobs)  # kept until everything has been sent
                    self._hand_over(self._done(header, arguments), answer, parts)
                else:
                    self.other(header, blobs, answer, parts)
            except PeerGone:
                raise
            except BaseException as error:  # noqa: BLE001 - whatever is raised is an answer
                answer["e"] = len(parts)
                parts.append(self._error(self.leaving(error)))
            if changes := self.shared.changes(parts):
                answer["changed"] = changes
        return answer, parts

    def _hand_over(self, result: Any, answer: dict[str, Any], parts: list[bytes]) -> None:
        """Add a result to an answer; failing to cross isn't the code's exception."""
        try:
            body = self.packed(result, "")
        except (NotAValue, ValueError, RecursionError) as reason:
            answer[KEPT] = str(reason)
        else:
            answer["v"] = len(parts)
            parts.append(body)

    def _given(self, header: dict[str, Any], blobs: Sequence[memoryview]) -> list[Any]:
        bodies = blobs[: int(header["a"]) + len(header["k"])]
        return [self.unpacked(body, ARGUMENT, keeps_large=True) for body in bodies]

    def _done(self, header: dict[str, Any], arguments: list[Any]) -> Any:
        count = header["a"]
        keywords = dict(zip(header["k"], arguments[count:], strict=True))
        do = questions.guarded if self.guards else questions.ASKED[header["do"]]
        return do(self.own(header["h"]), header, arguments[:count], keywords)

    def _error(self, error: BaseException) -> bytes:
        with contextlib.suppress(BaseException):  # an exception's class may refuse the change
            return self.packed(error, "")
        return self.packed(RuntimeError("an exception that cannot be described"), "")

    @contextlib.contextmanager
    def around(
        self,
        header: dict[str, Any],  # noqa: ARG002
        blobs: list[memoryview],  # noqa: ARG002
        answer: dict[str, Any],  # noqa: ARG002
        parts: list[bytes],  # noqa: ARG002
    ) -> Iterator[None]:
        """Apply a question's news, and add to the answer what happened meanwhile."""
        yield

    def leaving(self, error: BaseException) -> BaseException:
        """Return how the other side sees an exception."""
        return error

    def other(
        self,
        header: dict[str, Any],
        blobs: list[memoryview],  # noqa: ARG002
        answer: dict[str, Any],  # noqa: ARG002
        parts: list[bytes],  # noqa: ARG002
    ) -> None:
        """Answer a question that is not about an object."""
        raise BadValue(f"an unknown question {header.get('do')!r}")


_READERS: dict[str, Callable[[End, Any, Reader], Any]] = {
    "shared": lambda end, node, d: end.shared.arrive(node, d, d.path_of(node)),
    "handle": lambda end, node, d: end.arrived(node, d),
    "mine": lambda end, node, d: end.came_back(end.own(node["h"]), d.path_of(node)),
    "error": lambda end, node, d: end.error(node, d),
    "errorclass": lambda end, node, _: errors.class_of(end, node),
    "record": lambda end, node, d: records.fill(records.blank(end, node), node, d),
    "named": records.read_tuple,
    "member": lambda end, node, _: records.read_member(end, node),
    "locked": lambda end, node, _: end.locked_named(str(node["n"])),
    "module": lambda _, node, __: questions.module_named(str(node["n"])),
    "traceback": lambda *_: None,
}
"""Reads values that aren't plain data. Everything else is refused."""
