"""Invent a class to try the grader on, including broken submissions."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from split_grader.base.atomic import write_atomically
from split_grader.base.errors import GraderError
from split_grader.course.bank import Answers, Bank, fill, instructor_answers
from split_grader.course.course import CONFIG_NAME, Course, find_course

_SEED = 20
_MARKER = ".made-by-grader-demo"
_CONFIG = '''"""A scratch course made by `grader demo`; delete the folder when you are done."""

from pathlib import Path

from split_grader.course.settings import fair_grading

c = get_config()
c.CourseDirectory.root = str(Path(__file__).resolve().parent)
c.Grader.packages = {packages!r}
c.Grader.folders = {folders!r}
c.Execute.timeout = {seconds!r}
fair_grading(c)
'''
_NAMES = (
    "adaeze.obi", "aiko.tanabe", "alejandra.rios", "amir.farhadi", "anneli.koski", "asel.nurlan",
    "bianca.moretti", "bjorn.dahl", "camille.roux", "chidi.eze", "dafydd.pryce", "daria.lisova",
    "elif.aydin", "emeka.nwosu", "farah.haddad", "finn.odonnell", "greta.lindqvist", "hana.kovac",
    "ines.carvalho", "isaac.mensah", "jana.novotna", "jiho.park", "kavya.menon", "kofi.asante",
    "leila.benali", "linh.tran", "luca.ferri", "maeve.byrne", "malik.toure", "marta.wojcik",
)  # fmt: skip
Notebook = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Broken:
    """One kind of broken submission: its student, what is wrong, how to make it."""

    student: str
    what: str
    make: Callable[[Notebook], bytes]
    file_name: str = ""


def make_course(
    course: Course, assignment: str, folder: Path, bank: Path, seconds: float
) -> Course:
    """Make a scratch course with one assignment, replacing an earlier demo.

    Raises
    ------
    GraderError
        If the folder exists and wasn't made by a demo.
    """
    course.require_assignment(assignment)
    if folder.exists():
        if not (folder / _MARKER).is_file():
            raise GraderError(f"{folder} exists and is not a demo. Choose another --folder.")
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / _MARKER).touch()
    settings = {name: list(course.config.Grader.get(name, [])) for name in ("packages", "folders")}
    (folder / CONFIG_NAME).write_text(
        _CONFIG.format(**settings, seconds=max(1, round(seconds))), encoding="utf-8"
    )
    source = course.source(assignment)
    shutil.copytree(source, folder / "source" / assignment)
    for path in source.parent.glob(f"{source.name}.rubric.*"):
        shutil.copy(path, folder / "source")
    for path in bank.glob("*.py"):
        write_atomically(folder / "banks" / assignment / path.name, path.read_bytes())
    return find_course(folder)


def make_downloads(
    course: Course, assignment: str, bank: Bank, folder: Path, students: int = 30
) -> list[Broken]:
    """Write files like those downloaded from a learning platform.

    Parameters
    ----------
    course
        A course in which the assignment is released.
    bank
        Answers to fill in.
    folder
        Folder for the files.
    students
        Ordinary students, at most 30.

    Returns
    -------
    list of Broken
        The broken submissions, which are in the folder as well.
    """
    paths = sorted(course.release(assignment).resolve().glob("*.ipynb"))
    blank = {path.stem: _read(path) for path in paths}
    solution = instructor_answers(course.source(assignment))
    rng = np.random.default_rng(_SEED)
    for number, student in enumerate(_NAMES[:students]):
        answers = _answers(solution, bank, rng, ability=float(rng.beta(4, 2)))
        for name, notebook in _handed_in(blank, number).items():
            path = folder / _download_name(student, name, number, alone=len(blank) == 1)
            _write(path, _bytes(fill(notebook, _of(notebook, answers))))
    kinds = broken_kinds()
    for kind in kinds:
        for place, (name, notebook) in enumerate(blank.items()):
            new_name = "" if place else kind.file_name
            path = folder / kind.student / (new_name or f"{name}.ipynb")
            _write(path, kind.make(fill(notebook, _of(notebook, solution))))
    return kinds


def _read(path: Path) -> Notebook:
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def _handed_in(blank: dict[str, Notebook], number: int) -> dict[str, Notebook]:
    """Return a student's notebooks; every third student leaves one out."""
    if len(blank) == 1 or number % 3:
        return blank
    left_out = list(blank)[number // 3 % len(blank)]
    return {name: notebook for name, notebook in blank.items() if name != left_out}


def _of(notebook: Notebook, answers: Answers) -> Answers:
    """Return the answers that have a cell in a notebook."""
    labels = {_label(cell).get("grade_id") for cell in notebook["cells"]}
    return {label: text for label, text in answers.items() if label in labels}


def _answers(solution: Answers, bank: Bank, rng: np.random.Generator, ability: float) -> Answers:
    answers = {**solution, **bank.right[str(rng.choice(list(bank.right)))]}
    for question, choices in bank.wrong.items():
        if rng.random() > ability:
            wrong = choices[str(rng.choice(list(choices)))]
            if rng.random() < 0.2:
                # Now and then a question stays as released.
                answers.pop(question)
            else:
                answers[question] = wrong.text
    for label, texts in sorted(bank.written.items()):
        # Now and then a written answer stays as released; better students write better ones.
        answers.pop(label)
        if rng.random() < 0.9:
            answers[label] = texts[rng.binomial(len(texts) - 1, 1 - ability)]
    return answers


def _download_name(student: str, notebook: str, number: int, *, alone: bool) -> str:
    names = [
        f"{student}_{notebook}.ipynb",
        f"{student}/{notebook}.ipynb",
        f"{student}/{notebook} (1).ipynb",
    ]
    if alone:  # with several notebooks, nobody could tell which one this is
        names.insert(0, f"{student}.ipynb")
    return names[number % len(names)]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _bytes(notebook: Notebook) -> bytes:
    return json.dumps(notebook, indent=1, ensure_ascii=False).encode()


def broken_kinds() -> list[Broken]:
    """Return one of each kind of broken submission."""
    page = b"<!DOCTYPE html><title>Your session has expired</title>"
    return [
        Broken("nadia.petrov", "file cut off", lambda nb: _bytes(nb)[: len(_bytes(nb)) // 2]),
        Broken("oskar.lund", "empty file", lambda _nb: b""),
        Broken("priya.raman", "a web page instead of a notebook", lambda _nb: page),
        Broken("quentin.leroy", "cells duplicated", lambda nb: _bytes(_duplicated(nb))),
        Broken("rosa.almeida", "a kernel that is not installed", lambda nb: _bytes(_kernel(nb))),
        Broken("samir.qureshi", "tests deleted", lambda nb: _bytes(_without_tests(nb))),
        Broken("tove.holm", "wrong file name", _bytes, file_name="final version.ipynb"),
        Broken("ursula.brandt", "endless loop", lambda nb: _bytes(_starting(nb, _LOOP))),
        Broken("viktor.sabo", "warning in every cell", lambda nb: _bytes(_starting(nb, _WARN))),
        Broken("wanjiru.kamau", "ends the kernel", lambda nb: _bytes(_starting(nb, _EXIT))),
        Broken("xiu.zhang", "nothing answered", lambda nb: _bytes(_unanswered(nb))),
    ]


_LOOP = "while True:\n    pass\n"
_EXIT = "import os\nos._exit(1)\n"
_WARN = """import sys
def _warn(info):
    print("FutureWarning: this will change", file=sys.stderr)
get_ipython().events.register("pre_run_cell", _warn)
"""


def _label(cell: dict[str, Any]) -> dict[str, Any]:
    label: dict[str, Any] = cell["metadata"].get("nbgrader", {})
    return label


def _duplicated(notebook: Notebook) -> Notebook:
    cells = notebook["cells"]
    notebook["cells"] = cells + [cell for cell in cells if _label(cell).get("grade")][:1]
    return notebook


def _kernel(notebook: Notebook) -> Notebook:
    notebook["metadata"]["kernelspec"] = {
        "name": "julia-1.6",
        "display_name": "Julia 1.6",
        "language": "julia",
    }
    return notebook


def _without_tests(notebook: Notebook) -> Notebook:
    notebook["cells"] = [
        cell
        for cell in notebook["cells"]
        if not _label(cell).get("grade") or _label(cell).get("solution")
    ]
    return notebook


def _starting(notebook: Notebook, code: str) -> Notebook:
    first = next(
        cell
        for cell in notebook["cells"]
        if _label(cell).get("solution") and cell["cell_type"] == "code"
    )
    first["source"] = code + "".join(first["source"])
    return notebook


def _unanswered(notebook: Notebook) -> Notebook:
    for cell in notebook["cells"]:
        if _label(cell).get("solution"):
            cell["source"] = ""
    return notebook
