"""Classes, on this side, that stand for classes of the other one."""

from __future__ import annotations

import abc
import collections
import copy
import dataclasses
import enum
import sys
import types
from typing import TYPE_CHECKING, Any

from grader.split import hybrid
from grader.split.both.plain import TYPES
from grader.split.both.values import BadValue
from grader.split.comparing import compared_as, contains, equal, ordered, truth, unequal
from grader.split.heap import OPERATORS, ORDER, TEXT
from grader.split.links import Link
from grader.split.proxy import (
    SIGNATURE,
    Extended,
    Known,
    Remote,
    Shadow,
    ShadowABC,
    ShadowException,
    Text,
    There,
    Twin,
    delegate,
    tuple_operator,
)
from grader.split.raised import told_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.split.both.values import Decoder
    from grader.split.links import Kit

_ENUMS = {"Enum", "ReprEnum", "IntEnum", "StrEnum", "Flag", "IntFlag"}
_RUNNERS = frozenset(
    {"unittest", "pytest", "_pytest", "hypothesis", "IPython", "bdb", "pdb", "doctest", "grader"}
)


def make(kit: Kit, node: dict[str, Any], decoder: Decoder) -> type:
    """Return the class that a node describes.

    Raises
    ------
    BadValue
        If there is no such kind of class.
    """
    makers: dict[str, Callable[..., type]] = {
        "enum": _enum,
        "namedtuple": _named_tuple,
        "exception": _exception_class,
        "hybrid": _hybrid_class,
        "class": _shadow,
    }
    if node["k"] not in makers:
        raise BadValue(f"an unknown kind of class {node['k']!r}")
    return _believed(kit, node) or makers[node["k"]](kit, node, decoder)


def _enum(kit: Kit, node: dict[str, Any], decoder: Decoder) -> Any:
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
    link = Link(kit, int(node["h"]), kit.path)
    for name in map(str, node["x"]):
        if name in TEXT:
            setattr(made, name, _operator_of_member(name))
        elif not name.startswith("_") and name not in made.__members__:
            setattr(made, name, There(name, link, mixin or object))
    for name, _, number, _ in node["v"]:
        vars(made[name])["_link"] = Link(kit, int(number), kit.path)
    return made


def _named_tuple(kit: Kit, node: dict[str, Any], decoder: Decoder) -> Any:
    fields = [str(name) for name in node["v"]]
    defaults = {str(name): decoder.strictly(value) for name, value in node["d"]}
    given = [defaults[name] for name in fields if name in defaults]
    make: Any = collections.namedtuple  # noqa: PYI024 - made from a description, not written down
    base = make(str(node["n"]), fields, defaults=given)
    kit.side.note_fields(kit.path, fields)
    link = Link(kit, int(node["h"]), kit.path)
    names = {str(name) for name in node["x"]} - set(fields)
    above = _tuples_above(kit, node, decoder, fields)
    if not names and not node["new"] and not above:
        return base
    body: dict[str, Any] = {
        name: There(name, link, base) for name in names if not name.startswith("_")
    }
    operators = names & {*OPERATORS, *TEXT}
    body |= {name: tuple_operator(name, link, base) for name in operators}
    body["_class_link"] = link
    if node["new"]:
        body["__new__"] = lambda _, *args, **keywords: link.operate("__call__", args, keywords)
    bases = above or (base,)
    has_own = names and not issubclass(bases[0], Extended)
    return type(str(node["n"]), (Extended, *bases) if has_own else bases, body)


def _tuples_above(
    kit: Kit, node: dict[str, Any], decoder: Decoder, fields: list[str]
) -> tuple[type, ...]:
    """Return the class of named tuples that another one comes of, if it comes of one."""
    found = [kit.class_of(base, decoder, quietly=True) for base in node["o"]]
    is_sound = all(list(getattr(one, "_fields", ())) == fields for one in found)
    return tuple(found[:1]) if is_sound and all(issubclass(one, tuple) for one in found) else ()


def _hybrid_class(kit: Kit, node: dict[str, Any], decoder: Decoder) -> type:
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
    kind = ShadowABC if isinstance(base, abc.ABCMeta) else Shadow
    found = [kit.class_of(above, decoder, quietly=True) for above in node["o"]]
    bases = [one for one in found if isinstance(one, kind) and issubclass(one, base)]
    made = kind(str(node["n"]), tuple(bases) or (hybrid.Hybrid, base), body)
    type.__setattr__(made, "_class_link", Link(kit, int(node["h"]), kit.path))
    return made


def _exception_class(kit: Kit, node: dict[str, Any], decoder: Decoder) -> type:
    library = _library_class(node.get("l", []))
    if library is not None and issubclass(library, Exception) and not _steers(library):
        return library
    kin = _own_class(kit, node)
    if kin is not None and issubclass(kin, Exception):
        return kin
    above = [kit.class_of(base, decoder, quietly=True) for base in node.get("o", ())]
    bases = [b for b in above if isinstance(b, type) and issubclass(b, Exception)]
    base = TYPES.get(node["b"], RuntimeError)
    body: dict[str, Any] = {"__str__": told_text, "__module__": "__main__"}
    body["_class_link"] = Link(kit, int(node["h"]), kit.path)
    return ShadowException(str(node["n"]), tuple(bases) or (base,), body)


