"""The checker process: runs the instructor's unmodified test cells.

Names the student made arrive by value or as proxies; what the instructor binds is never overridden
unless the reference run shows that the student is meant to.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.abc
import importlib.machinery
import inspect
import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.split import files, names, process_settings, programs, sandbox, sights, statements
from grader.split.around import Notice
from grader.split.comparing import is_alike, is_instance, is_subclass
from grader.split.conversation import Side, restore
from grader.split.ending import NUMBER, TRUTH, fault_of, is_true, number_of
from grader.split.links import Refused
from grader.split.peer import Peer, PeerGone
from grader.split.plan import Plan
from grader.split.policy import CLASS, ESTIMATOR_VALUE, RECORD, VALUE, Policy
from grader.split.protocol import WireError, unpack
from grader.split.proxy import ShadowException, link_of
from grader.split.texts import LOOKS_INSIDE, RUNS, Texts, any_looks_inside
from grader.split.values import BadValue, Encoder, NotAValue

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable

    from grader.split.shell import Ran, Shell

SUPPORT = "/tmp/support"  # noqa: S108 - private to the sandbox
_MODULES = frozenset(
    {
        *("numpy", "pandas", "sklearn", "scipy", "altair", "math", "statistics", "random", "cmath"),
        *("datetime", "json", "re", "itertools", "collections", "functools", "operator", "string"),
        *("decimal", "fractions", "time", "os", "matplotlib", "course", "textwrap", "bisect"),
        *("heapq", "csv", "calendar", "pathlib"),
    }
)
"""Modules that a student's ``import`` may bind in the checker where no reference is known."""
_TOLD_NOTHING = "an assertion of the test failed"
_SETTERS = frozenset({"exec", "globals", "vars", "setattr"})
"""What may bind any name."""
_EARNING = ("partial", "passed")
_ENDINGS = (StopIteration, StopAsyncIteration, SystemExit)
"""Exceptions that Python, or a magic, takes for the ordinary end of something."""
_RISKY = ("pickle", "eval", "exec", "load", "compile", "query", "import", "system", "popen", "run")


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
        self.own_text = ""
        self.student_files: dict[str, bytes] = {}
        self.instructors_cells: list[str] = []
        self.instructors: set[str] = set()
        self.locked_classes: set[type] = set()
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

    def admit(self, path: str, kind: str) -> None:
        """Ask the policy."""
        self._arrived += 1
        self.policy.admit(path, kind)

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

    def swallow(self, path: str, name: str) -> None:
        """Ask the policy."""
        self.policy.swallow(path, name)

    def measures(self, path: str) -> str | None:
        """Ask the policy."""
        return self.policy.measures(path)

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
        if name.split(".", maxsplit=1)[0] not in _MODULES:
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
        paths = [str(a) for a in (*args, *(keywords or {}).values()) if _is_path(a)]
        if paths and header["do"] == "op":
            self._asked_paths += [_full(p) for p in paths if _full(p) not in self._asked_paths]
            self._lent_paths |= {_full(p) for p in paths}
            self._hand_over(paths)
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
            Encoder().strictly(found)
        except NotAValue:
            return super().state(obj)
        return found

    def may_change_own(self, path: str, container: Any) -> bool:
        """Tell whether a container of the test's may change by a call that it was not given to.

        As the reference's did, or where the test does not look at it again. Otherwise it is
        disputed: the test must pass whether or not it does, since it may find out what has changed,
        or be led astray by it.
        """
        place = path + "{later}"
        self.policy.value(place, VALUE)
        if self.policy.recording or place in (self.policy.kinds or {}):
            return True
        if not sights.comes_again(container, self.policy.test, self.shell.user_ns):
            return True
        self.disputed = True
        return not self.firm

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
        self.policy.failures.append(_told(error))
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
        return RuntimeError(_told(error))

    def tell_changes(self) -> None:
        """Hand over what a test has changed in the student's variables: later cells read them."""
        parts: list[bytes] = []
        told = self.aliases.tell(parts)
        if told:
            with contextlib.suppress(PeerGone, WireError):
                self.peer.ask({"do": "changed", "aliases": told}, parts)

    def _hand_over(self, paths: list[str]) -> None:
        entries: list[list[Any]] = []
        blobs: list[bytes] = []
        for path in paths:
            target = Path(files.HOME, path)
            parent = target if target.is_dir() else target.parent
            if str(parent) not in {files.HOME, "/tmp"} and parent.is_dir():  # noqa: S108
                entries.append([str(parent), None])
            content = files.read(str(target))
            if content is not None:
                entries.append([path, len(blobs)])
                blobs.append(content)
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
            elif name in self.shared and name in space:
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
        fresh = [entry for entry in entries if self._may_write(str(entry[0]))]
        for path, position in fresh:
            content = bytes(parts[position])
            self.student_texts.add(_digest(content))
            self.student_files[_full(str(path))] = content
        files.write(fresh, parts)

    def _may_write(self, path: str) -> bool:
        """Tell whether the student's file may stand here: only where the test looks for one.

        A file that the test itself wrote is its own, unless it was given to the student's code.
        """
        full = _full(path)
        if full in self.protected or full.startswith(SUPPORT) or "__pycache__" in full:
            return False
        is_own = os.path.lexists(full) and files.read(full) != self.student_files.get(full)
        return _is_below(full, self._asked_paths) and (
            not is_own or _is_below(full, self._lent_paths)
        )

    def fetch(self, wanted: list[str], texts: list[str], watch: list[str]) -> dict[str, str]:
        """Bind the names the student has; return those refused, with the reason.

        The texts of the test, which may be paths, are not told to the student's process: it hands
        over what has changed, and what the test does not look for is dropped here.
        """
        header = {"do": "names", "names": wanted, "watch": watch, "all": not self.policy.recording}
        self._asked_paths = [_full(text) for text in texts if files.is_open(text)]
        self.aliases.clear()
        answer, parts = self.peer.ask(header, ())
        self._take_files(answer.get("files", []), parts)
        keys = answer.get("keys", [])
        if type(keys) is not list:
            raise BadValue("keys that are no list")
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


