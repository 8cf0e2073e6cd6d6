"""The checker process: runs the instructor's unmodified test cells.

What the instructor binds is never overridden, unless the solution's run shows that the student is
meant to.
"""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING, Any

from split_grader.split.both import files, names
from split_grader.split.both.handles import Undue, link_of
from split_grader.split.both.kinds import CLASS, FUNCTION, Policy
from split_grader.split.both.last_line import EARNING, worth
from split_grader.split.both.peer import Peer, PeerGone
from split_grader.split.both.plan import Plan, paths_of, without_space
from split_grader.split.both.profile import MAYBE, STUDENT
from split_grader.split.both.protocol import unpack
from split_grader.split.both.questions import kind_of
from split_grader.split.both.values import NotAValue
from split_grader.split.checker.files import SUPPORT
from split_grader.split.checker.parted import content
from split_grader.split.checker.side import CheckerEnd
from split_grader.split.checker.texts import Texts
from split_grader.split.checker.verdict import judged
from split_grader.split.process import seeds

if TYPE_CHECKING:
    import socket

    from split_grader.split.process.shell import Shell

_SETTERS = frozenset({"exec", "globals", "vars", "setattr"})
"""What may bind any name."""
_BY_TEXT = frozenset(
    {"globals", "locals", "vars", "dir", "get_ipython", "__main__", "eval", "exec"}
)
"""What asks for names by their text: such a test gets all that the answers have bound."""
_FOREIGN = "the test passes only with a library's own object where the answer has another, or none"
_DISPUTED = "the test passes only with a change that the answer makes and your solution does not"