def _shadow(kit: Kit, node: dict[str, Any], decoder: Decoder) -> type:
    bases = [kit.class_of(base, decoder, quietly=True) for base in node["o"]]
    bases = [base for base in bases if isinstance(base, type) and issubclass(base, Remote)]
    features = set(node["f"]) & set(OPERATORS)
    body: dict[str, Any] = _operators(node, features)
    body["__slots__"] = ()
    body["__module__"] = "__main__"
    body["__qualname__"] = str(node["q"])
    body["__doc__"] = Text()
    body["_families"] = frozenset(str(name) for _, name in node["l"])
    if node.get("d") is not None:
        fields = [str(name) for name, compared in node["d"] if compared]
        body["_fields_compared"] = fields if node["e"] else None
        body["__dataclass_fields__"] = _dataclass_fields([str(name) for name, _ in node["d"]])
    own = _own_class(kit, node)
    if own is not None and "_fields_compared" not in body and kit.side.judges_here(own):
        body["_compares"] = compared_as(own)
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
    kind, above = _above(kit, own, bases)
    shadow = kind(str(node["n"]), above, body)
    type.__delattr__(shadow, "__slots__")  # it is asked for over there
    type.__setattr__(shadow, "_class_link", Link(kit, int(node["h"]), kit.path))
    return shadow


def _operators(node: dict[str, Any], features: set[str]) -> dict[str, Any]:
    """Return the special methods of a class, each asked for over there or judged here."""
    body: dict[str, Any] = {name: delegate(name) for name in features}
    body |= {name: ordered(name) for name in ORDER & features}
    # What every object has, here as there: a test may ask whether a class has one of its own. What
    # a class has, the one it comes of need not have.
    body |= {n: delegate(n) if n in node["f"] else getattr(object, n) for n in TEXT}
    if "__aiter__" in node["f"]:
        body["__aiter__"] = _items_later
    if "__anext__" in node["f"]:
        body["__anext__"] = _item_later
    if "__call__" in features:
        body["__signature__"] = SIGNATURE
    if "__eq__" in features:
        body["__eq__"], body["__ne__"] = equal, unequal
        if "__hash__" not in features:
            body["__hash__"] = None
    else:
        body.pop("__hash__", None)
    if not features & {"__iter__", "__getitem__"}:
        body["__iter__"] = None
    if "__contains__" in features:
        body["__contains__"] = contains
    if "__bool__" in features:
        body["__bool__"] = truth
    return body


def _items_later(self: Any) -> Any:
    return object.__getattribute__(self, "_link").operate("__aiter__", (), {})


async def _item_later(self: Any) -> Any:
    return object.__getattribute__(self, "_link").operate("__anext__", (), {})


def _own_class(kit: Kit, node: dict[str, Any]) -> type | None:
    """Return this side's own class that a class of the other side stands for, if any."""
    if kit.side.has_twins and node["m"] != "__main__":
        return None
    return kit.side.kin(str(node["n"]))


def _believed(kit: Kit, node: dict[str, Any]) -> type | None:
    """Return the student's own enumeration or named tuple that an instructor's stands for.

    Their values travel as a whole, so that one of its own will do: ``color is Color.RED``.
    """
    own = _own_class(kit, node) if kit.side.has_twins else None
    if own is None or node["k"] not in {"enum", "namedtuple"}:
        return None
    if node["k"] == "enum":
        names = [name for name, *_ in node["v"]]
        return own if issubclass(own, enum.Enum) and list(own.__members__) == names else None
    is_same = issubclass(own, tuple) and list(getattr(own, "_fields", ())) == node["v"]
    return own if is_same else None


def _above(kit: Kit, own: type | None, bases: list[type]) -> tuple[type[Shadow], tuple[type, ...]]:
    """Return what a shadow is made of: more where this side only has to believe in it."""
    if own is None or not kit.side.has_twins:
        return Shadow, tuple(bases) or (Remote,)
    return Twin, (*bases, Known)


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
        member = plain_type.__new__(cls, *hybrid.made_from(plain_type, plain))
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


def nothing_but(kind: Any) -> Any:
    """Return an enumeration with these members and nothing else."""
    return enum.Enum(kind.__name__, [*kind.__members__])


def _operator_of_member(name: str) -> Callable[..., Any]:
    def operate(self: Any, *args: Any) -> Any:
        return vars(self)["_link"].operate(name, args, {})

    operate.__name__ = name
    return operate


def _library_class(entries: Any) -> type | None:
    """Return the first class of several that is loaded here."""
    for module, name in entries:
        found = vars(sys.modules.get(module, types)).get(name)
        if isinstance(found, type):
            return found
    return None


def _steers(kind: type) -> bool:
    """Tell whether an exception tells a test runner or a shell what to do: skip, stop, say less."""
    return kind.__module__.split(".")[0] in _RUNNERS


def _dataclass_fields(names: list[str]) -> Any:
    made: Any = dataclasses.make_dataclass("Fields", names)
    return copy.copy(made.__dataclass_fields__)
