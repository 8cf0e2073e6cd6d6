"""List what is still to be written: each TODO, with its file and line."""

from __future__ import annotations

import os.path
import re
from collections.abc import Iterable
from pathlib import Path

_WORD = re.compile(r"\bTODO\b")
# A notebook repeats its text.
_READ = {".html", ".md", ".py", ".toml"}


def unfinished(paths: Iterable[Path], root: Path) -> list[str]:
    """Return the lines of files and folders that have a TODO, as ``file:line: text``."""
    files = (file for path in paths for file in (path.rglob("*") if path.is_dir() else [path]))
    return [
        f"{os.path.relpath(file, root)}:{number}: {line.strip()}"
        for file in sorted(files)
        if file.suffix in _READ
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if _WORD.search(line)
    ]


def listed(paths: Iterable[Path], root: Path) -> int:
    """Print every TODO of files and folders; return how many there are."""
    lines = unfinished(paths, root)
    if lines:
        print(f"Still to be written, {len(lines)} lines:", *lines, sep="\n")
    return len(lines)
