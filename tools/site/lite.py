"""JupyterLite around the distribution: the notebook application, extensions and contents."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.site import contents, paths, start
from tools.site.distribution import LOADER

_SHARE = Path(sys.prefix, "share/jupyter/labextensions")
# `make setup` keeps the kernel of the browser away from JupyterLab, which cannot load it.
_APART = Path(sys.prefix, "share/jupyterlite")
_EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@jupyterlite/pyodide-kernel-extension",
    "anywidget",
)
_KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
# A page that is opened again has a new kernel: what was saved is all that can be shown.
_SETTINGS = {"@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True}}
# What the kernel would install at its start, were it not in the archive.
_ALREADY_THERE = ["micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython"]


def built(distribution: Path) -> None:
    """Write ``site/live``."""
    folder = paths.WORK / "lite"
    contents.written(folder / "files")
    for name in _EXTENSIONS:
        source = _APART if (_APART / name).is_dir() else _SHARE
        shutil.copytree(source / name, folder / "extensions" / name)
    (folder / "jupyter_lite_config.json").write_text(json.dumps(_build_config()))
    (folder / "jupyter-lite.json").write_text(json.dumps(_page_config()))
    (folder / "overrides.json").write_text(json.dumps(_SETTINGS))
    shutil.rmtree(paths.LIVE, ignore_errors=True)
    run = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "jupyterlite_core", "build", "--output-dir", str(paths.LIVE)],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    if run.returncode:
        sys.exit(f"JupyterLite could not be built:\n{run.stdout[-3000:]}\n{run.stderr[-3000:]}")
    _leave_out_old_fonts(paths.LIVE / "build")
    shutil.copytree(distribution, paths.LIVE / "static" / "pyodide")
    start.written(paths.LIVE)


def _leave_out_old_fonts(build: Path) -> None:
    """Keep one format of the icons' font, of five: every browser that runs Python reads it."""
    for font in build.glob("fa-*"):
        if font.suffix != ".woff2":
            font.unlink()


def _build_config() -> dict[str, Any]:
    return {
        "LiteBuildConfig": {
            "apps": list(start.APPLICATIONS),
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "ignore_sys_prefix": ["federated_extensions"],
            "contents": ["files"],
        },
        "FederatedExtensionAddon": {"extra_labextensions_path": ["extensions"]},
    }


def _page_config() -> dict[str, Any]:
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Scaling AI",
            "appUrl": "./tree",  # where live/ leads
            "exposeAppInBrowser": True,
            "litePluginSettings": {
                _KERNEL: {
                    "pyodideUrl": f"./static/pyodide/{LOADER}",
                    "disablePyPIFallback": True,
                    "loadPyodideOptions": {"packages": _ALREADY_THERE},
                }
            },
        },
    }
