"""JupyterLite around the distribution: the notebook application, extensions and contents."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.site import paths

_SHARE = Path(sys.prefix, "share/jupyter/labextensions")
_EXTENSIONS = (
    "@jupyter-widgets/jupyterlab-manager",
    "@jupyterlite/pyodide-kernel-extension",
    "anywidget",
)
_KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"


def built(distribution: Path) -> None:
    """Write ``site/live``."""
    folder = paths.WORK / "lite"
    files = folder / "files"
    files.mkdir(parents=True)
    shutil.copytree(paths.ROOT / "modules", files / "modules", ignore=shutil.ignore_patterns("text"))
    shutil.copytree(paths.ROOT / "exercises", files / "exercises")
    shutil.copytree(paths.ROOT / "datasets", files / "datasets")
    for name in _EXTENSIONS:
        shutil.copytree(_SHARE / name, folder / "extensions" / name)
    (folder / "jupyter_lite_config.json").write_text(json.dumps(_build_config()))
    (folder / "jupyter-lite.json").write_text(json.dumps(_page_config(distribution)))
    shutil.rmtree(paths.LIVE, ignore_errors=True)
    subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-m", "jupyterlite_core", "build", "--output-dir", str(paths.LIVE)],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    shutil.copytree(distribution, paths.LIVE / "static" / "pyodide")


def _build_config() -> dict[str, Any]:
    return {
        "LiteBuildConfig": {
            "apps": ["notebooks", "tree", "edit"],
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "ignore_sys_prefix": ["federated_extensions"],
            "contents": ["files"],
        },
        "FederatedExtensionAddon": {"extra_labextensions_path": ["extensions"]},
    }


def _page_config(distribution: Path) -> dict[str, Any]:
    lock = json.loads((distribution / "pyodide-lock.json").read_text(encoding="utf-8"))
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Scaling AI",
            "exposeAppInBrowser": True,
            "enableMemoryStorage": False,
            "litePluginSettings": {
                _KERNEL: {
                    "pyodideUrl": "./static/pyodide/pyodide.mjs",
                    "disablePyPIFallback": True,
                    "loadPyodideOptions": {
                        "lockFileURL": "./static/pyodide/pyodide-lock.json",
                        "packages": sorted(lock["packages"]),
                    },
                }
            },
        },
    }
