"""Stand-ins, on this side, for the functions, classes and objects that live on the other side."""

from __future__ import annotations

import collections
import contextlib
import copy
import dataclasses
import enum
import inspect
import itertools
import numbers
import re
import sys
import types
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.split import hybrid
from grader.split.heap import (
    ARITHMETIC,
    COMPARISON,
    CONVERSION,
    FUNCTIONS,
    JUDGING,
    OPERATORS,
    TEXT,
)
from grader.split.values import TYPES, BadValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.split.conversation import Side
    from grader.split.values import Decoder

RAISED = "!"
"""Ends the path of an exception that was raised, not returned."""
_ITEM = re.compile(r"(<__(iter|next|anext|getitem|reversed)__>)+$")
_MIXINS = frozenset({"ClassifierMixin", "RegressorMixin", "BaseSearchCV", "Pipeline"})
_ENUMS = {"Enum", "ReprEnum", "IntEnum", "StrEnum", "Flag", "IntFlag"}
_RUNNERS = frozenset(
    {"unittest", "pytest", "_pytest", "hypothesis", "IPython", "bdb", "pdb", "doctest", "grader"}
)
_LIBRARIES = frozenset({"numpy", "pandas", "scipy", "sklearn"})
_SPECIAL = frozenset(
    {
        *("__dict__", "__annotations__", "__defaults__", "__kwdefaults__", "__code__"),
        *("__sklearn_clone__", "__sklearn_tags__", "__sklearn_is_fitted__", "__name__"),
        *("__qualname__", "__module__", "__doc__", "__func__", "__self__", "__wrapped__"),
    }
)


class Refused(Exception):  # noqa: N818 - reads as a verdict
    """A proxy stood where a value was expected, or was asked to judge."""


class Link(NamedTuple):
    """Where a proxy's object lives: its number on the other side, and how the test got it."""

    kit: ProxyKit
    number: int
    path: str

    def get(self, name: str) -> Any:
        """Fetch an attribute."""
        hidden = name.startswith("__") and name.endswith("__") and name not in _SPECIAL
        if hidden or name.startswith(("_repr_", "_ipython_")):
            raise AttributeError(name)
        self.kit.ask_method(self.path, name)
        # What a function wraps may be what the function itself may be, and gives what it gives.
        path = self.path if name == "__wrapped__" else f"{self.path}.{name}"
        return self._ask({"do": "get", "h": self.number, "n": name}, path, (), {}, f".{name}")

    def _ask(
        self,
        header: dict[str, Any],
        path: str,
        args: tuple[Any, ...],
        keywords: dict[str, Any],
        step: str,
    ) -> Any:
        """Ask; what arrives must fit on each path by which this object came, one step on."""
        self.kit.also = self.kit.others(self, step)
        try:
            return self.kit.request(header, path, args, keywords)
        finally:
            self.kit.also = ()

    @staticmethod
    def step(name: str, *, called: bool) -> str:
        """Return what the path of a result has more than that of what is asked for it."""
        if name == "__call__":
            return "()"
        if name in OPERATORS or name in TEXT:
            return f"<{_plain_form(name)}>"
        return f".{name}()" if called else f".{name}"

    def set(self, name: str, value: Any) -> None:
        """Set an attribute."""
        header = {"do": "set", "h": self.number, "n": name}
        self.kit.request(header, f"{self.path}.{name}=", (value,))

    def operate(self, name: str, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        """Run a special method."""
        if name in JUDGING:
            self.kit.permit(self, name, args)
        elif name == "__len__":
            self.kit.side.permits(self.path, name)
        step = self.step(name, called=True)
        path = self.path + step
        if name == "__exit__":
            args = tuple(map(self.kit.side.leaving_block, args))
        header = {"do": "op", "h": self.number, "o": name}
        try:
            result = self._ask(header, path, args, keywords, step)
        except Exception:
            self.kit.note_end(self.path, name, args, result=True)
            raise
        self.kit.note_end(self.path, name, args, result)
        return result


def link_of(obj: Any) -> Link | None:
    """Return the link of a proxy, or None for anything that is no proxy."""
    kind = type(obj)
    if issubclass(kind, (hybrid.Hybrid, _Extended)):
        return vars(obj).get("_link")  # type: ignore[no-any-return]
    if issubclass(kind, Remote):
        return object.__getattribute__(obj, "_link")  # type: ignore[no-any-return]
    if issubclass(kind, Shadow):
        return type.__getattribute__(obj, "_class_link")  # type: ignore[no-any-return]
    return None


def _operator(name: str) -> Callable[..., Any]:
    def operate(self: Any, *args: Any, **keywords: Any) -> Any:
        return object.__getattribute__(self, "_link").operate(name, args, keywords)

    operate.__name__ = name
    return operate


def _equal(self: Any, other: Any) -> Any:
    link = object.__getattribute__(self, "_link")
    if self is other:
        return True
    compared = link.kit.side.fields_compared(link.path)
    fields = _fields_of_both(self, other)
    if compared is not None:
        return _equal_by(compared, fields, self, other)
    if fields is not None:
        link.kit.side.note_fields(link.path, fields)
        return _same_in(fields, self, other)
    if link.kit.side.refuses_judges or link.kit.allows(link, "__eq__", (other,)):
        return link.operate("__eq__", (other,), {})
    # The reference's objects were not compared by a method of theirs, so neither are these.
    return NotImplemented


def _equal_by(compared: list[str], fields: list[str] | None, one: Any, other: Any) -> bool:
    """Compare as the reference's objects were compared.

    What these say of themselves, or leave out (``compare=False``), is no matter.
    """
    if _has_all(compared, one) and _has_all(compared, other):
        return _same_in([*compared, *(fields or ())], one, other)
    own = [*getattr(type(one), "__dataclass_fields__", ())] if type(one) is type(other) else []
    if fields is None or not own:
        link = object.__getattribute__(one, "_link")
        link.kit.side.doubt(f"`{link.path}` has no {', '.join(compared)} to be compared by")
        return False
    return _same_in(own, one, other)


def _fields_of_both(one: Any, other: Any) -> list[str] | None:
    """Return the fields by which two objects of one data class say that they are compared."""
    fields: list[str] | None = type(one)._fields_compared  # noqa: SLF001
    kin = other.__class__ in _kin_of(one) and dataclasses.is_dataclass(other)
    if fields is None or not (type(one) is type(other) or kin):
        return None
    if type(one) is type(other):
        return fields
    # The instructor's class says what is compared, not the student's of the same name.
    return [field.name for field in dataclasses.fields(other) if field.compare]


def _has_all(fields: list[str], obj: Any) -> bool:
    return all(hasattr(obj, name) for name in fields)


def _same_in(fields: list[str], one: Any, other: Any) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in fields)