def _is_told_by(kind: type, attributes: Iterable[str]) -> bool:
    """Tell whether attributes are public and spoken of by their class, which the student has."""
    words = {name for part in kind.__mro__ for name in vars(part).get("__annotations__", ())}
    for part in kind.__mro__:
        for found in vars(part).values():
            if inspect.isfunction(found):
                words.update(found.__code__.co_names)
    return all(name in words and not name.startswith("_") for name in attributes)


def _full(path: str) -> str:
    return os.path.normpath(os.path.join(files.HOME, path))  # noqa: PTH118 - no file is touched


def _is_below(full: str, places: Iterable[str]) -> bool:
    return any(full == place or full.startswith(place + "/") for place in places)


def _digest(content: bytes) -> bytes:
    """Return the digest of a text, however its lines end."""
    text = content.removeprefix(b"\xef\xbb\xbf")
    return hashlib.sha256(b"\n".join(text.split()) + b"\n").digest()


def _is_estimator(value: Any) -> bool:
    base = sys.modules.get("sklearn.base")
    return base is not None and isinstance(value, base.BaseEstimator)


def _is_path(value: Any) -> bool:
    if isinstance(value, Path):
        return files.is_open(str(value))
    return type(value) is str and ("/" in value or "." in value) and files.is_open(value)


