"""Stand-ins, on this side, for the functions, classes and objects that live on the other side."""

from __future__ import annotations

import abc
import copy
import inspect
import itertools
import sys
import types
from typing import TYPE_CHECKING, Any

from grader.split import hybrid
from grader.split.heap import COMPARISON, JUDGING, TEXT
from grader.split.links import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.split.both.values import Decoder

MIXINS = frozenset({"ClassifierMixin", "RegressorMixin", "BaseSearchCV", "Pipeline"})
LIBRARIES = frozenset({"numpy", "pandas", "scipy", "sklearn"})
_CALLBACKS = "_parent_callback_ctx"
"""What scikit-learn puts aside in an estimator that another one fits: nothing to be sent over."""


def link_of(obj: Any) -> Link | None:
    """Return the link of a proxy, or None for anything that is no proxy."""
    kind = type(obj)
    if issubclass(kind, (hybrid.Hybrid, Extended)):
        return vars(obj).get("_link")  # type: ignore[no-any-return]
    if issubclass(kind, Remote):
        return object.__getattribute__(obj, "_link")  # type: ignore[no-any-return]
    if issubclass(kind, Shadow):
        return type.__getattribute__(obj, "_class_link")  # type: ignore[no-any-return]
    return None


def delegate(name: str) -> Callable[..., Any]:
    """Return a special method that is run over there."""

    def operate(self: Any, *args: Any, **keywords: Any) -> Any:
        return object.__getattribute__(self, "_link").operate(name, args, keywords)

    operate.__name__ = name
    return operate


class Remote:
    """Any object of the other side."""

    __slots__ = ("_link",)
    _fields_compared: list[str] | None = None
    _families: frozenset[str] = frozenset()
    _kin: tuple[type, ...] = ()
    _own: type | None = None
    _compares: Mapping[str, Callable[..., Any]] = types.MappingProxyType({})
    _link: Link

    def __getattr__(self, name: str) -> Any:
        link = object.__getattribute__(self, "_link")
        if name == "score":
            measured = link.kit.side.measures(link.path)
            if measured is not None or type(self)._families & MIXINS:  # noqa: SLF001
                return lambda X, y, **rest: _score(self, X, y, measured, **rest)  # noqa: N803
        return link.get(name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name != _CALLBACKS:
            object.__getattribute__(self, "_link").set(name, value)

    def __delattr__(self, name: str) -> None:
        if name != _CALLBACKS:
            object.__getattribute__(self, "_link").delete(name)

    def __copy__(self) -> Any:
        return object.__getattribute__(self, "_link").operate("__copy__", (), {})

    def __deepcopy__(self, _memo: Any) -> Any:
        return object.__getattribute__(self, "_link").operate("__deepcopy__", (), {})

    def __reduce_ex__(self, _protocol: Any) -> Any:
        raise TypeError("an object of the student's process cannot be pickled")

    def __dir__(self) -> list[str]:
        names = object.__getattribute__(self, "_link").operate("__dir__", (), {})
        return [str(name) for name in names]

    __repr__, __str__, __format__ = (delegate(name) for name in TEXT)


def _is_classifier(model: Any, target: Any) -> bool:
    families = type(model)._families  # noqa: SLF001
    if families & MIXINS or hasattr(model, "classes_"):
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

    __call__ = delegate("__call__")

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
        return signature_of(object.__getattribute__(self, "_link"))


FunctionProxy.__annotations__ = property(  # type: ignore[assignment]
    lambda self: object.__getattribute__(self, "_link").get("__annotations__")
)


# What a test may compare: the text of the type, as in nbgrader's own generated tests.
for _name, _value in {"name": "function", "qualname": "function", "module": "builtins"}.items():
    type.__setattr__(FunctionProxy, f"__{_name}__", _value)


async def awaited(link: Link) -> Any:
    """Wait for a coroutine of the other side."""
    return link.operate("__await__", (), {})


async def items_awaited(link: Link) -> Any:
    """Hand over the items of an asynchronous generator of the other side."""
    while True:
        try:
            item = link.operate("__anext__", (), {})
        except StopAsyncIteration:
            return
        yield item


def signature_of(link: Link) -> inspect.Signature:
    """Return how an object of the other side is called.

    Raises
    ------
    ValueError
        If that is not known.
    """
    found = link.kit.request({"do": "signature", "h": link.number}, f"{link.path}.__signature__")
    if not isinstance(found, inspect.Signature):
        raise ValueError("no signature found")
    return found


def signature_from(node: dict[str, Any], decoder: Decoder) -> inspect.Signature:
    """Rebuild how an object of the other side is called."""
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


SIGNATURE = property(lambda self: signature_of(object.__getattribute__(self, "_link")))
"""How an object is called."""


class _CopiedOnly:
    """``__copy__`` as :mod:`copy` finds it, in the class: ``itertools.tee`` asks the iterator."""

    def __get__(self, obj: Any, _owner: Any = None) -> Any:
        if obj is None:
            return Remote.__copy__
        raise AttributeError("__copy__")


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

    __next__ = delegate("__next__")
    __copy__: Any = _CopiedOnly()


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


class There:
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
        if self._plain is None and asks.split(".", maxsplit=1)[0] in LIBRARIES:
            raise AttributeError(self._name)
        return link.get(self._name)

    def link(self, obj: Any) -> Link:
        """Return the link of a named tuple, which gets a twin over there if it has none."""
        if "_link" not in vars(obj):
            made_by: Link = getattr(type(obj), "_class_link", self._class_link)
            twin = made_by.operate("__call__", tuple(obj), {})
            vars(obj)["_link"] = vars(twin)["_link"]
        return vars(obj)["_link"]  # type: ignore[no-any-return]


def tuple_operator(name: str, class_link: Link, base: type) -> Callable[..., Any]:
    """Return a special method of named tuples: run over there where the reference's was."""

    def operate(self: Any, *args: Any) -> Any:
        link = There(name, class_link).link(self)
        is_plain = name in JUDGING or (name not in TEXT and hasattr(base, name))
        by_fields = name in COMPARISON and link.kit.side.fields_compared(link.path) is not None
        if is_plain and (by_fields or not link.kit.allows(link, name, args)):
            return getattr(base, name)(self, *args)
        return link.operate(name, args, {})

    operate.__name__ = name
    return operate


class Extended:
    """Mixin of named tuples that have methods of their own."""


class Text:
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
        return signature_of(type.__getattribute__(cls, "_class_link"))


class ShadowABC(Shadow, abc.ABCMeta):
    """The class of a class of the other side whose plain type has abstract ones above it."""

    def __setattr__(cls, name: str, value: Any) -> None:
        if name in {"__abstractmethods__", "_abc_impl"}:  # set while the class is made
            type.__setattr__(cls, name, value)
        else:
            super().__setattr__(name, value)


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

    def __deepcopy__(self, memo: Any) -> Any:
        made = memo[id(self)] = object.__new__(self.__class__)
        vars(made).update(copy.deepcopy(vars(self), memo))
        return made


class ShadowException(type):
    """The class of an exception class of the other side: an instance is made over there."""

    def __call__(cls, *args: Any, **keywords: Any) -> Any:
        """Make an instance over there."""
        return type.__getattribute__(cls, "_class_link").operate("__call__", args, keywords)


for _kind in (Remote, FunctionProxy, IteratorProxy, GeneratorProxy, Known):
    del _kind.__slots__  # a test that asks for it means the class over there