def _unequal(self: Any, other: Any) -> Any:
    result = _equal(self, other)
    return result if result is NotImplemented else not result


def _kin_of(obj: Any) -> tuple[type, ...]:
    return type(obj)._kin[:1]  # type: ignore[no-any-return] # noqa: SLF001


def _contains(self: Any, item: Any) -> bool:
    """Tell whether an item is in there: by asking where that is allowed, by looking otherwise."""
    link = object.__getattribute__(self, "_link")
    if not link.kit.allows(link, "__contains__") and type(self).__iter__ is not None:
        return any(item is found or item == found for found in self)
    return bool(link.operate("__contains__", (item,), {}))


def _truth(self: Any) -> bool:
    link = object.__getattribute__(self, "_link")
    if link.kit.allows(link, "__bool__"):
        return bool(link.operate("__bool__", (), {}))
    if hasattr(type(self), "__len__"):
        return len(self) > 0
    if link.kit.side.refuses_judges:
        return bool(link.operate("__bool__", (), {}))
    return True  # as an object without one: the reference's had none that was asked


_CALLBACKS = "_parent_callback_ctx"
"""What scikit-learn puts aside in an estimator that another one fits: nothing to be sent over."""


class Remote:
    """Any object of the other side."""

    __slots__ = ("_link",)
    _fields_compared: list[str] | None = None
    _families: frozenset[str] = frozenset()
    _kin: tuple[type, ...] = ()
    _link: Link

    def __getattr__(self, name: str) -> Any:
        link = object.__getattribute__(self, "_link")
        if name == "score":
            measured = link.kit.side.measures(link.path)
            if measured is not None or type(self)._families & _MIXINS:  # noqa: SLF001
                return lambda X, y, **rest: _score(self, X, y, measured, **rest)  # noqa: N803
        return link.get(name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name != _CALLBACKS:
            object.__getattribute__(self, "_link").set(name, value)

    def __delattr__(self, name: str) -> None:
        if name != _CALLBACKS:
            raise AttributeError(name)

    def __copy__(self) -> Any:
        return object.__getattribute__(self, "_link").operate("__copy__", (), {})

    def __deepcopy__(self, _memo: Any) -> Any:
        return object.__getattribute__(self, "_link").operate("__deepcopy__", (), {})

    def __reduce_ex__(self, _protocol: Any) -> Any:
        raise TypeError("an object of the student's process cannot be pickled")

    def __dir__(self) -> list[str]:
        names = object.__getattribute__(self, "_link").operate("__dir__", (), {})
        return [str(name) for name in names]

    __repr__, __str__, __format__ = (_operator(name) for name in TEXT)


def _is_classifier(model: Any, target: Any) -> bool:
    families = type(model)._families  # noqa: SLF001
    if families & _MIXINS or hasattr(model, "classes_"):
        return "ClassifierMixin" in families or hasattr(model, "classes_")
    values = __import__("numpy").asarray(target)
    return values.dtype.kind in "bOUS" or (values.dtype.kind in "iu" and len(set(values)) <= 20)


def _score(model: Any, features: Any, target: Any, hint: str | None, **rest: Any) -> float:
    """Score a model here, from its predictions, as scikit-learn's mixins do.

    The model's own ``score`` would be shown the answers and could say what it likes.
    """
    metrics = __import__("sklearn.metrics", fromlist=["metrics"])
    is_classifier = hint == "classifier" if hint else _is_classifier(model, target)
    measure = metrics.accuracy_score if is_classifier else metrics.r2_score
    return measure(target, model.predict(features), **rest)  # type: ignore[no-any-return]


class FunctionProxy(Remote):
    """A function of the other side."""

    __slots__ = ("_name",)
    _name: str

    __call__ = _operator("__call__")

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return types.FunctionType

    @property
    def __name__(self) -> str:
        return object.__getattribute__(self, "_name")  # type: ignore[no-any-return]

    @property
    def __doc__(self) -> Any:  # type: ignore[override]
        return object.__getattribute__(self, "_link").get("__doc__")

    @property
    def __module__(self) -> Any:  # type: ignore[override]
        return object.__getattribute__(self, "_link").get("__module__")

    @property
    def __globals__(self) -> dict[str, Any]:
        return vars(sys.modules["__main__"])

    @property
    def __signature__(self) -> inspect.Signature:
        """How the function is called."""
        return _signature(object.__getattribute__(self, "_link"))


FunctionProxy.__annotations__ = property(  # type: ignore[assignment]
    lambda self: object.__getattribute__(self, "_link").get("__annotations__")
)


# What a test may compare: the text of the type, as in nbgrader's own generated tests.
for _name, _value in {"name": "function", "qualname": "function", "module": "builtins"}.items():
    type.__setattr__(FunctionProxy, f"__{_name}__", _value)


async def _awaited(link: Link) -> Any:
    return link.operate("__await__", (), {})


async def _items(link: Link) -> Any:
    while True:
        try:
            item = link.operate("__anext__", (), {})
        except StopAsyncIteration:
            return
        yield item


def _signature(link: Link) -> inspect.Signature:
    found = link.kit.request({"do": "signature", "h": link.number}, f"{link.path}.__signature__")
    if not isinstance(found, inspect.Signature):
        raise ValueError("no signature found")
    return found


_SIGNATURE = property(lambda self: _signature(object.__getattribute__(self, "_link")))
"""How an object is called."""


class IteratorProxy(Remote):
    """An iterator of the other side: it hands over one item after the other and nothing else.

    Where the reference had a list it is read as one: from the start each time.
    """

    __slots__ = ("_seen",)
    _seen: list[Any]

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def __iter__(self) -> Any:
        link = object.__getattribute__(self, "_link")
        return self._again() if link.kit.side.replays(link.path) else self

    def _again(self) -> Any:
        for place in itertools.count():
            if place == len(self._seen):
                try:
                    self._seen.append(next(self))
                except StopIteration:
                    return
            yield self._seen[place]

    __next__ = _operator("__next__")


class Bare(Remote):
    """An object where the reference had a plain value: it hands over items and does nothing else.

    In one process a list may be an object of a class of the student's that only counts and yields.
    """

    __slots__ = ("_read",)
    _read: _Read | None

    def __getattr__(self, name: str) -> Any:
        if name.startswith(("__", "_repr_", "_ipython_")):
            raise AttributeError(name)
        _out_of_place(self)


@dataclasses.dataclass
class _Read:
    """What an object that stands for a list or a dictionary has handed over so far.

    It is read once: whoever says four is not asked again, and hands over four, the same each time.
    It may have changed only if it was handed to the student's code or stands under a name that the
    solution's functions change.
    """

    asked: int
    length: int | None = None
    items: list[Any] = dataclasses.field(default_factory=list)
    source: Any = None
    done: bool = False
    found: dict[Any, Any] = dataclasses.field(default_factory=dict)


def _read(self: Any) -> _Read:
    """Return what was read, or nothing yet if it may have changed meanwhile."""
    link = object.__getattribute__(self, "_link")
    asked = link.kit.side.peer.asked
    changes = self._read is not None and self._read.asked != asked
    if self._read is None or (changes and link.kit.side.may_change(link.path)):
        object.__setattr__(self, "_read", _Read(asked))
    return self._read  # type: ignore[no-any-return]


def forget(obj: Any) -> None:
    """Read an object anew that is handed to the student's code, which may change it."""
    if isinstance(obj, Bare):
        object.__setattr__(obj, "_read", None)


def _asked_by_itself(self: Any, read: _Read, ask: Callable[[], Any]) -> Any:
    """Ask for a part of an object; that is nothing else asked meanwhile."""
    peer = object.__getattribute__(self, "_link").kit.side.peer
    in_step = read.asked == peer.asked
    try:
        return ask()
    finally:
        if in_step:
            read.asked = peer.asked


def _length_of(self: Any) -> int:
    read = _read(self)
    if read.length is None:
        link = object.__getattribute__(self, "_link")
        length = _asked_by_itself(self, read, lambda: link.operate("__len__", (), {}))
        if type(length) is not int:
            raise TypeError("a length that is no number")
        read.length = length
    return read.length


def _item_of(self: Any, key: Any) -> Any:
    link, read = object.__getattribute__(self, "_link"), _read(self)
    try:
        return read.found[type(key), key]
    except (KeyError, TypeError):  # not asked for yet, or no key of a dictionary
        item = _asked_by_itself(self, read, lambda: link.operate("__getitem__", (key,), {}))
        with contextlib.suppress(TypeError):
            read.found[type(key), key] = item
        return item


def _items_of(self: Any) -> Any:
    read, place = _read(self), 0
    while True:
        if place == len(read.items) and (read.done or not _read_on(self, read)):
            return
        yield read.items[place]
        place += 1


def _itself_or_items(self: Any) -> Any:
    """Return an iterator itself, or its items from the start where it stands for a list."""
    link = object.__getattribute__(self, "_link")
    return _items_of(self) if link.kit.side.replays(link.path) else self


def _read_on(self: Any, read: _Read) -> bool:
    """Read one item more; tell whether there was one, as many as the object says it has."""
    kind, link = type(self), object.__getattribute__(self, "_link")
    if read.source is None:
        if hasattr(kind, "__len__"):
            with contextlib.suppress(Exception):  # then it has none, whatever its class raises
                read.length = _length_of(self)
        ask = link.operate if kind._iterates else None  # noqa: SLF001
        items = _asked_by_itself(self, read, lambda: ask("__iter__", (), {})) if ask else None
        read.source = _by_index(self) if items is None else _each(items)
    item = _asked_by_itself(self, read, lambda: next(read.source, read))
    if item is read:
        read.done = True
    else:
        read.items.append(item)
    count = len(read.items)
    if read.length is not None and (count != read.length if read.done else count > read.length):
        _out_of_place(self)
    return not read.done


def _backwards(self: Any) -> Any:
    """Hand over the items from the last: those that a list in its place would hold."""
    return reversed([*_items_of(self)])


def _by_index(self: Any) -> Any:
    for position in itertools.count():
        try:
            item = self[position]
        except IndexError:
            return
        yield item


def _each(iterator: Any) -> Any:
    # An iterator is asked for the next item, not for an iterator, which would be one like it.
    if not hasattr(type(iterator), "__next__"):
        iterator = iter(iterator)
    while True:
        try:
            item = next(iterator)
        except StopIteration:
            return
        yield item


def _out_of_place(self: Any, *_: Any) -> Any:
    link = object.__getattribute__(self, "_link")
    link.kit.admit(link.path, "instance")
    raise Refused(f"`{link.path}` is an object of the student's")


def _no_text(self: Any, *_: Any) -> str:
    """Say nothing that a test could compare with; to be printed does no harm."""
    link = object.__getattribute__(self, "_link")
    link.kit.side.doubt(f"`{link.path}` should be a plain value, but is an object")
    return "<object>"


_CONTAINERS = frozenset({list, tuple, set, frozenset})
_ATOMS = frozenset({int, float, str, bool, bytes, type(None)})
_BARE = frozenset({"__iter__", "__next__", "__len__", "__getitem__", "__reversed__"})


class GeneratorProxy(IteratorProxy):
    """A generator of the other side."""

    __slots__ = ()

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return types.GeneratorType

    def __getattr__(self, name: str) -> Any:
        if name in {"send", "throw", "close", "gi_frame", "gi_running"}:
            return object.__getattribute__(self, "_link").get(name)
        raise AttributeError(name)


class _There:
    """An attribute that a value, or its class, is asked for over there.

    What the plain type can do is done here, unless the reference's class did it. A library is told
    nothing: numpy asks whatever it is given for its own ``mean``.
    """

    def __init__(self, name: str, class_link: Link, base: type = object) -> None:
        self._name, self._class_link = name, class_link
        self._plain = inspect.getattr_static(base, name, None)

    def __get__(self, obj: Any, _owner: Any = None) -> Any:
        if obj is None:
            return self._class_link.get(self._name)
        link = self.link(obj)
        asks: str = sys._getframe(1).f_globals.get("__name__", "")  # noqa: SLF001
        if self._plain is not None and not link.kit.side.fetches(link.path, self._name):
            return self._plain.__get__(obj, type(obj))
        if self._plain is None and asks.split(".", maxsplit=1)[0] in _LIBRARIES:
            raise AttributeError(self._name)
        return link.get(self._name)

    def link(self, obj: Any) -> Link:
        """Return the link of a named tuple, which gets a twin over there if it has none."""
        if "_link" not in vars(obj):
            twin = self._class_link.operate("__call__", tuple(obj), {})
            vars(obj)["_link"] = vars(twin)["_link"]
        return vars(obj)["_link"]  # type: ignore[no-any-return]


def _tuple_operator(name: str, class_link: Link, base: type) -> Callable[..., Any]:
    def operate(self: Any, *args: Any) -> Any:
        link = _There(name, class_link).link(self)
        is_plain = name in JUDGING or (name not in TEXT and hasattr(base, name))
        by_fields = name in COMPARISON and link.kit.side.fields_compared(link.path) is not None
        if is_plain and (by_fields or not link.kit.allows(link, name, args)):
            return getattr(base, name)(self, *args)
        return link.operate(name, args, {})

    operate.__name__ = name
    return operate


class _Extended:
    """Mixin of named tuples that have methods of their own."""


def _plain_form(name: str) -> str:
    """Return ``__mul__`` for ``__rmul__`` and ``__imul__``: which of them, the class decides."""
    plain = f"__{name[3:]}"
    return plain if name in ARITHMETIC and name[2] in "ri" and plain in ARITHMETIC else name


_ORDER = frozenset({"__lt__", "__le__", "__gt__", "__ge__"})
_BINARY = frozenset((*ARITHMETIC, *COMPARISON)) - {"__neg__", "__pos__", "__invert__"}


def _operand(name: str, args: tuple[Any, ...]) -> str:
    """Say with what kind of operand an operator is used, other than an object of the student's."""
    if name not in _BINARY or not args or link_of(args[0]) is not None:
        return ""
    other = args[0]
    if isinstance(other, (_Extended, hybrid.Hybrid)):  # a tuple of the student's without a twin
        return ""
    is_number = isinstance(other, numbers.Number)
    return ":number" if is_number else f":{type(other).__name__}"


class _Text:
    """The docstring of a class of the other side, and of its instances."""

    def __get__(self, obj: Any, owner: Any = None) -> Any:
        link = link_of(owner if obj is None else obj)
        try:
            return None if link is None else link.get("__doc__")
        except AttributeError:  # it is not open, and every object has one
            return None


class Shadow(type):
    """The class of a class of the other side: calling it makes an instance over there."""

    _class_link: Link

    def __call__(cls, *args: Any, **keywords: Any) -> Any:
        """Make an instance over there."""
        return type.__getattribute__(cls, "_class_link").operate("__call__", args, keywords)

    def __getattr__(cls, name: str) -> Any:
        return type.__getattribute__(cls, "_class_link").get(name)

    def __setattr__(cls, name: str, value: Any) -> None:
        type.__getattribute__(cls, "_class_link").set(name, value)

    @property
    def __signature__(cls) -> inspect.Signature:
        """How an instance is made."""
        return _signature(type.__getattribute__(cls, "_class_link"))


class Twin(Shadow):
    """The class of an instructor's class in the student's process, which has one of its own.

    A student's ``type(shape) == Circle`` compares the two.
    """

    _own: type | None

    def __eq__(cls, other: object) -> bool:
        return cls is other or (other is not None and other is cls._own)

    def __hash__(cls) -> int:
        return type.__hash__(cls) if cls._own is None else hash(cls._own)


class Known(Remote):
    """An object of an instructor's class that the student's process has as well."""

    __slots__ = ()

    @property
    def __dict__(self) -> Any:  # type: ignore[override]
        """A copy of the object's data."""
        link = object.__getattribute__(self, "_link")
        return link.kit.request({"do": "state", "h": link.number}, f"{link.path}.__dict__")

    def __copy__(self) -> Any:
        """Make an object of the student's own out of the same data."""
        made = object.__new__(self.__class__)
        vars(made).update(vars(self))
        return made

    def __deepcopy__(self, _memo: Any) -> Any:
        return self.__copy__()


def _library_class(entries: Any) -> type | None:
    for module, name in entries:
        found = vars(sys.modules.get(module, types)).get(name)
        if isinstance(found, type):
            return found
    return None


def _steers(kind: type) -> bool:
    """Tell whether an exception tells a test runner or a shell what to do: skip, stop, say less."""
    return kind.__module__.split(".")[0] in _RUNNERS


class ShadowException(type):
    """The class of an exception class of the other side: an instance is made over there."""

    def __call__(cls, *args: Any, **keywords: Any) -> Any:
        """Make an instance over there."""
        return type.__getattribute__(cls, "_class_link").operate("__call__", args, keywords)


class ProxyKit:
    """Makes and remembers the proxies of one side.

    Parameters
    ----------
    side : grader.split.conversation.Side
        Asks the other side, and rules on what arrives.
    """

    def __init__(self, side: Side) -> None:
        self.side = side
        self.request = side.request
        self.admit = side.admit
        self.ask_method = side.ask_method
        self.may_ask = side.may_ask
        self._own = side.own
        self._proxies: dict[int, Any] = {}
        self._arrivals: dict[int, set[str]] = {}
        self._came: dict[int, set[str]] = {}
        self._foreign_classes: dict[int, int] = {}
        self._records: dict[int, Any] = {}
        self._numbers_of_records: dict[int, tuple[int, Any]] = {}
        self.path = ""
        self.also: tuple[str, ...] = ()
        """Other paths of what is asked for: those by which what is asked came as well."""

    def note_end(self, path: str, name: str, args: tuple[Any, ...], result: Any) -> None:
        """Have it judged if the end of a ``with`` block keeps an exception to itself.

        To raise another one in its place is as much.
        """
        if name == "__exit__" and result and args and args[0] is not None:
            self.side.swallow(path, args[0].__name__)

    def others(self, link: Link, step: str) -> tuple[str, ...]:
        """Return the paths below others by which an object came, one step on."""
        came = self._came.get(link.number, ())
        return tuple(path + step for path in came if path != link.path)

    def foreign(self, obj: Any) -> int | None:
        """Return the other side's number of `obj` if it stands for an object over there."""
        link = link_of(obj)
        if link is not None:
            return link.number
        if isinstance(obj, type):
            return self._foreign_classes.get(id(obj))
        known = self._numbers_of_records.get(id(obj))
        return None if known is None else known[0]

    def changeable(self, number: Any) -> Any:
        """Return the value of this number that both sides have and may change, or None."""
        found = self._proxies.get(number)
        is_one = isinstance(found, hybrid.Hybrid) and isinstance(found, hybrid.CHANGEABLE)
        return found if is_one else None

    def path_inside(self, number: int, path: str) -> str:
        """Return the path by which is judged what a value holds: the strictest it came by."""
        known = self.changeable(number)
        came = [] if known is None else [vars(known)["_link"].path, *self._arrivals.get(number, ())]
        found = [(place, self.side.inside(place)) for place in (*came, path)]
        return next((inside for place, inside in found if inside != place), path)

    def permit_judging(self, link: Link, name: str, args: tuple[Any, ...]) -> None:
        """Allow what a plain value has no operator for, or refuse it."""
        if name in JUDGING:
            self.permit(link, name, args)

    def permit(self, link: Link, name: str, args: tuple[Any, ...]) -> None:
        """Allow to delegate an operator, or refuse it.

        What also came by another path (``deposit`` may return the account) is judged on all its
        paths, but for what is done between two objects of the student's.
        """
        between = name not in CONVERSION and args and all(link_of(arg) is not None for arg in args)
        if between and name in _ORDER and self.side.is_record(link.path):
            return
        others = () if between else self._arrivals.get(link.number, ())
        for path in (link.path, *others):
            self.side.permit(path, name + _operand(name, args))

    def allows(self, link: Link, name: str, args: tuple[Any, ...] = ()) -> bool:
        """Tell whether an operator may be delegated."""
        paths = (link.path, *self._arrivals.get(link.number, ()))
        return all(self.side.permits(path, name + _operand(name, args)) for path in paths)

    def redefines(self, link: Link, name: str, args: tuple[Any, ...]) -> bool:
        """Tell whether a value does over there what its plain type could do here."""
        if name in JUDGING:
            return self.allows(link, name, args)
        return self.side.redefines(link.path, name)

    def resolve(self, tag: str, node: dict[str, Any], decoder: Decoder) -> Any:
        """Rebuild what was referred to."""
        makers: dict[str, Callable[..., Any]] = {
            "mine": self._mine,
            "object": self._object,
            "class": self._class,
            "member": self._member,
            "namedtuple": self._record,
            "hybrid": self._hybrid,
            "exc": self._judged_exception,
            "signature": self._signature,
        }
        if tag == "empty":
            return inspect.Parameter.empty
        if tag not in makers:
            raise BadValue(f"an unknown tag {tag!r}")
        return makers[tag](node, decoder)

    def _member(self, node: dict[str, Any], decoder: Decoder) -> Any:
        kind = self._class(node["c"], decoder, quietly=True)
        if not isinstance(kind, enum.EnumType):
            raise BadValue("a member of no enumeration")
        member: Any = kind[node["v"]]
        if self.side.is_data(self.path):
            plain = hybrid.plain_base(type(member))
            return _nothing_but(kind)[node["v"]] if plain is None else hybrid.plain(member)
        self.admit(self.path, "member")
        return member

    def _record(self, node: dict[str, Any], decoder: Decoder) -> Any:
        kind = self._class(node["c"], decoder, quietly=True)
        if isinstance(kind, Shadow) or not issubclass(kind, tuple):
            raise BadValue("a named tuple of no class")
        values = decoder.decode(node["v"])
        is_data = self.side.is_data(self.path)
        if is_data and issubclass(kind, _Extended):
            kind = kind.__bases__[1]  # the fields alone
        if len(values) != len(kind._fields) or (is_data and any(map(callable, values))):
            raise BadValue("a named tuple of other fields than its class")
        made: Any = tuple.__new__(kind, values)
        self._admit_record(made)
        if isinstance(made, _Extended):
            vars(made)["_link"] = Link(self, int(node["h"]), self.path)
            return made
        return self._as_before(int(node["h"]), made)

    def _admit_record(self, made: Any) -> None:
        self.admit(self.path, "record")
        self.side.note_fields(self.path, made._fields)

    def _as_before(self, number: int, made: Any) -> Any:
        """Return the named tuple that came under this number: in one process there is one.

        Not one with methods, which are judged by the path by which it came, nor one of which a
        part may have changed.
        """
        known = self._records.get(number)
        if known is not None and type(known) is type(made) and all(map(_is_same, known, made)):
            return known
        if all(type(part) in _ATOMS or id(part) in self._numbers_of_records for part in made):
            self._records[number] = made
            self._numbers_of_records[id(made)] = (number, made)
        return made

    def _mine(self, node: dict[str, Any], _decoder: Decoder) -> Any:
        """Return what is of this side; a named tuple is judged like one that came by value."""
        found = self._own(node["h"])
        if isinstance(found, tuple) and hasattr(type(found), "_fields"):
            if self.side.is_data(self.path) and any(map(callable, found)):
                raise BadValue("a named tuple of functions")
            self._admit_record(found)
            return found
        if isinstance(found, FUNCTIONS):  # another answer may wrap it
            self.side.note(self.path, "function")
        self._judge_own(found, self.path)
        return found

    def _hybrid(self, node: dict[str, Any], decoder: Decoder) -> Any:
        number, outer = int(node["h"]), self.path
        if self.side.is_plain(self.path):
            return decoder.decode(node["v"])
        self.admit(self.path, "hybrid")
        self.path = self.path_inside(number, outer)
        state = decoder.decode(node["v"])
        self.path = outer
        known = self._proxies.get(number)
        if known is not None:
            self._arrivals.setdefault(number, set()).add(self.path)
            self.side.take_state(number, known, state)
            return known
        kind = self._class(node["c"], decoder, quietly=True)
        base: Any = hybrid.plain_base(kind) if isinstance(kind, type) else None
        if base is None or not issubclass(kind, hybrid.Hybrid) or type(state) is not base:
            raise BadValue("a value of no class")
        made = hybrid.made_of(kind, base, state)
        made.__dict__["_link"] = Link(self, number, self.path)
        self._proxies[number] = made
        self.side.hold(number, made)
        return made

    def _object(self, node: dict[str, Any], decoder: Decoder) -> Any:
        number, kind = node["h"], node["k"]
        finer = _finer_kind(_libraries(node["c"])) if kind == "instance" else kind
        also, self.also = self.also, ()
        if kind == "instance" and not all(self.side.fits(p, finer) for p in (self.path, *also)):
            return self._bare(node)
        # What stands for a plain value is judged on its own path, and bars no other.
        self._came.setdefault(number, set()).add(self.path)
        self.admit(self.path, finer)
        if number in self._proxies:
            self._arrive(number)
            return self._proxies[number]
        link = Link(self, int(number), self.path)
        if kind in {"coroutine", "async generator"}:
            return _awaited(link) if kind == "coroutine" else _items(link)
        if kind == "function":
            proxy: Any = object.__new__(FunctionProxy)
            object.__setattr__(proxy, "_name", str(node["n"]))
        elif kind in {"generator", "iterator"}:
            proxy = object.__new__(GeneratorProxy if kind == "generator" else IteratorProxy)
            object.__setattr__(proxy, "_seen", [])
        elif kind == "instance":
            shadow = self._class(node["c"], decoder, quietly=True)
            if not (isinstance(shadow, type) and issubclass(shadow, Remote)):
                raise BadValue("an instance of no class")
            proxy = object.__new__(shadow)
        else:
            raise BadValue(f"an unknown kind of object {kind!r}")
        object.__setattr__(proxy, "_link", link)
        self._proxies[number] = proxy
        return proxy

    def _arrive(self, number: int) -> None:
        if self.side.judges_all_paths:
            self._arrivals.setdefault(number, set()).add(self.path)

    def given_back(self, obj: Any, path: str) -> Any:
        """Return an argument that came back as a result, as what may stand on the result's path."""
        link = link_of(obj)
        if link is None:
            self._judge_own(obj, path)
            return self._given_back_in(obj, path)
        if isinstance(obj, (Bare, hybrid.Hybrid, _Extended)):
            return obj
        outer, self.path = self.path, path
        try:
            kind = _kind_of_proxy(obj)
            if kind == "instance" and not self.side.fits(path, kind):
                described = {"n": type(obj).__name__, "f": [*vars(type(obj))]}
                return self._bare({"c": described, "h": link.number})
            self.admit(path, kind)
            self._arrive(link.number)
        finally:
            self.path = outer
        return obj

    def _judge_own(self, obj: Any, path: str) -> None:
        """Refuse an object of the test's, such as a mock, where the reference had a plain value."""
        library = type(obj).__module__.split(".")[0] in {*_LIBRARIES, "builtins", "altair"}
        is_object = not library and not isinstance(obj, (*FUNCTIONS, type, types.ModuleType))
        whole = _ITEM.sub("", path)  # one by one or in a list
        if not is_object or not hasattr(obj, "__dict__") or self.side.tolerates(whole, "<given>"):
            return
        if self.side.is_data(whole):
            self.admit(path, "instance")

    def _given_back_in(self, obj: Any, path: str) -> Any:
        """Return a container that came back: the very same one if all in it may stand there."""
        if type(obj) is dict:
            items = {key: self.given_back(value, path) for key, value in obj.items()}
            return obj if all(items[key] is value for key, value in obj.items()) else items
        if type(obj) not in _CONTAINERS or _ATOMS.issuperset(map(type, obj)):
            return obj
        found = [self.given_back(item, path) for item in obj]
        is_same = all(one is other for one, other in zip(found, obj, strict=True))
        return obj if is_same else type(obj)(found)

    def _bare(self, node: dict[str, Any]) -> Any:
        """Make a stand-in for an object where the reference had a plain value."""
        features = set(node["c"].get("f", ()))
        body: dict[str, Any] = {name: _operator(name) for name in _BARE & features}
        body["_iterates"] = "__iter__" in features
        if "__next__" in features:
            body["__iter__"] = _itself_or_items
        elif features & {"__iter__", "__getitem__"}:
            body["__iter__"] = _items_of
        own: dict[str, Any] = {"__getitem__": _item_of, "__len__": _length_of}
        own["__reversed__"] = _backwards
        body |= {name: make for name, make in own.items() if name in features}
        body |= dict.fromkeys(TEXT, _no_text) | dict.fromkeys(JUDGING & features, _out_of_place)
        kind = type(str(node["c"]["n"]), (Bare,), {**body, "__slots__": ()})
        proxy: Any = object.__new__(kind)
        object.__setattr__(proxy, "_link", Link(self, int(node["h"]), self.path))
        object.__setattr__(proxy, "_read", None)
        return proxy

    def _class(self, node: dict[str, Any], decoder: Decoder, *, quietly: bool = False) -> Any:
        if node.get("t") == "mine":
            return self._own(node["h"])
        number, kind = node["h"], node["k"]
        if not quietly:
            self.admit(self.path, "class")
            if kind == "namedtuple":
                self.admit(self.path, "record")
        if number in self._proxies:
            return self._proxies[number]
        makers: dict[str, Callable[..., Any]] = {
            "enum": self._enum,
            "namedtuple": self._named_tuple,
            "exception": self._exception_class,
            "hybrid": self._hybrid_class,
            "class": self._shadow,
        }
        if kind not in makers:
            raise BadValue(f"an unknown kind of class {kind!r}")
        made = self._believed(node) or makers[kind](node, decoder)
        self._proxies[number] = made
        self._foreign_classes[id(made)] = int(number)
        return made

    def _enum(self, node: dict[str, Any], decoder: Decoder) -> Any:
        if node["b"] not in _ENUMS:
            raise BadValue("an unknown kind of enumeration")
        members = [
            (str(name), decoder.strictly(value), decoder.strictly(plain))
            for name, value, _, plain in node["v"]
        ]
        if any(name.startswith("_") for name, *_ in members):
            raise BadValue("an enumeration with a private member")
        base: Any = getattr(enum, node["b"])
        mixin = hybrid.BASES.get(str(node["p"]))
        made = _enumeration(str(node["n"]), base, mixin, members)
        link = Link(self, int(node["h"]), self.path)
        for name in map(str, node["x"]):
            if name in TEXT:
                setattr(made, name, _operator_of_member(name))
            elif not name.startswith("_") and name not in made.__members__:
                setattr(made, name, _There(name, link, mixin or object))
        for name, _, number, _ in node["v"]:
            vars(made[name])["_link"] = Link(self, int(number), self.path)
        return made

    def _named_tuple(self, node: dict[str, Any], decoder: Decoder) -> Any:
        fields = [str(name) for name in node["v"]]
        defaults = {str(name): decoder.strictly(value) for name, value in node["d"]}
        given = [defaults[name] for name in fields if name in defaults]
        make: Any = collections.namedtuple  # noqa: PYI024 - made from a description, not written down
        base = make(str(node["n"]), fields, defaults=given)
        self.side.note_fields(self.path, fields)
        link = Link(self, int(node["h"]), self.path)
        names = {str(name) for name in node["x"]} - set(fields)
        if not names:
            return base
        body: dict[str, Any] = {
            name: _There(name, link, base) for name in names if not name.startswith("_")
        }
        operators = names & {*OPERATORS, *TEXT}
        body |= {name: _tuple_operator(name, link, base) for name in operators}
        return type(str(node["n"]), (_Extended, base), body)

    def _hybrid_class(self, node: dict[str, Any], _decoder: Decoder) -> type:
        base = hybrid.BASES[node["p"]]
        allowed = {*OPERATORS, *TEXT}
        names = {
            str(name): str(how)
            for name, how in node["x"]
            if name in allowed or not str(name).startswith("_")
        }
        body = {**hybrid.body(base, names), "__module__": "__main__"}
        body["__qualname__"], body["_kin"] = str(node["q"]), ()
        if "__eq__" in names and "__hash__" not in names:
            body["__hash__"] = base.__hash__
        made = Shadow(str(node["n"]), (hybrid.Hybrid, base), body)
        type.__setattr__(made, "_class_link", Link(self, int(node["h"]), self.path))
        return made

    def _exception_class(self, node: dict[str, Any], decoder: Decoder) -> type:
        library = _library_class(node.get("l", []))
        if library is not None and issubclass(library, Exception) and not _steers(library):
            return library
        kin = self._own_class(node)
        if kin is not None and issubclass(kin, Exception):
            return kin
        above = [self._class(base, decoder, quietly=True) for base in node.get("o", ())]
        bases = [b for b in above if isinstance(b, type) and issubclass(b, Exception)]
        base = TYPES.get(node["b"], RuntimeError)
        body: dict[str, Any] = {"__str__": _told_text, "__module__": "__main__"}
        body["_class_link"] = Link(self, int(node["h"]), self.path)
        return ShadowException(str(node["n"]), tuple(bases) or (base,), body)

    def _shadow(self, node: dict[str, Any], decoder: Decoder) -> type:
        bases = [self._class(base, decoder, quietly=True) for base in node["o"]]
        bases = [base for base in bases if isinstance(base, type) and issubclass(base, Remote)]
        features = set(node["f"]) & set(OPERATORS)
        body: dict[str, Any] = {name: _operator(name) for name in features}
        body["__slots__"] = ()
        body["__module__"] = "__main__"
        body["__qualname__"] = str(node["q"])
        body["__doc__"] = _Text()
        if "__call__" in features:
            body["__signature__"] = _SIGNATURE
        body["_families"] = frozenset(str(name) for _, name in node["l"])
        if "__eq__" in features:
            body["__eq__"], body["__ne__"] = _equal, _unequal
            if "__hash__" not in features:
                body["__hash__"] = None
        else:
            body.pop("__hash__", None)
        if not features & {"__iter__", "__getitem__"}:
            body["__iter__"] = None
        if "__contains__" in features:
            body["__contains__"] = _contains
        if "__bool__" in features:
            body["__bool__"] = _truth
        if node.get("d") is not None:
            fields = [str(name) for name, compared in node["d"] if compared]
            body["_fields_compared"] = fields if node["e"] else None
            body["__dataclass_fields__"] = _dataclass_fields([str(name) for name, _ in node["d"]])
        own = self._own_class(node)
        inherited = [kin for base in bases for kin in base._kin]  # noqa: SLF001
        libraries = [k for k in map(_library_class, ([e] for e in node["l"])) if k is not None]
        library = libraries[0] if libraries else None
        kin = [k for k in (own, *inherited, *libraries) if k is not None]
        body["_kin"] = tuple(kin)
        if kin:
            body["__class__"] = property(lambda _: kin[0])
            if library is kin[0] and [library.__module__, library.__qualname__] == [
                node["m"],
                node["q"],
            ]:
                body["__module__"] = library.__module__
        body["_own"] = own
        kind, above = self._above(own, bases)
        shadow = kind(str(node["n"]), above, body)
        type.__setattr__(shadow, "_class_link", Link(self, int(node["h"]), self.path))
        return shadow

    def _own_class(self, node: dict[str, Any]) -> type | None:
        """Return this side's own class that a class of the other side stands for, if any."""
        if self.side.has_twins and node["m"] != "__main__":
            return None
        return self.side.kin(str(node["n"]))

    def _believed(self, node: dict[str, Any]) -> type | None:
        """Return the student's own enumeration or named tuple that an instructor's stands for.

        Their values travel as a whole, so that one of its own will do: ``color is Color.RED``.
        """
        own = self._own_class(node) if self.side.has_twins else None
        if own is None or node["k"] not in {"enum", "namedtuple"}:
            return None
        if node["k"] == "enum":
            names = [name for name, *_ in node["v"]]
            return own if issubclass(own, enum.Enum) and list(own.__members__) == names else None
        is_same = issubclass(own, tuple) and list(getattr(own, "_fields", ())) == node["v"]
        return own if is_same else None

    def _above(self, own: type | None, bases: list[type]) -> tuple[type[Shadow], tuple[type, ...]]:
        """Return what a shadow is made of: more where this side only has to believe in it."""
        if own is None or not self.side.has_twins:
            return Shadow, tuple(bases) or (Remote,)
        return Twin, (*bases, Known)

    def _exception(self, node: dict[str, Any], decoder: Decoder) -> BaseException:
        text = str(node["s"])
        kind: Any = TYPES.get(node["n"])
        if "c" in node:
            kind = self._class(node["c"], decoder, quietly=True)
        is_skip = "skip" in str(node["n"]).lower()
        if node["n"] == "SystemExit" and "c" in node and len(node.get("a", ())) <= 1:
            return SystemExit(*(decoder.strictly(arg) for arg in node["a"]))
        if is_skip or not (isinstance(kind, type) and issubclass(kind, Exception)):
            kind, node = RuntimeError, {**node, "a": [f"{node['n']}: {text}"], "d": []}
        args = tuple(decoder.strictly(arg) for arg in node["a"]) if "a" in node else (text,)
        if "f" in node and issubclass(kind, OSError):
            args = (*args[:2], str(node["f"]))
        try:
            error: BaseException = kind.__new__(kind, *args)
            if kind in TYPES.values():
                error.__init__(*args)  # type: ignore[misc]
        except TypeError:
            return RuntimeError(f"{node['n']}: {text}")
        if "f" not in node:
            error.args = args
        if "u" in node:
            error.__cause__ = self._exception(node["u"], decoder)
            self._brings(f"{self.path}<cause>", error.__cause__)
        found = {str(name): decoder.strictly(value) for name, value in node["d"]}
        _dress(error, decoder.attributes(found), text)
        return error

    def _judged_exception(self, node: dict[str, Any], decoder: Decoder) -> BaseException:
        error = self._exception(node, decoder)
        if not self.path.endswith(RAISED):
            # One by one or in a list: where the solution has some, an answer may have some.
            self.admit(_ITEM.sub("", self.path), "exception")
        self._brings(self.path, error)
        return error

    def _brings(self, path: str, error: BaseException) -> None:
        self.side.brings(path, _builtin_kinds(type(error)), type(error))

    @staticmethod
    def _signature(node: dict[str, Any], decoder: Decoder) -> inspect.Signature:
        return inspect.Signature(
            [
                inspect.Parameter(
                    str(name),
                    inspect._ParameterKind(kind),  # noqa: SLF001
                    default=decoder.decode(default),
                    annotation=decoder.decode(annotation),
                )
                for name, kind, default, annotation in node["p"]
            ],
            return_annotation=decoder.decode(node["r"]),
        )


def _enumeration(
    name: str, base: Any, mixin: type | None, members: list[tuple[str, Any, Any]]
) -> Any:
    """Make an enumeration whose members are plain values too if those over there are."""
    own = mixin is not None and issubclass(base, mixin)
    if mixin is None or (own and all(value == plain for _, value, plain in members)):
        return base(name, [(member, value) for member, value, _ in members])
    plain_type: Any = mixin

    def make(cls: Any, *told: Any) -> Any:
        # Python hands over a pair as one where tuples are the members.
        value, plain = told[0] if plain_type is tuple else told
        member = plain_type.__new__(cls, plain)
        member._value_ = value
        return member

    def fill(body: Any) -> None:
        body["__new__"] = make
        for member, value, plain in members:
            if type(plain) is not plain_type:
                raise BadValue("a member of another type than its enumeration")
            body[member] = (value, plain)

    made: Any = types.new_class(name, (base,) if own else (mixin, base), {}, fill)
    made.__module__ = "__main__"
    return made


def _nothing_but(kind: Any) -> Any:
    """Return an enumeration with these members and nothing else."""
    return enum.Enum(kind.__name__, [*kind.__members__])


def _operator_of_member(name: str) -> Callable[..., Any]:
    def operate(self: Any, *args: Any) -> Any:
        return vars(self)["_link"].operate(name, args, {})

    operate.__name__ = name
    return operate


def _libraries(described: dict[str, Any]) -> list[Any]:
    """Return the classes of libraries that a class comes of, by whatever way."""
    return [
        *described.get("l", ()),
        *(e for base in described.get("o", ()) for e in _libraries(base)),
    ]


def _finer_kind(library: Any) -> str:
    """Tell what an instance is, as far as a policy cares, from the library classes it comes of."""
    if any(name in _MIXINS for _, name in library):
        return "estimator"
    if any(str(module).split(".")[0] in {"numpy", "pandas"} for module, _ in library):
        return "library value"
    return "instance"


def _kind_of_proxy(obj: Any) -> str:
    kinds = {FunctionProxy: "function", GeneratorProxy: "generator", IteratorProxy: "iterator"}
    if isinstance(type(obj), Shadow):
        families = type(obj)._families  # noqa: SLF001
        return "estimator" if families & _MIXINS else "instance"
    return "class" if isinstance(obj, Shadow) else kinds.get(type(obj), "instance")


def _is_same(one: Any, other: Any) -> bool:
    """Tell whether two parts of a named tuple are one and the same, or equal as texts are."""
    return one is other or (type(one) is type(other) and type(one) in _ATOMS and one == other)


def is_alike(one: Any, other: Any) -> bool:
    """Tell whether what arrived twice is the same both times, stand-ins and all.

    Under one name an object of the student's may do what under another it may not.
    """
    if one is other or type(one) is not type(other) or link_of(one) is not None:
        return one is other
    if isinstance(one, dict):
        one, other = [*one.items()], [*other.items()]
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(is_alike, one, other))
    return _types_in(one) == _types_in(other)