class Checker:
    """Runs locked cells and test cells in one namespace."""

    def __init__(self, side: CheckerSide, shell: Shell) -> None:
        self._side = side
        self._shell = shell
        shell.user_ns.update(isinstance=is_instance, issubclass=is_subclass)
        self._owned = side.instructors
        self._plan = Plan({}, frozenset(), looks_up=False)
        self._made_of_answers: set[str] = set()
        self._start = set(shell.user_ns)

    def prepare(self, plan: Plan, cells: list[str]) -> None:
        """Take what the relay found about the tests, and the text of all the instructor's cells."""
        self._plan = plan
        self._side.instructors_cells = cells

    def locked(self, source: str) -> None:
        """Run what the tests need of a locked cell and what does not need the student."""
        space = self._shell.user_ns
        for statement in names.statements(source):
            definitions = (ast.Import, ast.ImportFrom, *names.DEFINITIONS)
            seeds = "seed" in ast.dump(statement)
            if not (isinstance(statement, definitions) or seeds or self._is_needed(statement)):
                continue
            code = compile(ast.Module([statement], []), "<locked cell>", "exec")
            before = dict(space)
            try:
                exec(code, space)  # noqa: S102 - the instructor's own text
            except Exception:  # noqa: BLE001 - it needs the student; then it comes from there
                self._made_of_answers |= names.stored(statement)
                continue
            self._own(before)
            made = space.get(statement.name) if isinstance(statement, ast.ClassDef) else None
            if isinstance(made, type):
                self._side.locked_classes.add(made)

    def _is_needed(self, statement: ast.stmt) -> bool:
        """Tell whether a statement, or a function that it calls, touches what a test needs."""
        touched = names.mentioned(statement)
        queue = [*touched]
        while queue:
            helper = self._shell.user_ns.get(queue.pop())
            fresh = set() if link_of(helper) is not None else names.globals_of(helper) - touched
            touched |= fresh
            queue.extend(fresh)
        return bool(touched & self._plan.needed) or bool(touched & _SETTERS)

    def _own(self, before: dict[str, Any]) -> None:
        space = self._shell.user_ns
        now = {k for k, v in space.items() if k not in before or before[k] is not v}
        now -= self._start | self._side.rebound
        self._owned |= {name for name in now if not name.startswith("_i")}
        self._side.student_names -= now

    def test(self, header: dict[str, Any]) -> dict[str, Any]:
        """Run a test cell and say how it ended.

        What the solution imports may be what judges (``accuracy_score``) or what is asked for
        (``median``). An answer that has something else there must pass with the library's and with
        its own.
        """
        libraries = self._libraries(header)
        report = self._both_ways(header, libraries)
        undisputed = self._undisputed(header, libraries)
        if undisputed == libraries or report["verdict"] not in _EARNING:
            return report
        own = self._both_ways(header, undisputed)
        return min(report, own, key=_worth)

    def _both_ways(self, header: dict[str, Any], libraries: dict[str, Any]) -> dict[str, Any]:
        """Run a test; if containers of its own have changed behind its back, run it without that.

        A test may find out by this that an answer keeps what it was given; it may also compare
        with what the answer has changed. So it must pass either way.
        """
        side = self._side
        side.disputed = side.firm = False
        report = self._run(header, libraries)
        if not side.disputed or report["verdict"] not in _EARNING:
            return report
        side.firm = True
        without = self._run(header, libraries)
        side.firm = False
        return min(report, without, key=_worth)

    def _libraries(self, header: dict[str, Any]) -> dict[str, Any]:
        """Return what the solution or, where there is none, the student imports from libraries."""
        if header["profile"] is None:
            places = _sound(header["imports"])
        else:
            origin = header["profile"]["names"]
            places = {name: place for name, place in origin.items() if isinstance(place, list)}
        found = {name: _imported(place) for name, place in places.items()}
        return {name: one for name, one in found.items() if one is not None}

    def _undisputed(self, header: dict[str, Any], libraries: dict[str, Any]) -> dict[str, Any]:
        """Leave out what the answer has from elsewhere."""
        if header["profile"] is None:
            return libraries
        due, imports = header["profile"]["names"], header["imports"]
        sound = _sound(imports)  # what may be imported here because nothing happens by it
        return {
            name: library
            for name, library in libraries.items()
            if name in self._owned
            or imports.get(name) == due[name]
            or (name in sound and _imported(sound[name]) is library)
        }

    def _run(self, header: dict[str, Any], libraries: dict[str, Any]) -> dict[str, Any]:
        """Run a test cell, with some names bound to what is imported here, not to the student's."""
        side, space = self._side, self._shell.user_ns
        profile = header["profile"] or {}
        policy = Policy(profile.get("kinds"), profile.get("operators"))
        policy.test = header["source"]
        if header["record"]:
            policy = Policy({}, {}, recording=True)
        side.policy = policy
        side.rebound = set()
        reading = self._plan.readings.get(header["source"]) or names.read(header["source"])
        origin = profile.get("names", {})
        wanted = self._wanted(reading, origin, known=header["profile"] is not None)
        watch = wanted if header["record"] else profile.get("watch", wanted)
        texts = [text for text in reading.texts if "\n" not in text]
        side.shared, side.watched = _shared(reading, header["profile"]), set(watch)
        side.notice = None
        try:
            refused = side.fetch(wanted, texts, watch)
        except (PeerGone, Refused, BadValue, WireError) as reason:
            return {"verdict": "refused", "message": str(reason), "outputs": []}
        for name in libraries.keys() - self._owned:
            space[name] = libraries[name]
            side.student_names.add(name)
        before = dict(space)
        side.notice = Notice(header["source"], reading, space)
        side.own_text = self._shell.transform_cell(header["source"])  # type: ignore[no-untyped-call]
        side.settings, side.moved = process_settings.spoken_of(header["source"]), set()
        found = process_settings.read(side.settings)
        ran = self._shell.run(header["source"])
        side.settings = []
        side.tell_changes()
        process_settings.restore({name: found[name] for name in side.moved})
        changed = sorted(side.rebound)
        self._own(before)
        report = _judged(ran, policy, refused, profile.get("ends", ""))
        if header["record"]:
            report["profile"] = {
                "kinds": policy.kinds,
                "operators": policy.operators,
                "watch": changed,
                "loads": sorted(reading.loads | set(wanted)),
            }
        return report

    def _wanted(self, reading: names.Reading, origin: dict[str, Any], *, known: bool) -> list[str]:
        wanted = reading.loads | self._named(reading, origin, known=known)
        queue = list(wanted)
        seen = set(queue)
        while queue:
            helper = self._shell.user_ns.get(queue.pop())
            if link_of(helper) is None:
                fresh = names.globals_of(helper) - seen
                seen |= fresh
                wanted |= fresh
                queue.extend(fresh)
        # What an instructor's cell binds, and no answer did, is never the student's, even if the
        # cell has not run to its end. Without a reference a test may read an answer that a later
        # test binds.
        given = self._plan.binds if known else self._plan.given
        theirs = self._owned | self._start | (given - self._made_of_answers)
        return sorted(
            name
            for name in wanted
            if origin.get(name) == "student" or (name not in theirs and not _reserved(name))
        )

    def _named(self, reading: names.Reading, origin: dict[str, Any], *, known: bool) -> set[str]:
        """Return the texts of a test that are names: whoever is asked for one is told it.

        Any word might be a name, and might be the answer. So only what the test plainly looks up,
        and what the solution binds; without a reference, every word of a test that looks up names.
        """
        texts = {text for text in reading.texts if text.isidentifier()}
        main = "__main__."
        found = {t.removeprefix(main) for t in reading.texts if t.startswith(main)}
        found = {text for text in found if text.isidentifier()} | reading.named
        if known:
            found |= texts & set(origin)
        elif reading.looks_up or self._plan.looks_up:
            found |= texts
        return found - set(reading.binds)


