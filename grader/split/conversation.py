"""Requests about objects, and how each side answers them.

Arguments travel by value. What the called function changed in them in place travels back, and so
does what it printed; a result that *is* an argument stays that argument.
"""

from __future__ import annotations

import array
import collections
import copy
import inspect
import io
import operator
import sys
import types
from typing import TYPE_CHECKING, Any

from grader.split.heap import COPY, OPERATORS, TEXT, Heap
from grader.split.peer import Peer, PeerGone, failure
from grader.split.protocol import WireError, pack, unpack
from grader.split.proxy import ProxyKit, Refused, link_of
from grader.split.values import BadValue, Decoder, Encoder, NotAValue, plain_families

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grader.split.peer import Body

_IMMUTABLE = (type(None), bool, int, float, complex, str, bytes, range, types.FunctionType)
_OPERATORS = frozenset((*OPERATORS, *TEXT, *COPY, "__dir__"))


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

    def __init__(self, peer: Peer, *, guarded: bool) -> None:
        self.peer = peer
        self._guarded = guarded
        self.heap = Heap(self._foreign)
        self.kit = ProxyKit(self.request, self.admit, self.permit, self.ask_method, self._own)
        plain_families(self.heap.special)
        peer.server = self.serve

    # -- hooks ---------------------------------------------------------------------------------
    def admit(self, path: str, kind: str) -> None:
        """Allow or refuse a proxy that arrives."""

    def permit(self, path: str, operator_name: str) -> None:
        """Allow or refuse to delegate an operator."""

    def ask_method(self, path: str, name: str) -> None:
        """Allow or refuse to fetch an attribute."""

    def before_call(self) -> None:
        """Note where the printed text stands."""

    def after_call(self) -> dict[str, Any]:
        """Return what to add to an answer: printed text, changed names."""
        return {}

    def learn(self, answer: dict[str, Any], parts: list[memoryview]) -> None:
        """Take in what an answer carries besides its result."""

    def other(self, header: dict[str, Any], blobs: list[memoryview]) -> Body:  # noqa: ARG002
        """Answer a question that is not about an object."""
        raise BadValue(f"an unknown question {header.get('do')!r}")

    # -- asking --------------------------------------------------------------------------------
    def packed(self, obj: Any) -> bytes:
        """Encode `obj` into a body of its own."""
        encoder = self.heap.encoder()
        if isinstance(obj, _Described):
            return pack({"v": obj.describe(encoder)}, encoder.blobs)
        return pack({"v": encoder.encode(obj)}, encoder.blobs)

    def unpacked(self, body: bytes | memoryview, path: str) -> Any:
        """Decode a body made by :meth:`packed`."""
        header, blobs = unpack(bytes(body))
        return self.decoded(header.get("v"), blobs, path)

    def decoded(self, node: Any, blobs: list[memoryview], path: str) -> Any:
        """Decode a node; proxies in it are known by `path`."""
        outer, self.kit.path = self.kit.path, path
        decoder = Decoder(blobs, self._resolve)
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
        try:
            blobs = [self.packed(arg) for arg in given.values()]
        except NotAValue as reason:
            raise Refused(f"an argument cannot be handed to the student's code: {reason}") from None
        header = {**header, "a": len(args), "k": list(keywords)}
        answer, parts = self.peer.ask(header, blobs)
        self.learn(answer, parts)
        keys = list(given)
        for position, blob in answer.get("changed", []):
            restore(given[keys[position]], self.unpacked(parts[blob], path + "{}"))
        if "e" in answer:
            error = self.unpacked(parts[answer["e"]], path)
            if not isinstance(error, Exception):
                error = RuntimeError("the student's code failed")
            raise error
        if "same" in answer:
            return given[keys[answer["same"]]]
        return self.unpacked(parts[answer["v"]], path)

    def _foreign(self, obj: Any) -> int | None:
        return self.kit.foreign(obj)

    # -- serving -------------------------------------------------------------------------------
    def _own(self, number: int) -> Any:
        return self.heap[number]

    def serve(self, header: dict[str, Any], blobs: list[memoryview]) -> Body:
        """Answer a question of the other side. Never raises for anything that is asked."""
        answer: dict[str, Any] = {}
        parts: list[bytes] = []
        self.before_call()
        given: list[Any] = []
        try:
            if header.get("do") in _DOERS:
                given = [self.unpacked(blob, "argument") for blob in blobs]
                result = self._do(header, given)
                self._place(result, given, answer, parts)
            else:
                answer, more = self.other(header, blobs)
                parts.extend(more)
        except PeerGone:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever the student raises is an answer
            answer["e"] = len(parts)
            parts.append(self._described(error))
        changed = []
        for position, value in enumerate(given):
            body = _changed(value, blobs[position])
            if body is not None:
                changed.append([position, len(parts)])
                parts.append(body)
        if changed:
            answer["changed"] = changed
        extra = self.after_call()
        for name, body in extra.pop("names", {}).items():
            extra.setdefault("rebound", []).append([name, len(parts)])
            parts.append(body)
        return {**answer, **extra}, parts

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
        if self._guarded:
            _guard(obj, header)
        return _DOERS[header["do"]](self, obj, header, args, keywords)

    def _signature(self, obj: Any, *_: Any) -> Any:
        return _Described(lambda encoder: self.heap.describe_signature(encoder, obj))


