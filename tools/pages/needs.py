"""What a lesson imports in any case, besides the packages that every page has.

A page that names it gets it while Python starts, not in the middle of the first import.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from course import explore, simulate

# Archives of the browser edition (tools/site/image.py) by the packages that are imported from them.
_ARCHIVES = {"fairlearn": "learn", "pandera": "rules", "scipy": "scipy", "sklearn": "learn"}
_PACKAGES = {"explore": Path(explore.__file__).parent, "simulate": Path(simulate.__file__).parent}


def needs(sources: list[str]) -> list[str]:
    """Return the archives that the cells of a page need, by the imports that they make.

    Parameters
    ----------
    sources
        The code of each cell. A lesson's models count as imported where its explorables are used.
    """
    found: set[str] = set()
    for source in sources:
        tree = ast.parse(source)
        found |= {name.split(".")[0] for name in _imported(tree.body)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found |= _behind(node.attr) if node.value.id in _PACKAGES else set()
            if isinstance(node, ast.ImportFrom) and node.module == "course.simulate":
                found |= {package for name in node.names for package in _behind(name.name)}
    archives = {_ARCHIVES[package] for package in found if package in _ARCHIVES}
    return sorted(archives | ({"scipy"} if "learn" in archives else set()))


def megabytes(python: Path, archives: list[str]) -> int | None:
    """Return how much a page's Python has to fetch at its first visit, in whole megabytes.

    Parameters
    ----------
    python
        The folder of the browser edition's Python; where it is not built yet, nobody knows.
    archives
        What the page needs besides ``first``.
    """
    if not python.is_dir():
        return None
    wanted = {f"{name}.tar.gz" for name in ("first", *archives)}
    files = (file for file in python.iterdir() if file.suffix in {".gz", ".mjs"})
    fetched = (file for file in files if ".tar" not in file.suffixes or file.name in wanted)
    return round(sum(file.stat().st_size for file in fetched) / 1e6)


@cache
def _behind(slug: str) -> frozenset[str]:
    """Return the packages that a lesson's models import at once, not when they are first used."""
    files = (path for folder in _PACKAGES.values() for path in (folder / slug).glob("*.py"))
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in files)
    return frozenset(name.split(".")[0] for tree in trees for name in _imported(tree.body))


def _imported(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
