"""Read cases of split grading from text files, with code as in a notebook."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from split_grader.split import Cell, CellProfile, Profile

FOLDER = Path(__file__).parents[1] / "grader" / "split" / "cases"


@dataclass(frozen=True)
class Case:
    """A test cell with a right and a wrong answer.

    The right answer may hold several cells: ``=locked``, ``=student`` and ``=test`` begin one. The
    wrong answer replaces its first ``=student`` cell.
    """

    right: str
    wrong: str
    test: str

    def cells(self, answer: str) -> list[Cell]:
        """Return the notebook with an answer."""
        notebook: list[Cell] = []
        for kind, source in parts(self.right):
            if kind == "test":
                notebook.append(Cell("test", source, f"t{len(notebook)}"))
            elif kind == "locked":
                notebook.append(Cell("locked", source))
            elif answer is self.right:
                notebook.append(Cell("student", source))
            elif answer:
                notebook.append(Cell("student", answer))
                answer = ""
        return [*notebook, Cell("test", self.test, "q", points=1)]


def parts(text: str) -> list[tuple[str, str]]:
    """Return a text's cells with their kinds."""
    pieces = re.split(r"^=(locked|student|test)\n", text, flags=re.MULTILINE)
    first = [("student", pieces[0])] if pieces[0].strip() else []
    return [*first, *zip(pieces[1::2], pieces[2::2], strict=True)]


def blocks(file: str) -> dict[str, list[str]]:
    """Return a file's blocks by name, each split at its ``---`` lines."""
    text = (FOLDER / file).read_text(encoding="utf-8")
    by_name = {}
    for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        name, _, rest = block.partition("\n")
        by_name[name] = re.split(r"^--- \w+\n", rest, flags=re.MULTILINE)
    return by_name


def apart(cells: list[Cell]) -> Profile:
    """Return a profile that runs every test apart and accepts only data."""
    return Profile({cell.grade_id: CellProfile() for cell in cells if cell.kind == "test"})


def together(cells: list[Cell]) -> Profile:
    """Return a profile that runs every test together with the answers."""
    tests = [cell.grade_id for cell in cells if cell.kind == "test"]
    return Profile({name: CellProfile(needs_single_process=True) for name in tests})
