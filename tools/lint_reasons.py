"""Say why the rules of the linters exist: the table in docs/authoring.md, with its lines."""

from __future__ import annotations

import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[1] / "docs" / "authoring.md"
_ROW = re.compile(r"\| `(\w+)` \| (.+) \|")


def reasons(document: Path = DOCUMENT) -> dict[str, tuple[int, str]]:
    """Return the line and the text of each rule's row, by the rule's name."""
    lines = document.read_text(encoding="utf-8").splitlines()
    rows = {number: _ROW.fullmatch(line) for number, line in enumerate(lines, start=1)}
    return {row[1]: (number, row[2]) for number, row in rows.items() if row}


def with_reasons(problems: list[str]) -> list[str]:
    """Return problems, as ``file:line: rule: message``, and then the rules that they break."""
    known = reasons()
    broken = dict.fromkeys(problem.split(": ")[1] for problem in problems)
    return [
        *problems,
        *(
            f"docs/{DOCUMENT.name}:{known[rule][0]}: {rule}: {known[rule][1]}"
            for rule in broken
            if rule in known
        ),
    ]
