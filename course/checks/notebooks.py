"""Find the visible tests of answers in notebooks made with nbgrader."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Question:
    """An answer's visible tests, and the functions that its cell defines as released."""

    tests: tuple[str, ...]
    defines: frozenset[str]


def notebooks_at_hand(names: Mapping[str, Any]) -> list[Path]:
    """Return the file of the running notebook, or else all in the working directory."""
    # The first is Jupyter's server's, the second an editor's (VS Code).
    candidates = (os.environ.get("JPY_SESSION_NAME"), names.get("__vsc_ipynb_file__"))
    paths = [Path(path) for path in candidates if path]
    return next(
        ([path] for path in paths if path.suffix == ".ipynb" and path.is_file()),
        sorted(Path.cwd().glob("*.ipynb")),
    )


def questions_in(paths: Iterable[Path]) -> dict[str, Question]:
    """Return the answers in code of notebooks, by label, each with its visible tests.

    A test belongs to the nearest answer above it. A hidden test has no code in a released notebook.
    A file that isn't a notebook has no answers.
    """
    tests: dict[str, list[str]] = {}
    defines: dict[str, frozenset[str]] = {}
    for path in paths:
        answer = ""
        for cell in _cells(path):
            label = cell["metadata"].get("nbgrader", {})
            source = "".join(cell["source"])
            if cell["cell_type"] != "code" or not label:
                continue
            if label.get("solution"):
                answer = str(label.get("grade_id"))
                tests[answer], defines[answer] = [], _defined_in(source)
            elif label.get("grade") and answer and _has_code(source):
                tests[answer].append(source)
    return {name: Question(tuple(tests[name]), defines[name]) for name in tests}


def _cells(path: Path) -> list[dict[str, Any]]:
    try:
        cells: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return cells


def _defined_in(source: str) -> frozenset[str]:
    tree = _parse(source)
    nodes = tree.body if tree else []
    return frozenset(node.name for node in nodes if isinstance(node, ast.FunctionDef))


def _has_code(source: str) -> bool:
    tree = _parse(source)
    return tree is None or bool(tree.body)


def _parse(source: str) -> ast.Module | None:
    """Parse a cell; None if it isn't plain Python, for example a learner's half an answer."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError):
        return None