def _shared(reading: names.Reading, profile: dict[str, Any] | None) -> set[str]:
    """Return the names whose new value the student's functions may see when a test binds them.

    Those that the reference's functions read; without a reference, only what the test takes from
    the student first: anything else might be what it compares with.
    """
    patched = {t.removeprefix("__main__.") for t in reading.texts if t.startswith("__main__.")}
    if profile is None:
        return patched | (reading.early & reading.loads & set(reading.binds))
    students = {name for name, origin in profile["names"].items() if origin == "student"}
    return set(profile.get("shares", ())) | (patched & students)


def _sound(imports: dict[str, Any]) -> dict[str, Any]:
    """Keep the imports whose name in the checker cannot be turned against it."""
    return {
        name: [module, attribute]
        for name, (module, attribute) in imports.items()
        if module.split(".")[0] in _MODULES
        and not (attribute or "").startswith("_")
        and not (attribute and any(word in attribute.lower() for word in _RISKY))
        and not names.is_builtin(name)
    }


def _imported(place: list[Any]) -> Any:
    """Return a module of this process, or what it holds; None if there is no such thing."""
    try:
        module = importlib.import_module(place[0])
        return module if place[1] is None else getattr(module, place[1])
    except (ImportError, AttributeError):
        return None


def _worth(report: dict[str, Any]) -> tuple[int, float]:
    """Return what reports are ordered by: nothing, a part, all."""
    verdict = report["verdict"]
    place = _EARNING.index(verdict) + 1 if verdict in _EARNING else 0
    return place, float(report.get("number", 0))


