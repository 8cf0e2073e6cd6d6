"""List what is still to be written: each TODO, with its file and line.

``python tools/unfinished.py`` reads the whole course, or only the files that it is given.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("banks", "course", "datasets", "modules", "solutions", "tests/course")
# A notebook repeats its text.
_BUILT = ":(exclude)*.ipynb"


def unfinished(paths: Iterable[str] = FOLDERS, root: Path = ROOT) -> list[str]:
    """Return the lines that have a TODO, as ``file:line: text``."""
    search = ["git", "grep", "--untracked", "--line-number", "-I", "--word-regexp", "TODO"]
    done = subprocess.run(  # noqa: S603 - the arguments are this file's own
        [*search, "--", *paths, _BUILT], cwd=root, capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 1}:  # 1: no line has the word
        raise ValueError(f"git can't search {root}: {done.stderr.strip()}")
    rows = (line.split(":", 2) for line in done.stdout.splitlines())
    return [f"{file}:{number}: {text.strip()}" for file, number, text in rows]


def main() -> int:
    """Print every TODO; return 1 if there are any."""
    lines = unfinished(sys.argv[1:] or FOLDERS)
    if lines:
        print(f"Still to be written, {len(lines)} lines:", *lines, sep="\n")
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
