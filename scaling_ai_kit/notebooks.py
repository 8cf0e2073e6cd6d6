"""Build the modules: text twin -> notebook -> executed notebook with pictures.

People write and review the text twins in ``modules/text``. ``--check`` builds nothing and fails if
a notebook's cells differ from its text.
"""

from __future__ import annotations

import argparse
import base64
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from course import charts
from course.browser.stored import WIDGET_MIME
from scaling_ai_kit import module_text
from scaling_ai_kit.course_parts import TEXT
from scaling_ai_kit.newcomer import without_progress
from scaling_ai_kit.pages import stored_links

COLOURS = re.compile(r"\x1b\[[\d;]*m")
# Places in IPython's tracebacks.
IN_CELL = re.compile(r"^Cell In\[\d+\], line (\d+)", re.MULTILINE)
IN_COURSE = re.compile(r"^File \S*?/(course/\S+):(\d+)", re.MULTILINE)
KERNEL = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}


def main(arguments: Sequence[str]) -> None:
    """Build or check the notebooks."""
    parser = argparse.ArgumentParser(prog="coursekit notebooks", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only compare, build nothing")
    parser.add_argument("names", nargs="*", help="modules to build (default: all)")
    options = parser.parse_args(arguments)
    texts = [text for text in sorted(TEXT.glob("*.md")) if wanted(text, options.names)]
    if options.check:
        stale = [text.name for text in texts if not in_step(text)]
        if stale:
            sys.exit(f"Not in step with their text: {', '.join(stale)}. Run: coursekit notebooks")
        return
    if not texts:
        names = ", ".join(text.stem for text in sorted(TEXT.glob("*.md"))) or "none"
        parts = " or ".join(options.names) or "any"
        sys.exit(f"No text in {TEXT} has a name with {parts}; there are {names}.")
    for number, text in enumerate(texts, start=1):
        print(f"[{number}/{len(texts)}] {text.stem}", flush=True)
        nbformat.write(executed(text, stored_links.site_address()), notebook_of(text))


def wanted(text: Path, names: list[str]) -> bool:
    """Tell whether a text's name contains one of the names."""
    return not names or any(name in text.stem for name in names)


def notebook_of(text: Path) -> Path:
    """Return the path of a text's notebook."""
    return TEXT.parent / f"{text.stem}.ipynb"


def built(text: Path) -> nbformat.NotebookNode:
    """Return a text's notebook without outputs; the same text gives the same bytes."""
    notebook = jupytext.read(text)
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"{text.stem.split('_', 1)[1]}-{number:02d}".replace("_", "-")
    return notebook


def executed(text: Path, address: str | None = None) -> nbformat.NotebookNode:
    """Return the notebook with a fresh run's outputs, and links to a web edition's address."""
    notebook = built(text)
    # No progress made, no colours of a terminal.
    with without_progress(), tempfile.TemporaryDirectory() as empty:
        client = NotebookClient(
            notebook,
            config=_kernel(Path(empty, "kernel.json")),
            timeout=120,
            kernel_name="python3",
            resources={"metadata": {"path": str(TEXT.parent)}},
            shutdown_kernel="immediate",
        )
        try:
            client.execute()
        except CellExecutionError as failure:
            sys.exit(_describe(failure, notebook, text))
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                sys.exit(f"{text.name}: a cell warns, so a learner would see this:\n{output.text}")
            if "data" in output:
                store(output)
        if address and cell.cell_type == "code":
            with without_progress():
                stored_links.add_link(cell, f"modules/{text.stem}.html", address)
    notebook.metadata.pop("widgets", None)
    notebook.metadata["kernelspec"] = nbformat.from_dict(KERNEL)
    notebook.metadata.pop("language_info", None)
    return notebook


def _describe(failure: CellExecutionError, notebook: nbformat.NotebookNode, text: Path) -> str:
    """Return why a cell fails, and its line in the text and in the course's code."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    position = next(
        number
        for number, cell in enumerate(cells)
        if any(output.output_type == "error" for output in cell.outputs)
    )
    trace = COLOURS.sub("", failure.traceback)
    line = module_text.code(text)[position].line + int((IN_CELL.findall(trace) or [0])[-1])
    places = [f"\n  raised in {file}, line {at}" for file, at in IN_COURSE.findall(trace)[-1:]]
    message = f"{failure.ename}: {failure.evalue}"
    return f"modules/text/{text.name}:{line}: this cell fails: {message}{''.join(places)}"


def _kernel(connection_file: Path) -> Config:
    # Over TCP, the kernel would warn that others on this machine could listen. The file also names
    # the sockets, whose path must be short.
    return Config({"KernelManager": {"transport": "ipc", "connection_file": str(connection_file)}})


def store(output: nbformat.NotebookNode) -> None:
    """Remove the live widget from an output and add a picture of its chart."""
    output.data.pop(WIDGET_MIME, None)
    spec = output.data.get(charts.VEGALITE_MIME)
    if spec is not None:
        picture = charts.to_png(spec, scale=1)
        output.data["image/png"] = base64.b64encode(picture).decode()
        output.metadata["image/png"] = {"alt": output.data["text/plain"]}


def in_step(text: Path) -> bool:
    """Tell whether the stored notebook's cells match its text."""
    path = notebook_of(text)
    if not path.exists():
        return False
    notebook = nbformat.read(path, as_version=4)
    return [shape(cell) for cell in notebook.cells] == [shape(cell) for cell in built(text).cells]


def shape(cell: nbformat.NotebookNode) -> tuple[str, str, str, dict[str, Any]]:
    """Return everything about a cell except its outputs."""
    return cell["id"], cell.cell_type, cell.source, dict(cell.metadata)
