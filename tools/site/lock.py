"""The distribution: runtime, wheels, and a lock that says what each import needs."""

from __future__ import annotations

import email.parser
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.site import fetch, paths, runtime

_ENVIRONMENT = {
    **default_environment(),
    "python_version": "3.14",
    "python_full_version": "3.14.0",
    "sys_platform": "emscripten",
    "platform_system": "Emscripten",
    "platform_machine": "wasm32",
    "os_name": "posix",
    "extra": "pandas",
}


def distribution(core: Path, wheels: list[Path]) -> Path:
    """Return a folder from which the browser can load everything."""
    folder = paths.WORK / "pyodide"
    shutil.copytree(core, folder)
    entries = [_entry(wheel) for wheel in wheels]
    names = {entry["name"] for entry in entries}
    for entry, wheel in zip(entries, wheels, strict=True):
        entry["depends"] = [name for name in entry["depends"] if name in names]
        shutil.copy2(wheel, folder / wheel.name)
    content = json.loads((core / runtime.LOCK).read_text(encoding="utf-8"))
    content["packages"] = {entry["name"]: entry for entry in entries}
    (folder / runtime.LOCK).write_text(json.dumps(content, sort_keys=True), encoding="utf-8")
    return folder


def _entry(wheel: Path) -> dict[str, Any]:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        about = email.parser.Parser().parsestr(archive.read(metadata).decode())
    requirements = [Requirement(text) for text in about.get_all("Requires-Dist", [])]
    return {
        "name": canonicalize_name(about["Name"]),
        "version": about["Version"],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": fetch.sha256(wheel),
        "package_type": "package",
        "imports": sorted(_imports(names)),
        "depends": sorted(
            {
                canonicalize_name(one.name)
                for one in requirements
                if one.marker is None or one.marker.evaluate(_ENVIRONMENT)
            }
        ),
        "unvendored_tests": False,
    }


def _imports(names: list[str]) -> set[str]:
    tops = {name.split("/")[0] for name in names if name.endswith((".py", ".pyc", ".so"))}
    return {top.removesuffix(".pyc").removesuffix(".py") for top in tops if not top.endswith(".so")}
