"""Which names a cell needs and binds, read from its syntax tree."""

from __future__ import annotations

import ast
import builtins
import contextlib
import dis
import importlib
import re
import symtable
import sys
import types
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
    """The names in a cell's text; cells with the same text share one.

    ``loads`` are names it reads before it binds them, in the order in which it runs; ``binds`` maps
    each top-level name it binds to how: *import*, *define* or *assign*; ``imports`` maps imported
    names to ``[module, attribute or None]``; ``texts`` are short string constants, which may be
    paths.
    """

    loads: set[str] = field(default_factory=set)
    binds: dict[str, str] = field(default_factory=dict)
    imports: dict[str, list[Any]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)


def parse(source: str) -> ast.Module | None:
    """Parse a cell with its magics; None if it isn't Python, or is unreasonably long."""
    source = _body(source)
    if len(source) > _LONGEST:
        return None
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    # IPython reads the whole text again for each line that is not Python.
    is_content = bool(_CONTENT.match(source))  # IPython doesn't look into it
    if not is_content and len(source) * len(_MAGIC.findall(source)) > _MOST_READ:
        return None
    try:
        return ast.parse(str(_TRANSFORMER.transform_cell(source)))
    except Exception:  # noqa: BLE001 - IPython fails on some texts with errors of any kind
        return None


def as_python(source: str) -> str:
    """Return what IPython makes of a cell; nothing where it fails."""
    with contextlib.suppress(Exception):  # it fails on some texts with errors of any kind
        return str(_TRANSFORMER.transform_cell(source))
    return ""


def _body(source: str) -> str:
    """Return the code that a magic like ``%%time`` runs; other cells unchanged."""
    text = source.lstrip()
    first, _, rest = text.partition("\n")
    return rest if text.startswith("%%") and first.split()[0] in _RUN_AS_PYTHON else source


@lru_cache(maxsize=512)
def read(source: str) -> CellNames:
    """Read a cell, once for all submissions with the same text."""
    reading = CellNames()
    tree = parse(source)
    if tree is None:
        return reading
    for statement in tree.body:
        _bind(statement, reading)
    reading.texts = texts_of(tree)[:MAX_TEXTS]
    reading.loads = _loads(tree)
    return reading


def texts_of(tree: ast.AST) -> list[str]:
    """Return the short texts in a tree."""
    values = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return [value for value in values if isinstance(value, str) and 0 < len(value) <= 200]


def _loads(tree: ast.Module) -> set[str]:
    """Return the names that a cell reads before it binds them.

    Variables of its own loops and comprehensions don't count, whatever other cells call theirs.
    """
    try:
        code = compile(tree, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
        return {node.id for node in nodes if isinstance(node.ctx, ast.Load)}
    loads: set[str] = set()
    bound: set[str] = set()
    for one in dis.get_instructions(code):
        if one.opname in _BINDS:
            bound.add(str(one.argval))
        elif one.opname in {"LOAD_NAME", "DELETE_NAME"} and one.argval not in bound:
            loads.add(str(one.argval))
    parts = [part for part in code.co_consts if isinstance(part, types.CodeType)]
    while parts:  # by the text, functions run after most of the cell
        part = parts.pop()
        parts.extend(inner for inner in part.co_consts if isinstance(inner, types.CodeType))
        steps = [*dis.get_instructions(part)]
        own = {str(one.argval) for one in steps if one.opname in _BINDS}  # a class's
        loads |= {str(one.argval) for one in steps if one.opname in _READS} - bound - own
    return loads


_READS = frozenset({"LOAD_NAME", "LOAD_GLOBAL"})
_BINDS = frozenset({"STORE_NAME", "STORE_GLOBAL"})


def globals_of(function: Any, limit: int = 200) -> set[str]:
    """Return the global names that a Python function reads, nested functions included."""
    reads: set[str] = set()
    codes = [function.__code__] if isinstance(function, types.FunctionType) else []
    while codes and limit:
        limit -= 1
        code = codes.pop()
        reads.update(code.co_names)
        codes.extend(c for c in code.co_consts if isinstance(c, types.CodeType))
    return reads


def statements(source: str) -> list[ast.stmt]:
    """Return the statements of a cell, without any if it isn't Python."""
    tree = parse(source)
    return [] if tree is None else tree.body


def tools_of(source: str) -> tuple[str, set[str]]:
    """Return the statements of a cell that import or define functions, as text, and what they bind.

    Later tests may go on with these wherever the cell has run.
    """
    kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef)
    tools = [one for one in statements(source) if isinstance(one, kinds)]
    others = (one for one in statements(source) if not isinstance(one, kinds))
    bound = {name for one in tools for name in stored(one)}
    bound -= {name for one in others for name in stored(one)}
    return "\n".join(map(ast.unparse, tools)), bound


