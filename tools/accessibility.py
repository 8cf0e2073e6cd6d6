"""Write docs/accessibility.md: which tests hold each criterion of WCAG 2.2.

A test names the criteria that it holds: ``@pytest.mark.wcag("2.1.1")``. ``"axe"`` means those that
axe-core's rules look at, and ``absent=True`` that the course has nothing of the kind. So the report
can't name a test that doesn't exist.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "docs" / "accessibility.md"
TESTS = ROOT / "tests" / "browser"
AXE = "axe"

_TEXTS = Path(__file__).with_name("wcag")
# WCAG 2.2's criteria of the levels A and AA: number, level, name.
CRITERIA = {
    number: (level, name)
    for number, level, name in (
        line.split(" ", 2)
        for line in (_TEXTS / "criteria.txt").read_text(encoding="utf-8").splitlines()
    )
}
# EN 301 549 V3.2.1 numbers the criteria of WCAG 2.1 as 9.1.1.1 and so on. It lacks those of 2.2.
_NEW = {"2.4.11", "2.5.7", "2.5.8", "3.2.6", "3.3.7", "3.3.8"}
_RULE = re.compile(r'\{id:"[\w-]+",((?:(?!\{id:").)*?)tags:\[([^\]]*)\]')
_OFF = re.compile(r'enabled:!1|"experimental"|"best-practice"')
_RESULTS = ("Supports", "Partly evaluated", "Not applicable", "Not evaluated")
_TABLE = (
    "| WCAG 2.2 | Level | EN 301 549 | Result | Held by |\n| --- | --- | --- | --- | --- |\n{rows}"
)


@dataclass(frozen=True)
class Marked:
    """A test and its criteria; `absent` if it shows that the course has nothing of the kind."""

    file: str
    name: str
    criteria: tuple[str, ...]
    absent: bool = False

    @property
    def link(self) -> str:
        """The test's name in words, as a link to its file."""
        words = self.name.removeprefix("test_").replace("_", " ").capitalize()
        return f"[{words}](../tests/browser/{self.file})."


def marked_tests(folder: Path = TESTS) -> list[Marked]:
    """Return all marked tests, in the order of their files.

    Raises
    ------
    ValueError
        If a test names a criterion that WCAG 2.2 doesn't have at level A or AA.
    """
    tests = [one for path in sorted(folder.glob("test_*.py")) for one in _marked_in(path)]
    for one in tests:
        if unknown := [each for each in one.criteria if each not in {*CRITERIA, AXE}]:
            raise ValueError(
                f"{one.file}: {one.name} names {', '.join(unknown)}. Expected criteria of WCAG "
                f'2.2, level A or AA, as in wcag("2.1.1"), or wcag("{AXE}").'
            )
    return tests


def _marked_in(path: Path) -> Iterator[Marked]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        for mark in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.wcag":
                criteria = tuple(ast.literal_eval(part) for part in mark.args)
                yield Marked(path.name, node.name, criteria, bool(mark.keywords))


def axe_criteria() -> set[str]:
    """Return the criteria that axe-core's rules look at by default."""
    package = find_spec("axe_playwright_python")
    script = Path(package.origin or "").with_name("axe.min.js") if package else Path()
    tags = [
        tag
        for settings, rule_tags in _RULE.findall(script.read_text(encoding="utf-8"))
        if not _OFF.search(settings + rule_tags)
        for tag in re.findall(r'"wcag(\d)(\d)(\d+)"', rule_tags)
    ]
    return {".".join(digits) for digits in tags} & set(CRITERIA)


def report(folder: Path = TESTS) -> str:
    """Return the report as Markdown."""
    tests: dict[str, list[Marked]] = defaultdict(list)
    for one in marked_tests(folder):
        for criterion in one.criteria:
            tests[criterion].append(one)
    by_axe = axe_criteria()
    rows = [_row(criterion, tests[criterion], criterion in by_axe) for criterion in CRITERIA]
    counts = [f"*{result}* {_count(rows, result)}" for result in _RESULTS]
    return (
        (_TEXTS / "report.md.txt")
        .read_text(encoding="utf-8")
        .format(
            counts=f"Results for {len(rows)} criteria: {', '.join(counts)}.",
            table=_TABLE.format(rows="\n".join(rows)),
            axe="\n".join(f"- {one.link}" for one in tests[AXE]),
        )
    )


def _count(rows: list[str], result: str) -> int:
    return sum(f"| {result} |" in row for row in rows)


def _row(criterion: str, tests: list[Marked], has_rule: bool) -> str:  # noqa: FBT001
    level, name = CRITERIA[criterion]
    clause = "" if criterion in _NEW else f"9.{criterion}"
    supports, partly, not_applicable, not_evaluated = _RESULTS
    result = partly if has_rule else not_evaluated
    if tests:
        result = not_applicable if all(one.absent for one in tests) else supports
    evidence = " ".join([*(one.link for one in tests), *(["axe-core."] if has_rule else [])])
    return f"| {criterion} {name} | {level} | {clause} | {result} | {evidence} |"


if __name__ == "__main__":
    REPORT.write_text(report(), encoding="utf-8")