def _types_in(value: Any) -> list[Any]:
    """Return the types of what an array, a frame or a collection holds."""
    dtypes = getattr(value, "dtypes", getattr(value, "dtype", None))
    columns = [] if dtypes is None else [*dtypes] if hasattr(dtypes, "array") else [dtypes]
    is_open = object in columns or isinstance(value, (set, frozenset, collections.deque))
    items = value.to_numpy() if hasattr(value, "to_numpy") else value
    flat = getattr(items, "ravel", lambda: items)() if is_open else ()
    return [*columns, *sorted(str(type(item)) for item in flat)]


def is_instance(obj: Any, kinds: Any) -> bool:
    """Do what ``isinstance`` does, and know all the classes that a proxy's class comes of."""
    return isinstance(obj, kinds) or any(
        issubclass(k, kinds) for k in getattr(type(obj), "_kin", ())
    )


def is_subclass(kind: Any, kinds: Any) -> bool:
    """Do what ``issubclass`` does, and know all the classes that a proxy comes of."""
    known = type.__getattribute__(kind, "_kin") if isinstance(kind, Shadow) else ()
    return issubclass(kind, kinds) or any(issubclass(k, kinds) for k in known)


def _builtin_kinds(kind: type) -> list[str]:
    """Return the built-in exceptions that an exception comes of, only the most special ones."""
    found = [k for k in kind.__mro__ if TYPES.get(k.__name__) is k and issubclass(k, Exception)]
    return sorted(
        k.__name__ for k in found if not any(o is not k and issubclass(o, k) for o in found)
    )


def _dress(error: Any, attributes: dict[str, Any], text: str) -> None:
    """Give an exception its attributes, and its text where a class of the student's tells it."""
    for name, value in attributes.items():
        if not name.startswith("__"):
            # A property of the instructor's class is computed here, from what else arrives.
            with contextlib.suppress(AttributeError):
                setattr(error, name, value)
    kind: Any = type(error)
    if kind.__str__ is _told_text:
        error._told = text  # noqa: SLF001


def _told_text(self: Any) -> str:
    told = getattr(self, "_told", None)
    return Exception.__str__(self) if told is None else str(told)


def _dataclass_fields(names: list[str]) -> Any:
    made: Any = dataclasses.make_dataclass("Fields", names)
    return copy.copy(made.__dataclass_fields__)
