"""Say why the rules of the linters exist: the table in docs/authoring.md, with its lines."""

from __future__ import annotations

import re
from pathlib import Path

_HERE = Path(__file__).parent
# An installed wheel has it inside the package; a checkout has it next to the package.
DOCUMENT = next(filter(Path.is_file, (_HERE / "authoring.md", _HERE.parent / "docs/authoring.md")))
_ROW = re.compile(r"\| `(\w+)` \| (.+) \|")


def document() -> str:
    """Return the document's path, from the working directory if it is inside."""
    here = Path.cwd()
    return str(DOCUMENT.relative_to(here) if DOCUMENT.is_relative_to(here) else DOCUMENT)


def reasons(file: Path = DOCUMENT) -> dict[str, tuple[int, str]]:
    """Return the line and the text of each rule's row, by the rule's name."""
    lines = file.read_text(encoding="utf-8").splitlines()
    rows = {number: _ROW.fullmatch(line) for number, line in enumerate(lines, start=1)}
    return {row[1]: (number, row[2]) for number, row in rows.items() if row}


def with_reasons(problems: list[str]) -> list[str]:
    """Return problems, as ``file:line: rule: message``, and then the rules that they break."""
    entries = reasons()
    rules = dict.fromkeys(problem.split(": ")[1] for problem in problems)
    return [
        *problems,
        *(
            f"{document()}:{entries[rule][0]}: {rule}: {entries[rule][1]}"
            for rule in rules
            if rule in entries
        ),
    ]
