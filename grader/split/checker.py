"""The checker process: runs the instructor's unmodified test cells.

Names the student made arrive by value or as proxies; what the instructor binds is never overridden
unless the reference run shows that the student is meant to.
"""

from __future__ import annotations

import ast
import contextlib
import sys
from typing import TYPE_CHECKING, Any

from grader.split import process_settings
from grader.split.around import Notice
from grader.split.both import bytecode, files, names, writing
from grader.split.both.ending import EARNING, worth
from grader.split.both.plan import Plan
from grader.split.both.profile import CALLED, STORED, STUDENT
from grader.split.both.protocol import WireError, unpack
from grader.split.both.values import BadValue
from grader.split.checker_side import CheckerSide
from grader.split.comparing import is_instance, is_subclass
from grader.split.hooks import Refused
from grader.split.imported import imported, sound
from grader.split.locked_files import SUPPORT
from grader.split.policy import Policy
from grader.split.process import sandbox
from grader.split.process.peer import Peer, PeerGone
from grader.split.proxy import link_of
from grader.split.sources import Sources
from grader.split.verdict import judged
from grader.split.watching import watch

if TYPE_CHECKING:
    import socket

    from grader.split.process.shell import Shell

_SETTERS = frozenset({"exec", "globals", "vars", "setattr"})
"""What may bind any name."""


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
        """Run what the tests need of a locked cell and what does not need the student.

        And what writes a file that a test looks at: that file is the instructor's.
        """
        made = self._side.locked_files
        made.begin()
        definitions = (ast.Import, ast.ImportFrom, *names.DEFINITIONS)
        for statement in names.statements(source):
            seeds = "seed" in ast.dump(statement)
            touched = self._touched(statement)
            needed = isinstance(statement, definitions) or seeds or self._is_needed(touched)
            if not needed and not self._writes(statement, touched):
                continue
            if not needed and not self._stands_alone(statement, touched):
                made.doubt(statement)
                continue
            came_to_end = self._execute(statement)
            if not isinstance(statement, definitions):
                made.note(statement)
            if not came_to_end:
                self._made_of_answers |= names.stored(statement)
                made.doubt(statement)
        made.lend_modules()

    def _execute(self, statement: ast.stmt) -> bool:
        """Run a statement of a locked cell; tell whether it came to its end."""
        space = self._shell.user_ns
        code = compile(ast.Module([statement], []), "<locked cell>", "exec")
        before = dict(space)
        try:
            exec(code, space)  # noqa: S102 - the instructor's own text
        except (Exception, SystemExit):  # noqa: BLE001 - it needs the student
            return False
        self._own(before)
        made = space.get(statement.name) if isinstance(statement, ast.ClassDef) else None
        if isinstance(made, type):
            self._side.locked_classes.add(made)
        return True

    def _touched(self, statement: ast.stmt) -> set[str]:
        """Return the names that a statement, or a function that it calls, mentions."""
        touched = names.mentioned(statement)
        queue = [*touched]
        while queue:
            helper = self._shell.user_ns.get(queue.pop())
            fresh = set() if link_of(helper) is not None else bytecode.globals_of(helper) - touched
            touched |= fresh
            queue.extend(fresh)
        return touched

    def _is_needed(self, touched: set[str]) -> bool:
        return bool(touched & self._plan.needed) or bool(touched & _SETTERS)

    def _writes(self, statement: ast.stmt, touched: set[str]) -> bool:
        """Tell whether a statement may write a file that a test looks at, or is needed to."""
        return bool(touched & self._plan.makes) or writing.writes(statement, self._plan.paths)

    def _stands_alone(self, statement: ast.stmt, touched: set[str]) -> bool:
        """Tell whether a statement needs nothing of the student's."""
        theirs = self._side.student_names | self._made_of_answers
        return not touched & theirs and writing.stands_alone(statement, self._shell.user_ns)

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
        for module in (header["profile"] or {}).get("modules", ()):
            with contextlib.suppress(Exception):  # what it misses, it will say when it is used
                imported([module, None])
        libraries = self._libraries(header)
        report = self._both_ways(header, libraries)
        undisputed = self._undisputed(header, libraries)
        if undisputed == libraries or report["verdict"] not in EARNING:
            return report
        own = self._both_ways(header, undisputed)
        return min(report, own, key=worth)

    def _both_ways(self, header: dict[str, Any], libraries: dict[str, Any]) -> dict[str, Any]:
        """Run a test; if containers of its own have changed behind its back, run it without that.

        A test may find out by this that an answer keeps what it was given; it may also compare
        with what the answer has changed. So it must pass either way.
        """
        side = self._side
        side.disputed = side.firm = False
        report = self._run(header, libraries)
        if not side.disputed or report["verdict"] not in EARNING:
            return report
        side.firm = True
        without = self._run(header, libraries)
        side.firm = False
        return min(report, without, key=worth)

    def _libraries(self, header: dict[str, Any]) -> dict[str, Any]:
        """Return what the solution or, where there is none, the student imports from libraries."""
        if header["profile"] is None:
            places = sound(header["imports"])
        else:
            origin = header["profile"]["names"]
            places = {name: place for name, place in origin.items() if isinstance(place, list)}
        found = {name: imported(place) for name, place in places.items()}
        return {name: one for name, one in found.items() if one is not None}

    def _undisputed(self, header: dict[str, Any], libraries: dict[str, Any]) -> dict[str, Any]:
        """Leave out what the answer has from elsewhere."""
        if header["profile"] is None:
            return libraries
        due, imports = header["profile"]["names"], header["imports"]
        harmless = sound(imports)  # what may be imported here because nothing happens by it
        return {
            name: library
            for name, library in libraries.items()
            if name in self._owned
            or imports.get(name) == due[name]
            or (name in harmless and imported(harmless[name]) is library)
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
        side.heap.lent.clear()
        reading = self._plan.readings.get(header["source"]) or names.read(header["source"])
        origin = profile.get("names", {})
        wanted = self._wanted(reading, origin, known=header["profile"] is not None)
        watch = wanted if header["record"] else profile.get("watch", wanted)
        texts = [text for text in reading.texts if "\n" not in text]
        side.shared, side.watched = _shared(reading, header["profile"]), set(watch)
        side.notice = None
        side.texts.begin()
        try:
            refused = side.fetch(wanted, texts, watch)
        except (PeerGone, Refused, BadValue, WireError) as reason:
            return {"verdict": "refused", "message": str(reason), "outputs": []}
        kept = side.keep_own(origin, refused) if header["record"] else {}
        for name in libraries.keys() - self._owned:
            space[name] = libraries[name]
            side.student_names.add(name)
        before = dict(space)
        side.notice = Notice(header["source"], reading, space)
        side.own_text = self._shell.transform_cell(header["source"])  # type: ignore[no-untyped-call]
        side.sources = Sources(header["cells"])
        side.settings, side.moved = process_settings.spoken_of(header["source"]), set()
        found = process_settings.read(side.settings)
        ran = self._shell.run(header["source"])
        side.settings = []
        side.tell_changes()
        process_settings.restore({name: found[name] for name in side.moved})
        side.judge_files_named()
        changed = sorted(side.rebound)
        self._own(before)
        report = judged(ran, policy, refused, profile.get("ends", ""))
        if header["record"]:
            report["profile"] = {
                "kinds": policy.kinds,
                "operators": policy.operators,
                "kept": kept,
                "watch": changed,
                "lent": sorted(side.heap.lent),
                "loads": sorted(reading.loads | set(wanted)),
            }
        return report

    def _wanted(
        self, reading: names.CellNames, origin: dict[str, Any], *, known: bool
    ) -> list[str]:
        wanted = reading.loads | self._named(reading, origin, known=known)
        queue = list(wanted)
        seen = set(queue)
        while queue:
            helper = self._shell.user_ns.get(queue.pop())
            if link_of(helper) is None:
                fresh = bytecode.globals_of(helper) - seen
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
            if origin.get(name) in (STUDENT, STORED, CALLED)
            or (name not in theirs and not _reserved(name))
        )

    def _named(self, reading: names.CellNames, origin: dict[str, Any], *, known: bool) -> set[str]:
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


