"""Download pure wheels from PyPI, pinned by hash."""

from __future__ import annotations

import re
import tempfile
import zipfile
from pathlib import Path

from tools.site import fetch, paths, pip

_LOCK = paths.HERE / "browser.lock"
_COMPILED_PARTS = {"markupsafe"}  # works without its compiled part


def downloaded() -> list[Path]:
    """Return the pure wheels of ``browser.lock``."""
    folder = paths.CACHE / fetch.sha256(_LOCK)[:12]
    entries = {
        entry.split("==")[0]: entry
        for entry in re.split(r"\n(?=\S)", _LOCK.read_text(encoding="utf-8").strip())
    }
    compiled_names = set(paths.PINS["packages"]["names"])
    pure = [
        entry for name, entry in entries.items() if name not in compiled_names | _COMPILED_PARTS
    ]
    if not folder.exists():
        draft = folder.with_suffix(".draft")
        browser = ("--python-version=3.14", "--implementation=py", "--abi=none", "--platform=any")
        _download(pure, draft, *browser)
        _download([entries[name] for name in sorted(_COMPILED_PARTS)], draft)
        draft.rename(folder)
    return [_purified(wheel) for wheel in sorted(folder.glob("*.whl"))]


def _download(entries: list[str], folder: Path, *options: str) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".lock", encoding="utf-8") as lock:
        lock.write("\n".join(entries))
        lock.flush()
        pip.run(
            *("download", "--require-hashes", "--no-deps", "--only-binary=:all:"),
            *(*options, "--dest", str(folder), "-r", lock.name),
        )


def _purified(wheel: Path) -> Path:
    """Return a wheel without its compiled part, renamed accordingly."""
    if wheel.name.endswith("-none-any.whl"):
        return wheel
    name, version = wheel.name.split("-")[:2]
    pure = paths.WORK / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(pure, "w") as target:
        for item in source.infolist():
            if not item.filename.endswith((".so", ".pyd", ".c")):
                target.writestr(item, source.read(item))
    return pure
