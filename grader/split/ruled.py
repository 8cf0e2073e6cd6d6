"""What the checker rules on by its policy, which knows what the solution needed."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from grader.split.both.ending import told
from grader.split.conversation import Side
from grader.split.hooks import Refused
from grader.split.kinds import RECORD, VALUE
from grader.split.paths import ARGUMENT
from grader.split.policy import Policy
from grader.split.process.peer import Peer
from grader.split.proxy import ShadowException
from grader.split.receiver import Receiver, receiver_of, row_class

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.split.process.shell import Shell

_TOLD_NOTHING = "an assertion of the test failed"
_ENDINGS = (StopIteration, StopAsyncIteration, SystemExit)
"""Exceptions that Python, or a magic, takes for the ordinary end of something."""


class Ruled(Side):
    """A side that asks the policy of the test that runs."""

    def __init__(self, peer: Peer, shell: Shell) -> None:
        super().__init__(peer, guarded=True)
        self.shell = shell
        self.policy = Policy()
        self.instructors_cells: list[str] = []
        self.watched: set[str] = set()
        self._bound: dict[str, Any] = {}
        self._receiver = Receiver(None, "")
        self._arrived = 0

    def admit(self, path: str, kind: str) -> None:
        """Ask the policy, but for what does no harm where it was given to."""
        self._arrived += 1
        if self.takes(path, kind) and not self.policy.fits(path, kind):
            return
        self.policy.admit(path, kind)

    def takes(self, path: str, kind: str) -> bool:
        """Tell whether what is no plain value does no harm to whom it is given."""
        return path == ARGUMENT and self._receiver.takes(kind)

    def strips(self, path: str) -> bool:
        """Tell whether an exception is only told of: the reference gave a plain value."""
        return path == ARGUMENT and not self.policy.fits(path, "exception")

    def own_class(self, path: str, node: dict[str, Any]) -> type | None:
        """Return the class for rows that a database of the test's is told to hand over."""
        return row_class(node) if path == ARGUMENT else None

    def _given(self, header: dict[str, Any], blobs: list[memoryview], count: int) -> list[Any]:
        outer, told = self._receiver, self.policy.argument
        self._receiver = receiver = receiver_of(self.heap[header["h"]], header)
        self.policy.argument = f"an argument of {receiver}"
        try:
            given = super()._given(header, blobs, count)
            fault = receiver.fault(given, self.instructors_cells)
            if fault and not self.tolerates(ARGUMENT, f"<{receiver.name}>"):
                self.policy.refuse(f"`{ARGUMENT}` {fault}")
        finally:
            self._receiver, self.policy.argument = outer, told
        return given

    def permit(self, path: str, operator_name: str) -> None:
        """Ask the policy."""
        self.policy.permit(path, operator_name)

    def note(self, path: str, kind: str) -> None:
        """Tell the policy."""
        self.policy.value(path, kind)

    def doubt(self, reason: str) -> None:
        """Tell the policy."""
        self.policy.doubts.append(reason)

    def ask_method(self, path: str, name: str) -> None:
        """Ask the policy."""
        self.policy.ask_method(path, name)

    def is_record(self, path: str) -> bool:
        """Ask the policy."""
        kinds = self.policy.kinds or {}
        return any(RECORD in kinds.get(place, ()) for place in (path, path.removesuffix("()")))

    def fits(self, path: str, kind: str) -> bool:
        """Ask the policy; a fresh object is counted as arrived either way."""
        fits = self.policy.fits(path, kind)
        self._arrived += not fits
        return fits

    def may_ask(self, path: str, name: str) -> bool:
        """Ask the policy."""
        return self.policy.may_ask(path, name)

    def fetches(self, path: str, name: str) -> bool:
        """Ask the policy."""
        return self.policy.fetches(path, name)

    def redefines(self, path: str, name: str) -> bool:  # noqa: ARG002
        """Ask the policy."""
        return self.policy.takes_objects(path)

    def is_plain(self, path: str) -> bool:
        """Tell whether the reference had nothing but a plain value on a path."""
        known = (self.policy.kinds or {}).get(path)
        if known is None:
            return self.policy.is_data(path)
        return not self.policy.takes_objects(path)

    def inside(self, path: str) -> str:
        """Ask the policy."""
        return self.policy.inside(path)

    def is_data(self, path: str) -> bool:
        """Ask the policy."""
        return self.policy.is_data(path)

    def permits(self, path: str, operator_name: str) -> bool:
        """Ask the policy."""
        return self.policy.permits(path, operator_name)

    def tolerates(self, path: str, place: str) -> bool:
        """Ask the policy."""
        return self.policy.tolerates(path, place)

    def brings(self, path: str, kinds: list[str], made: type) -> None:
        """Ask the policy."""
        self.policy.brings(path, kinds)
        named = {name: kind for name, kind in self._bound.items() if _is_exception(kind)}
        self.policy.brings_own(path, [n for n, kind in named.items() if issubclass(made, kind)])

    def note_fields(self, path: str, fields: Iterable[str]) -> None:
        """Ask the policy."""
        self.policy.note_fields(path, fields)

    def fields_compared(self, path: str) -> list[str] | None:
        """Ask the policy."""
        return self.policy.fields_compared(path)

    def swallow(self, path: str, names: list[str]) -> None:
        """Ask the policy."""
        self.policy.swallow(path, names)

    def measures(self, path: str) -> str | None:
        """Ask the policy."""
        return self.policy.measures(path)

    def has_keys(self, path: str) -> bool:
        """Ask the policy."""
        return self.policy.has_keys(path)

    def refuse(self, reason: str) -> None:
        """Tell the policy."""
        self.policy.refuse(reason)

    def replays(self, path: str) -> bool:
        """Ask the policy."""
        return self.policy.replays(path)

    def may_change(self, path: str) -> bool:
        """Tell whether what stands under a name may be changed by the student's functions."""
        return path in self.watched

    @property
    def refuses_judges(self) -> bool:  # type: ignore[override]
        """Without a reference, whoever may not decide is refused."""
        return self.policy.kinds is None

    @property
    def judges_all_paths(self) -> bool:  # type: ignore[override]
        """Without a reference, an object that also came as something else may not judge."""
        return self.policy.kinds is None

    def may_look(self, obj: Any, name: str) -> bool:
        """Tell whether the reference looked at how a function of the test's describes itself."""
        if not inspect.isfunction(obj):
            return False
        path = f"<callee>.{name}"
        self.policy.value(path, VALUE)
        return self.policy.recording or path in (self.policy.kinds or {})

    def may_lend(self, path: str) -> bool:
        """Tell whether the reference changed its arguments, item by item or in the call itself."""
        places = {path + "{later}", path.removesuffix("<__next__>") + "{}"}
        return super().may_lend(path) and not places.isdisjoint(self.policy.kinds or ())

    def tried(self, body: bytes | memoryview, path: str) -> Any:
        """Decode a body that nobody asked for: to refuse it says nothing of the test."""
        count = len(self.policy.refusals)
        try:
            return self.unpacked(body, path)
        except Refused:
            del self.policy.refusals[count:]
            raise

    def leaving(self, error: BaseException) -> BaseException:
        """Count an assertion that fails in a callback, whatever the student's code makes of it.

        Not where the solution has been told of one too. Its text may say what was expected.
        """
        if isinstance(error, Exception) and not isinstance(error, AssertionError):
            return error
        path = "<callee>!assertion"
        self.policy.value(path, VALUE)
        if self.policy.recording or path in (self.policy.kinds or {}):
            return error
        self.policy.failures.append(told(error))
        return AssertionError(_TOLD_NOTHING)

    def leaving_block(self, part: Any) -> Any:
        """Leave out the text of an assertion: it may say what was expected."""
        return AssertionError(_TOLD_NOTHING) if isinstance(part, AssertionError) else part

    def arriving(self, error: BaseException, header: dict[str, Any], path: str) -> BaseException:
        """Let no exception of the student's end a loop or a profiled cell as if all were well."""
        self.policy.value(path, VALUE)
        if not isinstance(error, _ENDINGS):
            return error
        ends_loop = {header.get("o"), header.get("n")} & {"__next__", "__anext__"}
        if ends_loop and not isinstance(error, SystemExit):
            return error
        if any(self.policy.lets_through(path, name) for name in _names_of(error)):
            return error
        return RuntimeError(told(error))


def _is_exception(kind: Any) -> bool:
    """Tell whether a value is an exception class of the student's."""
    return isinstance(kind, ShadowException)


def _names_of(error: BaseException) -> list[str]:
    return [kind.__name__ for kind in type(error).__mro__ if kind in _ENDINGS]
