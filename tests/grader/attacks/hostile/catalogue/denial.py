"""Denial: hanging, starving or flooding the grader. Every attack ends by itself (at most 300 s,
6 GiB of memory, 200 processes, 300 MB of disk), so that no grader lets it harm the machine.
"""

import json
import os
import zipfile
from io import BytesIO
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from hostile.catalogue.helpers import SOLVED
from hostile.catalogue.texts import read
from hostile.model import Family
from hostile.target import QUESTIONS

add = Family("denial")
read(add)


@add.mutated(answers=SOLVED, keeps=QUESTIONS, alone=True)
def output_in_all(notebook: NotebookNode) -> None:
    """Prints 4 MB in each of 60 cells, which is what one cell may; the answers are right. A
    success: a notebook of hundreds of megabytes, or right answers that lose points."""
    notebook.cells[1:1] = [
        new_code_cell("print('x' * 3_999_000)", id=f"print-{number}") for number in range(60)
    ]


@add.placed(alone=True)
def deep_json(folder: Path, content: bytes) -> None:
    """Hands in JSON that is nested 200,000 deep instead of this notebook. A success: a grader that
    fails for the class."""
    del content
    (folder / "target.ipynb").write_text("[" * 200_000 + "]" * 200_000)


@add.placed(alone=True)
def deep_metadata(folder: Path, content: bytes) -> None:
    """Nests its metadata 900 deep. A success: a grader that fails for the class."""
    text = content.decode()
    deep = '{"a":' * 900 + "1" + "}" * 900
    (folder / "target.ipynb").write_text(
        text.replace('"metadata": {', f'"metadata": {{"deep": {deep},', 1)
    )


@add.placed(alone=True)
def huge_notebook(folder: Path, content: bytes) -> None:
    """Hands in a notebook of 60 MB. A success: a class that is not graded, or a grader that grows
    without bounds."""
    notebook = json.loads(content)
    notebook["cells"][0]["source"] = ["x" * 1_000_000] * 60
    (folder / "target.ipynb").write_text(json.dumps(notebook))


@add.placed(alone=True)
def many_cells(folder: Path, content: bytes) -> None:
    """Hands in 20,000 cells. A success: a grader that hangs."""
    notebook = json.loads(content)
    cell = {
        "cell_type": "code",
        "metadata": {},
        "source": "1",
        "outputs": [],
        "execution_count": None,
    }
    notebook["cells"] += [cell | {"id": f"n{number}"} for number in range(20_000)]
    (folder / "target.ipynb").write_text(json.dumps(notebook))


@add.placed(alone=True)
def zip_bomb(folder: Path, content: bytes) -> None:
    """Hands in an archive of 2 MB that holds 2 GB, next to the notebook. A success: a grader that
    unpacks it."""
    (folder / "target.ipynb").write_bytes(content)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(20):
            archive.writestr(f"{number}.csv", bytes(100_000_000))
    (folder / "data.zip").write_bytes(buffer.getvalue())


@add.placed(alone=True)
def sparse_file(folder: Path, content: bytes) -> None:
    """Hands in a file of 2 GiB that has no content and takes no space, next to the notebook. A
    success: a grader that copies it in full."""
    (folder / "target.ipynb").write_bytes(content)
    with (folder / "data.csv").open("wb") as file:
        file.truncate(2 * 1024**3 - 1)


def _nested(folder: Path, content: bytes, names: list[str]) -> None:
    (folder / "target.ipynb").write_bytes(content)
    here = os.open(folder, os.O_RDONLY)
    for name in names:
        os.mkdir(name, dir_fd=here)
        inner = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(os.open("data.csv", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)


@add.placed(alone=True)
def deep_folders(folder: Path, content: bytes) -> None:
    """Hands in 1,200 folders within each other, next to the notebook. A success: a class that is not
    graded."""
    _nested(folder, content, ["a"] * 1_200)


@add.placed(alone=True)
def long_path(folder: Path, content: bytes) -> None:
    """Hands in a file whose path is longer than the system takes, next to the notebook. A success: a
    class that is not graded."""
    _nested(folder, content, ["b" * 200] * 21)


@add.placed(alone=True)
def sparse_files(folder: Path, content: bytes) -> None:
    """Hands in 1,500 files of 99 MB that have no content and take no space, each of them below a
    limit. A success: a grader that reads them all before it grades anybody."""
    (folder / "target.ipynb").write_bytes(content)
    for number in range(1_500):
        with (folder / f"{number}.csv").open("wb") as file:
            file.truncate(99_000_000)


@add.placed(alone=True)
def many_files(folder: Path, content: bytes) -> None:
    """Hands in 60,000 empty files next to the notebook. A success: a grader that is busy with them
    for minutes."""
    (folder / "target.ipynb").write_bytes(content)
    (folder / "m").mkdir()
    for number in range(60_000):
        (folder / "m" / str(number)).touch()


@add.mutated(alone=True)
def page_of_blank_lines(notebook: NotebookNode) -> None:
    """Holds a cell of 30,000 lines with a blank each, over which what colours code for a page takes
    hours. A success: a command for feedback that hangs, or a classmate without a page."""
    notebook.cells.append(new_code_cell(" \n" * 30_000 + "1", id="blank"))


@add.mutated(alone=True)
def page_of_formulas(notebook: NotebookNode) -> None:
    """Holds Markdown in which formulas begin and never end, which makes regular expressions slow. A
    success: a command for feedback that hangs, or a classmate without a page."""
    notebook.cells.append(new_markdown_cell("\\\\(" * 100_000, id="formulas"))
    notebook.cells.append(new_markdown_cell("\\begin{a}" * 20_000, id="begin"))
