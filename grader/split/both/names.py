"""Which names a cell needs and binds, read from its syntax tree."""

from __future__ import annotations

import ast
import builtins
import importlib.util
import re
import symtable
import sys
import sysconfig
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from IPython.core.inputtransformer2 import TransformerManager

if TYPE_CHECKING:
    from collections.abc import Iterable

_TRANSFORMER: Any = TransformerManager()  # type: ignore[no-untyped-call]
MAX_TEXTS = 200
_LONGEST = 200_000
_MOST_READ = 500_000
_MAGIC = re.compile(r"^(?=[ \t]*[/,;]|.*[%!?]).*$", re.MULTILINE)
_CONTENT = re.compile(r"%%(write)?file[ \t]")
_RUN_AS_PYTHON = frozenset({"%%time", "%%timeit", "%%capture", "%%prun"})


@dataclass
class CellNames:
    """What a cell's syntax tree says; one is shared by all who read the same text.

    ``loads`` are names it reads that it does not itself import or define first; ``binds`` maps each
    top-level name it binds to how: *import*, *define* or *assign*; ``imports`` maps imported names
    to ``(module, attribute or None)``; ``texts`` are short string constants, which may be paths;
    ``early`` are names that a statement reads before any binds them; ``named`` are names that it
    looks up by their text (``"x" in globals()``), and ``looks_up`` tells whether it does so at all.
    """

    loads: set[str] = field(default_factory=set)
    binds: dict[str, str] = field(default_factory=dict)
    imports: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    early: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    looks_up: bool = False


def parse(source: str) -> ast.Module | None:
    """Parse a cell, magics and all; None if it is no Python, or longer than anybody writes it."""
    python = python_of(source)
    return None if python is None else python[1]


def python_of(source: str) -> tuple[str, ast.Module] | None:
    """Return a cell as the Python that it comes to, as text and parsed; None as above."""
    source = _body(source)
    if len(source) > _LONGEST:
        return None
    try:
        return source, ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    # IPython reads the whole text anew for each line that is not Python.
    is_content = bool(_CONTENT.match(source))  # which it does not look into
    if not is_content and len(source) * len(_MAGIC.findall(source)) > _MOST_READ:
        return None
    try:
        text: str = _TRANSFORMER.transform_cell(source)
        return text, ast.parse(text)
    except Exception:  # noqa: BLE001 - IPython gives up on some texts in ways of its own
        return None


def _body(source: str) -> str:
    """Return what a magic like ``%%time`` runs; other cells as they are."""
    text = source.lstrip()
    first, _, rest = text.partition("\n")
    return rest if text.startswith("%%") and first.split()[0] in _RUN_AS_PYTHON else source


@lru_cache(maxsize=512)
def read(source: str) -> CellNames:
    """Read a cell; a class hands in the same tests time and again."""
    reading = CellNames()
    tree = parse(source)
    if tree is None:
        return reading
    for statement in tree.body:
        _bind(statement, reading)
    first_load: dict[str, tuple[int, int]] = {}
    first_store: dict[str, tuple[int, int]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            place = (node.lineno, node.col_offset)
            seen = first_load if isinstance(node.ctx, ast.Load) else first_store
            seen[node.id] = min(place, seen.get(node.id, place))
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            place = (node.lineno, node.col_offset)
            first_load[node.target.id] = min(place, first_load.get(node.target.id, place))
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and 0 < len(node.value) <= 200
            and len(reading.texts) < MAX_TEXTS
        ):
            reading.texts.append(node.value)
    reading.looks_up = any(_is_lookup(node) for node in ast.walk(tree))
    reading.named = {text for node in ast.walk(tree) for text in _named_by(node)}
    early = reading.early = _read_before_bound(tree)
    for name, place in first_load.items():
        stored = first_store.get(name)
        if reading.binds.get(name) == "assign" and stored is not None and stored[0] < place[0]:
            continue
        if reading.binds.get(name) in {"import", "define"} and name not in early:
            continue
        reading.loads.add(name)
    return reading


_LOOKUPS = frozenset({"globals", "locals", "vars", "dir", "eval", "exec", "__main__", "user_ns"})


def _is_lookup(node: ast.AST) -> bool:
    """Tell whether a node is a place where names are looked up by their text."""
    if isinstance(node, ast.Attribute):
        return node.attr in _LOOKUPS
    if isinstance(node, ast.Constant):
        return node.value == "__main__"
    return isinstance(node, ast.Name) and node.id in _LOOKUPS


def _named_by(node: ast.AST) -> list[str]:
    """Return the texts that a node looks up as names."""
    where: list[ast.expr] = []
    texts: list[ast.expr] = []
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        where, texts = node.comparators[:1], [node.left]
    elif isinstance(node, ast.Subscript):
        where, texts = [node.value], [node.slice]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        where, texts = [node.func.value], node.args[:1]
    elif isinstance(node, ast.Call) and node.args[1:]:
        where, texts = node.args[:1], node.args[1:2]
    places = [w.func if isinstance(w, ast.Call) else w for w in where]
    if not any(_is_lookup(place) for place in places):
        return []
    values = [text.value for text in texts if isinstance(text, ast.Constant)]
    return [value for value in values if isinstance(value, str) and value.isidentifier()]


