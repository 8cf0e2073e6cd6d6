"""The notebooks and data sets that a learner opens in the browser."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import nbformat

from tools.pages.download import leave_out_pictures
from tools.site import paths

_KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}


def written(folder: Path) -> None:
    """Copy them into a folder; the notebooks ask for the browser's kernel.

    A file keeps an output of several lines as a list. A Jupyter server joins it, and the browser
    edition has none: it would show the commas of the list.
    """
    no_text = shutil.ignore_patterns("text")
    shutil.copytree(paths.ROOT / "modules", folder / "modules", ignore=no_text)
    for name in ("exercises", "datasets"):
        shutil.copytree(paths.ROOT / name, folder / name)
    for path in folder.rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)  # joins the lines
        notebook["metadata"]["kernelspec"] = _KERNEL
        leave_out_pictures(notebook)
        path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
