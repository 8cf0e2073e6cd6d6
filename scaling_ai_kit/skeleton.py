"""Write a skeleton's files from templates: all of them, or none."""

import keyword
import os.path
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template

from course.syllabus.syllabus import COURSE

_CODE = ("data", "explore", "simulate")
NAME = re.compile(r"[a-z][a-z0-9_]*")
# The path with names in braces, the template, and a description of the content.
File = tuple[str, str, str]


def require_name(kind: str, name: str) -> str:
    """Return a name if it can name a Python module.

    Raises
    ------
    SystemExit
        It can't.
    """
    if keyword.iskeyword(name):
        sys.exit(f"{kind} is {name!r}, a word of Python's own. Choose another, as in {name}_size.")
    if not NAME.fullmatch(name):
        sys.exit(
            f"{kind} is {name!r}; expected a name for a Python module, such as bike_sharing: "
            "small letters, digits and underscores, a letter first."
        )
    return name


def folders() -> dict[str, str]:
    """Return the folders of this course by name, as paths from its root."""
    code = {kind: os.path.relpath(COURSE.code(kind), COURSE.folder) for kind in _CODE}
    return {**COURSE.folders, **code}


def write(
    files: Iterable[File], templates: Path, root: Path, names: Mapping[str, str]
) -> list[tuple[Path, str]]:
    """Write the files; return each path with its description.

    Raises
    ------
    SystemExit
        A file already exists; nothing is written.
    """
    names = {**folders(), **names}
    plan = [
        (Path(path.format_map(names)), name, content)
        for path, name, content in files
        if COURSE.package or not path.startswith("tests/")  # only a package is tested by pytest
    ]
    existing = [str(path) for path, _, _ in plan if (root / path).exists()]
    if existing:
        sys.exit(f"Nothing was written, because these exist already: {', '.join(existing)}.")
    for path, name, _ in plan:
        template = Template((templates / f"{name}.txt").read_text(encoding="utf-8"))
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(template.substitute(names), encoding="utf-8")
    return [(path, content) for path, _, content in plan]
