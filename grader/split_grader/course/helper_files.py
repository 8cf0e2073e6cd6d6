"""Blank the solutions in files next to a notebook."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from split_grader.base.errors import GraderError
from split_grader.base.folders import extra_files, reading

SOLUTION = ("BEGIN SOLUTION", "END SOLUTION")
"""The marks that begin and end a solution, unless the course configures others."""
_STUB = "# YOUR CODE HERE"
_LARGEST = 1_000_000
"""Most bytes of a file that is searched; larger files are data."""


def blank_files(folder: Path, withheld: Collection[str], config: Any) -> dict[str, str]:
    """Return the texts of files that students complete, by relative path.

    The texts are without the solution.

    Parameters
    ----------
    folder
        The folder with the instructor's notebook, or its release.
    withheld
        Files in it that students don't get.
    config : traitlets.config.Config
        The course's configuration.

    Raises
    ------
    GraderError
        If a solution has no end.
    UnreadableError
        If a file can't be read.
    """
    step = config.ClearSolutions  # its class would load all of nbgrader's steps
    begin = step.get("begin_solution_delimeter", SOLUTION[0])
    end = step.get("end_solution_delimeter", SOLUTION[1])
    texts = {}
    for path in extra_files(folder):
        name = path.relative_to(folder).as_posix()
        text = "" if name in withheld else _text(path)
        if begin in text:
            texts[name] = _without_solution(name, text, begin, end)
        elif _STUB in text:  # in a release, the solution is already gone
            texts[name] = text
    return texts


def _text(path: Path) -> str:
    with reading(f"The assignment's file {path}"):
        raw = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _without_solution(name: str, text: str, begin: str, end: str) -> str:
    lines: list[str] = []
    is_inside = False
    for line in text.splitlines(keepends=True):
        if begin in line:
            is_inside = True
            lines += _stub(name, line)
        elif end in line:
            is_inside = False
        elif not is_inside:
            lines.append(line)
    if is_inside:
        raise GraderError(f"The file {name} has a line {begin!r} without a line {end!r} after it.")
    return "".join(lines)


def _stub(name: str, line: str) -> list[str]:
    """Return the lines that replace a solution; a module must stay importable."""
    indent = line[: len(line) - len(line.lstrip())]
    if not name.endswith(".py"):
        return []
    body = [f"{indent}raise NotImplementedError()\n"] if indent else []
    return [f"{indent}{_STUB}\n", *body]
