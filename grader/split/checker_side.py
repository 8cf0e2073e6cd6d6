"""The checker's half of the conversation: what may arrive, be asked for and be changed."""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.machinery
import inspect
import os
import sys
import types
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.split import bytecode, files, names, process_settings, sights
from grader.split.around import Notice
from grader.split.comparing import is_alike
from grader.split.containers import Found
from grader.split.conversation import Side, plain_body
from grader.split.hooks import Refused
from grader.split.imported import MODULES
from grader.split.kinds import CLASS, ESTIMATOR_VALUE, RECORD, VALUE
from grader.split.locked_files import SUPPORT, LockedFiles
from grader.split.paths import ARGUMENT, SET
from grader.split.peer import Peer, PeerGone
from grader.split.policy import Policy
from grader.split.profile import CALLED, STORED
from grader.split.protocol import WireError
from grader.split.proxy import ShadowException, link_of
from grader.split.receiver import Receiver, receiver_of, row_class
from grader.split.restoring import restore
from grader.split.sorts import whole
from grader.split.sources import Sources
from grader.split.texts import LOOKS_INSIDE, Texts, any_looks_inside
from grader.split.values import BadValue, Encoder, NotAValue
from grader.split.verdict import told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.split.shell import Shell

_TOLD_NOTHING = "an assertion of the test failed"
_ENDINGS = (StopIteration, StopAsyncIteration, SystemExit)
"""Exceptions that Python, or a magic, takes for the ordinary end of something."""