def mentioned(statement: ast.stmt) -> set[str]:
    """Return the names that a statement mentions, or binds without mentioning them."""
    words = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
    return words | stored(statement)


DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def stored(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds, or that a function in it sets."""
    reading = CellNames()
    _bind(statement, reading)
    stores = set(reading.binds)
    for node in ast.walk(statement):
        if isinstance(node, ast.Global):
            stores.update(node.names)
        elif isinstance(node, (ast.MatchAs, ast.MatchStar, ast.ExceptHandler)) and node.name:
            stores.add(node.name)
        elif isinstance(node, ast.MatchMapping) and node.rest:
            stores.add(node.rest)
    return stores


@lru_cache(maxsize=512)
def deleted(source: str) -> set[str]:
    """Return the names that a cell deletes."""
    nodes = (node for statement in statements(source) for node in ast.walk(statement))
    return {one.id for one in nodes if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Del)}


def used(source: str) -> set[str]:
    """Return all names that a cell mentions."""
    return {name for statement in statements(source) for name in mentioned(statement)}


def read_by_functions(source: str) -> set[str]:
    """Return the global names that the functions of a cell read when they are called."""
    try:
        tables = symtable.symtable(_body(source), "<cell>", "exec").get_children()
    except (SyntaxError, ValueError, RecursionError):
        return set()
    reads: set[str] = set()
    while tables:
        table = tables.pop()
        tables.extend(table.get_children())
        reads |= {symbol.get_name() for symbol in table.get_symbols() if symbol.is_global()}
    return reads


def _bind(statement: ast.stmt, reading: CellNames) -> None:  # noqa: C901 - one case a kind
    if isinstance(statement, ast.Import):
        for alias in statement.names:
            name = alias.asname or alias.name.split(".")[0]
            reading.binds[name] = "import"
            reading.imports[name] = [alias.name if alias.asname else name, None]
    elif isinstance(statement, ast.ImportFrom):
        for alias in statement.names:
            if alias.name == "*":
                _bind_all_of(statement.module or "", reading)
            name = alias.asname or alias.name
            reading.binds[name] = "import"
            if statement.module and not statement.level:
                reading.imports[name] = [statement.module, alias.name]
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
    namespace = sys.modules.get(module)
    if namespace is None or module.partition(".")[0] not in sys.stdlib_module_names:
        return
    public = [name for name in vars(namespace) if not name.startswith("_")]
    for name in getattr(namespace, "__all__", public):
        reading.binds[name] = "import"
        reading.imports[name] = [module, name]


def thing_at(module: str, attribute: str | None) -> Any:
    """Return a module of this process, or its attribute; None if it doesn't exist."""
    try:
        namespace = importlib.import_module(module)
        return namespace if attribute is None else getattr(namespace, attribute)
    except (ImportError, AttributeError, ValueError):
        return None


def is_builtin(name: str) -> bool:
    """Tell whether `name` is one of Python's own."""
    return hasattr(builtins, name)


def imported(sources: Iterable[str]) -> set[str]:
    """Return the names that cells import: ``np.mean(x)`` looks like a change of `np`."""
    return {name for source in sources for name in read(source).imports}
