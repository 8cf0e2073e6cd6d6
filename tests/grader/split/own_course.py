"""Grades this course's banks by the engine: ``python tests/grader/split/own_course.py``.

For each assignment it says whether all tests run apart, and what that took. With ``1/5`` it also
grades a fifth of the answers of each bank, with the tests of their question, and prints which do
not end as the bank says: a right answer gets all points, a wrong one does not. A name among the
arguments chooses assignments.
"""

from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import nbformat

from grader.bank import instructor_answers, read_bank
from grader.course.course import find_course
from grader.course.permissions import permissions_of
from grader.running.isolated import as_cell
from grader.split import Assignment, Engine, Limits
from grader.split.relay.engine import PRELOAD
from sampling import sampled

ROOT = Path(__file__).parents[3]
COURSE = find_course(ROOT)


def engine():
    """Return an engine as the grader makes it."""
    known = permissions_of(COURSE.config)
    return Engine(
        Limits(cell_seconds=300, submission_seconds=1200),  # however busy it is
        preload=(*PRELOAD, *known.modules),
        readable=[Path(folder) for folder in known.readable],
        path=known.path,
    )


def cells_of(path):
    """Return a notebook's cells, each with the name that nbgrader knows it by."""
    nodes = nbformat.read(path, as_version=4).cells
    return [
        (node.metadata.get("nbgrader", {}).get("grade_id", ""), as_cell(node, {})) for node in nodes
    ]


def answered(cells, question, text):
    """Return a notebook with an answer, and of its tests those of the question."""
    kept = []
    for name, cell in cells:
        if cell.kind == "test" and cell.grade_id.partition("-")[0] != question:
            continue
        kept.append(replace(cell, source=text) if name == question else cell)
    return kept


def answers_of(name, cells, every):
    """Return of an assignment's bank the question, the name, the text and whether it is right."""
    bank = read_bank(ROOT / "banks" / name, instructor_answers(ROOT / "solutions" / name))
    labels = {label for label, _ in cells}
    found = [
        (question, right, answers[question], True)
        for right, answers in bank.right.items()
        for question in answers
        if question in labels
    ]
    found += [
        (question, mistake, wrong.text, False)
        for question, wrongs in bank.wrong.items()
        for mistake, wrong in wrongs.items()
        if question in labels
    ]
    name_of = lambda one: "/".join(one[:2])  # noqa: E731 - for the sample alone
    return sampled(found, every, kind=lambda one: one[0], name=name_of, whole=every == 1)


def main(arguments):
    """Grade."""
    every = next((int(one[2:]) for one in arguments if one.startswith("1/")), 0)
    wanted = [one for one in arguments if not one.startswith("1/")]
    named = {
        f"{name}/{path.stem}": path
        for name in COURSE.assignments()
        for path in sorted(COURSE.source(name).glob("*.ipynb"))
        if not wanted or any(one in f"{name}/{path.stem}" for one in wanted)
    }
    total = apart = graded = differ = 0
    with engine() as made, ThreadPoolExecutor(2) as pool:
        for name, path in named.items():
            began = time.perf_counter()
            cells = cells_of(path)
            files = Assignment(files=path.parent)
            profile = made.profile([cell for _, cell in cells], files)
            took = time.perf_counter() - began
            total += len(profile.cells)
            apart += len(profile.cells) - len(profile.low_trust)
            say(f"{name}: {len(profile.cells)} tests, {took:.0f} s; together: {profile.low_trust}")
            if profile.failing:
                say(f"  FAILING {profile.failing}")
            if not every or not profile.cells:
                continue
            known = replace(files, profile=profile)

            def ends(one, cells=cells, known=known):
                found = made.run(answered(cells, one[0], one[2]), known).tests.values()
                lost = [test for test in found if test.score != test.points]
                return lost, bool(lost) is one[3]

            answers = answers_of(path.parent.name, cells, every)
            graded += len(answers)
            for one, (lost, is_wrong) in zip(answers, pool.map(ends, answers), strict=True):
                if is_wrong:
                    differ += 1
                    told = [
                        f"{test.grade_id}: {test.verdict} {test.message[:150]}" for test in lost
                    ]
                    say(f"  {'right' if one[3] else 'wrong'} {one[0]}/{one[1]}: {told}")
            say(f"  {len(answers)} answers, {time.perf_counter() - began:.0f} s")
    say(f"# {apart} of {total} tests apart; {graded} answers, {differ} not as the bank says")


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
