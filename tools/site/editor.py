"""Bundle the editor of code cells, CodeMirror, into one module."""

from __future__ import annotations

import platform
import shutil
import subprocess
import tarfile
from pathlib import Path

from tools.site import fetch, paths

NAME = "editor.mjs"
_OPTIONS = ("--bundle", "--minify", "--format=esm", "--legal-comments=eof", "--log-level=warning")


def bundled(out: Path) -> None:
    """Write the editor as one JavaScript module into a folder."""
    folder = paths.WORK / "editor"
    for requirement, expected in paths.PINS["editor"].items():
        name = requirement.rpartition("@")[0]
        _unpack(fetch.from_npm(requirement, expected), folder / "node_modules" / name)
    shutil.copy2(paths.HERE / "front" / "editor" / NAME, folder)
    subprocess.run(  # noqa: S603 - our own arguments
        [_esbuild(folder), NAME, *_OPTIONS, f"--outfile={out / NAME}"], cwd=folder, check=True
    )


def _esbuild(folder: Path) -> Path:
    """Return the bundler for this machine.

    Raises
    ------
    ValueError
        No build for this machine is pinned.
    """
    pin = paths.PINS["esbuild"]
    machine = f"{platform.system()} {platform.machine()}"
    if machine not in pin:
        machines = ", ".join(name for name in pin if name != "npm")
        raise ValueError(
            f"tools/site/pins.toml names no esbuild for {machine}; it has those for {machines}. "
            "Build the site on one of these, or add the package and its sha256."
        )
    name, expected = pin[machine]
    _unpack(fetch.from_npm(f"{name}@{pin['npm']}", expected), folder / "esbuild")
    return folder / "esbuild" / "bin" / "esbuild"


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack the content of an npm package's top folder."""
    with tarfile.open(archive) as package:
        for member in package.getmembers():
            member.name = member.name.partition("/")[2]
            package.extract(member, folder, filter="data")
