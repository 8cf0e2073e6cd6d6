"""Grade the same class with ``otter run``, in a separate environment in ``var/``."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from benchmarks import grading_class
from benchmarks.grading_class import NAME
from benchmarks.grading_course import environment
from benchmarks.grading_run import Run, record

_PLACE = Path(__file__).parents[1] / "var" / "otter"
_OTTER = "otter-grader==7.0.0"
_SHARED = ("altair", "ipykernel", "numpy", "pandas", "scikit-learn")
_TEST = """OK_FORMAT = False

from otter.test_files import test_case

name = "{name}"
points = {points}


@test_case(points=None, hidden=True)
def test(env):
    exec({code!r}, env)
"""


def install() -> str:
    """Install otter-grader if missing; return the reason for a failure, or ""."""
    python = _PLACE / "bin" / "python"
    if (_PLACE / "bin" / "otter").exists():
        return ""
    packages = [_OTTER, *(f"{name}=={version(name)}" for name in _SHARED)]
    try:
        subprocess.run([sys.executable, "-m", "venv", _PLACE], check=True, capture_output=True)  # noqa: S603
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
        subprocess.run(pip, check=True, capture_output=True, text=True, timeout=300)  # noqa: S603
        subprocess.run([python, "-m", "compileall", "-q", _PLACE], check=False)  # noqa: S603
    except (subprocess.SubprocessError, OSError) as error:
        output = getattr(error, "stderr", None) or str(error)
        return str(output).strip().splitlines()[-1][:200]
    return ""


def run(folder: Path, students: int) -> list[Run]:
    """Grade the students one after the other; return one run per student."""
    folder.mkdir()
    _write_autograder(folder / "autograder.zip")
    runs = []
    for number in range(students):
        place = folder / grading_class.student_name(number)
        place.mkdir()
        nbformat.write(_notebook(number), place / f"{NAME}.ipynb")
        command = [_PLACE / "bin" / "otter", "run", "--no-logo", "-a", folder / "autograder.zip"]
        command += ["-o", place, place / f"{NAME}.ipynb"]
        runs.append(record(command, place, environment(PATH=f"{_PLACE}/bin:/usr/bin:/bin")))
        if not (place / "results.json").is_file():
            raise SystemExit(f"otter run left no result for {place.name}.")
    return runs


def _notebook(number: int) -> nbformat.NotebookNode:
    answers = grading_class.answers(number)
    sources = [grading_class.DATA, *answers.values()]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [new_code_cell(source) for source in sources]
    return new_notebook(cells=cells, metadata={"kernelspec": spec})


def _write_autograder(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", '{"lang": "python", "autograder_dir": "/autograder"}')
        archive.writestr("requirements.txt", "")
        for question in grading_class.QUESTIONS:
            code = f"{question.visible}\n{question.hidden}"
            text = _TEST.format(name=question.name, points=question.points, code=code)
            archive.writestr(f"tests/{question.name}.py", text)
