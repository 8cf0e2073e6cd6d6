"""Which texts may be the source of a function: those that stand in the answer's cells.

``inspect.getsource`` runs in the student's process, where it may have been replaced, or sent to
another function by ``__wrapped__`` or a code object's file and line. The cells are known.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.split.both import names
from grader.split.imported import MODULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DOTTED = re.compile(r"[^\W\d]\w*(\(\))?(\.[^\W\d]\w*)*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_MOST_STEPS = 200


class _Binding(NamedTuple):
    """A statement that gives a name its object, and whether it is sure to have done so."""

    node: ast.stmt
    place: tuple[int, int]
    sure: bool


class Sources:
    """The texts of an answer's cells.

    Parameters
    ----------
    cells : sequence of (str, bool)
        Those that have run so far, and whether each ran to its end.
    """

    def __init__(self, cells: Sequence[Sequence[Any]] = ()) -> None:
        self._cells = cells
        self._steps = 0

    @cached_property
    def _texts(self) -> list[tuple[list[str], ast.Module, bool]]:
        found = []
        for source, ok in self._cells:
            python = names.python_of(source)
            if python is not None:
                found.append((_lines(python[0]), python[1], bool(ok)))
        return found

    def holds(self, path: str, said: str) -> bool:
        """Tell whether a text may be the source of what came by a path."""
        self._steps = 0
        lines = _lines(said)
        if not _DOTTED.fullmatch(path):
            return self._is_anywhere(lines)
        name, *rest = path.replace("()", "").split(".")
        bindings = self._bindings(name)
        if not bindings:
            return self._is_from_elsewhere(name, lines) or self._is_anywhere(lines)
        if len(rest) == 1:
            return self._holds_method(name, rest[0], lines)
        if rest or path.endswith("()"):
            return self._is_import(bindings) or self._is_anywhere(lines)
        return self._is_of(name, lines)

    # -- where a name is bound -----------------------------------------------------------------
    def _bindings(self, name: str, before: tuple[int, int] | None = None) -> list[_Binding]:
        """Return what may have bound a name, from the last to the last that is sure to have."""
        found = []
        for number, (_, tree, ok) in reversed([*enumerate(self._texts)]):
            for position, statement in reversed([*enumerate(tree.body)]):
                place = number, position
                if (before is None or place < before) and _binds(statement, name):
                    sure = ok and _is_sure(statement, name)
                    found.append(_Binding(statement, place, sure))
                    if sure:
                        return found
        return found

    def _is_of(self, name: str, lines: list[str], before: tuple[int, int] | None = None) -> bool:
        """Tell whether lines define what stands under a name."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            return False
        return any(self._is_bound(name, one, lines) for one in self._bindings(name, before))

    def _is_bound(self, name: str, binding: _Binding, lines: list[str]) -> bool:
        text, node = self._texts[binding.place[0]][0], binding.node
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            return _is_imported(node, name, lines)
        if isinstance(node, names.DEFINITIONS) and node.name == name:
            made = self._is_made_by_any(node.decorator_list, lines)
            return made or _is_segment(text, node, lines)
        if isinstance(node, _ASSIGNMENTS) and node.value is not None:
            return (
                _is_lambda_of(text, node, lines)
                or any(
                    self._is_of(word, lines, binding.place if word == name else None)
                    for word in _words(node.value)
                )
                or self._is_made_by_any([node.value], lines)
            )
        parts = [
            binding._replace(node=part)
            for part in ast.walk(node)
            if part is not node and isinstance(part, _PLAIN) and _binds(part, name)
        ]
        if not parts:
            return self._is_anywhere(lines)
        return any(self._is_bound(name, part, lines) for part in parts)

    def _is_made_by_any(self, expressions: list[ast.expr], lines: list[str]) -> bool:
        """Tell whether lines define what one of several functions defines in its turn."""
        words = {word for expression in expressions for word in _words(expression)}
        return any(self._is_made_by(word, lines) for word in words)

    def _is_made_by(self, name: str, lines: list[str]) -> bool:
        for binding in self._bindings(name):
            text = self._texts[binding.place[0]][0]
            if isinstance(binding.node, names.DEFINITIONS) and any(
                _is_segment(text, part, lines) or _is_lambda_of(text, part, lines)
                for part in ast.walk(binding.node)
                if part is not binding.node and isinstance(part, ast.stmt)
            ):
                return True
        return False

    def _holds_method(self, name: str, method: str, lines: list[str]) -> bool:
        """Tell whether lines define a method of a class, or of one that it comes of."""
        queue, seen = [name], set()
        while queue:
            bindings = self._bindings(queue[0])
            seen.add(queue.pop(0))
            if self._is_import(bindings):
                return True
            for binding in bindings:
                if not isinstance(binding.node, ast.ClassDef):
                    return self._is_anywhere(lines)
                own = _last_of(binding.node.body, method)
                if own:
                    return self._is_method(binding, method, own, lines)
                words = [word for base in binding.node.bases for word in _words(base)]
                queue += [word for word in words if word not in seen]
        return self._is_anywhere(lines)

    def _is_method(
        self, binding: _Binding, method: str, own: list[ast.stmt], lines: list[str]
    ) -> bool:
        text = self._texts[binding.place[0]][0]
        for node in own:
            if not isinstance(node, names.DEFINITIONS):
                return self._is_anywhere(lines)
            if _is_segment(text, node, lines):
                return True
            if self._is_made_by_any(node.decorator_list, lines):
                return True
        # It may have been given to the class later on.
        given = re.compile(rf"\.\s*{method}\b\s*=|setattr")
        later = any(given.search("\n".join(text)) for text, *_ in self._texts)
        return later and self._is_anywhere(lines)

    # -- what is not bound by name ----------------------------------------------------------------
    def _is_anywhere(self, lines: list[str]) -> bool:
        """Tell whether lines define anything in any of the cells."""
        return any(
            _is_segment(text, node, lines) or _is_lambda_of(text, node, lines)
            for text, tree, _ in self._texts
            for node in ast.walk(tree)
            if isinstance(node, ast.stmt)
        )

    @staticmethod
    def _is_import(bindings: list[_Binding]) -> bool:
        return any(isinstance(one.node, (ast.Import, ast.ImportFrom)) for one in bindings)

    def _is_from_elsewhere(self, name: str, lines: list[str]) -> bool:
        """Tell whether a cell takes names over from a module or a file, without saying which."""
        for _, tree, _ in self._texts:
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                    if _is_imported(node, name, lines):
                        return True
                elif isinstance(node, ast.Call) and _runs_a_file(node):
                    return True
        return False