class CheckerSide(Side):
    """The checker's half of the conversation."""

    def __init__(self, peer: Peer, shell: Shell) -> None:
        super().__init__(peer, guarded=True)
        self.shell = shell
        self.policy = Policy()
        self.rebound: set[str] = set()
        self.protected: set[str] = set()
        self.student_texts: set[bytes] = set()
        self.texts = Texts()
        self.sources = Sources()
        self.own_text = ""
        self.student_files: dict[str, bytes] = {}
        self.instructors_cells: list[str] = []
        self.instructors: set[str] = set()
        self.locked_classes: set[type] = set()
        self.locked_files = LockedFiles()
        self.shared: set[str] = set()
        self.notice: Notice | None = None
        self.settings: list[str] = []
        self.moved: set[str] = set()
        self.disputed = self.firm = False
        self.student_names: set[str] = set()
        self.watched: set[str] = set()
        self._bound: dict[str, Any] = {}
        # What the instructor bound to names that the student's values stand for during a test.
        self._covered: dict[str, Any] = {}
        self._asked_paths: list[str] = []
        self._lent_paths: set[str] = set()
        self._receiver = Receiver(None, "")
        self._waiting = files.Waiting()
        self._is_new = True
        self._written: set[str] = set()
        self._put: set[str] = set()
        self._gone: set[str] = set()
        self._whole: set[type] = set()
        self._shown: dict[tuple[int, str], tuple[Any, Any]] = {}

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

    def kin(self, name: str) -> type | None:
        """Return the instructor's own class of this name."""
        found = self.shell.user_ns.get(name) if name in self.instructors else None
        return found if isinstance(found, type) and link_of(found) is None else None

    def locked_class(self, name: str) -> type | None:
        """Return the class of this name that a locked cell has made."""
        found = self.kin(name)
        if found not in self.locked_classes:
            return None
        return found if self.policy.kinds is not None or self._is_whole(found) else None

    def judges_here(self, kind: type) -> bool:
        """Tell whether an instructor's class can compare its objects here."""
        return kind in self.locked_classes and self._is_whole(kind)

    def _is_whole(self, kind: type) -> bool:
        """Tell whether all that the methods of a class read is here: no answer of the student's."""
        space = self.shell.user_ns
        if kind not in self._whole:
            locked = [part for part in kind.__mro__ if part in self.locked_classes]
            found = [what for part in locked for what in vars(part).values()]
            read = {name for what in found for name in bytecode.globals_read(what, space)}
            if all(name in space or names.is_builtin(name) for name in read):
                self._whole.add(kind)
        return kind in self._whole

    def _locked_names(self, kind: type) -> list[str]:
        return [part.__name__ for part in kind.__mro__ if part in self.locked_classes]

    def compares_as(self, path: str, kind: type) -> bool:
        """Ask the policy."""
        return self.policy.compares_as(path, self._locked_names(kind))

    def gives_back(self, path: str, kind: type) -> bool:
        """Ask the policy."""
        locked = self._locked_names(kind)
        if locked and self.policy.recording:
            self.policy.note_given(path, locked[0])
        return bool(locked) and not self.policy.recording and self.takes_given(path, kind)

    def takes_given(self, path: str, kind: type) -> bool:
        """Ask the policy."""
        return self.policy.takes_given(path, self._locked_names(kind))

    def place_of(self, header: dict[str, Any]) -> str:
        """Return where arguments come to: what an object of a locked class holds is data."""
        is_locked = header["do"] == "set" and type(self.heap[header["h"]]) in self.locked_classes
        return SET if is_locked else super().place_of(header)

    @property
    def refuses_judges(self) -> bool:  # type: ignore[override]
        """Without a reference, whoever may not decide is refused."""
        return self.policy.kinds is None

    @property
    def judges_all_paths(self) -> bool:  # type: ignore[override]
        """Without a reference, an object that also came as something else may not judge."""
        return self.policy.kinds is None

    _arrived = 0

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

    def may_look(self, obj: Any, name: str) -> bool:
        """Tell whether the reference looked at how a function of the test's describes itself."""
        if not inspect.isfunction(obj):
            return False
        path = f"<callee>.{name}"
        self.policy.value(path, VALUE)
        return self.policy.recording or path in (self.policy.kinds or {})

    def state(self, obj: Any) -> dict[str, Any]:
        """Return the data of an object of a locked cell's class.

        Not what the test, or a class of its own, added: its name alone may say something.
        """
        if type(obj) not in self.locked_classes:
            return super().state(obj)
        found = dict(getattr(obj, "__dict__", ()))
        if not _is_told_by(type(obj), found):
            return super().state(obj)
        try:
            Encoder(self._refer_to_given).encode(found)
        except NotAValue:
            return super().state(obj)
        return found

    def _refer_to_given(self, obj: Any) -> dict[str, Any]:
        """Tell nothing of what an object holds, but that it is another of a locked class."""
        if type(obj) in self.locked_classes or link_of(obj) is not None:
            return {}
        raise NotAValue

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

    def tell_changes(self) -> None:
        """Hand over what a test has changed in the student's variables: later cells read them."""
        parts: list[bytes] = []
        told = self.aliases.tell(parts)
        with contextlib.suppress(PeerGone, WireError):
            if told:
                self.peer.ask({"do": "changed", "aliases": told}, parts)
            self._tell_removed()

    def _tell_removed(self) -> None:
        """Have files removed over there that both sides had and the test has removed."""
        shared = (self._put | self.student_files.keys()) - self.protected
        missing = {path for path in shared if not os.path.lexists(path)}
        above = {str(folder) for path in missing for folder in Path(path).parents}
        missing |= {folder for folder in above if not os.path.lexists(folder)}
        gone, self._gone = missing - self._gone, missing
        if gone:
            self.peer.ask({"do": "put", "files": [], "gone": sorted(gone)}, ())

    def _hand_over(self, paths: list[str]) -> None:
        entries: list[list[Any]] = []
        blobs: list[bytes] = []
        for path in paths:
            target = Path(files.HOME, path)
            parent = target if target.is_dir() else target.parent
            if str(parent) not in {files.HOME, "/tmp"} and parent.is_dir():  # noqa: S108
                entries.append([str(parent), None])
            content = None if target.is_dir() else files.read(str(target))
            if content is not None:
                entries.append([path, len(blobs)])
                blobs.append(content)
                self._put.add(files.full(path))
        if entries:
            self.peer.ask({"do": "put", "files": entries}, blobs)

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

    def _take_files(self, entries: list[Any], parts: list[memoryview]) -> None:
        """Write the files that the test looks for; keep those that a later one may look for."""
        for path, position in entries:
            full, content = files.full(str(path)), bytes(parts[position])
            self._waiting.drop(full)
            if self._may_write(full, content):
                self._write(full, content)
            elif not self._is_asked(full) and not self._is_closed(full):
                self._waiting.keep(full, content)

    def _take_waiting(self) -> None:
        """Write what was kept and is asked for now, but not over what a test wrote since."""
        for full, content in self._waiting.take(self._is_asked):
            if self._may_write(full, content, lent=False):
                self._write(full, content)

    def _write(self, full: str, content: bytes) -> None:
        self.student_texts.add(files.digest(content))
        self.student_files[full] = content
        self.locked_files.give_up(full)
        files.write([[full, 0]], [memoryview(content)])

    def _may_write(self, full: str, content: bytes, *, lent: bool = True) -> bool:
        """Tell whether the student's file may stand here: only where the test looks for one.

        A file that the test itself wrote is its own, unless it was given to the student's code. One
        that a locked cell wrote is the instructor's, unless the solution, too, put another one in
        its place; without a reference, unless it was given to the student's code, or the locked
        cell wrote nothing there, or something of the student's.
        """
        if self._is_closed(full) or not self._is_asked(full):
            return False
        if not self._is_own(full):
            return True
        lent = lent and _is_below(full, self._lent_paths)
        found = files.read(full)
        if not self.locked_files.has(full, found):
            return lent
        if content == found:
            return False
        if self.policy.kinds is None:
            return lent or not found or self.locked_files.is_unsure(full)
        return self._is_solutions(full)

    def _is_solutions(self, full: str) -> bool:
        """Tell whether the solution has put a file of its own in the place of a locked cell's."""
        place = full + "<file>"
        self.policy.value(place, VALUE)
        return self.policy.recording or place in (self.policy.kinds or {})

    def _note_files(self) -> None:
        """Note which files of locked cells are the solution's by now."""
        for full in self.locked_files if self.policy.recording else ():
            if self._is_asked(full) and full in self.student_files and not self._is_own(full):
                self._is_solutions(full)

    def _is_asked(self, full: str) -> bool:
        return _is_below(full, self._asked_paths)

    def _is_closed(self, full: str) -> bool:
        """Tell whether no file of the student's may ever stand here."""
        is_hidden = full.startswith(SUPPORT) or "__pycache__" in full
        return is_hidden or full in self.protected or not files.is_open(full)

    def _is_own(self, full: str) -> bool:
        """Tell whether what stands here is none of the student's."""
        if not os.path.lexists(full):
            return False
        content = files.read(full)
        return content is None or content != self.student_files.get(full)

    def note_written(self, path: Any) -> None:
        """Note that a file of the scratch space is being written, by the test or for it."""
        if isinstance(path, (str, os.PathLike)):
            full = files.full(os.fsdecode(path))
            if files.is_open(full):
                self._written.add(full)

    def judge_files_named(self) -> None:
        """Refuse a text that names a file which the test wrote for itself, to compare with.

        Whoever hands back ``want.txt`` in place of what it should have saved has the file compared
        with itself. Where the solution names such a file, others may.
        """
        for full in sorted(self._written - self.protected):
            content = files.read(full) if Path(full).is_file() else None
            is_own = content is not None and content != self.student_files.get(full)
            if not is_own or _is_below(full, self._lent_paths):
                continue
            paths = {whole(path) for path in self.texts.paths_of_file(full)}
            tolerated = [self.tolerates(path, "<own file>") for path in sorted(paths)]
            if not all(tolerated):
                name = full.rpartition("/")[2]
                reason = f"the answer names {name}, which the test wrote to compare with"
                self.policy.refusals.append(reason)

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


