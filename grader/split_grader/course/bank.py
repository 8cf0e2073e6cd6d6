"""Read banks of right and wrong answers, and fill notebooks from them.

A bank is a folder with a file for each question, ``<question>.py``, named by the grade_id of the
cell that it answers. A file consists of cells. Named right answers come first::

    # %% right: loops
    def total(values):
        result = 0
        for value in values:
            result += value
        return result

Wrong answers follow, each headed by its mistake. ``says`` has words of the message that a learner
must get. A wrong answer is written out, or shows only the differences from the right answer that it
``edits``. The instructor's own answer has the name ``official``::

    # %% wrong: Forgets the first value.
    # says: the sum leaves a value out
    # edits: loops
    # -     for value in values:
    # +     for value in values[1:]:

Answers that a person marks are in ``written.toml``, a list for each question, the best first.

``# -`` removes a line, ``# +`` adds one, ``#`` and three spaces keep one. Lines that are removed or
kept must occur exactly once in the right answer. ``# ...`` starts the next place.
"""

import copy
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.utils import is_solution

from split_grader.base.errors import GraderError

_HEADING = re.compile(r"^# %%(.*)\n", re.MULTILINE)
_FIELD = re.compile(r"# (says|edits): (.+)")
_KINDS = ("right", "wrong")
_OFFICIAL = "official"
_GOES, _COMES, _STAYS, _NEXT = "# - ", "# + ", "#   ", "# ..."
Answers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong answer: its text, and words of the message that a learner must get for it."""

    text: str
    says: str


@dataclass(frozen=True, slots=True)
class Bank:
    """Right answers by name and question; wrong ones by question and mistake.

    `written` has a class's answers to questions that a person marks, the best first.
    """

    right: dict[str, Answers]
    wrong: dict[str, dict[str, Wrong]]
    written: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a file; `where` says its place, for messages."""

    where: str
    kind: str
    name: str
    lines: list[str]


def read_bank(folder: Path, official: Answers) -> Bank:
    """Read a bank.

    Parameters
    ----------
    folder
        A folder with a file for each question.
    official
        The instructor's own answers, by grade_id.

    Raises
    ------
    GraderError
        If there is no file, a file doesn't name a cell of the notebook, a question lacks right or
        wrong answers, a heading is used twice, or an edit doesn't fit the answer that it edits.
    """
    paths = sorted(folder.glob("*.py"))
    if not paths:
        raise GraderError(
            f"{folder} is not a bank of answers: expected a file QUESTION.py for each question, "
            f"for example {next(iter(official), 'q1')}.py, with cells headed '# %% right: NAME' "
            "and '# %% wrong: MISTAKE'. `grader quickstart FOLDER` makes an example."
        )
    right: dict[str, Answers] = {}
    wrong: dict[str, dict[str, Wrong]] = {}
    for path in paths:
        question = path.stem
        if question not in official:
            raise GraderError(
                f"{path} answers no cell of the notebook; expected one of {', '.join(official)}."
            )
        answers, wrong[question] = _read_question(path, official[question])
        for name, text in answers.items():
            right.setdefault(name, {})[question] = text
    return Bank(right, wrong, _read_written(folder / "written.toml", official))


