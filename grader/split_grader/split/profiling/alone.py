"""Decide by their text which tests run together with the answers.

They ask what happens around an answer: whether it calls what the test has put in the place of
something, what it sets in its process, how it is written. A right answer may pass them apart, and a
wrong one as well.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from split_grader.split.both import names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_REPLACED = "it puts something in the place of what the answer uses"
_SETTING = "it asks for a setting of the process"
_WORDS = {
    _REPLACED: frozenset(
        {"patch", "monkeypatch", "setattr", "delattr", "builtins", "create_autospec"}
    ),
    "it asks how an exception came about": frozenset({"__context__", "__suppress_context__"}),
    "it reads how the answer is written": frozenset(
        {"getsource", "getsourcelines", "findsource", "__code__", "dis"}
    ),
    _SETTING: frozenset(
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
    "it runs what the answer wrote": frozenset(
        {"subprocess", "runpy", "importlib", "pickle", "system", "import_module"}
    ),
}
_ENVIRONMENT = frozenset({"environ", "getenv"})
_SEED = "GRADING_SEED"
_SPACES = frozenset({"globals", "locals", "vars"})
_LISTS = frozenset({"listdir", "scandir"})
"""What these tell of without an argument: the working directory."""
_LONGEST = 80


def reason_of(source: str, libraries: Collection[str]) -> str:
    """Explain why a test's text makes it run together; empty if it may run apart.

    Parameters
    ----------
    source : str
    libraries : collection of str
        The names that cells of the notebook import.
    """
    tree = names.parse(source)
    nodes = [] if tree is None else [*ast.walk(tree)]
    environment = frozenset() if _SEED in source else _ENVIRONMENT
    places = {*libraries, *_SPACES, "sys"}
    for reason, signs in [*_WORDS.items(), (_SETTING, environment)]:
        for node in nodes:
            if word := next((word for word in _words_of(node) if word in signs), ""):
                return _told(reason, word, node, source)
    for node in nodes:
        if word := next((word for word in _set_in(node) if word in places), ""):
            return _told(_REPLACED, word, node, source)
    return ""


def _told(reason: str, word: str, node: Any, source: str) -> str:
    """Return a reason with the word that shows it, and its line."""
    line = source.split("\n")[getattr(node, "lineno", 1) - 1].strip()[:_LONGEST]
    return f"{reason} ({word} at `{line}`)"


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
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        yield "cwd" if name in _LISTS else ""
    elif isinstance(node, ast.Import):
        yield from (part for alias in node.names for part in alias.name.split("."))


def _set_in(node: ast.AST) -> Iterator[str]:
    """Yield the name of what an attribute is set in: ``np`` of ``np.linalg.norm = fake``.

    Or a name by its text: ``globals`` of ``globals()["rate"] = 2``.
    """
    if isinstance(getattr(node, "ctx", None), ast.Load):
        return
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Call):
        yield getattr(node.value.func, "id", "")
    elif isinstance(node, ast.Attribute):
        root: ast.AST = node.value
        while isinstance(root, ast.Attribute):
            root = root.value
        if isinstance(root, ast.Name):
            yield root.id