class Checker:
    """Runs locked cells and test cells in one namespace."""

    def __init__(self, end: CheckerEnd, shell: Shell, texts: Texts) -> None:
        self._end, self._shell, self._texts = end, shell, texts
        self._owned: set[str] = set()
        self._plan = Plan({})
        self._start = set(shell.user_ns)
        self._libraries: dict[str, list[Any]] = {}
        self._came: dict[str, Any] = {}
        self._missed: set[str] = set()
        hook: Any = shell.displayhook
        hook.hidden = Undue  # showing an object is not using it

    def prepare(self, plan: Plan, libraries: dict[str, list[Any]]) -> None:
        """Store the relay's plan of the tests, and where the solution imports names from.

        A locked cell may go on with these.
        """
        self._plan = plan
        self._libraries = libraries
        # IPython takes only a single line for a command without a sign, such as `ls`.
        lines = (cell for cell in plan.readings if "\n" not in cell.strip())
        commands = map(without_space, map(self._shell.transform_cell, lines))
        self._texts.known = "\n".join([plan.known, *commands])

    # -- locked cells --------------------------------------------------------------------------
    def locked(self, source: str) -> None:
        """Run the parts of a locked cell that the tests need or that don't need the student.

        And what writes a file that a test looks at: that file is the instructor's.
        """
        before = files.marks()
        bound = self._owned | self._start | self._reading(source).binds.keys()
        loans = self._libraries.keys() - bound
        self._shell.user_ns.update(_present({name: self._libraries[name] for name in loans}))
        for statement in names.statements(source):
            if self._is_needed(statement):
                self._execute(statement)
        for name in loans - self._owned:
            self._shell.user_ns.pop(name, None)
        self._end.files.note_locked(before)

    def _reading(self, source: str) -> names.CellNames:
        return self._plan.readings.get(source) or names.read(source)

    def _is_needed(self, statement: ast.stmt) -> bool:
        mentions = self._touched(statement)
        return (
            isinstance(statement, (ast.Import, ast.ImportFrom, *names.DEFINITIONS))
            or "seed" in ast.dump(statement)
            or bool(mentions & (self._plan.needed | _SETTERS))
            or bool(paths_of(names.texts_of(statement)) & self._plan.paths)
        )

    def _execute(self, statement: ast.stmt) -> None:
        space = self._shell.user_ns
        code = compile(ast.Module([statement], []), "<locked cell>", "exec")
        before = dict(space)
        try:
            exec(code, space)  # noqa: S102 - the instructor's own text
        except (Exception, SystemExit):  # noqa: BLE001 - it needs the student
            return
        self._own(before)
        for name, value in space.items():
            is_class = link_of(value) is None and isinstance(value, type)
            if is_class and before.get(name) is not value and value.__module__ == "__main__":
                self._end.classes[value.__name__] = value

    def _touched(self, statement: ast.stmt) -> set[str]:
        """Return the names that a statement, or a function that it calls, mentions."""
        mentions = names.mentioned(statement)
        queue = [*mentions]
        while queue:
            helper = self._shell.user_ns.get(queue.pop())
            fresh = set() if link_of(helper) is not None else names.globals_of(helper) - mentions
            mentions |= fresh
            queue.extend(fresh)
        return mentions

    def _own(self, before: dict[str, Any]) -> None:
        space = self._shell.user_ns
        now = {k for k, v in space.items() if k not in before or before[k] is not v}
        now -= self._start | self._end.rebound
        self._owned |= {name for name in now if not name.startswith("_i")}
        self._end.student_names -= now

    # -- tests ---------------------------------------------------------------------------------
    def test(self, header: dict[str, Any]) -> dict[str, Any]:
        """Run a test cell and say how it ended.

        What the solution imports may be what judges (``accuracy_score``) or what is asked for
        (``median``). An answer that has something else there must pass with the library's and with
        its own.
        """
        places = header["profile"]["names"]
        libraries = _present({n: place for n, place in places.items() if isinstance(place, list)})
        report = self._both_ways(header, libraries)
        undisputed = self._undisputed(header, libraries)
        if undisputed == libraries or report["verdict"] not in EARNING:
            return report
        return _lower(report, self._both_ways(header, undisputed), _FOREIGN)

    def _both_ways(self, header: dict[str, Any], libraries: dict[str, Any]) -> dict[str, Any]:
        """Run a test; again without changes of its containers that the solution doesn't make."""
        end = self._end
        end.disputed = end.firm = False
        report = self._run(header, libraries)
        if not end.disputed or report["verdict"] not in EARNING:
            return report
        end.firm = True
        without = self._run(header, libraries)
        end.firm = False
        return _lower(report, without, _DISPUTED)

    def _undisputed(self, header: dict[str, Any], libraries: dict[str, Any]) -> dict[str, Any]:
        """Leave out imports that the answer has from elsewhere, or doesn't have.

        A module comes as itself, however it was imported; of a function its text has to tell.
        """
        due, imports = header["profile"]["names"], header["imports"]
        return {
            name: library
            for name, library in libraries.items()
            if name in self._owned
            or self._came.get(name) is library
            or (imports.get(name) == due[name] and name not in self._missed)
        }

    def _run(self, header: dict[str, Any], libraries: dict[str, Any]) -> dict[str, Any]:
        """Run a test cell, with some names bound to this side's imports, not to the student's."""
        end, space, profile = self._end, self._shell.user_ns, header["profile"]
        recording, source = header["record"], header["source"]
        policy = Policy({} if recording else profile["kinds"], recording=recording)
        reading = self._reading(source)
        origin = profile["names"]
        end.looks, end.spoils = profile["looks"], header["spoil"]
        end.begin(policy, set(profile["shares"]), reading.texts, source)
        try:
            requests, asks_all = self._wanted(reading, origin)
            reasons = end.fetch(requests, self._may_be_theirs if asks_all else None)
        except (PeerGone, Exception) as reason:  # noqa: BLE001 - the answer's side may send anything
            return {"verdict": "refused", "message": str(reason), "outputs": []}
        self._came = {name: space[name] for name in end.student_names}
        self._missed = set(requests) - self._came.keys() - reasons.keys()
        own_names = self._keep_own(origin, reasons) if recording else {}
        for name in libraries.keys() - self._owned:
            space[name] = libraries[name]
            end.student_names.add(name)
        before = dict(space)
        ran = self._ran(source)
        end.tell_changes()
        changes = sorted(end.rebound)
        if asks_all and (binding := self._bound_by_text(before, reading)):
            policy.together = f"it binds `{binding}` by its text"
        self._own(before)
        refusals = [*policy.refusals, *self._texts.refused]
        report: dict[str, Any] = judged(
            *(ran, refusals, end.failed, end.doubt, reasons, profile["ends"])
        )
        if recording:
            loads = sorted(reading.loads | set(requests))
            report["profile"] = {
                "kinds": policy.kinds,
                "together": policy.together,
                "kept": own_names,
                "watch": changes,
                "loads": loads,
            }
        return report

    def _ran(self, source: str) -> Any:
        texts = self._texts
        texts.refused.clear()
        texts.is_on = True
        try:
            ran = self._shell.run(source)
        finally:
            texts.is_on = False
        if type(ran.value) is Undue:
            ran.value = None
        return ran

    def _keep_own(self, origin: dict[str, Any], reasons: dict[str, str]) -> dict[str, bool]:
        """Bind the instructor's value again to names whose object the solution has not changed.

        Returns
        -------
        dict of str to bool
            The names; whether that is sure, because both values could be compared.
        """
        end, space = self._end, self._shell.user_ns
        own_names: dict[str, bool] = {}
        for name, place in origin.items():
            is_there = name in end.covered or (name in reasons and name in space)
            if place != MAYBE or not is_there:
                continue
            own = end.covered.get(name, space.get(name))
            same = None if name in reasons else _is_unchanged(own, space[name])
            if same is False:
                continue
            own_names[name] = same is not None
            reasons.pop(name, None)
            end.own_again(name)
        return own_names

    def _bound_by_text(self, before: dict[str, Any], reading: names.CellNames) -> str:
        """Return a name that a test has bound or removed, though its text does not say so."""
        space = self._shell.user_ns
        changes = {n for n in space | before if space.get(n, self) is not before.get(n, self)}
        changes -= reading.binds.keys() | self._end.rebound
        return min((name for name in changes if not name.startswith("_")), default="")

    def _wanted(self, reading: names.CellNames, origin: dict[str, Any]) -> tuple[list[str], bool]:
        """Return the names to ask for: what a test and its helpers read, and nobody has bound.

        And whether they ask for others by their text.
        """
        loads = set(reading.loads)
        queue = list(loads)
        while queue:
            helper = self._shell.user_ns.get(queue.pop())
            if link_of(helper) is None:
                fresh = names.globals_of(helper) - loads
                loads |= fresh
                queue.extend(fresh)
        choice = (n for n in loads if origin.get(n) in (STUDENT, MAYBE) or self._may_be_theirs(n))
        asks_all = not _BY_TEXT.isdisjoint({*loads, *reading.binds})
        return sorted(choice), asks_all or "__main__" in reading.texts

    def _may_be_theirs(self, name: str) -> bool:
        """Tell whether a name may be the student's: nobody else has bound it.

        What an instructor's cell binds is never the student's, even if the cell has not run to its
        end.
        """
        theirs = self._owned | self._start | self._plan.binds
        return not (name in theirs or names.is_builtin(name) or name[:2] == "__" == name[-2:])


