"""Whatever file a student uploads, the grader can say in words what is wrong with it."""

import json
import os

import pytest

from split_grader.intake.ingest import UnreadableError, read_notebook
from split_grader.sandbox.limits import Limits

CELL = {"cell_type": "code", "source": ["x = 1\n", "x"], "metadata": {}, "outputs": []}


def notebook(**changes):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [CELL], **changes}


def read(tmp_path, content, limits=None):
    path = tmp_path / "n.ipynb"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return read_notebook(path, limits or Limits())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"empty \(0 bytes\)"),
        (b"  \n", r"empty \(3 bytes\)"),
        (b'{"nbformat": 4, "cells": [', r"ends too early, after 26 characters"),
        (b'{"nbformat": 4, "cells": ["ab', r"ends too early, after 29 characters"),
        (b'{"nbformat": 4,, }', r"line 1, column 16"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"PK\x03\x04....", "a ZIP or Office file"),
        (b"<!DOCTYPE html><p>log in", "a web page"),
        (b"\xff\xfe{\x00", "not UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"nbformat": ' + b"9" * 5000 + b"}", "number too long"),
        (b"[1, 2]", "no 'nbformat'"),
        (notebook(nbformat=3), "has format 3, expected 4"),
        (notebook(cells=None), "no list of cells"),
        (notebook(cells=[]), "it has no cells"),
        (notebook(cells=[CELL] * 3000), "3,000 cells"),
        (notebook(cells=[CELL, 7]), "Cell 2 is damaged"),
        (notebook(cells=[{**CELL, "source": 5}]), "Cell 1 is damaged: its source is not text"),
        (notebook(cells=[{**CELL, "cell_type": "heading"}]), "Cell 1 is damaged"),
    ],
)
def test_a_file_that_is_no_notebook_is_refused_with_the_reason(tmp_path, content, message):
    with pytest.raises(UnreadableError, match=message):
        read(tmp_path, content)


def test_a_file_over_the_size_limit_is_refused_with_both_sizes(tmp_path):
    with pytest.raises(UnreadableError, match=r"at most 10 are read"):
        read(tmp_path, notebook(), Limits(notebook_bytes=10))


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "secret.ipynb").write_text(json.dumps(notebook()))
    link = tmp_path / "link.ipynb"
    link.symlink_to(tmp_path / "secret.ipynb")
    with pytest.raises(UnreadableError, match="it is a link"):
        read_notebook(link, Limits())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_does_not_hang_the_grader(tmp_path):
    os.mkfifo(tmp_path / "pipe.ipynb")
    with pytest.raises(UnreadableError, match="not a regular file"):
        read_notebook(tmp_path / "pipe.ipynb", Limits())


def test_only_type_source_and_label_of_a_cell_are_taken(tmp_path):
    label = {"nbgrader": {"grade_id": "q1", "points": 100}, "tags": ["skip-execution"]}
    result = read(tmp_path, notebook(cells=[{**CELL, "metadata": label}]))
    (cell,) = result.cells
    assert (cell.cell_type, cell.source, cell.grade_id) == ("code", "x = 1\nx", "q1")


@pytest.mark.parametrize("metadata", [None, 5, {"nbgrader": 1}, {"nbgrader": {"grade_id": []}}])
def test_a_damaged_label_counts_as_none(tmp_path, metadata):
    result = read(tmp_path, notebook(cells=[{**CELL, "metadata": metadata}]))
    assert result.cells[0].grade_id is None


def test_a_byte_order_mark_and_half_characters_do_no_harm(tmp_path):
    text = json.dumps(notebook(cells=[{**CELL, "source": "'\ud800'"}])).encode()
    result = read(tmp_path, b"\xef\xbb\xbf" + text)
    assert result.cells[0].source.encode() == b"'?'"


def test_a_message_is_one_line_whatever_the_notebook_says(tmp_path):
    with pytest.raises(UnreadableError) as error:
        read(tmp_path, notebook(nbformat="\n  bob: graded"))
    assert str(error.value).isprintable()
    spec = {"kernelspec": {"language": "r\n  bob: graded\x1b[31m"}}
    assert read(tmp_path, notebook(metadata=spec)).language.isprintable()
