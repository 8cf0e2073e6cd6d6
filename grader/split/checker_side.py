"""The checker's half of the conversation: what may arrive, be asked for and be changed."""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.machinery
import inspect
import sys
import types
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.split import process_settings, sights
from grader.split.around import Notice
from grader.split.both import files
from grader.split.both.profile import CALLED, STORED
from grader.split.both.protocol import WireError
from grader.split.both.texts import LOOKS_INSIDE, any_looks_inside
from grader.split.both.values import BadValue
from grader.split.checker_files import Filing
from grader.split.comparing import is_alike
from grader.split.containers import Found
from grader.split.conversation import plain_body
from grader.split.hooks import Refused
from grader.split.imported import MODULES
from grader.split.kinds import CLASS, ESTIMATOR_VALUE, VALUE
from grader.split.locked import Locked
from grader.split.process.peer import Peer, PeerGone
from grader.split.restoring import restore
from grader.split.sources import Sources

if TYPE_CHECKING:
    from grader.split.process.shell import Shell


class CheckerSide(Filing, Locked):
    """The checker's half of the conversation."""

    def __init__(self, peer: Peer, shell: Shell) -> None:
        super().__init__(peer, shell)
        self.rebound: set[str] = set()
        self.sources = Sources()
        self.own_text = ""
        self.shared: set[str] = set()
        self.notice: Notice | None = None
        self.settings: list[str] = []
        self.moved: set[str] = set()
        self.disputed = self.firm = False
        self.student_names: set[str] = set()
        # What the instructor bound to names that the student's values stand for during a test.
        self._covered: dict[str, Any] = {}
        self._is_new = True
        self._shown: dict[tuple[int, str], tuple[Any, Any]] = {}

    def unpacked(self, body: bytes | memoryview, path: str) -> Any:
        """Decode; what is malformed or refused counts against the test for good."""
        self.texts.note(body, path)
        if any_looks_inside(body) and not self.tolerates(path, "<template>"):
            self.policy.refuse(f"`{path}` has {LOOKS_INSIDE}")
        before = self._arrived
        try:
            value = super().unpacked(body, path)
        except Refused:
            raise
        except Exception as reason:  # noqa: BLE001 - whatever it is, no test may swallow it
            self.policy.refuse(f"`{path}` did not arrive: {reason}")
        if self._arrived == before:
            kind = CLASS if isinstance(value, type) else VALUE
            self.policy.value(path, ESTIMATOR_VALUE if _is_estimator(value) else kind)
            self._note_family(path, value)
        return value

    def _note_family(self, path: str, value: Any) -> None:
        if self.policy.recording and _is_estimator(value):
            base = sys.modules["sklearn.base"]
            for family, is_one in (
                ("classifier", base.is_classifier),
                ("regressor", base.is_regressor),
            ):
                if is_one(value):
                    self.policy.value(path, family)

    def module(self, name: str) -> Any:
        """Return the checker's own module of a well-known name."""
        if name.split(".", maxsplit=1)[0] not in MODULES:
            raise BadValue(f"the module {name} does not travel")
        return importlib.import_module(name)

    def request(
        self,
        header: dict[str, Any],
        path: str,
        args: tuple[Any, ...] = (),
        keywords: dict[str, Any] | None = None,
    ) -> Any:
        """Ask the student's process, handing over the files that the arguments name."""
        self._tell_removed()
        paths = [str(a) for a in (*args, *(keywords or {}).values()) if _is_path(a)]
        if paths and header["do"] == "op":
            self._asked_paths += [
                files.full(p) for p in paths if files.full(p) not in self._asked_paths
            ]
            self._lent_paths |= {files.full(p) for p in paths}
            self._hand_over(paths)
            self._take_waiting()
        if self.settings:
            header = {**header, "settings": self.settings}
        try:
            return super().request(header, path, args, keywords)
        except BadValue as reason:
            self.policy.refuse(f"`{path}` changed what it may not: {reason}")

    def around(self) -> dict[str, Any]:
        """Tell what the test has changed since it began."""
        told = {} if self.notice is None else self.notice.changes()
        space = self.shell.user_ns
        rebound = {
            name: space[name]
            for name in self.shared
            if name in space and space[name] is not self._bound.get(name, self)
        }
        if rebound:
            told["names"] = {n: v for n, v in rebound.items() if not isinstance(v, type(sys))}
        return told

    def keep_own(self, origin: dict[str, Any], refused: dict[str, str]) -> dict[str, bool]:
        """Bind the instructor's value again to names whose object the solution has not changed.

        Parameters
        ----------
        origin : dict
            Where names come from.
        refused : dict
            Names that could not be handed over; those bound again are left out.

        Returns
        -------
        dict of str to bool
            The names; whether that is sure, because both values could be compared.
        """
        kept: dict[str, bool] = {}
        space = self.shell.user_ns
        for name, place in origin.items():
            if place not in (STORED, CALLED) or name not in self._covered.keys() | refused.keys():
                continue
            if name not in space:
                continue
            own = self._covered.get(name, space[name])
            same = None if name in refused else _is_unchanged(own, space[name])
            if same is None and place == STORED:
                continue
            if same is not False:
                kept[name] = same is not None
                refused.pop(name, None)
                self.student_names.discard(name)
                self._bound.pop(name, None)
                space[name] = self._covered.pop(name, own)
        return kept

    def may_change_own(self, path: str, container: Any) -> bool:
        """Tell whether a container of the test's may change by a call that it was not given to.

        As the reference's did, or where the test does not look at it again. Otherwise it is
        disputed: the test must pass whether or not it does, since it may find out what has changed,
        or be led astray by it.
        """
        return self._may_change(path + "{later}", container)

    def may_change_given(self, path: str, value: Any) -> bool:
        """Tell whether a call may change what it was given: as the reference's did.

        Or where the test does not look at it again, or nobody knows what the reference did. Else it
        is disputed: what a test computes from its own list after the call may be led astray.
        """
        kinds, call = self.policy.kinds, path.removesuffix("{}")
        place = f"{call}{{}}"
        if self.policy.recording:
            return self._may_change(place, value)
        if kinds is None or call not in kinds:
            return True
        if Found(value, self._refers).has_objects:
            return True  # it changes with the student's objects in it
        places = {place, f"{call}{{later}}", call.removesuffix("<__next__>") + "{}"}
        return not places.isdisjoint(kinds) or self._may_change(place, value)

    def _may_rebind(self, name: str) -> bool:
        """Tell whether a name that the test has bound may stand for something else: likewise."""
        return self._may_change(name + "{anew}", self.shell.user_ns[name])

    def _may_change(self, place: str, value: Any) -> bool:
        self.policy.value(place, VALUE)
        if self.policy.recording or place in (self.policy.kinds or {}):
            return True
        if self._is_of_locked(value):
            return True
        if not sights.comes_again(value, self.policy.test, self.shell.user_ns):
            return True
        self.disputed = True
        return not self.firm

    def _do(self, header: dict[str, Any], given: list[Any]) -> Any:
        found = super()._do(header, given)
        owner = self.heap[header["h"]]
        if header["do"] == "get" and type(owner) in self.locked_classes:
            self._shown[id(owner), header["n"]] = owner, found
        return found

    def _is_of_locked(self, container: Any) -> bool:
        """Tell whether a container is nothing but what an object of a locked class holds.

        The student's code may set what such an object holds, so it may change it in place as well:
        ``node.children.append(...)``.
        """
        if sights.is_held(container, self.shell.user_ns):
            return False
        return any(
            sights.holds(found, container) and _data_of(owner, name) is found
            for (_, name), (owner, found) in self._shown.items()
        )

    def tell_changes(self) -> None:
        """Hand over what a test has changed in the student's variables: later cells read them."""
        parts: list[bytes] = []
        told = self.aliases.tell(parts)
        with contextlib.suppress(PeerGone, WireError):
            if told:
                self.peer.ask({"do": "changed", "aliases": told}, parts)
            self._tell_removed()

    def learn(self, answer: dict[str, Any], parts: list[memoryview]) -> None:
        """Print what the student's code printed; take its files and its changed names."""
        for name, text in answer.get("out", []):
            (sys.stderr if name == "stderr" else sys.stdout).write(text)
        for name, position, keys in answer.get("rebound", []):
            space = self.shell.user_ns
            # Only what is still as it came: a name the test has bound since is the test's.
            if name in self._bound and space.get(name, self) is self._bound[name]:
                self.rebound.add(name)
                value = self.aliases.arrived(self.unpacked(parts[position], name), keys, name)
                space[name] = self._bound[name] = value
            elif name in self.shared and name in space and self._may_rebind(name):
                after = self.unpacked(parts[position], name)
                if type(after) is type(space[name]) and isinstance(after, (list, dict, set)):
                    restore(space[name], after)
                else:
                    space[name] = after
        if "warned" in answer:
            for category, text in self.unpacked(parts[answer["warned"]], "warnings"):
                if isinstance(category, type) and issubclass(category, Warning):
                    warnings.warn_explicit(str(text), category, "<answer>", 1)
        if self.settings:
            told = answer.get("settings")
            self.moved |= process_settings.apply(told, self.settings, self.own_text)
        self._take_files(answer.get("files", []), parts)

    def fetch(self, wanted: list[str], texts: list[str], watch: list[str]) -> dict[str, str]:
        """Bind the names the student has; return those refused, with the reason.

        The texts of the test, which may be paths, are not told to the student's process: it hands
        over what has changed, and what the test does not look for is dropped here.
        """
        header = {"do": "names", "names": wanted, "watch": watch, "all": not self.policy.recording}
        header["anew"], self._is_new = self._is_new, False
        self._asked_paths = [files.full(text) for text in texts if files.is_open(text)]
        self.aliases.clear()
        self._shown.clear()
        self.called += 1  # cells have run
        answer, parts = self.peer.ask(header, ())
        self._take_files(answer.get("files", []), parts)
        self._take_waiting()
        self._note_files()
        keys = answer.get("keys", [])
        if type(keys) is not list:
            raise BadValue("keys that are not a list")
        refused: dict[str, str] = {}
        made: dict[int, Any] = {}
        space = self.shell.user_ns
        for name in self.student_names:
            space.pop(name, None)
            if name in self._covered:
                space[name] = self._covered[name]
        self.student_names, self._bound, self._covered = set(), {}, {}
        for name, found in answer.get("names", []):
            if name not in wanted:
                raise BadValue("a name that nobody asked for")
            if isinstance(found, str):
                refused[name] = f"`{name}` cannot be handed over: {found}"
                continue
            count = len(self.policy.refusals)
            if name in space:
                self._covered[name] = space[name]
            try:
                arrived = self.aliases.arrived(self.unpacked(parts[found], name), keys[found], name)
                # Two names of one thing are two names of one thing here as well, but not where
                # only one of them may be an object.
                first = made.setdefault(found, arrived)
                space[name] = self._bound[name] = first if is_alike(first, arrived) else arrived
            except Refused as reason:
                refused[name] = str(reason)
                del self.policy.refusals[count:]
                continue
            self.student_names.add(name)
        return refused


def _is_unchanged(own: Any, theirs: Any) -> bool | None:
    """Tell whether a value of the student's is what the instructor's is; None if nobody can."""
    before, after = plain_body(own), plain_body(theirs)
    if before is None:
        return None
    return before == after or (
        type(own) is type(theirs) and isinstance(own, (set, frozenset, dict)) and own == theirs
    )


def _is_estimator(value: Any) -> bool:
    base = sys.modules.get("sklearn.base")
    return base is not None and isinstance(value, base.BaseEstimator)


def _is_path(value: Any) -> bool:
    if isinstance(value, Path):
        return files.is_open(str(value))
    return type(value) is str and ("/" in value or "." in value) and files.is_open(value)


def _data_of(owner: Any, name: str) -> Any:
    """Return what an object holds under a name, running nothing of its class."""
    found = inspect.getattr_static(owner, name, None)
    return found.__get__(owner) if isinstance(found, types.MemberDescriptorType) else found
