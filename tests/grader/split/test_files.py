"""Files that cells and tests write: whose they are, and when they cross."""

from __future__ import annotations

import pytest

from grader.split import Assignment, Cell, Limits
from grader.split.files import Waiting
from split_cases import blocks, parts

# name: (the solution, another right answer, tests)
KEPT: dict[str, list[str]] = blocks("files.txt")

# name: (the solution, an attack by files, tests)
REPLACED: dict[str, list[str]] = blocks("replaced.txt")


def _cells(answer, tests):
    found = [Cell(*part) for part in parts(answer)]
    for place, (kind, source) in enumerate(parts("=test\n" + tests)):
        is_test = kind == "test"
        found.append(Cell(kind, source, f"t{place}", 1) if is_test else Cell(kind, source))
    return found


def _scores(engine, right, answer, tests):
    """Return what is due, and what the solution and an answer get, with a profile and without."""
    cells = _cells(right, tests)
    profile = engine.profile(cells)
    assert (profile.low_trust, profile.failing) == ({}, {})
    return len(profile.cells), *(
        [
            engine.run(_cells(one, tests), Assignment(profile=known)).score
            for known in (profile, None)
        ]
        for one in (right, answer)
    )


@pytest.mark.parametrize("name", KEPT)
def test_files_are_where_a_test_looks_for_them(engine, name):
    due, solution, answer = _scores(engine, *KEPT[name])
    assert solution == answer == [due, due]


@pytest.mark.parametrize("name", REPLACED)
def test_no_file_of_an_answers_stands_for_the_instructors(engine, name):
    due, solution, attack = _scores(engine, *REPLACED[name])
    assert solution == [due, due]
    assert max(attack) < due


def test_files_are_handed_to_a_checker_that_takes_the_place_of_another(engine):
    cells = [
        Cell("student", "open('out.txt', 'w').write('42')\ndef f(): pass"),
        Cell("test", "assert open('out.txt').read() == '42'", "p", 1),
        Cell("test", "f()\nwhile True: pass", "q", 1),
        Cell("test", "assert open('out.txt').read() == '42'", "r", 1),
    ]
    outcome = engine.run(cells, limits=Limits(test_seconds=2))
    assert [test.score for test in outcome.tests.values()] == [1, 0, 1]


def test_of_files_that_nobody_asked_for_the_latest_are_kept():
    waiting = Waiting(most=3, room=10)
    for name, size in (("a", 2), ("b", 2), ("c", 2), ("a", 3), ("d", 2)):
        waiting.keep(name, bytes(size))
    assert [name for name, _ in waiting.take(lambda name: name < "d")] == ["c", "a"]
    waiting.keep("e", bytes(8))
    assert waiting.take(lambda _: True) == [("d", bytes(2)), ("e", bytes(8))]
    waiting.keep("f", bytes(11))
    assert waiting.take(lambda _: True) == []
