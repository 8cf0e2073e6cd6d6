"""All packages as two archives, which the page lays into the browser's file system as they are.

The first has what Python needs to start; the second arrives meanwhile.
"""

from __future__ import annotations

import ast
import gzip
import io
import json
import tarfile
import zipfile
from contextlib import ExitStack
from email.parser import Parser
from pathlib import Path

from packaging.utils import canonicalize_name

from tools.site import paths

NAMES = ("first.tar.gz", "later.tar.gz")
# Nothing of these is imported when Python starts: they arrive while it does.
_LATER = {"joblib", "pandera", "pydantic", "pydantic-core", "scikit-learn", "scipy"}


def written(wheels: list[Path], folder: Path) -> None:
    """Write the archives, and what the page has to know about them, into a folder."""
    tars = [io.BytesIO() for _ in NAMES]
    with ExitStack() as closed:
        archives = [closed.enter_context(_opened(tar)) for tar in tars]
        packages = _filled(archives, wheels)
    plain = [tar.getvalue() for tar in tars]
    packed = [gzip.compress(content, compresslevel=9, mtime=0) for content in plain]
    for name, content in zip(NAMES, packed, strict=True):
        (folder / name).write_bytes(content)
    start = (paths.HERE / "front" / "start.py").read_text(encoding="utf-8")
    about = {
        "archives": [
            {"name": name, "size": len(small), "unpacked": len(large)}
            for name, small, large in zip(NAMES, packed, plain, strict=True)
        ],
        "packages": packages,
        "start": [ast.unparse(step) for step in ast.parse(start).body],  # shown step by step
    }
    (folder / "site-packages.json").write_text(json.dumps(about), encoding="utf-8")


def _opened(file: io.BytesIO) -> tarfile.TarFile:
    return tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT)


def _filled(archives: list[tarfile.TarFile], wheels: list[Path]) -> dict[str, str]:
    """Put all files where they belong, and return each package's version by its name."""
    packages: dict[str, str] = {}
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as given:
            name, version = _known_as(given)
            packages[name] = version
            for item in given.infolist():
                if not item.is_dir():
                    _add(archives[name in _LATER], item.filename, given.read(item))
    for stub in sorted((paths.HERE / "stubs").rglob("*.py")):
        _add(archives[0], stub.relative_to(paths.HERE / "stubs").as_posix(), stub.read_bytes())
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
