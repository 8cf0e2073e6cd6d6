"""All packages as one archive, which the page lays into the browser's file system as it is."""

from __future__ import annotations

import ast
import gzip
import io
import json
import tarfile
import zipfile
from email.parser import Parser
from pathlib import Path

from packaging.utils import canonicalize_name

from tools.site import paths

ARCHIVE = "site-packages.tar.gz"


def written(wheels: list[Path], folder: Path) -> None:
    """Write the archive, and what the page has to know about it, into a folder."""
    tar = io.BytesIO()
    packages: dict[str, str] = {}
    with tarfile.open(fileobj=tar, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as given:
                for item in given.infolist():
                    if not item.is_dir():
                        _add(archive, item.filename, given.read(item))
                    if item.filename.endswith(".dist-info/METADATA"):
                        about = Parser().parsestr(given.read(item).decode())
                        packages[canonicalize_name(about["Name"])] = about["Version"]
        for stub in sorted((paths.HERE / "stubs").rglob("*.py")):
            _add(archive, stub.relative_to(paths.HERE / "stubs").as_posix(), stub.read_bytes())
    plain = tar.getvalue()
    packed = gzip.compress(plain, compresslevel=9, mtime=0)
    (folder / ARCHIVE).write_bytes(packed)
    start = (paths.HERE / "front" / "start.py").read_text(encoding="utf-8")
    about_archive = {
        "size": len(packed),
        "unpacked": len(plain),
        "packages": packages,
        "start": [ast.unparse(step) for step in ast.parse(start).body],  # shown step by step
    }
    (folder / "site-packages.json").write_text(json.dumps(about_archive), encoding="utf-8")


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    item = tarfile.TarInfo(name)
    item.size = len(content)
    archive.addfile(item, io.BytesIO(content))
