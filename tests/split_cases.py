"""Reads cases of split grading from text files, where code stands as a notebook would show it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from grader.split import Cell, CellProfile, Profile

FOLDER = Path(__file__).parent / "grader" / "split" / "cases"


@dataclass(frozen=True)
class Case:
    """One style of test cell with a right and a wrong answer to it.

    The right answer may hold several cells: ``=locked``, ``=student`` and ``=test`` begin one. The
    wrong answer stands in place of its first cell of the student's.
    """

    right: str
    wrong: str
    test: str

    def cells(self, answer: str) -> list[Cell]:
        """Return the notebook with an answer in it."""
        found: list[Cell] = []
        for kind, source in parts(self.right):
            if kind == "test":
                found.append(Cell("test", source, f"t{len(found)}"))
            elif kind == "locked":
                found.append(Cell("locked", source))
            elif answer is self.right:
                found.append(Cell("student", source))
            elif answer:
                found.append(Cell("student", answer))
                answer = ""
        return [*found, Cell("test", self.test, "q", points=1)]


def parts(text: str) -> list[tuple[str, str]]:
    """Return the cells that a text holds, each with its kind."""
    pieces = re.split(r"^=(locked|student|test)\n", text, flags=re.MULTILINE)
    first = [("student", pieces[0])] if pieces[0].strip() else []
    return [*first, *zip(pieces[1::2], pieces[2::2], strict=True)]


def blocks(file: str) -> dict[str, list[str]]:
    """Return the blocks of a file by name, each cut at its ``---`` lines."""
    text = (FOLDER / file).read_text(encoding="utf-8")
    found = {}
    for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        name, _, rest = block.partition("\n")
        found[name] = re.split(r"^--- \w+\n", rest, flags=re.MULTILINE)
    return found


def apart(cells: list[Cell]) -> Profile:
    """Return a profile that has every test run apart, and take nothing but data of the answers."""
    return Profile({cell.grade_id: CellProfile() for cell in cells if cell.kind == "test"})


def together(cells: list[Cell]) -> Profile:
    """Return a profile that has every test run in one process with the answers."""
    tests = [cell.grade_id for cell in cells if cell.kind == "test"]
    return Profile({name: CellProfile(needs_single_process=True) for name in tests})
