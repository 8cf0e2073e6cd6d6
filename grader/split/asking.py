"""How a side asks the other one about objects, and takes in what it answers.

Arguments travel by value. What the called function changed in them in place travels back, and so
does what it printed; a result that *is* an argument stays that argument.
"""

from __future__ import annotations

import contextlib
import sys
from typing import Any

from grader.split.both.protocol import pack, unpack
from grader.split.both.values import BadValue, Decoder, NotAValue
from grader.split.doing import Described
from grader.split.hooks import Refused
from grader.split.links import RAISED
from grader.split.proxy import link_of
from grader.split.restoring import restore
from grader.split.sequences import forget
from grader.split.states import States

_TELL = frozenset({"signature", "source", "state"})
"""Questions that run no code of the student's."""
_READS = _TELL | {"get", "__len__", "__getitem__", "__iter__", "__reversed__", "__contains__"}
"""Questions for what an object holds; the next item of an iterator may be an old one, changed."""


class Asking(States):
    """A side that asks."""

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
