"""Make the notebooks of the suite: one entry of the catalogue becomes one notebook."""

import tempfile
from functools import cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from hostile.catalogue import ATTACKS
from hostile.classroom import NOTEBOOKS, notebook_path, write_course
from hostile.model import Attack
from hostile.target import NAME, source_notebook

TARGET = Path(__file__).parents[1] / "target" / f"{NAME}.ipynb"


@cache
def _released() -> str:
    with tempfile.TemporaryDirectory() as folder:
        write_course(Path(folder) / "class")
        path = Path(folder) / "class" / "release" / NAME / f"{NAME}.ipynb"
        return path.read_text(encoding="utf-8")


def build(attack: Attack) -> str:
    """Return the text of an attack's notebook."""
    notebook = nbformat.reads(_released(), as_version=4)
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


def contents() -> dict[Path, str]:
    """Return the text of each file that belongs to the suite."""
    target = nbformat.v4.writes(source_notebook()) + "\n"
    return {TARGET: target} | {notebook_path(attack): build(attack) for attack in ATTACKS}


def differences() -> list[str]:
    """Return what is not in step with the catalogue."""
    wanted = contents()
    found = {TARGET, *NOTEBOOKS.rglob("*.ipynb")}
    extra = [f"{path} is in no catalogue" for path in sorted(found - set(wanted))]
    return extra + [
        f"{path} is not what build.py writes"
        for path, text in wanted.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
