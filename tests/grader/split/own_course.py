"""Compares the two conversations on this course: ``python tests/grader/split/own_course.py``.

For each assignment it says whether all tests run apart by handles. With ``1/5`` it also grades a
fifth of the answers of each bank both ways, with the tests of their question, and prints the
scores that differ. A name among the arguments chooses assignments.
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
from grader.split import Assignment, Engine
from grader.split.relay.engine import PRELOAD
from sampling import sampled

ROOT = Path(__file__).parents[3]
COURSE = find_course(ROOT)


def engine_of(conversation):
    """Return an engine as the grader makes it, for a conversation."""
    known = permissions_of(COURSE.config)
    return Engine(
        preload=(*PRELOAD, *known.modules),
        readable=[Path(folder) for folder in known.readable],
        path=known.path,
        conversation=conversation,
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
    """Yield the answers of an assignment's bank to the questions of a notebook."""
    bank = read_bank(ROOT / "banks" / name, instructor_answers(ROOT / "solutions" / name))
    labels = {label for label, _ in cells}
    found = [
        (question, right, answers[question])
        for right, answers in bank.right.items()
        for question in answers
        if question in labels
    ]
    found += [
        (question, mistake, wrong.text)
        for question, wrongs in bank.wrong.items()
        for mistake, wrong in wrongs.items()
        if question in labels
    ]
    return sampled(found, every, kind=lambda one: one[0], name="/".join, whole=every == 1)


def scores(engine, cells, assignment):
    """Return the score of each test, and what was said."""
    outcome = engine.run(cells, assignment)
    return {n: (t.score, f"{t.verdict} {t.message[:150]}") for n, t in outcome.tests.items()}


def main(arguments):
    """Compare."""
    every = next((int(one[2:]) for one in arguments if one.startswith("1/")), 0)
    wanted = [one for one in arguments if not one.startswith("1/")]
    named = {
        f"{name}/{path.stem}": path
        for name in COURSE.assignments()
        for path in sorted(COURSE.source(name).glob("*.ipynb"))
        if not wanted or any(one in f"{name}/{path.stem}" for one in wanted)
    }
    total = apart = graded = differ = 0
    with engine_of("handles") as new, engine_of("stand-ins") as old, ThreadPoolExecutor(2) as pool:
        for name, path in named.items():
            began = time.perf_counter()
            cells = cells_of(path)
            files = Assignment(files=path.parent)
            plain = [cell for _, cell in cells]
            profile = new.profile(plain, files)
            took = time.perf_counter() - began
            total += len(profile.cells)
            apart += len(profile.cells) - len(profile.low_trust)
            say(f"{name}: {len(profile.cells)} tests, {took:.0f} s; together: {profile.low_trust}")
            if profile.failing:
                say(f"  FAILING {profile.failing}")
            if not every or not profile.cells:
                continue
            before = replace(files, profile=old.profile(plain, files))
            now = replace(files, profile=profile)

            def both(one, cells=cells, now=now, before=before):
                notebook = answered(cells, one[0], one[2])
                return scores(new, notebook, now), scores(old, notebook, before)

            answers = answers_of(path.parent.name, cells, every)
            graded += len(answers)
            for one, (by_handles, by_stand_ins) in zip(
                answers, pool.map(both, answers), strict=True
            ):
                for test, (score, said) in by_handles.items():
                    if score != by_stand_ins[test][0]:
                        differ += 1
                        say(
                            f"  {one[0]}/{one[1]} {test}: {score} ({said}), was {by_stand_ins[test]}"
                        )
            say(f"  {len(answers)} answers, {time.perf_counter() - began:.0f} s")
    say(f"# {apart} of {total} tests apart; {graded} answers, {differ} scores differ")


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