def _read_written(path: Path, official: Answers) -> dict[str, list[str]]:
    if not path.is_file():
        return {}
    try:
        texts: dict[str, list[str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise GraderError(f"{path} cannot be read: {error}") from None
    if unknown := set(texts) - set(official):
        raise GraderError(f"{path} answers no cell of the notebook: {', '.join(sorted(unknown))}.")
    return texts


def _read_question(path: Path, official: str) -> tuple[dict[str, str], dict[str, Wrong]]:
    right: dict[str, str] = {}
    wrong: dict[str, Wrong] = {}
    for cell in _cells(path):
        if cell.name in {_OFFICIAL, *right, *wrong}:
            raise GraderError(
                f"{cell.where}: this heading is taken. Choose one that is nowhere else in the file "
                f"and isn't '{_OFFICIAL}', the instructor's own answer."
            )
        if cell.kind == "right":
            right[cell.name] = _text(cell)
        else:
            wrong[cell.name] = _wrong(cell, {_OFFICIAL: official, **right})
    for kind, answers in zip(_KINDS, (right, wrong), strict=True):
        if not answers:
            raise GraderError(f"{path} has no {kind} answer: expected a cell '# %% {kind}: ...'.")
    return right, wrong


def _cells(path: Path) -> Iterator[_Cell]:
    parts = _HEADING.split(path.read_text(encoding="utf-8"))
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        kind, _, name = (part.strip() for part in heading.partition(":"))
        where = f"{path}, '{name}'"
        if kind not in _KINDS or not name:
            raise GraderError(
                f"{path}: '# %%{heading}' is not a heading: expected '# %% right: NAME' or "
                "'# %% wrong: MISTAKE'."
            )
        yield _Cell(where, kind, name, text.strip("\n").split("\n"))


def _wrong(cell: _Cell, right: dict[str, str]) -> Wrong:
    lines = cell.lines
    fields = {}
    while lines and (field_line := _FIELD.fullmatch(lines[0])):
        fields[field_line[1]] = field_line[2].strip()
        lines = lines[1:]
    if "says" not in fields:
        raise GraderError(
            f"{cell.where}: expected '# says: WORDS' below the heading, words of the message that "
            "a learner must get."
        )
    body = replace(cell, lines=lines)
    base = fields.get("edits")
    if base is None:
        return Wrong(_text(body), fields["says"])
    if base not in right:
        raise GraderError(
            f"{cell.where} edits '{base}'; expected a right answer above it: {', '.join(right)}."
        )
    return Wrong(_edited(body, base, right[base].split("\n")), fields["says"])


def _text(cell: _Cell) -> str:
    text = "\n".join(cell.lines).strip("\n")
    if not text:
        raise GraderError(f"{cell.where} is empty: expected the text of an answer.")
    return text


def _edited(cell: _Cell, base: str, lines: list[str]) -> str:
    """Apply an edit to the lines of a right answer."""
    result: list[str] = []
    end = 0
    for old, new in _places(cell):
        start = _only_place(cell, base, lines, old)
        if start < end:
            raise GraderError(
                f"{cell.where}: the places must follow each other as in '{base}':\n{_indented(old)}"
            )
        result += lines[end:start] + new
        end = start + len(old)
    return "\n".join(result + lines[end:])


def _places(cell: _Cell) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the lines that an edit finds, with their replacements."""
    old: list[str] = []
    new: list[str] = []
    for line in cell.lines:
        mark, text = f"{line:4}"[:4], line[4:]
        if line == _NEXT:
            yield old, new
            old, new = [], []
        elif mark in {_GOES, _COMES, _STAYS}:
            old += [text] * (mark != _COMES)
            new += [text] * (mark != _GOES)
        else:
            raise GraderError(
                f"{cell.where}: '{line}' is not a line of an edit: expected '# - ' (goes), '# + ' "
                "(comes), '#' and three spaces (stays) or '# ...' (the next place)."
            )
    yield old, new


def _only_place(cell: _Cell, base: str, lines: list[str], old: list[str]) -> int:
    if not old:
        raise GraderError(
            f"{cell.where}: new lines have no place. Give a line of '{base}' next to them, which "
            "goes or stays."
        )
    places = [place for place in range(len(lines)) if lines[place : place + len(old)] == old]
    if len(places) != 1:
        times = "more than once" if places else "nowhere"
        raise GraderError(
            f"{cell.where}: expected these lines once in '{base}', found them {times}.\n"
            f"{_indented(old)}"
        )
    return places[0]


def _indented(lines: list[str]) -> str:
    return "\n".join(f"    {line}" for line in lines)


def fill(notebook: dict[str, Any], answers: Answers) -> dict[str, Any]:
    """Fill answers into a copy of a notebook's JSON.

    Raises
    ------
    GraderError
        If the notebook has no cell for an answer.
    """
    result = copy.deepcopy(notebook)
    rest = dict(answers)
    for cell in result["cells"]:
        label = cell["metadata"].get("nbgrader", {}).get("grade_id")
        if label in rest:
            cell["source"] = rest.pop(label)
    if rest:
        raise GraderError(f"The notebook has no cell for the answers {', '.join(sorted(rest))}.")
    return result


def instructor_answers(folder: Path) -> Answers:
    """Return the answers in an assignment's notebooks, by grade_id."""
    cells = (
        cell
        for path in sorted(folder.glob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
    )
    return {
        cell.metadata.nbgrader.grade_id: "\n".join(
            line for line in cell.source.split("\n") if "### " not in line
        )
        for cell in cells
        if is_solution(cell)
    }
