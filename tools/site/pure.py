"""Pure wheels from PyPI, pinned by hash."""

from __future__ import annotations

import re
import tempfile
import zipfile
from pathlib import Path

from tools.site import fetch, paths, pip

_LOCK = paths.HERE / "browser.lock"
_COMPILED_PARTS = {"markupsafe"}  # has a compiled part that it can do without


def downloaded() -> list[Path]:
    """Return the pure wheels of ``browser.lock``."""
    folder = paths.CACHE / fetch.sha256(_LOCK)[:12]
    entries = {
        entry.split("==")[0]: entry
        for entry in re.split(r"\n(?=\S)", _LOCK.read_text(encoding="utf-8").strip())
    }
    compiled = set(paths.PINS["packages"]["names"])
    pure = [entry for name, entry in entries.items() if name not in compiled | _COMPILED_PARTS]
    if not folder.exists():
        draft = folder.with_suffix(".draft")
        browser = ("--python-version=3.14", "--implementation=py", "--abi=none", "--platform=any")
        _download(pure, draft, *browser)
        _download([entries[name] for name in sorted(_COMPILED_PARTS)], draft)
        draft.rename(folder)
    return [_purified(wheel) for wheel in sorted(folder.glob("*.whl"))]


def _download(entries: list[str], folder: Path, *options: str) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".lock", encoding="utf-8") as wanted:
        wanted.write("\n".join(entries))
        wanted.flush()
        pip.run(
            *("download", "--require-hashes", "--no-deps", "--only-binary=:all:"),
            *(*options, "--dest", str(folder), "-r", wanted.name),
        )


def _purified(wheel: Path) -> Path:
    """Return a wheel without its compiled part, and with a name that says so."""
    if wheel.name.endswith("-none-any.whl"):
        return wheel
    name, version = wheel.name.split("-")[:2]
    pure = paths.WORK / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as given, zipfile.ZipFile(pure, "w") as kept:
        for item in given.infolist():
            if not item.filename.endswith((".so", ".pyd", ".c")):
                kept.writestr(item, given.read(item))
    return pure
