"""What is added to JupyterLite's pages: Python starts with the page, and says how far it is.

A kernel sees the learner's files through the page's service worker. JupyterLite looks once, when it
makes the kernel, whether there is one; Python that starts early can be asked for before the worker
has said so, and then has no files: the kernel waits for it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tools.site import paths

APPLICATIONS = ("notebooks", "tree", "edit")
_KINDS = ("comlink", "coincident")  # how a page talks to its kernel, without and with shared memory
_EXTENSION = "extensions/@jupyterlite/pyodide-kernel-extension/static"
_FRONT = ("start.js", "start.css", "icon.svg")
_CREATES = re.compile(
    r"(create:async \w+=>\{)(let\{PyodideKernel:.{0,200}?null==(\w+)\?void 0:\3\.enabled)"
)
_WAITS = r"\1if(navigator.serviceWorker)await \3?.ready?.catch(()=>{});\2"


def written(live: Path) -> None:
    """Add it to the built pages."""
    for name in _FRONT:
        shutil.copy2(paths.HERE / "front" / name, live)
    for kind in _KINDS:
        (worker,) = (live / _EXTENSION).glob(f"{kind}.worker.*.js")
        both = f'import "./loader.mjs";\nimport "../../{worker.relative_to(live).as_posix()}";\n'
        (live / "static" / "pyodide" / f"kernel-{kind}.mjs").write_text(both)
    _wait_for_files(live / _EXTENSION)
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


def _wait_for_files(extension: Path) -> None:
    """Let the kernel be made when the page knows whether it has its service worker."""
    changed = 0
    for script in extension.glob("*.js"):
        text, count = _CREATES.subn(_WAITS, script.read_text(encoding="utf-8"))
        if count:
            script.write_text(text, encoding="utf-8")
            changed += count
    if changed != 1:
        raise ValueError(
            f"{extension} makes a kernel in {changed} places, 1 was expected: "
            "this version of JupyterLite's Pyodide kernel is not known."
        )
