"""Stand-ins, on this side, for the functions, classes and objects that live on the other side."""

from __future__ import annotations

import copy
import dataclasses
import enum
import inspect
import sys
import types
from collections import namedtuple
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.split.heap import JUDGING, OPERATORS, TEXT
from grader.split.values import TYPES, BadValue

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.split.values import Decoder

_MIXINS = frozenset({"ClassifierMixin", "RegressorMixin", "BaseSearchCV"})
_ENUMS = {"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"}
_SPECIAL = frozenset(
    {
        *("__dict__", "__annotations__", "__defaults__", "__kwdefaults__", "__code__"),
        *("__sklearn_clone__", "__sklearn_tags__", "__sklearn_is_fitted__", "__name__"),
        *("__qualname__", "__module__", "__doc__", "__func__", "__self__"),
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
        return self.kit.request({"do": "get", "h": self.number, "n": name}, f"{self.path}.{name}")

    def set(self, name: str, value: Any) -> None:
        """Set an attribute."""
        header = {"do": "set", "h": self.number, "n": name}
        self.kit.request(header, f"{self.path}.{name}=", (value,))

    def operate(self, name: str, args: tuple[Any, ...], keywords: dict[str, Any]) -> Any:
        """Run a special method."""
        if name in JUDGING:
            self.kit.permit(self.path, name)
        path = f"{self.path}()" if name == "__call__" else f"{self.path}<{name}>"
        header = {"do": "op", "h": self.number, "o": name}
        return self.kit.request(header, path, args, keywords)


def link_of(obj: Any) -> Link | None:
    """Return the link of a proxy, or None for anything that is no proxy."""
    kind = type(obj)
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
    link, fields = object.__getattribute__(self, "_link"), type(self)._fields_compared  # noqa: SLF001
    if self is other:
        return True
    if fields is not None and type(self) is type(other):
        return all(getattr(self, name) == getattr(other, name) for name in fields)
    return link.operate("__eq__", (other,), {})


def _unequal(self: Any, other: Any) -> Any:
    result = _equal(self, other)
    return result if result is NotImplemented else not result


class Remote:
    """Any object of the other side."""

    __slots__ = ("_link",)
    _fields_compared: list[str] | None = None
    _families: frozenset[str] = frozenset()
    _link: Link

    def __getattr__(self, name: str) -> Any:
        if name == "score" and type(self)._families & _MIXINS:  # noqa: SLF001
            return lambda features, target, **rest: _score(self, features, target, **rest)
        return object.__getattribute__(self, "_link").get(name)

    def __setattr__(self, name: str, value: Any) -> None:
        object.__getattribute__(self, "_link").set(name, value)

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


def _is_classifier(model: Any) -> bool:
    families = type(model)._families  # noqa: SLF001
    return "ClassifierMixin" in families or hasattr(model, "classes_")


def _score(model: Any, features: Any, target: Any, **rest: Any) -> float:
    """Score a model here, from its predictions, as scikit-learn's mixins do.

    The model's own ``score`` would be shown the answers and could say what it likes.
    """
    metrics = __import__("sklearn.metrics", fromlist=["metrics"])
    is_classifier = _is_classifier(model)
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
    def __signature__(self) -> inspect.Signature:
        """How the function is called."""
        return _signature(object.__getattribute__(self, "_link"))


FunctionProxy.__annotations__ = property(  # type: ignore[assignment]
    lambda self: object.__getattribute__(self, "_link").get("__annotations__")
)


def _signature(link: Link) -> inspect.Signature:
    found = link.kit.request({"do": "signature", "h": link.number}, f"{link.path}.__signature__")
    if not isinstance(found, inspect.Signature):
        raise ValueError("no signature found")
    return found


class IteratorProxy(Remote):
    """An iterator of the other side: it hands over one item after the other and nothing else."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def __iter__(self) -> IteratorProxy:
        return self

    __next__ = _operator("__next__")


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


def _library_class(entries: Any) -> type | None:
    for module, name in entries:
        found = vars(sys.modules.get(module, types)).get(name)
        if isinstance(found, type):
            return found
    return None


class ProxyKit:
    """Makes and remembers the proxies of one side.

    Parameters
    ----------
    request : callable
        ``request(header, path, args=(), keywords={})`` asks the other side and returns the result.
    admit : callable
        ``admit(path, kind)`` is told of each proxy that arrives; it raises :class:`Refused`.
    permit : callable
        ``permit(path, operator)`` is asked before an operator is delegated; it raises likewise.
    ask_method : callable
        ``ask_method(path, name)`` is asked before an attribute is fetched; it raises likewise.
    own : callable
        ``own(number)`` returns an object of this side that comes back.
    """

    def __init__(
        self,
        request: Callable[..., Any],
        admit: Callable[[str, str], None],
        permit: Callable[[str, str], None],
        ask_method: Callable[[str, str], None],
        own: Callable[[int], Any],
    ) -> None:
        self.ask_method = ask_method
        self.request = request
        self.admit = admit
        self.permit = permit
        self._own = own
        self._proxies: dict[int, Any] = {}
        self._foreign_classes: dict[int, int] = {}
        self.path = ""

    def foreign(self, obj: Any) -> int | None:
        """Return the other side's number of `obj` if it stands for an object over there."""
        link = link_of(obj)
        if link is not None:
            return link.number
        return self._foreign_classes.get(id(obj)) if isinstance(obj, type) else None

    def resolve(  # noqa: PLR0911 - one case a tag
        self, tag: str, node: dict[str, Any], decoder: Decoder
    ) -> Any:
        """Rebuild what was referred to."""
        if tag == "mine":
            return self._own(node["h"])
        if tag == "object":
            return self._object(node, decoder)
        if tag == "class":
            return self._class(node, decoder)
        if tag == "member":
            return self._class(node["c"], decoder)[node["v"]]
        if tag == "namedtuple":
            return self._class(node["c"], decoder)._make(decoder.decode(node["v"]))
        if tag == "exc":
            return self._exception(node, decoder)
        if tag == "signature":
            return self._signature(node, decoder)
        if tag == "empty":
            return inspect.Parameter.empty
        raise BadValue(f"an unknown tag {tag!r}")

    def _object(self, node: dict[str, Any], decoder: Decoder) -> Any:
        number, kind = node["h"], node["k"]
        self.admit(self.path, _finer_kind(node["c"]["l"]) if kind == "instance" else kind)
        if number in self._proxies:
            return self._proxies[number]
        link = Link(self, int(number), self.path)
        if kind == "function":
            proxy: Any = object.__new__(FunctionProxy)
            object.__setattr__(proxy, "_name", str(node["n"]))
        elif kind in {"generator", "iterator"}:
            proxy = object.__new__(GeneratorProxy if kind == "generator" else IteratorProxy)
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

    def _class(self, node: dict[str, Any], decoder: Decoder, *, quietly: bool = False) -> Any:
        if node.get("t") == "mine":
            return self._own(node["h"])
        number, kind = node["h"], node["k"]
        if number in self._proxies:
            if kind == "class" and not quietly:
                self.admit(self.path, "class")
            return self._proxies[number]
        if kind == "enum":
            made: Any = self._enum(node, decoder)
        elif kind == "namedtuple":
            made = _named_tuple(str(node["n"]), [str(n) for n in node["v"]])
        elif kind == "exception":
            made = self._exception_class(node)
        elif kind == "class":
            if not quietly:
                self.admit(self.path, "class")
            made = self._shadow(node, decoder)
        else:
            raise BadValue(f"an unknown kind of class {kind!r}")
        self._proxies[number] = made
        self._foreign_classes[id(made)] = int(number)
        return made

    @staticmethod
    def _enum(node: dict[str, Any], decoder: Decoder) -> Any:
        if node["b"] not in _ENUMS:
            raise BadValue("an unknown kind of enumeration")
        members = [(str(name), decoder.strictly(value)) for name, value in node["v"]]
        if any(name.startswith("_") for name, _ in members):
            raise BadValue("an enumeration with a private member")
        base: Any = getattr(enum, node["b"])
        return base(str(node["n"]), members)

    @staticmethod
    def _exception_class(node: dict[str, Any]) -> type:
        library = _library_class(node.get("l", []))
        if library is not None and issubclass(library, Exception):
            return library
        base = TYPES.get(node["b"], RuntimeError)
        return type(str(node["n"]), (base,), {"__str__": _told_text, "__module__": "__main__"})

    def _shadow(self, node: dict[str, Any], decoder: Decoder) -> type:
        bases = [self._class(base, decoder, quietly=True) for base in node["o"]]
        bases = [base for base in bases if isinstance(base, type) and issubclass(base, Remote)]
        features = set(node["f"]) & set(OPERATORS)
        body: dict[str, Any] = {name: _operator(name) for name in features}
        body["__slots__"] = ()
        body["__module__"] = "__main__"
        body["__qualname__"] = str(node["q"])
        body["_families"] = frozenset(str(name) for _, name in node["l"])
        if "__eq__" in features:
            body["__eq__"], body["__ne__"] = _equal, _unequal
            if "__hash__" not in features:
                body["__hash__"] = None
        else:
            body.pop("__hash__", None)
        if "__iter__" not in features:
            body["__iter__"] = None
        if node.get("d") is not None:
            fields = [str(name) for name in node["d"]]
            body["_fields_compared"] = fields if node["e"] else None
            body["__dataclass_fields__"] = _dataclass_fields(fields)
        library = _library_class(node["l"])
        if library is not None:
            body["__class__"] = property(lambda _: library)
        shadow = Shadow(str(node["n"]), tuple(bases) or (Remote,), body)
        type.__setattr__(shadow, "_class_link", Link(self, int(node["h"]), self.path))
        return shadow

    def _exception(self, node: dict[str, Any], decoder: Decoder) -> BaseException:
        text = str(node["s"])
        kind: Any = TYPES.get(node["n"]) if "c" not in node else self._class(node["c"], decoder)
        is_skip = "skip" in str(node["n"]).lower()
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
        for name, value in node["d"]:
            if type(name) is str and not name.startswith("__"):
                setattr(error, name, decoder.strictly(value))
        if kind.__str__ is _told_text:
            error._told = text  # type: ignore[attr-defined] # noqa: SLF001
        return error

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


def _finer_kind(library: Any) -> str:
    """Tell what an instance is, as far as a policy cares, from the library classes it comes of."""
    if any(name in _MIXINS for _, name in library):
        return "estimator"
    if any(str(module).split(".")[0] in {"numpy", "pandas"} for module, _ in library):
        return "library value"
    return "instance"


def _told_text(self: Any) -> str:
    told = getattr(self, "_told", None)
    return Exception.__str__(self) if told is None else str(told)


def _named_tuple(name: str, fields: list[str]) -> Any:
    make: Any = namedtuple  # noqa: PYI024 - made from a description, not written down
    return make(name, fields)


def _dataclass_fields(names: list[str]) -> Any:
    made: Any = dataclasses.make_dataclass("Fields", names)
    return copy.copy(made.__dataclass_fields__)
