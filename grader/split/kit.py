"""Makes stand-ins for what arrives from the other side, and remembers them."""

from __future__ import annotations

import enum
import inspect
import types
from typing import TYPE_CHECKING, Any

from grader.split import classes, given, hybrid, sequences
from grader.split.bare import Bare, function
from grader.split.both.values import BadValue
from grader.split.comparing import ATOMS, is_same
from grader.split.heap import CONVERSION, FUNCTIONS, JUDGING, ORDER
from grader.split.links import RAISED, Link
from grader.split.proxy import (
    LIBRARIES,
    Extended,
    FunctionProxy,
    GeneratorProxy,
    IteratorProxy,
    Remote,
    Shadow,
    awaited,
    items_awaited,
    link_of,
    signature_from,
)
from grader.split.raised import brings, exception
from grader.split.readings import HandedOver
from grader.split.sorts import fields_alone, finer_sort, names_above, operand, sort_of, whole

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.split.both.values import Decoder
    from grader.split.hooks import Hooks

_CONTAINERS = frozenset({list, tuple, set, frozenset})


class ProxyKit:
    """Makes and remembers the proxies of one side.

    Parameters
    ----------
    side : Hooks
        Asks the other side, and rules on what arrives.
    """

    def __init__(self, side: Hooks) -> None:
        self.side = side
        self.request = side.request
        self.admit = side.admit
        self.ask_method = side.ask_method
        self.may_ask = side.may_ask
        self.own = side.own
        self._proxies: dict[int, Any] = {}
        self._given: dict[tuple[int, type], Any] = {}
        self.looks = 0
        """Questions for what an object of an instructor's class holds: they change nothing."""
        self.compares = False
        """Whether what arrives is only compared with an object of this side."""
        self._arrivals: dict[int, set[str]] = {}
        self._came: dict[int, set[str]] = {}
        self._foreign_classes: dict[int, int] = {}
        self._records: dict[int, Any] = {}
        self._numbers_of_records: dict[int, tuple[int, Any]] = {}
        self.readings: dict[int, HandedOver] = {}
        self.path = ""
        self.also: tuple[str, ...] = ()
        """Other paths of what is asked for: those by which what is asked came as well."""

    def note_end(self, path: str, name: str, args: tuple[Any, ...], result: Any) -> None:
        """Have it judged if the end of a ``with`` block keeps an exception to itself.

        To raise another one in its place is as much.
        """
        if name == "__exit__" and result and args and args[0] is not None:
            self.side.swallow(path, names_above(args[0]))

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
        if between and name in ORDER and self.side.is_record(link.path):
            return
        others = () if between else self._arrivals.get(link.number, ())
        for path in (link.path, *others):
            self.side.permit(path, name + operand(name, args))

    def allows(self, link: Link, name: str, args: tuple[Any, ...] = ()) -> bool:
        """Tell whether an operator may be delegated."""
        paths = (link.path, *self._arrivals.get(link.number, ()))
        return all(self.side.permits(path, name + operand(name, args)) for path in paths)

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
            "class": self.class_of,
            "member": self._member,
            "namedtuple": self._record,
            "hybrid": self._hybrid,
            "exc": self._judged_exception,
            "signature": signature_from,
        }
        if tag == "empty":
            return inspect.Parameter.empty
        if tag not in makers:
            raise BadValue(f"an unknown tag {tag!r}")
        return makers[tag](node, decoder)

    def _member(self, node: dict[str, Any], decoder: Decoder) -> Any:
        kind = self.class_of(node["c"], decoder, quietly=True)
        if not isinstance(kind, enum.EnumType):
            raise BadValue("a member of no enumeration")
        member: Any = kind[node["v"]]
        is_data = self.side.is_data(self.path)
        own: Any = kind if node["c"].get("t") == "mine" else self._own_class(node["c"])
        is_one = isinstance(own, enum.EnumType) and [*own.__members__] == [*kind.__members__]
        if is_one and (not is_data or self.side.takes_given(self.path, own)):
            member, is_data = own[node["v"]], False
        if is_data:
            plain = hybrid.plain_base(type(member))
            return classes.nothing_but(kind)[node["v"]] if plain is None else hybrid.plain(member)
        self.admit(self.path, "member")
        return member

    def _record(self, node: dict[str, Any], decoder: Decoder) -> Any:
        kind = self.class_of(node["c"], decoder, quietly=True)
        if isinstance(kind, Shadow) or not issubclass(kind, tuple):
            raise BadValue("a named tuple of no class")
        values = decoder.decode(node["v"])
        is_data = self.side.is_data(self.path)
        if is_data and issubclass(kind, Extended):
            kind = fields_alone(kind)
        if len(values) != len(kind._fields) or (is_data and any(map(callable, values))):
            raise BadValue("a named tuple of other fields than its class")
        made: Any = tuple.__new__(kind, values)
        self._admit_record(made)
        if isinstance(made, Extended):
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
        if known is not None and type(known) is type(made) and all(map(is_same, known, made)):
            return known
        if all(type(part) in ATOMS or id(part) in self._numbers_of_records for part in made):
            self._records[number] = made
            self._numbers_of_records[id(made)] = (number, made)
        return made

    def _mine(self, node: dict[str, Any], _decoder: Decoder) -> Any:
        """Return what is of this side; a named tuple is judged like one that came by value."""
        found = self.own(node["h"])
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
        kind = self.class_of(node["c"], decoder, quietly=True)
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
        finer = finer_sort(node["c"]) if kind == "instance" else kind
        paths, self.also = (self.path, *self.also), ()
        other = self._other(node, finer, paths)
        if other is not None:
            return other
        # What stands for a plain value is judged on its own path, and bars no other.
        self._came.setdefault(number, set()).add(self.path)
        self.admit(self.path, finer)
        if number in self._proxies:
            self._arrive(number)
            return self._proxies[number]
        link = Link(self, int(number), self.path)
        if kind in {"coroutine", "async generator"}:
            return awaited(link) if kind == "coroutine" else items_awaited(link)
        if kind == "function":
            proxy: Any = object.__new__(FunctionProxy)
            object.__setattr__(proxy, "_name", str(node["n"]))
        elif kind in {"generator", "iterator"}:
            proxy = object.__new__(GeneratorProxy if kind == "generator" else IteratorProxy)
            object.__setattr__(proxy, "_seen", [])
        elif kind == "instance":
            shadow = self.class_of(node["c"], decoder, quietly=True)
            if not (isinstance(shadow, type) and issubclass(shadow, Remote)):
                raise BadValue("an instance of no class")
            proxy = object.__new__(shadow)
        else:
            raise BadValue(f"an unknown kind of object {kind!r}")
        object.__setattr__(proxy, "_link", link)
        self._proxies[number] = proxy
        return proxy

    def _other(self, node: dict[str, Any], finer: str, paths: tuple[str, ...]) -> Any:
        """Return what is not simply an object of the student's: of a locked class, or bare."""
        number = int(node["h"])
        own = self._own_class(node["c"]) if finer == "instance" else None
        if own is not None and self._is_given(own, paths):
            self._came.setdefault(number, set()).add(self.path)
            if (number, own) not in self._given:
                self._given[number, own] = given.make(self, own, number)
            return self._given[number, own]
        is_judged = node["k"] in {"instance", "function"}
        if not is_judged or all(
            self.side.fits(path, finer) or self.side.takes(path, node["k"]) for path in paths
        ):
            return None
        return sequences.make(self, node) if node["k"] == "instance" else function(self, number)

    def _own_class(self, node: dict[str, Any]) -> type | None:
        """Return the instructor's class that an object of a described class is of, if any."""
        found = self.side.locked_class(str(node.get("n")))
        # Without a reference, nothing says that what the answer adds to a class is no matter.
        bases = () if self.side.refuses_judges else node.get("o", ())
        above = (self._own_class(base) for base in bases)
        return found or next((own for own in above if own is not None), None)

    def _is_given(self, own: type, paths: tuple[str, ...]) -> bool:
        """Tell whether an object stands where the reference handed back one of the test's."""
        taken = [self.side.takes_given(path, own) for path in paths]
        return any(taken) and all(
            ok or self.side.fits(path, "instance") for ok, path in zip(taken, paths, strict=True)
        )

    def _arrive(self, number: int) -> None:
        if self.side.judges_all_paths:
            self._arrivals.setdefault(number, set()).add(self.path)

    def given_back(self, obj: Any, path: str) -> Any:
        """Return an argument that came back as a result, as what may stand on the result's path."""
        link = link_of(obj)
        if link is None:
            self._judge_own(obj, path)
            return self._given_back_in(obj, path)
        if isinstance(obj, (Bare, hybrid.Hybrid, Extended)):
            return obj
        if isinstance(obj, given.Given) and self.side.takes_given(path, type(obj)._own):  # noqa: SLF001
            return obj
        outer, self.path = self.path, path
        try:
            kind = sort_of(obj)
            if kind == "instance" and not self.side.fits(path, kind):
                described = {"n": type(obj).__name__, "f": [*vars(type(obj))]}
                return sequences.make(self, {"c": described, "h": link.number})
            if kind == "function" and not self.side.fits(path, kind):
                return function(self, link.number)
            self.admit(path, kind)
            self._arrive(link.number)
        finally:
            self.path = outer
        return obj

    def _judge_own(self, obj: Any, path: str) -> None:
        """Refuse an object of the test's, such as a mock, where the reference had a plain value."""
        if self.compares or self.side.gives_back(path, type(obj)):
            return
        library = type(obj).__module__.split(".")[0] in {*LIBRARIES, "builtins", "altair"}
        is_object = not library and not isinstance(obj, (*FUNCTIONS, type, types.ModuleType))
        outer = whole(path)  # one by one or in a list
        if not is_object or not hasattr(obj, "__dict__") or self.side.tolerates(outer, "<given>"):
            return
        if self.side.is_data(outer):
            self.admit(path, "instance")

    def _given_back_in(self, obj: Any, path: str) -> Any:
        """Return a container that came back: the very same one if all in it may stand there."""
        if type(obj) is dict:
            items = {key: self.given_back(value, path) for key, value in obj.items()}
            return obj if all(items[key] is value for key, value in obj.items()) else items
        if type(obj) not in _CONTAINERS or ATOMS.issuperset(map(type, obj)):
            return obj
        found = [self.given_back(item, path) for item in obj]
        is_same = all(one is other for one, other in zip(found, obj, strict=True))
        return obj if is_same else type(obj)(found)

    def class_of(self, node: dict[str, Any], decoder: Decoder, *, quietly: bool = False) -> Any:
        """Return what stands for a class, made when it first arrives.

        It is judged by its path, but quietly where only an object of it arrives.
        """
        if node.get("t") == "mine":
            return self.own(node["h"])
        number, kind = node["h"], node["k"]
        own = None if quietly else self.side.own_class(self.path, node)
        if own is not None:
            return own
        if not quietly:
            self.admit(self.path, "class")
            if kind == "namedtuple":
                self.admit(self.path, "record")
        if number in self._proxies:
            return self._proxies[number]
        made = classes.make(self, node, decoder)
        self._proxies[number] = made
        self._foreign_classes[id(made)] = int(number)
        return made

    def _judged_exception(self, node: dict[str, Any], decoder: Decoder) -> BaseException:
        if self.side.strips(whole(self.path)):
            node = {**node, "d": []}
        error = exception(self, node, decoder)
        if not self.path.endswith(RAISED):
            # One by one or in a list: where the solution has some, an answer may have some.
            self.admit(whole(self.path), "exception")
        brings(self, self.path, error)
        return error
