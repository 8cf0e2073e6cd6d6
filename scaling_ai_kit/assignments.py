"""Build the assignment notebooks from their text twins.

People edit `solutions/<name>.md`; nbgrader reads `solutions/<name>/<name>.ipynb`. An assignment
with several notebooks has one text for each, `solutions/<name>.<notebook>.md`. The texts contain
hidden tests, so they are next to the folder: nbgrader gives students everything inside it.
``coursekit assignments`` rebuilds the notebooks, and with `--check` lists those out of date.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from course.syllabus.coursefile import current

SOLUTIONS = current().place("solutions")
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def build(text: str) -> NotebookNode:
    """Return the notebook of an assignment's text twin, without outputs.

    A cell's id is its nbgrader label, or its position, so a rebuild changes only what the text
    changed.

    Raises
    ------
    ValueError
        Two cells have the same label, or a cell's mark has no partner.
    """
    notebook = jupytext.reads(text, fmt="md:myst")
    for place, cell in enumerate(notebook.cells, start=1):
        cell.id = cell.metadata.get("nbgrader", {}).get("grade_id", f"cell-{place:02d}")
        for kind in ("SOLUTION", "HIDDEN TESTS"):
            begins, ends = (cell.source.count(f"### {mark} {kind}") for mark in ("BEGIN", "END"))
            if begins != ends:
                raise ValueError(
                    f"the cell {cell.id} has {begins} ### BEGIN {kind} and {ends} ### END {kind}; "
                    "expected as many of both."
                )
    ids = [cell.id for cell in notebook.cells]
    duplicates = sorted({name for name in ids if ids.count(name) > 1})
    if duplicates:
        raise ValueError(f"a label may name one cell only; used again: {', '.join(duplicates)}.")
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return notebook


def notebook_of(text: Path) -> Path:
    """Return the path of a text's notebook."""
    assignment, _, notebook = text.stem.partition(".")
    return text.parent / assignment / f"{notebook or assignment}.ipynb"


def main(arguments: Sequence[str]) -> int:
    """Write or check every notebook; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="coursekit assignments", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--check", action="store_true", help="write nothing; fail if out of date")
    parser.add_argument("names", nargs="*", help="names of assignments (default: all)")
    options = parser.parse_args(arguments)
    check, names = options.check, options.names
    assignments = {path.name.partition(".")[0] for path in SOLUTIONS.glob("*")}
    if unknown := [name for name in names if name not in assignments]:
        there_are = ", ".join(sorted(assignments)) or "none"
        sys.exit(f"There is no assignment {unknown[0]!r}; there are {there_are}.")
    stale = []
    for twin in sorted(SOLUTIONS.glob("*.md")):
        if names and twin.stem.partition(".")[0] not in names:
            continue
        try:
            notebook = build(twin.read_text(encoding="utf-8"))
        except ValueError as problem:
            sys.exit(f"solutions/{twin.name}: {problem}")
        content = nbformat.writes(notebook) + "\n"
        path = notebook_of(twin)
        if path.exists() and path.read_text(encoding="utf-8") == content:
            continue
        stale.append(path.relative_to(SOLUTIONS.parent))
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="\n")
    for path in stale:
        print(
            f"{path}: {'differs from its text; run coursekit assignments' if check else 'written'}"
        )
    return int(check and bool(stale))
