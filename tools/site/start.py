"""What is added to JupyterLite's pages: Python starts with the page, and says how far it is."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.site import paths

APPLICATIONS = ("notebooks", "tree", "edit")
_KINDS = ("comlink", "coincident")  # how a page talks to its kernel, without and with shared memory
_EXTENSION = "extensions/@jupyterlite/pyodide-kernel-extension/static"
_FRONT = ("start.js", "start.css", "icon.svg")


def written(live: Path) -> None:
    """Add it to the built pages."""
    for name in _FRONT:
        shutil.copy2(paths.HERE / "front" / name, live)
    for kind in _KINDS:
        (worker,) = (live / _EXTENSION).glob(f"{kind}.worker.*.js")
        both = f'import "./loader.mjs";\nimport "../../{worker.relative_to(live).as_posix()}";\n'
        (live / "static" / "pyodide" / f"kernel-{kind}.mjs").write_text(both)
    page = live / "notebooks" / "index.html"
    # First of all in the page: everything below it waits for it.
    head = (
        '<link rel="icon" href="../icon.svg">'
        '<link rel="stylesheet" href="../start.css"><script src="../start.js"></script>'
    )
    text = page.read_text(encoding="utf-8")
    if text.count("<head>") != 1:
        raise ValueError(f"{page} has no single <head>: this version of JupyterLite is not known.")
    page.write_text(text.replace("<head>", f"<head>\n    {head}"), encoding="utf-8")