def _is_exception(kind: Any) -> bool:
    """Tell whether a value is an exception class of the student's."""
    return isinstance(kind, ShadowException)


def _reserved(name: str) -> bool:
    return names.is_builtin(name) or (name.startswith("__") and name.endswith("__"))


def _names_of(error: BaseException) -> list[str]:
    return [kind.__name__ for kind in type(error).__mro__ if kind in _ENDINGS]


def _told(error: BaseException) -> str:
    text = str(error)
    return (f"{type(error).__name__}: {text}" if text else type(error).__name__)[:20_000]


def _judged(  # noqa: PLR0911 - one case a verdict
    ran: Ran, policy: Policy, refused: dict[str, str], due: str
) -> dict[str, Any]:
    """Turn the end of a test cell into a verdict."""
    report: dict[str, Any] = {"outputs": ran.outputs, "verdict": "passed", "message": ""}
    error = ran.error
    if policy.refusals:
        return {**report, "verdict": "refused", "message": policy.refusals[0]}
    if error is not None:
        name = getattr(error, "name", None) if isinstance(error, NameError) else None
        if name in refused:
            return {**report, "verdict": "refused", "message": refused[name]}
        if isinstance(error, (Refused, BadValue, WireError)):
            return {**report, "verdict": "refused", "message": str(error)}
        if policy.doubts:
            return {**report, "verdict": "refused", "message": policy.doubts[0]}
        return {**report, "verdict": "failed", "message": _told(error)}
    if policy.failures:
        return {**report, "verdict": "failed", "message": policy.failures[0]}
    if ran.shown is not None:
        # A magic such as %%capture runs the cell in a run of its own and hides how it ended.
        return {**report, "verdict": "failed", "message": _told(ran.shown)}
    return _by_value(report, ran.value, due)


def _by_value(report: dict[str, Any], value: Any, due: str) -> dict[str, Any]:
    """Turn the value of a test's last line into a verdict."""
    number = number_of(value)
    fault = fault_of(number, due == TRUTH and is_true(value), due)
    if fault:
        return {**report, "verdict": "failed", "message": fault}
    if number is None or (number is True and due != NUMBER):
        return report
    return {**report, "verdict": "partial", "number": float(number)}


def _watch_audit(side: CheckerSide) -> None:
    """Refuse to run what the student wrote: unpickled objects, files as code, programs."""
    process = os.getpid()

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in programs.EVENTS and not programs.may_run(
            event, args, has_files=bool(side.student_files), texts=side.instructors_cells
        ):
            if os.getpid() != process:
                os._exit(126)  # a fork must not go on as if it were the checker
            side.policy.refuse("the test runs a program that may be, or may run, the student's")
        if event == "pickle.find_class":
            side.policy.refuse("the test unpickles an object, which the checker does not do")
        elif event == "compile" and isinstance(args[0], (str, bytes)):
            _watch_compile(side, args[0], str(args[1]))

    sys.addaudithook(hook)