_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
_PLAIN = (*names.DEFINITIONS, *_ASSIGNMENTS, ast.Import, ast.ImportFrom)


def _binds(statement: ast.stmt, name: str) -> bool:
    """Tell whether a statement of a cell may bind a name of the notebook."""
    if isinstance(statement, names.DEFINITIONS):
        return statement.name == name or _binds_globally(statement, name)
    if isinstance(statement, ast.AnnAssign) and statement.value is None:
        return False
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return any((a.asname or a.name.split(".")[0]) == name for a in statement.names)
    return any(
        (isinstance(part, ast.Name) and part.id == name and isinstance(part.ctx, ast.Store))
        or (isinstance(part, (*names.DEFINITIONS, ast.ExceptHandler)) and part.name == name)
        or (isinstance(part, ast.alias) and (part.asname or part.name.split(".")[0]) == name)
        for part in ast.walk(statement)
    )


def _binds_globally(definition: ast.AST, name: str) -> bool:
    return any(isinstance(part, ast.Global) and name in part.names for part in ast.walk(definition))


def _is_sure(statement: ast.stmt, name: str) -> bool:
    """Tell whether a statement that may bind a name has done so if it ran."""
    is_other = isinstance(statement, names.DEFINITIONS) and statement.name != name
    return isinstance(statement, _PLAIN) and not is_other


def _last_of(body: list[ast.stmt], name: str) -> list[ast.stmt]:
    """Return what may have bound a name in the body of a class, from the last on."""
    found = []
    for statement in reversed(body):
        if _binds(statement, name):
            found.append(statement)
            if _is_sure(statement, name):
                break
    return found


def _lines(text: str) -> list[str]:
    """Return the lines of a text, as Python counts them, without blanks at their ends."""
    return [line.rstrip() for line in _LINE_END.split(text.rstrip())]


def _runs_a_file(call: ast.Call) -> bool:
    """Tell whether a call is what ``%run`` comes to."""
    is_magic = isinstance(call.func, ast.Attribute) and call.func.attr == "run_line_magic"
    first = call.args[0] if is_magic and call.args else None
    return isinstance(first, ast.Constant) and first.value == "run"


def _words(expression: ast.expr) -> Iterator[str]:
    """Yield the names in an expression, but not those that a lambda of it reads."""
    queue: list[ast.AST] = [expression]
    while queue:
        node = queue.pop()
        if isinstance(node, ast.Name):
            yield node.id
        if not isinstance(node, ast.Lambda):
            queue += ast.iter_child_nodes(node)


def _is_segment(text: list[str], node: ast.stmt, lines: list[str]) -> bool:
    """Tell whether lines are those of a definition, and of no more than comments below it."""
    if not isinstance(node, names.DEFINITIONS):
        return False
    first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    own = text[first - 1 : node.end_lineno]
    rest = [line.strip() for line in lines[len(own) :]]
    return lines[: len(own)] == own and all(not line or line.startswith("#") for line in rest)


def _is_lambda_of(text: list[str], node: ast.AST, lines: list[str]) -> bool:
    """Tell whether lines are those of a statement, or the end of it, that holds a lambda."""
    if isinstance(node, names.DEFINITIONS) or not isinstance(node, ast.stmt) or not lines:
        return False
    own = text[node.lineno - 1 : node.end_lineno]
    starts = [part.lineno - node.lineno for part in ast.walk(node) if isinstance(part, ast.Lambda)]
    return any(own[start : start + len(lines)] == lines for start in starts)


def _is_imported(node: ast.Import | ast.ImportFrom, name: str, lines: list[str]) -> bool:
    """Tell whether lines are the source of what a library has; what is no library is believed."""
    if isinstance(node, ast.Import):
        return True
    module = str(node.module)
    root = module.split(".", maxsplit=1)[0]
    if root not in MODULES and root not in sys.stdlib_module_names:
        return root != "__main__"
    original = next((a.name for a in node.names if (a.asname or a.name) == name), name)
    loaded = importlib.import_module(module) if root in MODULES else sys.modules.get(module)
    try:
        return _lines(inspect.getsource(getattr(loaded, original))) == lines
    except (AttributeError, OSError, TypeError):
        return False
