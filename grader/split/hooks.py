"""What a side of the conversation may rule on; by default it allows everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.split.both.values import BadValue

if TYPE_CHECKING:
    import types
    from collections.abc import Iterable

    from grader.split.heap import Heap
    from grader.split.held import Held
    from grader.split.process.peer import Body, Peer


class Refused(Exception):  # noqa: N818 - reads as a verdict
    """A proxy stood where a value was expected, or was asked to judge."""


class Hooks:
    """A side as what is made of its parts sees it: what it can do, and what it rules on.

    Attributes
    ----------
    peer : Peer
    heap : Heap
    held : Held
    called : int
        How often the other side was asked for more than what its objects hold.
    """

    peer: Peer
    heap: Heap
    held: Held
    called: int

    judges_all_paths = False
    """Whether an operator must be allowed on every path by which its object came."""

    refuses_judges = False
    """Whether an object that may not decide is refused, for want of a reference to go by."""

    has_twins = False
    """Whether the classes of locked cells are here only to be believed in: the student's side."""

    def request(
        self,
        header: dict[str, Any],
        path: str,
        args: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> Any:
        """Ask the other side to do something with one of its objects; return the result."""
        raise NotImplementedError

    def own(self, number: int) -> Any:
        """Return an object of this side that comes back."""
        raise NotImplementedError

    def hold(self, number: int, obj: Any) -> None:
        """Remember in which state a value of the student's arrived that both sides have."""
        raise NotImplementedError

    def take_state(self, number: int, obj: Any, state: Any) -> None:
        """Bring a value to the state that it has over there."""
        raise NotImplementedError

    def tells_nothing_of(self, obj: Any) -> bool:
        """Tell whether the text of an object may hold what a test is going to compare with."""
        raise NotImplementedError

    # -- what a side rules on ------------------------------------------------------------------
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