def _watch_compile(side: CheckerSide, given: str | bytes, file: str) -> None:
    """Refuse to compile what the student wrote; to parse it, or a file of a library, is no harm."""
    source = given.encode("utf-8", "replace") if isinstance(given, str) else given
    if side.student_texts and _digest(source) in side.student_texts:
        side.policy.refuse("the test runs a file of the student's as code")
    if file.startswith("/") or sys._getframe(2).f_code is ast.parse.__code__:  # noqa: SLF001
        return
    code = source.decode("utf-8", "replace").strip()
    own = (side.own_text, *side.instructors_cells)
    if not any(code in cell for cell in own) and side.texts.are_in(code):
        side.policy.refuse(RUNS)


def _watch_conditions(side: CheckerSide) -> None:
    """Have pandas refuse a condition that calls or looks up, unless it is the instructor's text."""
    found: Any = sys.modules.get("pandas.core.computation.eval")
    if found is None:
        return
    original = found.eval

    def evaluate(expr: Any, *args: Any, **options: Any) -> Any:
        if isinstance(expr, str) and ({"(", "@"} & {*expr} or not options.get("resolvers")):
            own = (side.own_text, *side.instructors_cells)
            if not any(expr.strip() in cell for cell in own):
                side.policy.refuse(RUNS)
        level = options.pop("level", 0) + 1  # names are looked up where pandas was called
        return original(expr, *args, level=level, **options)

    found.eval = sys.modules["pandas"].eval = evaluate  # type: ignore[attr-defined]


def _watch_statements(side: CheckerSide) -> None:
    """Have databases refuse changes by a text of the student's, unless the solution's made some."""

    def judge(statement: str) -> None:
        own = (side.own_text, *side.instructors_cells)
        if any(statement.strip() in cell for cell in own):
            return
        # Each path is asked, so that the solution's are noted.
        asked = [side.tolerates(path, "<changes>") for path in side.texts.paths_of(statement)]
        if not all(asked):
            side.policy.refuse("a statement of the student's changes the test's database")

    statements.watch(judge)


class _Gate(importlib.abc.MetaPathFinder):
    """Refuses to import a file of the student's, compiled ones among them."""

    def __init__(self, side: CheckerSide) -> None:
        self._side = side

    def find_spec(self, name: str, path: Any, target: Any = None) -> None:
        """Find nothing, but look at what would be found."""
        if not self._side.student_files:
            return
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and _full(spec.origin or "") in self._side.student_files:
            self._side.policy.refuse("the test runs a file of the student's as code")


def _source_of_proxies(side: CheckerSide) -> None:
    """Let ``inspect.getsource`` work on the student's functions."""
    original = inspect.getsource

    def getsource(obj: Any) -> str:
        link = link_of(obj)
        if link is None:
            return original(obj)
        return str(side.request({"do": "source", "h": link.number}, f"{link.path}.__source__"))

    inspect.getsource = getsource  # type: ignore[assignment]


def serve(connection: socket.socket, shell: Shell, limits: dict[str, Any]) -> None:
    """Run locked cells and tests until the relay hangs up."""
    shell.prepare(limits["output"])
    sys.path[:] = [entry for entry in sys.path if entry not in {"", "."}]
    side = CheckerSide(Peer(connection, limits["frame"]), shell)
    checker = Checker(side, shell)
    _source_of_proxies(side)
    _watch_audit(side)
    _watch_conditions(side)
    _watch_statements(side)
    sys.meta_path.insert(0, _Gate(side))
    while True:
        try:
            frame = side.peer.receive()
        except EOFError:
            return
        header, blobs = unpack(frame.body)
        report: dict[str, Any] = {}
        if "files" in header:
            support = [[f"{SUPPORT}/{path}", blob] for path, blob in header["files"]]
            files.write([*header["files"], *support], blobs)
            side.protected |= {_full(path) for path, _ in header["files"]}
            sys.path.append(SUPPORT)
        elif "plan" in header:
            sandbox.give_seed(header["seed"])
            plan = Plan.from_dict(header["plan"])
            checker.prepare(plan, [*plan.readings, *header["locked"]])
        elif "lock" in header:
            checker.locked(header["lock"])
        else:
            report = checker.test(header)
        side.peer.done(frame.number, report)
