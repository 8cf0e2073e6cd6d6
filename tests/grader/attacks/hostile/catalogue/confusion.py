"""Confusion: notebooks and folders that are not what a grader expects."""

import json
import os
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from hostile.catalogue.helpers import SOLVED
from hostile.model import Family
from hostile.target import QUESTIONS

add = Family("confusion")

_FILE = "target.ipynb"


def _labelled(notebook: NotebookNode, *, grade: bool) -> list[NotebookNode]:
    return [
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade") is grade
    ]


def _label(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


def _copy_of(cell: NotebookNode) -> NotebookNode:
    copy = deepcopy(cell)
    copy.id = f"copy-{cell.id}"
    return copy


@add.mutated(alone=True)
def duplicate_tests(notebook: NotebookNode) -> None:
    """Holds every test cell twice, the second time emptied. A success: points, or a class that is
    not graded."""
    for cell in _labelled(notebook, grade=True):
        copy = _copy_of(cell)
        copy.source = "pass"
        notebook.cells.append(copy)


@add.mutated(alone=True)
def duplicate_answers(notebook: NotebookNode) -> None:
    """Holds every cell for an answer twice. A success: a class that is not graded."""
    for cell in _labelled(notebook, grade=False):
        notebook.cells.append(_copy_of(cell))


@add.mutated(alone=True)
def one_label_for_all(notebook: NotebookNode) -> None:
    """Gives every cell the label `t_mean`. A success: points, or a class that is not graded."""
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.grade_id = "t_mean"


@add.mutated(answers={f"q_{name}": "pass" for name in QUESTIONS}, alone=True)
def labels_swapped(notebook: NotebookNode) -> None:
    """Swaps the labels of answers and tests. A success: points for tests that the student wrote."""
    tests = _labelled(notebook, grade=True)
    answers = [cell for cell in _labelled(notebook, grade=False) if cell.metadata.nbgrader.solution]
    for test, answer in zip(tests, answers, strict=True):
        one, other = test.metadata.nbgrader, answer.metadata.nbgrader
        one.grade_id, other.grade_id = other.grade_id, one.grade_id


def _schema(version: object) -> object:
    def change(notebook: NotebookNode) -> None:
        for cell in notebook.cells:
            if "nbgrader" in cell.metadata:
                cell.metadata.nbgrader.schema_version = version

    return change


for _name, _version in (("future", 99), ("old", 1), ("text", "three"), ("negative", -1)):
    add(
        f"schema_version_{_name}",
        f"""Says that its metadata have the schema version {_version!r}. A success: a class that is
        not graded.""",
        mutate=_schema(_version),
        alone=True,
    )


@add.mutated()
def cells_renamed(notebook: NotebookNode) -> None:
    """Gives every cell another label. A success: points, or new questions in the gradebook."""
    for cell in notebook.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.grade_id += "_mine"


@add.mutated()
def tests_missing(notebook: NotebookNode) -> None:
    """Has no test cells. A success: points for tests that are not there."""
    notebook.cells = [
        cell for cell in notebook.cells if not cell.metadata.get("nbgrader", {}).get("grade")
    ]


@add.mutated(alone=True)
def metadata_missing(notebook: NotebookNode) -> None:
    """Has no metadata at all. A success: points, or a class that is not graded."""
    notebook.metadata.clear()
    for cell in notebook.cells:
        cell.metadata.clear()


@add.mutated(alone=True)
def metadata_of_odd_types(notebook: NotebookNode) -> None:
    """Has lists, numbers and nothing in the place of nbgrader's metadata. A success: points, or a
    class that is not graded."""
    kinds = [None, [], "text", 7, {"grade_id": None}, {"grade_id": ["x"]}, {"grade": "yes"}, True]
    for cell, kind in zip(_labelled(notebook, grade=True), kinds, strict=True):
        cell.metadata["nbgrader"] = kind


def _kernel(spec: object) -> object:
    def change(notebook: NotebookNode) -> None:
        notebook.metadata["kernelspec"] = spec

    return change


add(
    "kernel_missing",
    """Names a kernel that is not installed. A success: a class that is not graded.""",
    mutate=_kernel({"name": "not-installed", "display_name": "None", "language": "python"}),
)
add(
    "kernel_path",
    """Names a kernel by a path out of the kernels' folder. A success: another program
    runs as the kernel.""",
    mutate=_kernel({"name": "../../../tmp/own", "display_name": "../own", "language": "python"}),
)
add(
    "other_language",
    """Says that it is written in bash. A success: its cells run in a shell.""",
    mutate=_kernel({"name": "bash", "display_name": "Bash", "language": "bash"}),
)


@add.mutated(alone=True)
def answers_turned_into_markdown(notebook: NotebookNode) -> None:
    """Turns its answers into Markdown, so that nothing is defined. A success: points, or a class
    that is not graded."""
    for cell in _labelled(notebook, grade=False):
        cell.cell_type = "markdown"
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


@add.mutated()
def giant_cell(notebook: NotebookNode) -> None:
    """Has a cell of 20,000 lines. A success: a grader that hangs or fails."""
    _label(notebook, "q_mean").source = "x = [\n" + "    1,\n" * 20_000 + "]"


def _unicode(notebook: NotebookNode) -> None:
    _label(notebook, "q_mean").source = "def mean_price(prices):\n    return '\\ud800\x0b\x00'\n"
    notebook.cells.append(new_code_cell("print('\\ud83d', chr(0), '\u202e\u2066')", id="odd"))


def _surrogates(folder: Path, content: bytes) -> None:
    text = content.decode().replace("reverse text", "reverse \\udfff text")
    (folder / _FILE).write_text(text)


add(
    "odd_characters",
    """Uses lone surrogates, null bytes and marks that reverse text. A success: a class that is not
    graded.""",
    mutate=_unicode,
    place=_surrogates,
)


@add.placed()
def unicode_name(folder: Path, content: bytes) -> None:
    """Is handed in under a name with umlauts, a dash and a Chinese character. A success: a class
    that is not graded."""
    (folder / "Täsk — 一 (copy).ipynb").write_bytes(content)


@add.placed()
def wrong_name(folder: Path, content: bytes) -> None:
    """Is handed in under another name. A success: a class that is not graded."""
    (folder / "Target-final(2).ipynb").write_bytes(content)


@add.placed()
def two_notebooks(folder: Path, content: bytes) -> None:
    """Is handed in three times under similar names. A success: a class that is not graded."""
    (folder / _FILE).write_bytes(content)
    (folder / "target-2.ipynb").write_bytes(content)
    (folder / "TARGET.IPYNB").write_bytes(content)


@add.placed(alone=True)
def empty_file(folder: Path, content: bytes) -> None:
    """An empty file instead of this notebook. A success: a class that is not graded."""
    del content
    (folder / _FILE).write_bytes(b"")


@add.placed(alone=True)
def broken_json(folder: Path, content: bytes) -> None:
    """Half of this notebook, as after a lost connection. A success: a class that is not graded."""
    (folder / _FILE).write_bytes(content[: len(content) // 2])


@add.placed(alone=True)
def not_utf8(folder: Path, content: bytes) -> None:
    """This notebook in another encoding, with bytes that belong to none. A success: a class that is
    not graded."""
    (folder / _FILE).write_bytes(b"\xff\xfe\x00\x80" + content.decode().encode("utf-16"))


@add.placed(alone=True)
def format_3(folder: Path, content: bytes) -> None:
    """This notebook in format 3, with worksheets. A success: a class that is not graded."""
    cells = json.loads(content)["cells"]
    old = [
        {
            "cell_type": "code",
            "input": "".join(cell["source"]),
            "outputs": [],
            "language": "python",
            "metadata": cell["metadata"],
            "collapsed": False,
        }
        for cell in cells
        if cell["cell_type"] == "code"
    ]
    notebook = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": old, "metadata": {}}],
    }
    (folder / _FILE).write_text(json.dumps(notebook))


@add.placed(alone=True)
def format_of_the_future(folder: Path, content: bytes) -> None:
    """Claims a format that does not exist, and has a cell of an unknown kind. A success: a class
    that is not graded."""
    notebook = json.loads(content)
    notebook["nbformat"] = 10**30
    notebook["cells"].append({"cell_type": "quantum", "metadata": {}, "source": 7})
    (folder / _FILE).write_text(json.dumps(notebook))


@add.placed()
def link_to_classmate(folder: Path, content: bytes) -> None:
    """A symbolic link to a classmate's submission instead of this notebook. A success: the
    classmate's points."""
    del content
    (folder / _FILE).symlink_to("../../honest-perfect/target/target.ipynb")


@add.placed()
def link_to_source(folder: Path, content: bytes) -> None:
    """A symbolic link to the instructor's notebook instead of this one. A success: full points."""
    del content
    (folder / _FILE).symlink_to("../../../source/target/target.ipynb")


@add.placed()
def linked_folder(folder: Path, content: bytes) -> None:
    """Its whole folder is a link to a classmate's. A success: the classmate's points."""
    del content
    folder.rmdir()
    folder.symlink_to("../honest-perfect/target")


@add.placed(
    code="""
    from pathlib import Path
    print(Path("notes.txt").read_text() if Path("notes.txt").exists() else "no notes")
    print([path.read_text() for path in Path("data").glob("submitted/honest-*/*/*.ipynb")])
    """
)
def linked_extra_file(folder: Path, content: bytes) -> None:
    """Hands in links to the instructor's secrets and to the course, and prints what they lead to. A
    success: a secret in its output."""
    (folder / _FILE).write_bytes(content)
    (folder / "notes.txt").symlink_to("../../../../home/secrets.txt")
    (folder / "data").symlink_to("../../..")


@add.placed(code='open("data.txt", "r+").write("{}")')
def hard_link(folder: Path, content: bytes) -> None:
    """Hands in a second name of a classmate's file and overwrites it from the notebook. A success:
    the classmate's work is changed."""
    (folder / _FILE).write_bytes(content)
    os.link(folder.parents[1] / "honest-partly/target/target.ipynb", folder / "data.txt")


@add.placed(alone=True)
def folder_as_notebook(folder: Path, content: bytes) -> None:
    """A folder with the notebook's name. A success: a class that is not graded."""
    (folder / _FILE).mkdir()
    (folder / _FILE / _FILE).write_bytes(content)


@add.placed(alone=True)
def pipe_as_notebook(folder: Path, content: bytes) -> None:
    """A named pipe with the notebook's name: a program that reads it waits. A success: a grader that
    hangs."""
    del content
    os.mkfifo(folder / _FILE)


def _with_timestamp(text: str) -> Callable[[Path, bytes], None]:
    def place(folder: Path, content: bytes) -> None:
        (folder / _FILE).write_bytes(content)
        (folder / "timestamp.txt").write_text(text)

    return place


add(
    "bad_timestamp",
    """Hands in a time stamp that is no time. A success: a class that is not graded.""",
    place=_with_timestamp("the day before yesterday"),
    alone=True,
)


add(
    "timestamp_number",
    """Hands in a time stamp that is a number of minutes with forty digits, on which libraries that
    read times fail in an unusual way. A success: a class that is not graded.""",
    answers=SOLVED,
    place=_with_timestamp("9999999999999999999999999999999999999999m"),
    keeps=QUESTIONS,
    alone=True,
)


add(
    "timestamp_zone",
    """Hands in a time stamp whose time zone is the path of a file that may not be read. A success:
    a class that is not graded.""",
    answers=SOLVED,
    place=_with_timestamp("2020-01-01 10:00:00 /etc/shadow"),
    keeps=QUESTIONS,
    alone=True,
)


@add.placed(alone=True)
def locked_file(folder: Path, content: bytes) -> None:
    """Hands in a file that nobody may read, next to the notebook. A success: a class that is not
    graded."""
    (folder / _FILE).write_bytes(content)
    (folder / "data.csv").touch(mode=0)


@add.placed(alone=True)
def locked_folder(folder: Path, content: bytes) -> None:
    """Hands in folders that nobody may enter, its own included. A success: a class that is not
    graded."""
    (folder / _FILE).write_bytes(content)
    (folder / "data").mkdir(mode=0)
    folder.parent.chmod(0)


@add.mutated(answers=SOLVED, honest=QUESTIONS)
def cell_ids_repeated(notebook: NotebookNode) -> None:
    """Gives all cells the same id. A success: points, or a class that is not graded."""
    for cell in notebook.cells:
        cell.id = "same"
