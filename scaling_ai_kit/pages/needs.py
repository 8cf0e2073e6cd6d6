"""Find the archives that a lesson always imports.

A page that names them gets them while Python starts, not in the middle of the first import.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from course.syllabus.syllabus import COURSE

# Archives of the browser edition (tools/site/image.py), by the packages they contain.
_ARCHIVES = {"fairlearn": "learn", "pandera": "rules", "scipy": "scipy", "sklearn": "learn"}
_PACKAGES = {kind: COURSE.code(kind) for kind in ("explore", "simulate")}


def needs(sources: list[str]) -> list[str]:
    """Return the archives that a page's cells need for their imports.

    Parameters
    ----------
    sources
        The code of each cell. Using a lesson's explorables also imports its models.
    """
    packages: set[str] = set()
    for source in sources:
        tree = ast.parse(source)
        packages |= {name.split(".")[0] for name in _imported(tree.body)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                packages |= _behind(node.attr) if node.value.id in _PACKAGES else set()
            if isinstance(node, ast.ImportFrom) and node.module == "course.simulate":
                packages |= {package for name in node.names for package in _behind(name.name)}
    archives = {_ARCHIVES[package] for package in packages if package in _ARCHIVES}
    return sorted(archives | ({"scipy"} if "learn" in archives else set()))


def megabytes(python: Path, archives: list[str]) -> int | None:
    """Return the first visit's download for Python, in whole megabytes.

    Parameters
    ----------
    python
        The folder of the browser edition's Python; if it isn't built, the size is unknown.
    archives
        What the page needs in addition to ``first``.
    """
    if not python.is_dir():
        return None
    names = {f"{name}.tar.gz" for name in ("first", *archives)}
    files = (file for file in python.iterdir() if file.suffix in {".gz", ".js", ".mjs"})
    downloads = (file for file in files if ".tar" not in file.suffixes or file.name in names)
    return round(sum(file.stat().st_size for file in downloads) / 1e6)


@cache
def _behind(slug: str) -> frozenset[str]:
    """Return the packages that a lesson's models import immediately."""
    files = (
        path
        for folder in _PACKAGES.values()
        for path in (*(folder / slug).glob("*.py"), *folder.glob(f"{slug}.py"))
    )
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in files)
    return frozenset(name.split(".")[0] for tree in trees for name in _imported(tree.body))


def _imported(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
