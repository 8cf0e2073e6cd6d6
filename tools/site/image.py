"""Pack all packages into archives for the browser's file system.

``first`` has what every page needs. The others are loaded when a cell imports one of their modules.
"""

from __future__ import annotations

import ast
import gzip
import hashlib
import io
import json
import tarfile
import zipfile
from contextlib import ExitStack
from email.parser import Parser
from pathlib import Path

from packaging.utils import canonicalize_name

from tools.site import paths

_LEARN = {"cloudpickle", "fairlearn", "joblib", "scikit-learn"}
_RULES = {
    *("annotated-types", "mypy-extensions", "pandera", "pydantic", "pydantic-core"),
    *("typeguard", "typing-inspect", "typing-inspection"),
}
# The packages in each archive; "first" has all others.
_ARCHIVES = {
    "first": set[str](),
    "scipy": {"scipy"},
    "learn": _LEARN,
    "rules": _RULES,
}


def written(wheels: list[Path], folder: Path) -> None:
    """Write the archives and their description into a folder."""
    tars = {name: io.BytesIO() for name in _ARCHIVES}
    with ExitStack() as stack:
        archives = {name: stack.enter_context(_opened(tar)) for name, tar in tars.items()}
        packages = _filled(archives, wheels)
        modules = {name: _modules(archive) for name, archive in archives.items()}
    about, edition = [], hashlib.sha256(paths.PINS["runtime"]["sha256"].encode())
    for name, tar in tars.items():
        plain = tar.getvalue()
        content = gzip.compress(plain, compresslevel=9, mtime=0)
        file = f"{name}.tar.gz"
        (folder / file).write_bytes(content)
        edition.update(content)
        sizes = {"size": len(content), "unpacked": len(plain)}
        about.append({"name": file, **sizes, "modules": modules[name]})
    description = {
        "edition": edition.hexdigest()[:16],
        "archives": about,
        "packages": packages,
        "start": _steps("start.py"),
    }
    (folder / "site-packages.json").write_text(json.dumps(description), encoding="utf-8")


def _steps(script: str) -> list[str]:
    """Return a script's statements; progress is shown after each."""
    text = (paths.HERE / script).read_text(encoding="utf-8")
    return [ast.unparse(step) for step in ast.parse(text).body]


def _modules(archive: tarfile.TarFile) -> list[str]:
    """Return an archive's top-level modules."""
    tops = {name.split("/")[0] for name in archive.getnames()}
    return sorted(top.split(".")[0] for top in tops if not top.endswith((".dist-info", ".libs")))


def _opened(file: io.BytesIO) -> tarfile.TarFile:
    return tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT)


def _filled(archives: dict[str, tarfile.TarFile], wheels: list[Path]) -> dict[str, str]:
    """Put all files in place; return each package's version by name."""
    packages: dict[str, str] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as source:
            name, version = _known_as(source)
            packages[name] = version
            archive = next((some for some, names in _ARCHIVES.items() if name in names), "first")
            for item in source.infolist():
                if not item.is_dir():
                    _add(archives[archive], item.filename, source.read(item))
    stubs = paths.HERE / "stubs"
    for stub in sorted(stubs.rglob("*.py")):
        _add(archives["first"], stub.relative_to(stubs).as_posix(), stub.read_bytes())
    return packages


def _known_as(wheel: zipfile.ZipFile) -> tuple[str, str]:
    """Return a package's name and version."""
    (metadata,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    about = Parser().parsestr(wheel.read(metadata).decode())
    return canonicalize_name(about["Name"]), about["Version"]


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    item = tarfile.TarInfo(name)
    item.size = len(content)
    archive.addfile(item, io.BytesIO(content))