def _lower(first: dict[str, Any], second: dict[str, Any], reason: str) -> dict[str, Any]:
    """Return the lower of two reports of a test, of which the first earns something.

    The second may fail only because the test ran before, with objects that go on from there. So it
    is a refusal, of which a person hears.
    """
    lower = min(first, second, key=worth)
    if lower["verdict"] != "failed":
        return lower
    return {
        **lower,
        "verdict": "refused",
        "message": f"{reason}; without that it fails: {lower['message']}",
    }


def _is_unchanged(own: Any, theirs: Any) -> bool | None:
    """Tell whether a student's value equals the instructor's; None if it can't be compared."""
    if kind_of(own) in {FUNCTION, CLASS}:
        return True
    try:
        return content(own) == content(theirs)
    except (NotAValue, ValueError, RecursionError):
        return None


def _present(places: dict[str, list[Any]]) -> dict[str, Any]:
    """Return the imported objects by name, without those that don't exist."""
    objects = {name: names.thing_at(*place) for name, place in places.items()}
    return {name: one for name, one in objects.items() if one is not None}


def serve(connection: socket.socket, shell: Shell, limits: dict[str, Any]) -> None:
    """Run locked cells and tests until the relay hangs up."""
    shell.prepare(limits["output_bytes"])
    sys.path[:] = [*(entry for entry in sys.path if entry not in {"", "."}), SUPPORT]
    end = CheckerEnd(Peer(connection, limits["traffic"]), shell)
    checker = Checker(end, shell, Texts(end.files.protected))
    while True:
        try:
            frame = end.peer.receive()
        except EOFError:
            return
        header, blobs = unpack(frame.body)
        report: dict[str, Any] = {}
        if "files" in header:
            support = [[f"{SUPPORT}/{path}", *rest] for path, *rest in header["files"]]
            entries = [*header["files"], *support]
            files.write(entries, blobs)
            end.files.protected |= {files.full(path) for path, *_ in entries}
        elif "plan" in header:
            seeds.give_seed(header["seed"])
            checker.prepare(Plan.of(header["plan"]), header["libraries"])
        elif "lock" in header:
            checker.locked(header["lock"])
        else:
            report = checker.test(header)
        end.peer.done(frame.number, report)
