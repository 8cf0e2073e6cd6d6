"""The checker's end: decides what may arrive, and what a test hands over."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from split_grader.split.both.handles import Undue
from split_grader.split.both.kinds import CHANGED, INSTANCE, Policy, Refused
from split_grader.split.both.peer import Peer, PeerGone
from split_grader.split.both.protocol import WireError
from split_grader.split.both.questions import NotOpenError, kind_of
from split_grader.split.both.restore import spoil
from split_grader.split.both.side import End
from split_grader.split.both.values import BadValue, NotAValue
from split_grader.split.checker.files import Files
from split_grader.split.checker.parted import Parted
from split_grader.split.process import seeds, warned

if TYPE_CHECKING:
    from collections.abc import Callable

    from split_grader.split.process.shell import Shell

_PLAIN_OBJECTS = frozenset({"__main__", "builtins", "types"})
"""Modules of which objects have nothing that a handle does not carry."""
_PARTED = "it changes a large value that the answer has had, or has made"
_CANNOT = (NotAValue, WireError, ValueError, RecursionError)


class CheckerEnd(End):
    """The checker's end of the conversation.

    Attributes
    ----------
    classes : dict of str to type
        Those that locked cells have made.
    student_names : set of str
        The names of the student's functions, classes and values.
    disputed : bool
        Whether an answer has changed a test's container that the solution leaves alone.
    firm : bool
        Whether such changes are not taken over.
    looks : bool
        Whether the test looks again at what it has handed over.
    spoils : bool
        Whether such containers are spoilt after their call, to find out whether it does.
    failed : str
        What an assertion in a function of the test's said that an answer has called.
    doubt : str
        What an answer has asked in vain of an object of the test's.
    """

    guards = True

    def __init__(self, peer: Peer, shell: Shell) -> None:
        super().__init__(peer, sign=1)
        self.shell = shell
        self.files = Files()
        self.classes: dict[str, type] = {}
        self.student_names: set[str] = set()
        self.rebound: set[str] = set()
        self.covered: dict[str, Any] = {}
        self.disputed = self.firm = self.spoils = False
        self.looks = True
        self._bound: dict[str, Any] = {}
        self._shares: set[str] = set()
        self._deleted: set[str] = set()
        self._seeds: bytes | None = None
        self._warns = False
        self._is_new = True
        self._parted = Parted()
        self.failed = self.doubt = ""
        self.begin(Policy(recording=True), set(), [], "")

    def begin(self, policy: Policy, shares: set[str], texts: list[str], source: str) -> None:
        """Begin a test."""
        self.policy, self._shares = policy, shares
        self.rebound, self.failed, self.doubt = set(), "", ""
        self.files.begin(texts, policy)
        self._seeds = seeds.mark(seeds.states()) if seeds.sets_seed(source) else None
        self._warns = warned.asks(source)

    def locked(self, name: str) -> type | None:
        """Return the class of this name that a locked cell has made."""
        return self.classes.get(name)

    # -- what arrives --------------------------------------------------------------------------
    def unpacked(self, body: bytes | memoryview, path: str, *, keeps_large: bool = False) -> Any:
        """Decode; malformed or refused values count against the test permanently."""
        try:
            return super().unpacked(body, path, keeps_large=keeps_large)
        except Refused:
            raise
        except Exception as reason:  # noqa: BLE001 - no test may swallow it
            self.policy.refuse(f"`{path}` did not arrive: {reason}")

    def keeps(self, path: str) -> bool:
        """Tell whether a container of the test's stays as it is, though an answer changes it."""
        return self.firm and self.looks and not self._changes(path)

    def note_change(self, path: str) -> None:
        """Note that an answer has changed a container of the test's.

        As the solution does, or where the test does not look again, it may. Else it is disputed:
        the test must pass whether the change is made or not, since it may find out what has
        changed, or be led astray by it.
        """
        self.policy.note(f"{path}{{}}", CHANGED)
        self.disputed |= self.looks and not self._changes(path)

    def _changes(self, path: str) -> bool:
        return CHANGED in self.policy.kinds.get(f"{path}{{}}", ())

    def done_with(self, arguments: list[tuple[Any, str]]) -> None:
        """Spoil the unchanged arguments of a call, if the run is to do so."""
        if self.spoils:
            for obj, path in arguments:
                if not self._changes(path):
                    spoil(obj)

    def learn(self, answer: dict[str, Any], parts: list[memoryview]) -> None:
        """Print what the student's code printed; take its files and newly bound names."""
        for name, text in answer.get("out", []):
            (sys.stderr if name == "stderr" else sys.stdout).write(text)
        space = self.shell.user_ns
        for name, position in answer.get("bound", []):
            # Only unchanged names: one that the test has bound since is the test's.
            if name in self._bound and space.get(name, self) is self._bound[name]:
                self.rebound.add(name)
                space[name] = self._bound[name] = self.unpacked(parts[position], name)
        self.files.take(answer.get("files", []), answer.get("removed", []), parts)
        warned.give(answer.get("warned", []))

    # -- what is told --------------------------------------------------------------------------
    def ask(
        self,
        question: dict[str, Any],
        path: str,
        args: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> Any:
        """Ask, handing over the files that the arguments name."""
        entries, blobs = self.files.handed([*args, *(keywords or {}).values()])
        self.put(entries, blobs)
        return super().ask(question, path, args, keywords)

    def put(self, entries: list[list[Any]], blobs: list[bytes]) -> None:
        """Hand files over, and name those that were removed."""
        removals = self.files.removed()
        if entries or removals:
            self.peer.ask({"do": "put", "files": entries, "gone": removals}, blobs)

    def handed(self, value: Any, path: str) -> bytes:
        """Encode an argument; one that can't cross counts against the test permanently."""
        if self.policy.recording and self._parted.has_changed(value):
            self.policy.run_together(_PARTED)
        try:
            return super().handed(value, path)
        except _CANNOT as reason:
            self.policy.refuse(f"an argument of `{path}` cannot be handed over: {reason}")

    def tell(self, header: dict[str, Any], parts: list[bytes]) -> None:
        """Tell what the test has seeded, and which of the functions' names it has bound again."""
        space = self.shell.user_ns
        if self._warns:
            header["warns"] = True
        for name in sorted(self._shares):
            if name in space and space[name] is not self._bound.get(name, self):
                header.setdefault("rebound", []).append([name, len(parts)])
                parts.append(self.packed(space[name], name))
            elif name not in space and name in self._deleted | self._bound.keys():
                header.setdefault("rebound", []).append([name, None])
        if self._seeds is not None:
            states = seeds.states()
            now = seeds.mark(states)
            if now != self._seeds:
                self._seeds = now
                header["seeds"] = len(parts)
                parts.append(self.packed(states, "seeds"))

    def lends(self, obj: Any) -> None:
        """Note that an object of a library is handed over: other answers may ask more of it.

        A right one may hand an axes on to pandas, which looks into it.
        """
        root = type(obj).__module__.partition(".")[0]
        if root not in _PLAIN_OBJECTS and kind_of(obj) == INSTANCE:
            self.policy.run_together(f"it hands an object of {root} to the answer")

    def wrote(self, obj: Any) -> None:
        """Note that the test changes an array of the answer's: it might be a view of another."""
        if type(obj).__name__ == "ndarray":
            self.policy.run_together("it changes an array that came from the answer")

    def parts_with(self, obj: Any) -> None:
        """Note how a container is that has crossed and is too large to be one thing any longer.

        What the test does to it now, an answer that has kept it would not see.
        """
        if self.policy.recording:
            self._parted.note(obj)

    def outgrown(self) -> None:
        """Note that the test has made a container larger than what is told of changes."""
        self.policy.run_together(_PARTED)

    def tell_changes(self) -> None:
        """Tell, when a test has ended, what it has changed in the student's variables."""
        if self.policy.recording and self._parted.have_changed():
            self.policy.run_together(_PARTED)
        parts: list[bytes] = []
        with contextlib.suppress(PeerGone, Exception):
            if changes := self.shared.changes(parts):
                self.peer.ask({"do": "changed", "changed": changes}, parts)
            self.put([], [])

    # -- names ---------------------------------------------------------------------------------
    def fetch(self, names: list[str], others: Callable[[str], bool] | None) -> dict[str, str]:
        """Bind the student's names; return those refused, with the reason.

        Parameters
        ----------
        names : list of str
        others : callable, optional
            Tells which other names may be the student's, where a test asks for names by their text.
            All that the student has bound are there then; what may not be used refuses that.
        """
        header: dict[str, Any] = {"do": "names", "names": names, "classes": sorted(self.classes)}
        header["all"] = others is not None
        header["anew"], self._is_new = self._is_new, False
        parts: list[bytes] = []
        header["changed"] = self.shared.changes(parts)
        answer, blobs = self.peer.ask(header, parts)
        self.learn(answer, blobs)
        self.shared.learn(answer.get("changed", ()), blobs)
        self._unbind()
        space, reasons = self.shell.user_ns, {}
        for name, place in answer.get("names", []):
            is_closed = name not in names and not (others and others(name))
            if is_closed and others is None:
                self.policy.refuse("a name that nobody asked for")
            if is_closed and (name in space or name.startswith("__")):
                continue
            count = len(self.policy.refusals)
            try:
                if is_closed:
                    self.policy.refuse(f"`{name}` is not the answer's to bind")
                if isinstance(place, str):
                    self.policy.refuse(f"`{name}` cannot be handed over: {place}")
                value = self.unpacked(blobs[place], name)
            except Refused as reason:  # it is only missed by a test that uses it
                reasons[name] = str(reason)
                del self.policy.refusals[count:]
                if others is None:
                    continue
                value = Undue(self, name, {"k": INSTANCE, "f": (), "h": 0})
            if name in space:
                self.covered[name] = space[name]
            self.student_names.add(name)
            space[name] = self._bound[name] = value
        return reasons

    def _unbind(self) -> None:
        """Remove the student's names that the previous test has left unchanged."""
        space = self.shell.user_ns
        for name in self.student_names:
            if name not in space:
                self._deleted.add(name)
            space.pop(name, None)
            if name in self.covered:
                space[name] = self.covered[name]
        self.student_names, self._bound, self.covered = set(), {}, {}

    def own_again(self, name: str) -> None:
        """Bind the instructor's own value to a name again."""
        self.student_names.discard(name)
        self._bound.pop(name, None)
        if name in self.covered:
            self.shell.user_ns[name] = self.covered.pop(name)

    def leaving(self, error: BaseException) -> BaseException:
        """Hide what an assertion in a test's function has compared."""
        if isinstance(error, AssertionError):
            self.failed = str(error) or "an assertion that the answer called has failed"
            return AssertionError("an assertion of the test has failed")
        if isinstance(error, BadValue):
            return TypeError(str(error))
        if isinstance(error, NotOpenError):
            self.doubt = str(error)
            return AttributeError(self.doubt)
        return error