def _read_before_bound(tree: ast.Module) -> set[str]:
    """Return the names that a statement itself reads although only a later one binds them."""
    defined: set[str] = set()
    found: set[str] = set()
    for statement in tree.body:
        reading = CellNames()
        _bind(statement, reading)
        queue: list[ast.AST] = [statement]
        while queue:
            node = queue.pop()
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                queue.extend(node.decorator_list)
            elif not isinstance(node, ast.Lambda):
                queue.extend(ast.iter_child_nodes(node))
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found |= {node.id} - defined
        defined |= set(reading.binds)
    return found


def statements(source: str) -> list[ast.stmt]:
    """Return the statements of a cell; none if it is no Python."""
    tree = parse(source)
    return [] if tree is None else tree.body


def submodules(source: str) -> set[str]:
    """Return what a cell imports that is, or may be, a module in a package."""
    found: set[str] = set()
    tree = parse(source)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if "." in name}


def imports_of(source: str) -> str:
    """Return the statements of a cell that import from Python or installed packages, as text."""
    found = []
    for one in statements(source):
        if isinstance(one, ast.Import):
            roots = {alias.name.partition(".")[0] for alias in one.names}
        elif isinstance(one, ast.ImportFrom) and one.module and not one.level:
            roots = {one.module.partition(".")[0]}
        else:
            continue
        if all(map(is_installed, roots)):
            found.append(ast.unparse(one))
    return "\n".join(found)


def is_installed(module: str) -> bool:
    """Tell whether a module is one of Python's or of an installed package."""
    if module in sys.builtin_module_names:
        return True
    try:
        found = importlib.util.find_spec(module)
    except (ImportError, ValueError, AttributeError):
        return False
    places = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    origin = "" if found is None else found.origin or ""
    return origin == "frozen" or any(origin.startswith(f"{place}/") for place in places)


def mentioned(statement: ast.stmt) -> set[str]:
    """Return the names that a statement mentions, or binds without mentioning them."""
    found = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    return found | stored(statement)


DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def bound(statement: ast.stmt) -> set[str]:
    """Return the names that a statement may bind."""
    if isinstance(statement, DEFINITIONS):
        return {statement.name}
    return mentioned(statement)


def stored(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds, or that a function in it sets."""
    reading = CellNames()
    _bind(statement, reading)
    found = set(reading.binds)
    for node in ast.walk(statement):
        if isinstance(node, ast.Global):
            found.update(node.names)
        elif isinstance(node, (ast.MatchAs, ast.MatchStar, ast.ExceptHandler)) and node.name:
            found.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            found.add(node.rest)
    return found


def imported_by(statement: ast.stmt) -> set[str]:
    """Return the names that a statement imports."""
    reading = CellNames()
    _bind(statement, reading)
    return {name for name, how in reading.binds.items() if how == "import"}


def read_by_functions(source: str) -> set[str]:
    """Return the global names that the functions of a cell read when they are called."""
    try:
        tables = symtable.symtable(_body(source), "<cell>", "exec").get_children()
    except (SyntaxError, ValueError, RecursionError):
        return set()
    found: set[str] = set()
    while tables:
        table = tables.pop()
        tables.extend(table.get_children())
        found |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    return found


def _bind(statement: ast.stmt, reading: CellNames) -> None:  # noqa: C901 - one case a kind
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            name = alias.asname or alias.name.split(".")[0]
            reading.binds[name] = "import"
            reading.imports[name] = (alias.name if alias.asname else name, None)
    elif isinstance(statement, ast.ImportFrom):
        for alias in statement.names:
            if alias.name == "*":
                _bind_all_of(statement.module or "", reading)
            name = alias.asname or alias.name
            reading.binds[name] = "import"
            if statement.module and not statement.level:
                reading.imports[name] = (statement.module, alias.name)
    elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        reading.binds[statement.name] = "define"
    else:
        for node in ast.walk(statement):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                reading.binds.setdefault(node.name, "define")
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                _bind(node, reading)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                is_import = reading.binds.get(node.id) == "import"
                reading.binds[node.id] = (
                    "assign" if is_import else reading.binds.get(node.id, "assign")
                )


def _bind_all_of(module: str, reading: CellNames) -> None:
    """Bind what ``from module import *`` binds; no module is loaded for it."""
    found = sys.modules.get(module)
    if found is None or module.partition(".")[0] not in sys.stdlib_module_names:
        return
    public = [name for name in vars(found) if not name.startswith("_")]
    for name in getattr(found, "__all__", public):
        reading.binds[name] = "import"
        reading.imports[name] = (module, name)


_TEXT_AS_CODE = frozenset({"eval", "exec", "compile", "doctest"})


def run_as_code(source: str) -> list[str]:
    """Return what a cell uses that runs text as code, which may be the student's text."""
    return sorted(read(source).loads & _TEXT_AS_CODE | set(_modules(source)) & _TEXT_AS_CODE)


def _modules(source: str) -> list[str]:
    return [module for module, _ in read(source).imports.values()]


def is_builtin(name: str) -> bool:
    """Tell whether `name` is one of Python's own."""
    return hasattr(builtins, name)


def imported(sources: Iterable[str]) -> set[str]:
    """Return the names that cells import: ``np.mean(x)`` looks like a change of `np`."""
    return {name for source in sources for name in read(source).imports}