def _shared(reading: names.CellNames, profile: dict[str, Any] | None) -> set[str]:
    """Return the names whose new value the student's functions may see when a test binds them.

    Those that the reference's functions read; without a reference, only what the test takes from
    the student first: anything else might be what it compares with.
    """
    patched = {t.removeprefix("__main__.") for t in reading.texts if t.startswith("__main__.")}
    if profile is None:
        return patched | (reading.early & reading.loads & set(reading.binds))
    students = {name for name, origin in profile["names"].items() if origin == STUDENT}
    return set(profile.get("shares", ())) | (patched & students)


def _reserved(name: str) -> bool:
    return names.is_builtin(name) or (name.startswith("__") and name.endswith("__"))


def serve(connection: socket.socket, shell: Shell, limits: dict[str, Any]) -> None:
    """Run locked cells and tests until the relay hangs up."""
    shell.prepare(limits["output"])
    sys.path[:] = [*(entry for entry in sys.path if entry not in {"", "."}), SUPPORT]
    side = CheckerSide(Peer(connection, limits["frame"]), shell)
    checker = Checker(side, shell)
    watch(side)
    while True:
        try:
            frame = side.peer.receive()
        except EOFError:
            return
        header, blobs = unpack(frame.body)
        report: dict[str, Any] = {}
        if "files" in header:
            support = [[f"{SUPPORT}/{path}", *rest] for path, *rest in header["files"]]
            files.write([*header["files"], *support], blobs)
            side.protected |= {files.full(path) for path, *_ in header["files"]}
        elif "plan" in header:
            sandbox.give_seed(header["seed"])
            plan = Plan.from_dict(header["plan"])
            checker.prepare(plan, [*plan.readings, *header["locked"]])
        elif "lock" in header:
            checker.locked(header["lock"])
        else:
            report = checker.test(header)
        side.peer.done(frame.number, report)