class _Described:
    """A result that is described, not encoded."""

    def __init__(self, describe: Callable[[Encoder], dict[str, Any]]) -> None:
        self.describe = describe


def _get(_: Side, obj: Any, header: dict[str, Any], *__: Any) -> Any:
    return getattr(obj, header["n"])


def _set(_: Side, obj: Any, header: dict[str, Any], args: list[Any], *__: Any) -> None:
    setattr(obj, header["n"], args[0])


def _operate(
    _: Side, obj: Any, header: dict[str, Any], args: list[Any], keywords: dict[str, Any]
) -> Any:
    name = header["o"]
    if name not in _OPERATORS:
        raise BadValue(f"an unknown operator {name!r}")
    direct = _DIRECT.get(name)
    if direct is not None:
        return direct(obj, *args, **keywords)
    return getattr(type(obj), name)(obj, *args, **keywords)


def _describe_signature(side: Side, obj: Any, *_: Any) -> Any:
    return side._signature(obj)  # noqa: SLF001


def _source(_: Side, obj: Any, *__: Any) -> str:
    return inspect.getsource(obj)


_DIRECT: dict[str, Callable[..., Any]] = {
    "__call__": lambda f, *args, **keywords: f(*args, **keywords),
    "__iter__": iter,
    "__next__": next,
    "__len__": len,
    "__contains__": operator.contains,
    "__repr__": repr,
    "__str__": str,
    "__format__": format,
    "__copy__": copy.copy,
    "__deepcopy__": copy.deepcopy,
    "__dir__": dir,
    "__bool__": bool,
}
_DOERS: dict[Any, Callable[..., Any]] = {
    "get": _get,
    "set": _set,
    "op": _operate,
    "signature": _describe_signature,
    "source": _source,
}


def _guard(obj: Any, header: dict[str, Any]) -> None:
    """Refuse what would let a callee look into the checker."""
    do = header["do"]
    name = header.get("n", "")
    if do == "op" and header["o"] not in {"__dir__", *COPY}:
        return
    is_function = callable(obj) and hasattr(obj, "__name__")
    if do == "get" and not name.startswith("_") and not is_function:
        found = inspect.getattr_static(obj, name, None)
        if not isinstance(found, (types.FrameType, types.CodeType, types.ModuleType)):
            return
    raise AttributeError(f"{name or do} is not open to the code under test")


def _changed(value: Any, original: memoryview) -> bytes | None:
    """Return the new body of an argument if it was changed in place."""
    if isinstance(value, _IMMUTABLE) or link_of(value) is not None:
        return None
    encoder = Encoder()
    try:
        body = pack({"v": encoder.encode(value)}, encoder.blobs)
    except (NotAValue, ValueError, RecursionError):
        return None
    return None if body == original else body


def restore(old: Any, new: Any) -> None:
    """Bring `old` to the state of `new` in place, as far as its kind allows."""
    if isinstance(old, list):
        old[:] = _merged(old, new)
    elif isinstance(old, dict):
        merged = {key: _merged_one(old.get(key), value) for key, value in dict(new).items()}
        old.clear()
        old.update(merged)
    elif isinstance(old, (set, collections.Counter)):
        old.clear()
        old.update(new)
    elif isinstance(old, (bytearray, array.array)):
        old[:] = new
    elif isinstance(old, collections.deque):
        old.clear()
        old.extend(new)
    elif isinstance(old, (io.StringIO, io.BytesIO)):
        old.seek(0)
        old.truncate()
        old.write(new.getvalue())
        old.seek(new.tell())
    else:
        _restore_array(old, new)


def _restore_array(old: Any, new: Any) -> None:
    pd, np = sys.modules.get("pandas"), sys.modules.get("numpy")
    if pd is not None and isinstance(old, (pd.DataFrame, pd.Series)):
        old._update_inplace(new)  # noqa: SLF001
        if isinstance(old, pd.Series):
            old.name = new.name
    elif np is not None and isinstance(old, np.ndarray):
        if old.shape == np.shape(new):
            old[...] = new
    elif np is not None and isinstance(old, np.random.Generator):
        old.bit_generator.state = new.bit_generator.state
    elif np is not None and isinstance(old, np.random.RandomState):
        old.set_state(new.get_state())
    elif hasattr(old, "__dict__") and type(old) is type(new):
        vars(old).update(vars(new))


def _merged(old: list[Any], new: Iterable[Any]) -> list[Any]:
    items = list(new)
    if len(items) == len(old):
        return [_merged_one(before, after) for before, after in zip(old, items, strict=True)]
    return items


def _merged_one(before: Any, after: Any) -> Any:
    """Keep the identity of a mutable part that is still of the same kind."""
    if type(before) is type(after) and isinstance(before, (list, dict, set)):
        restore(before, after)
        return before
    return after
