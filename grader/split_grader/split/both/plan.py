"""What the tests of an assignment need, derived once for a class.

The relay derives it from the instructor's text alone, keeps it for later submissions, and sends it
to the checker, which would otherwise parse every test again for every student.
"""

from __future__ import annotations

import ast
import json
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from typing import Any

from split_grader.split.both import files, names


@dataclass(frozen=True)
class Plan:
    """What the checker is told before the first test.

    Parameters
    ----------
    readings : dict
        What the text of each test and locked cell says.
    needed : frozenset of str
        The names that tests depend on, in locked cells as well.
    paths : frozenset of str
        The files that tests look at.
    binds : frozenset of str
        The names that the instructor's cells bind somewhere.
    known : str
        The text of these cells without white space, as written and as IPython turns it into Python.
    """

    readings: dict[str, names.CellNames]
    needed: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    binds: frozenset[str] = frozenset()
    known: str = ""

    @cached_property
    def record(self) -> dict[str, Any]:
        """The plan as JSON can hold it."""
        return dict(json.loads(json.dumps(asdict(self), default=sorted)))

    @classmethod
    def of(cls, record: dict[str, Any]) -> Plan:
        """Return the plan of a record."""
        readings = {source: names.CellNames(**one) for source, one in record["readings"].items()}
        for reading in readings.values():
            reading.loads = set(reading.loads)
        sets = {key: frozenset(record[key]) for key in ("needed", "paths", "binds")}
        return cls(**{**record, **sets, "readings": readings})


def paths_of(texts: list[str]) -> set[str]:
    """Return the full paths of a cell's texts that may name files, also in magics."""
    words = {word for text in texts for word in (text, *text.split())}
    likely = {word for word in words if "/" in word or "." in word.strip(".")}
    return {files.full(word) for word in likely if files.is_open(word)}


@lru_cache(maxsize=16)
def plan(tests: tuple[str, ...], locked: tuple[str, ...]) -> Plan:
    """Find out what tests need: names of locked cells, and files that these write."""
    readings = {source: names.read(source) for source in tests}
    needed_names = {name for reading in readings.values() for name in reading.loads}
    needed_names |= {"sys", "path"}  # a locked cell may say where its own modules are
    paths = {path for reading in readings.values() for path in paths_of(reading.texts)}
    imports = (place[0] for reading in readings.values() for place in reading.imports.values())
    paths |= {files.full(module.replace(".", "/") + ".py") for module in imports}
    statements = [statement for source in locked for statement in names.statements(source)]
    parts = [(*_part(one, statements), paths_of(names.texts_of(one))) for one in statements]
    before = -1
    while before != len(needed_names) + len(paths):
        before = len(needed_names) + len(paths)
        for binds, mentions, own_paths in parts:
            if binds & needed_names or own_paths & paths:
                needed_names |= mentions
                paths |= own_paths
    bindings = {name for one in statements for name in names.stored(one)}
    bindings |= {name for reading in readings.values() for name in reading.binds}
    readings |= {source: names.read(source) for source in locked}
    text = "\n".join(map(without_space, [*readings, *map(names.as_python, readings)]))
    return Plan(readings, frozenset(needed_names), frozenset(paths), frozenset(bindings), text)


def without_space(text: str) -> str:
    """Return a text without its white space."""
    return "".join(text.split())


def _part(statement: ast.stmt, statements: list[ast.stmt]) -> tuple[set[str], set[str]]:
    """Return what a statement may bind or change and what it mentions, calls included.

    ``add(1, 2)`` changes ``cases`` if ``add`` does.
    """
    bodies = {
        one.name: names.mentioned(one) for one in statements if isinstance(one, names.DEFINITIONS)
    }
    mentions = {name for name in names.mentioned(statement) if not names.is_builtin(name)}
    queue = [*mentions]
    while queue:
        fresh = bodies.get(queue.pop(), set()) - mentions
        mentions |= fresh
        queue.extend(fresh)
    if isinstance(statement, names.DEFINITIONS):
        return {statement.name}, mentions
    return mentions, mentions
