"""Make the notebooks of the suite: one entry of the catalogue becomes one notebook.

::

    python -m hostile.making FOLDER    # write them all, to read or to try another grader
"""

import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from hostile.model import Attack
from hostile.target import NAME, source_notebook


def write_course(folder: Path) -> None:
    """Make a course with the assignment released, by nbgrader's own command."""
    source = folder / "source" / NAME
    source.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    nbformat.write(source_notebook(), source / f"{NAME}.ipynb")
    command = [str(Path(sys.executable).with_name("nbgrader")), "generate_assignment", NAME]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    subprocess.run(  # noqa: S603
        command,
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "PATH": path},
    )
    (folder / ".nbgrader.log").unlink(missing_ok=True)


@cache
def released_course() -> dict[str, bytes]:
    """Return the files of a course with the assignment released, by their path in it."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder) / "class"
        write_course(course)
        files = (path for path in course.rglob("*") if path.is_file())
        return {str(path.relative_to(course)): path.read_bytes() for path in files}


def build(attack: Attack) -> str:
    """Return the text of an attack's notebook."""
    content = released_course()[f"release/{NAME}/{NAME}.ipynb"]
    notebook = nbformat.reads(content.decode("utf-8"), as_version=4)
    notebook.metadata.pop("language_info", None)
    cells = [new_markdown_cell(f"# {attack.student}\n\n{attack.about}", id="about")]
    cells += [_code(code, f"prelude-{at}") for at, code in enumerate(attack.prelude)]
    for cell in notebook.cells:
        label = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        cell.source = attack.answers.get(label, cell.source)
        cells.append(cell)
        extra = attack.after.get(label, ())
        cells += [_code(code, f"after-{label}-{at}") for at, code in enumerate(extra)]
    notebook.cells = cells
    if attack.mutate is not None:
        attack.mutate(notebook)
    # Some are no valid notebooks, on purpose: no validation.
    return nbformat.v4.writes(notebook) + "\n"


def _code(source: str, cell_id: str) -> NotebookNode:
    return new_code_cell(source, id=cell_id.replace("_", "-"))


def main(folder: Path) -> None:
    """Write the assignment under attack and every attack's notebook."""
    from hostile.catalogue import ATTACKS  # noqa: PLC0415 - the catalogue is not needed to grade

    nbformat.write(source_notebook(), _with_folder(folder / f"{NAME}.ipynb"))
    for attack in ATTACKS:
        path = _with_folder(folder / attack.family / f"{attack.name}.ipynb")
        path.write_text(build(attack), encoding="utf-8")
    print(f"Wrote {len(ATTACKS)} notebooks and the assignment to {folder}.")  # noqa: T201


def _with_folder(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Name the folder to write to: python -m hostile.making FOLDER")
    main(Path(sys.argv[1]))
