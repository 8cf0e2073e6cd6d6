"""Tests that run together with the answers by what their text says.

They ask what happens around an answer: whether it calls what the test has put in the place of
something, what it sets in its process, how it is written. A right answer may pass them apart, and a
wrong one as well.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.split.both import names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_WORDS = {
    "it puts something in the place of what the answer uses": frozenset(
        {"patch", "monkeypatch", "setattr", "delattr", "builtins", "create_autospec"}
    ),
    "it asks how an exception came about": frozenset({"__context__", "__suppress_context__"}),
    "it reads how the answer is written": frozenset(
        {"getsource", "getsourcelines", "findsource", "__code__", "dis"}
    ),
    "it asks for a setting of the process": frozenset(
        {
            *("chdir", "getcwd", "argv", "seterr", "geterr", "errstate", "getcontext"),
            *("setcontext", "localcontext", "setrecursionlimit", "getrecursionlimit"),
            *("set_option", "get_option", "option_context", "set_printoptions", "setlocale"),
            *("logging", "assertLogs", "getstate", "get_state", "tracemalloc", "active_count"),
            *("getsignal", "cwd"),
        }
    ),
    "it asks how an array lies in memory": frozenset(
        {
            *("shares_memory", "may_share_memory", "setflags", "writeable", "owndata"),
            *("c_contiguous", "f_contiguous"),
        }
    ),
    "it looks names up by their text": frozenset({"globals", "locals", "__main__", "user_ns"}),
    "it runs what the answer wrote": frozenset(
        {"subprocess", "runpy", "importlib", "pickle", "system", "import_module"}
    ),
}
_REPLACED = "it puts something in the place of what the answer uses"
_ENVIRONMENT = frozenset({"environ", "getenv"})
_SEED = "GRADING_SEED"
_WITHOUT_ARGUMENT = {"dir": "globals", "vars": "globals", "listdir": "cwd", "scandir": "cwd"}
"""What these tell of then: of all names, of the working directory."""


def reason_of(source: str, libraries: Collection[str]) -> str:
    """Tell why a test runs together by its text; empty if it need not.

    Parameters
    ----------
    source : str
    libraries : collection of str
        The names that cells of the notebook import.
    """
    if risky := names.run_as_code(source):
        return f"it runs text as code ({', '.join(risky)})"
    tree = names.parse(source)
    if tree is None:
        return ""
    words = {word for node in ast.walk(tree) for word in _words_of(node)}
    for reason, signs in _WORDS.items():
        if not signs.isdisjoint(words):
            return f"{reason} ({min(signs & words)})"
    if words & _ENVIRONMENT and _SEED not in source:
        return f"it asks for a setting of the process ({min(words & _ENVIRONMENT)})"
    replaced = {name for node in ast.walk(tree) for name in _set_in(node)} & {*libraries, "sys"}
    return f"{_REPLACED} ({min(replaced)})" if replaced else ""


def _words_of(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node uses, imports or takes an attribute by."""
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.ImportFrom):
        yield from (node.module or "").split(".")
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.Call) and not node.args:
        called = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        yield _WITHOUT_ARGUMENT.get(called, "")
    elif isinstance(node, ast.Import):
        yield from (part for alias in node.names for part in alias.name.split("."))


def _set_in(node: ast.AST) -> Iterator[str]:
    """Yield the name of what an attribute is set in: ``np`` of ``np.linalg.norm = fake``."""
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, (ast.Store, ast.Del)):
        root: ast.AST = node.value
        while isinstance(root, ast.Attribute):
            root = root.value
        if isinstance(root, ast.Name):
            yield root.id