def _is_told_by(kind: type, attributes: Iterable[str]) -> bool:
    """Tell whether attributes are public and spoken of by their class, which the student has."""
    words = {name for part in kind.__mro__ for name in vars(part).get("__annotations__", ())}
    for part in kind.__mro__:
        for found in vars(part).values():
            if inspect.isfunction(found):
                words.update(found.__code__.co_names)
    return all(name in words and not name.startswith("_") for name in attributes)


def _is_below(full: str, places: Iterable[str]) -> bool:
    return any(full == place or full.startswith(place + "/") for place in places)


def _is_estimator(value: Any) -> bool:
    base = sys.modules.get("sklearn.base")
    return base is not None and isinstance(value, base.BaseEstimator)


def _is_path(value: Any) -> bool:
    if isinstance(value, Path):
        return files.is_open(str(value))
    return type(value) is str and ("/" in value or "." in value) and files.is_open(value)


def _is_exception(kind: Any) -> bool:
    """Tell whether a value is an exception class of the student's."""
    return isinstance(kind, ShadowException)


def _names_of(error: BaseException) -> list[str]:
    return [kind.__name__ for kind in type(error).__mro__ if kind in _ENDINGS]


def _data_of(owner: Any, name: str) -> Any:
    """Return what an object holds under a name, running nothing of its class."""
    found = inspect.getattr_static(owner, name, None)
    return found.__get__(owner) if isinstance(found, types.MemberDescriptorType) else found
