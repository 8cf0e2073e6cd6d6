"""The notebooks and data sets that a learner opens in the browser."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tools.site import paths

_KERNEL = {"name": "python", "display_name": "Python (Pyodide)", "language": "python"}


def written(folder: Path) -> None:
    """Copy them into a folder; the notebooks ask for the browser's kernel."""
    no_text = shutil.ignore_patterns("text")
    shutil.copytree(paths.ROOT / "modules", folder / "modules", ignore=no_text)
    for name in ("exercises", "datasets"):
        shutil.copytree(paths.ROOT / name, folder / name)
    for path in folder.rglob("*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["metadata"]["kernelspec"] = _KERNEL
        path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
