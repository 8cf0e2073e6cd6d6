"""What the tests of an assignment need, found once for a class.

The relay finds it from the instructor's text alone, keeps it for the submissions to come, and tells
the checker, which would otherwise parse every test anew for every student.
"""

from __future__ import annotations

import ast
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from typing import Any

from grader.split.both import names, writing


@dataclass(frozen=True)
class Plan:
    """What the checker is told before the first test.

    ``readings`` holds what each test's syntax tree says; ``needed`` the names that tests depend on,
    in locked cells as well; ``looks_up`` whether a locked cell looks up names by their text;
    ``binds`` the names that the instructor's cells bind somewhere, ``given`` those that locked
    cells bind; ``paths`` the files that a test may look at, ``makes`` the names that the statements
    of locked cells depend on that may write one of these.
    """

    readings: dict[str, names.CellNames]
    needed: frozenset[str]
    looks_up: bool
    binds: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    makes: frozenset[str] = frozenset()

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as JSON can hold it."""
        readings = [[source, _plain(reading)] for source, reading in self.readings.items()]
        return {
            "readings": readings,
            "needed": sorted(self.needed),
            "looks_up": self.looks_up,
            "binds": sorted(self.binds),
            "given": sorted(self.given),
            "paths": sorted(self.paths),
            "makes": sorted(self.makes),
        }

    @classmethod
    def from_dict(cls, told: dict[str, Any]) -> Plan:
        """Return the plan that :meth:`as_dict` was made from."""
        readings = {source: _reading(parts) for source, parts in told["readings"]}
        parts = ("binds", "given", "paths", "makes")
        needed, *rest = (frozenset(told[part]) for part in ("needed", *parts))
        return cls(readings, needed, told["looks_up"], *rest)


_SETS = {f.name for f in fields(names.CellNames) if f.default_factory is set}


def _plain(reading: names.CellNames) -> dict[str, Any]:
    return {key: sorted(v) if key in _SETS else v for key, v in asdict(reading).items()}


def _reading(parts: dict[str, Any]) -> names.CellNames:
    found: dict[str, Any] = {k: set(v) if k in _SETS else v for k, v in parts.items()}
    found["imports"] = {name: (place[0], place[1]) for name, place in found["imports"].items()}
    return names.CellNames(**found)


def _parts(told: list[ast.stmt]) -> list[tuple[set[str], set[str]]]:
    """Return what each statement may bind and mentions, by what it calls as well.

    ``add(1, 2)`` changes ``cases`` if ``add`` does.
    """
    bodies = {one.name: names.mentioned(one) for one in told if isinstance(one, names.DEFINITIONS)}
    parts = []
    for one in told:
        mentions, queue = names.mentioned(one), [*names.mentioned(one)]
        while queue:
            fresh = bodies.get(queue.pop(), set()) - mentions
            mentions |= fresh
            queue.extend(fresh)
        parts.append(
            (names.bound(one) if isinstance(one, names.DEFINITIONS) else mentions, mentions)
        )
    return parts


@lru_cache(maxsize=16)
def plan(tests: tuple[str, ...], locked: tuple[str, ...]) -> Plan:
    """Find out what tests need, and which names of the locked cells they depend on."""
    readings = {source: names.read(source) for source in tests}
    needed: set[str] = set().union(*(reading.loads for reading in readings.values()))
    told = [statement for source in locked for statement in names.statements(source)]
    parts = _parts(told)
    grown = True
    while grown:
        grown = False
        for binds, mentions in parts:
            if binds & needed and not mentions <= needed:
                needed |= mentions
                grown = True
    given = frozenset(name for statement in told for name in names.stored(statement))
    tested = frozenset(name for reading in readings.values() for name in reading.binds)
    looks_up = any(names.read(source).looks_up for source in locked)
    paths = writing.asked(text for reading in readings.values() for text in reading.texts)
    for source in tests:
        for statement in names.statements(source):
            paths |= writing.modules(statement)
    makes = _makes(told, parts, needed, paths)
    return Plan(
        *(readings, frozenset(needed), looks_up, given | tested, given),
        *(frozenset(paths), frozenset(makes)),
    )


def _makes(
    told: list[ast.stmt],
    parts: list[tuple[set[str], set[str]]],
    needed: set[str],
    paths: set[str],
) -> set[str]:
    """Return what is needed to write the files that tests look at, or what tests need of files.

    Adds to `paths` what the instructor's cells read. That two statements use the same library, or
    a function of Python's, says nothing.
    """
    common = {"get_ipython"} | {name for one in told for name in names.imported_by(one)}
    makes: set[str] = set()
    before = -1
    while before != len(makes) + len(paths):
        before = len(makes) + len(paths)
        for one, (binds, mentions) in zip(told, parts, strict=True):
            own = {name for name in mentions - common if not names.is_builtin(name)}
            if isinstance(one, names.DEFINITIONS):
                own = own if binds & makes else binds
            if mentions & needed or own & makes:
                paths |= writing.spoken_of(one)
            paths |= writing.modules(one)
            if own & makes or writing.writes(one, paths):
                makes |= own
    return makes
