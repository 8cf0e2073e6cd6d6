"""What the checker's own libraries may not do for a test: run what a student wrote."""

from __future__ import annotations

import ast
import importlib.abc
import importlib.machinery
import inspect
import os
import sys
from typing import TYPE_CHECKING, Any

from grader.split import programs, statements
from grader.split.both import files, names
from grader.split.both.texts import RUNS
from grader.split.proxy import link_of

if TYPE_CHECKING:
    from grader.split.checker_side import CheckerSide


def watch(side: CheckerSide) -> None:
    """Have Python, pandas and databases ask before they run anything, in this process for good."""
    _source_of_proxies(side)
    _audit(side)
    _conditions(side)
    _statements(side)
    sys.meta_path.insert(0, _Gate(side))


def _audit(side: CheckerSide) -> None:
    """Refuse to run what the student wrote: unpickled objects, files as code, programs."""
    process = os.getpid()

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event in programs.EVENTS and not programs.may_run(
            event, args, has_files=bool(side.student_files), texts=side.instructors_cells
        ):
            if os.getpid() != process:
                os._exit(126)  # a fork must not go on as if it were the checker
            side.policy.refuse("the test runs a program that may be, or may run, the student's")
        if event == "open" and type(args[2]) is int and args[2] & (os.O_WRONLY | os.O_RDWR):
            side.note_written(args[0])
        if event == "pickle.find_class":
            side.policy.refuse("the test unpickles an object, which the checker does not do")
        elif event == "compile" and isinstance(args[0], (str, bytes)):
            _compiled(side, args[0], str(args[1]))

    sys.addaudithook(hook)


def _compiled(side: CheckerSide, given: str | bytes, file: str) -> None:
    """Refuse to compile what the student wrote; to parse it, or a file of a library, is no harm."""
    if sys._getframe(3).f_code is names.python_of.__code__:  # noqa: SLF001
        return  # the answer's cells, to be looked at
    source = given.encode("utf-8", "replace") if isinstance(given, str) else given
    if side.student_texts and files.digest(source) in side.student_texts:
        side.policy.refuse("the test runs the student's file as code")
    if file.startswith("/") or sys._getframe(2).f_code is ast.parse.__code__:  # noqa: SLF001
        return
    code = source.decode("utf-8", "replace").strip()
    own = (side.own_text, *side.instructors_cells)
    if not any(code in cell for cell in own) and side.texts.are_in(code):
        side.policy.refuse(RUNS)


def _conditions(side: CheckerSide) -> None:
    """Have pandas refuse a condition that calls or looks up, unless it is the instructor's text."""
    found: Any = sys.modules.get("pandas.core.computation.eval")
    if found is None:
        return
    original = found.eval

    def evaluate(expr: Any, *args: Any, **options: Any) -> Any:
        if isinstance(expr, str) and (not _only_compares(expr) or not options.get("resolvers")):
            own = (side.own_text, *side.instructors_cells)
            if not any(expr.strip() in cell for cell in own):
                side.policy.refuse(RUNS)
        level = options.pop("level", 0) + 1  # names are looked up where pandas was called
        return original(expr, *args, level=level, **options)

    found.eval = sys.modules["pandas"].eval = evaluate  # type: ignore[attr-defined]


_COMPARING = (
    *(ast.Expression, ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Name, ast.Constant),
    *(ast.List, ast.Tuple, ast.boolop, ast.operator, ast.unaryop, ast.cmpop, ast.expr_context),
)


def _only_compares(text: str) -> bool:
    """Tell whether a condition compares columns and values, and runs nothing else."""
    if not {"(", "@"} & {*text}:
        return True
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return all(isinstance(node, _COMPARING) for node in ast.walk(tree))


def _statements(side: CheckerSide) -> None:
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
        if spec is not None and files.full(spec.origin or "") in self._side.student_files:
            self._side.policy.refuse("the test runs the student's file as code")


def _source_of_proxies(side: CheckerSide) -> None:
    """Let ``inspect.getsource`` work on the student's functions."""
    original = inspect.getsource

    def getsource(obj: Any) -> str:
        link = link_of(obj)
        if link is None:
            return original(obj)
        said = str(side.request({"do": "source", "h": link.number}, f"{link.path}.__source__"))
        if not side.sources.holds(link.path, said):
            side.policy.refuse(f"the source of `{link.path}` is not what stands in the cells")
        return said

    inspect.getsource = getsource  # type: ignore[assignment]
