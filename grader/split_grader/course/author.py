"""Read an instructor's notebook from any version of Jupyter and nbgrader.

Cells had no ids before nbformat 4.5, and nbgrader's labels have had several forms. Every reader of
such a notebook gets the same current form; the file stays unchanged.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat import reader as any_version
from nbgrader.nbgraderformat import MetadataValidator

from split_grader.base.errors import GraderError

_WITH_IDS = 5
"""The minor version of nbformat 4 that gave cells an id."""
_ID_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Changes:
    """Updates to a notebook: cells that got an id, and the labels' old version, if any."""

    ids: int = 0
    labels: int | None = None


def author_notebook(path: Path) -> NotebookNode:
    """Read a notebook and update it to the current form.

    Raises
    ------
    GraderError
        If the file isn't a notebook.
    """
    return author_notebook_and_changes(path)[0]


def author_notebook_and_changes(path: Path) -> tuple[NotebookNode, Changes]:
    """Read and update a notebook; also return the changes.

    Raises
    ------
    GraderError
        If the file isn't a notebook.
    """
    try:
        notebook = _parse(path.read_text(encoding="utf-8"))
    except Exception as error:  # each version of nbformat fails in its own way
        raise GraderError(f"{path} is not a notebook that can be read: {error}") from error
    return notebook, _bring_up_to_date(notebook)


def _parse(text: str) -> NotebookNode:
    # nbformat's own `read` fills in random ids.
    original: NotebookNode = any_version.reads(text)
    notebook: NotebookNode = nbformat.convert(original, to_version=nbformat.current_nbformat)
    if original.get("nbformat") != nbformat.current_nbformat:
        for cell in notebook.cells:
            cell.pop("id", None)
    return notebook


def _bring_up_to_date(notebook: NotebookNode) -> Changes:
    labels = [cell.metadata["nbgrader"] for cell in notebook.cells if "nbgrader" in cell.metadata]
    newest = MetadataValidator.schema_version
    oldest = min((label.get("schema_version", 0) for label in labels), default=newest)
    if oldest < newest:
        MetadataValidator().upgrade_notebook_metadata(notebook)
    return Changes(_give_ids(notebook), oldest if oldest < newest else None)


def _give_ids(notebook: NotebookNode) -> int:
    """Replace missing and duplicate cell ids; return their number."""
    ids: set[str] = set()
    lacking = []
    for cell in notebook.cells:
        if not cell.get("id") or cell.id in ids:
            lacking.append(cell)
        else:
            ids.add(cell.id)
    for cell in lacking:
        cell.id = _id_of(cell, ids)
        ids.add(cell.id)
    if lacking:
        notebook.nbformat_minor = max(notebook.get("nbformat_minor", 0), _WITH_IDS)
    return len(lacking)


def _id_of(cell: NotebookNode, ids: set[str]) -> str:
    """Derive a cell's id from its text, for stable releases."""
    copy = 0
    while True:
        text = f"{cell.cell_type}\n{copy}\n{cell.source}"
        cell_id = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_ID_LENGTH]
        if cell_id not in ids:
            return cell_id
        copy += 1


class AuthorExporter(NotebookExporter):
    """Makes nbgrader's converters read notebooks as the grader does."""

    def from_file(self, file_stream: TextIO, resources: Any = None, **kw: Any) -> Any:
        """Convert the notebook in a file."""
        notebook = _parse(file_stream.read())
        _bring_up_to_date(notebook)
        return self.from_notebook_node(notebook, resources=resources, **kw)  # type: ignore[no-untyped-call]
