"""Unpack Python for the browser from its npm package."""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path
from typing import Any

from tools.site import fetch, paths

_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"


def unpacked() -> Path:
    """Return a folder with the runtime's files and its lock."""
    folder = paths.WORK / "runtime"
    folder.mkdir(parents=True)
    pin = paths.PINS["runtime"]
    with tarfile.open(fetch.from_npm(pin["npm"], pin["sha256"])) as archive:
        for name in (*_FILES, LOCK):
            (folder / name).write_bytes(_member(archive, name))
    return folder


def lock_of(pin: dict[str, str]) -> dict[str, Any]:
    """Return the lock of an npm release: each package's file and hash."""
    with tarfile.open(fetch.from_npm(pin["npm"], pin["sha256"])) as archive:
        return json.loads(_member(archive, LOCK))


def address_of(pin: dict[str, str]) -> str:
    """Return the address where an npm release has its packages.

    Raises
    ------
    ValueError
        The release names no address.
    """
    with tarfile.open(fetch.from_npm(pin["npm"], pin["sha256"])) as archive:
        script = _member(archive, "pyodide.mjs").decode()
    address = re.search(r"`([^`$]+/v)\$\{\w+\}(/full/)`", script)
    if address is None:
        raise ValueError(f"{pin['npm']} names no place for its packages: its form has changed.")
    version = pin["npm"].split("@")[1]
    return f"{address[1]}{version}{address[2]}"


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(f"package/{name}")
    if member is None:
        raise ValueError(f"The runtime's package has no file {name}.")
    return member.read()
