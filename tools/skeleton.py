"""Write the files of a skeleton from their templates: all of them, or none."""

import keyword
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template

NAME = re.compile(r"[a-z][a-z0-9_]*")
# The path with names in braces, the template, and what goes into the file.
File = tuple[str, str, str]


def require_name(kind: str, name: str) -> str:
    """Return the name of a lesson or a data set, which becomes the name of a Python module.

    Raises
    ------
    SystemExit
        The name is no such name.
    """
    if keyword.iskeyword(name):
        sys.exit(f"{kind} is {name!r}, a word of Python's own. Choose another, as in {name}_size.")
    if not NAME.fullmatch(name):
        sys.exit(
            f"{kind} is {name!r}; expected a name for a Python module, such as bike_sharing: "
            "small letters, digits and underscores, a letter first."
        )
    return name


def write(
    files: Iterable[File], templates: Path, root: Path, names: Mapping[str, str]
) -> list[tuple[Path, str]]:
    """Write the files; return each with what goes into it.

    Raises
    ------
    SystemExit
        A file exists already; nothing is written.
    """
    planned = [(Path(path.format_map(names)), name, told) for path, name, told in files]
    taken = [str(path) for path, _, _ in planned if (root / path).exists()]
    if taken:
        sys.exit(f"Nothing was written, because these exist already: {', '.join(taken)}.")
    for path, name, _ in planned:
        template = Template((templates / f"{name}.txt").read_text(encoding="utf-8"))
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(template.substitute(names), encoding="utf-8")
    return [(path, told) for path, _, told in planned]
