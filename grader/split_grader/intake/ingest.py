"""Read an untrusted notebook file, or explain why it can't be used.

Only the order, type, source and label of the cells are used, and the name of the language.
Outputs, other metadata and attachments are ignored.
"""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from split_grader.base.errors import UnreadableError, one_line
from split_grader.base.folders import extra_files, open_regular, shown
from split_grader.sandbox.limits import Limits

__all__ = [
    "StudentCell",
    "StudentNotebook",
    "UnreadableError",
    "copy_files",
    "labels_in",
    "read_notebook",
    "require_notebook",
]

_FOREIGN = {
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a ZIP or Office file",
    b"<!DOC": "a web page",
    b"<!doc": "a web page",
    b"<html": "a web page",
}


@dataclass(frozen=True, slots=True)
class StudentCell:
    """One cell as handed in; `grade_id` is the label it claims, or None."""

    cell_type: str
    source: str
    grade_id: str | None


@dataclass(frozen=True, slots=True)
class StudentNotebook:
    """The cells of a notebook and the programming language it claims, if any."""

    cells: list[StudentCell]
    language: str | None


def read_notebook(path: Path, limits: Limits) -> StudentNotebook:
    """Read a notebook file from an untrusted source.

    Raises
    ------
    UnreadableError
        If the file isn't a regular file, is too large, isn't JSON, or isn't a notebook of format 4.
    """
    notebook = _parse(_text(_bytes(path, limits)))
    return StudentNotebook(_cells(notebook, limits), _language(notebook.get("metadata")))


def require_notebook(content: bytes, limits: Limits) -> list[StudentCell]:
    """Return a notebook's cells, or raise UnreadableError."""
    return _cells(_parse(_text(content)), limits)


def labels_in(content: bytes) -> frozenset[str]:
    """Return a notebook's labels; none if it can't be read."""
    try:
        cells = require_notebook(content, Limits())
    except UnreadableError:
        return frozenset()
    return frozenset(cell.grade_id for cell in cells if cell.grade_id)


def _bytes(path: Path, limits: Limits) -> bytes:
    with open_regular(path, "The file") as file:
        size = os.fstat(file.fileno()).st_size
        if size > limits.notebook_bytes:
            raise UnreadableError(
                f"The file is too large: {size:,} bytes, at most "
                f"{limits.notebook_bytes:,} are read. Large outputs are the usual cause: "
                "clear them and upload again."
            )
        return file.read(limits.notebook_bytes)


def _text(raw: bytes) -> str:
    if not raw.strip():
        raise UnreadableError(f"The file is empty ({len(raw)} bytes).")
    for start, kind in _FOREIGN.items():
        if raw.lstrip().startswith(start):
            raise UnreadableError(f"The file is {kind}, not a notebook.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"The file is not UTF-8 text: byte {error.start:,} does not belong there."
        ) from error


def _parse(text: str) -> dict[str, Any]:
    try:
        notebook = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableError(f"The file is not valid JSON: {_json_problem(error)}.") from error
    except RecursionError as error:
        raise UnreadableError("The file is nested too deeply to be a notebook.") from error
    except ValueError as error:
        raise UnreadableError("The file holds a number too long to be read.") from error
    if not isinstance(notebook, dict) or "nbformat" not in notebook:
        raise UnreadableError("The file is JSON but not a notebook: it has no 'nbformat'.")
    if notebook["nbformat"] != 4:
        raise UnreadableError(
            f"The notebook has format {one_line(str(notebook['nbformat'])[:20])}, expected 4. "
            "Open it in JupyterLab, save it, and upload it again."
        )
    return notebook


def _json_problem(error: json.JSONDecodeError) -> str:
    length = len(error.doc)
    if error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string"):
        return f"it ends too early, after {length:,} characters"
    return f"{error.msg[0].lower()}{error.msg[1:]} in line {error.lineno:,}, column {error.colno:,}"


def _cells(notebook: dict[str, Any], limits: Limits) -> list[StudentCell]:
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise UnreadableError("The notebook has no list of cells.")
    if not cells:
        raise UnreadableError("The notebook is empty: it has no cells.")
    if len(cells) > limits.cells:
        raise UnreadableError(
            f"The notebook has {len(cells):,} cells, at most {limits.cells:,} are read."
        )
    return [_cell(cell, number) for number, cell in enumerate(cells, start=1)]


def _cell(cell: object, number: int) -> StudentCell:
    if not isinstance(cell, dict) or cell.get("cell_type") not in {"code", "markdown", "raw"}:
        raise UnreadableError(f"Cell {number} is damaged: it is not a code, markdown or raw cell.")
    source = cell.get("source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise UnreadableError(f"Cell {number} is damaged: its source is not text.")
    # A lone surrogate is legal in JSON but can't be sent to a kernel.
    source = source.encode("utf-8", "replace").decode()
    return StudentCell(cell["cell_type"], source, _label(cell.get("metadata")))


def _label(metadata: object) -> str | None:
    if not isinstance(metadata, dict) or not isinstance(metadata.get("nbgrader"), dict):
        return None
    label = metadata["nbgrader"].get("grade_id")
    return label if isinstance(label, str) else None


def _language(metadata: object) -> str | None:
    if not isinstance(metadata, dict) or not isinstance(metadata.get("kernelspec"), dict):
        return None
    language = metadata["kernelspec"].get("language")
    return one_line(language.lower()[:40]) if isinstance(language, str) else None


def copy_files(
    source: Path, destination: Path, most_bytes: int, most: int | None = None
) -> Path | None:
    """Copy the regular files next to a notebook.

    Parameters
    ----------
    most_bytes
        The largest total size.
    most
        The largest number of files and folders; any number if None.

    Returns
    -------
    Path or None
        The destination; None if there is nothing to copy.

    Raises
    ------
    UnreadableError
        If there are more files, they are larger, or one of them can't be read.
    """
    files = extra_files(source, most)
    total = 0
    for path in files:
        name = path.relative_to(source)
        with open_regular(path, shown(name.as_posix())) as file:
            total += os.fstat(file.fileno()).st_size
            if total > most_bytes:
                raise UnreadableError(
                    f"The files next to the notebook exceed {most_bytes:,} bytes."
                )
            target = destination / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as copy:
                shutil.copyfileobj(file, copy)
    return destination if files else None
