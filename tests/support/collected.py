"""Show how the collected cases end: ``python tests/collected.py KIND ... [1/N]``.

Right answers (*kept*, *shared*, *files*, *unusual*, *across*) keep their point, or it is *lost*.
Wrong ones (*styles*, *closed*, *forged*, *lies*, *replaced*, *programs*, *attacked*, *aliases*,
*settings*, *made_up*, ``beside``) are *refused*: there was an object where data was expected, or it
did what the solution's did not, or the test
passes in one process only. Or they *fail*: the test notices. They may get a point only *as in
one process* with the answers, where plain nbgrader also gives it. A case whose test *runs together*
with the answers automatically ends as in one process. ``1/5`` takes a fifth of each kind,
``only=TEXT`` those with a text in their name. The *open* cases get a point that one process would
not give; no test runs them.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat

from split_grader.split import Assignment, Cell, Engine, Limits
from support.sampling import sampled
from support.split_cases import Case, blocks, parts, together

LIMITS = Limits(cell_seconds=20, submission_seconds=120)


def cells_of(answer, tests):
    """Return a notebook with an answer, which may hold locked cells, and tests."""
    cells = [Cell(*part) for part in parts(answer)]
    for kind, source in parts("=test\n" + tests):
        is_test = kind == "test"
        name = f"t{sum(cell.kind == 'test' for cell in cells)}"
        cells.append(Cell(kind, source, name, 1) if is_test else Cell(kind, source))
    return cells


def with_answer(right, answer, tests):
    """Return the notebook with another answer instead of the solution."""
    if answer.startswith("="):
        return cells_of(answer, tests)
    cells = cells_of(right, tests)
    first = next(place for place, cell in enumerate(cells) if cell.kind == "test")
    locked_cells = [cell for cell in cells[:first] if cell.kind != "student"]
    if any(cell.kind == "locked" for cell in cells_of(answer, tests)[:1]):
        return cells_of(answer, tests)
    return [*locked_cells, Cell("student", answer), *cells[first:]]


def cases(kind):
    """Yield name, solution, other answer and tests of a kind's cases."""
    if kind == "styles":
        styles = {name: Case(*one) for name, one in blocks("styles.txt").items()}
        return {n: (c.cells(c.right), c.cells(c.wrong)) for n, c in styles.items()}
    if kind == "unusual":
        assignments = blocks("assignments.txt")
        return {
            name: (
                cells_of(*assignments[name.partition(":")[0]]),
                cells_of(
                    code.replace("\n", "\r\n") if "windows" in name else code,
                    assignments[name.partition(":")[0]][1],
                ),
            )
            for name, (code,) in blocks("unusual.txt").items()
        }
    if kind in {"across", "attacked"}:
        return {
            name: (cells_of(right, tests), cells_of(attack if kind == "attacked" else other, tests))
            for name, (right, other, attack, tests) in blocks("across.txt").items()
        }
    if kind in {"closed", "forged", "beside", OPEN}:
        return {
            name: (cells_of(right, tests), with_answer(right, other, tests))
            for name, (right, other, tests) in blocks(f"{kind}.txt").items()
        }
    return {
        name: (cells_of(right, tests), cells_of(other, tests))
        for name, (right, other, tests) in blocks(f"{kind}.txt").items()
    }


RIGHT = {"kept", "shared", "files", "unusual", "across"}
KINDS = (
    *("styles", "kept", "shared", "files", "unusual", "across", "attacked", "closed", "forged"),
    *("lies", "replaced", "programs", "aliases", "settings", "made_up", "beside"),
)
OPEN = "open"
LAST_DECIDES = {"styles", "attacked", "replaced", "lies"}
"""Kinds whose earlier tests only lead up to the last."""


def ended(engine, kind, case):
    """Return how a case ends, and why."""
    solution, other = case
    profile = engine.profile(solution)
    solution_result = engine.run(solution, Assignment(profile=profile))
    tests = [cell.grade_id for cell in solution if cell.kind == "test"]
    if kind in LAST_DECIDES:
        tests = tests[-1:]
    if any(solution_result.tests[one].score != solution_result.tests[one].points for one in tests):
        return "SOLUTION FAILS", str({test: solution_result.tests[test].message for test in tests})
    reason = "; ".join(profile.low_trust[one] for one in tests if one in profile.low_trust)
    result = engine.run(other, Assignment(profile=profile))
    failures = [
        result.tests[one] for one in tests if result.tests[one].score != result.tests[one].points
    ]
    messages = "; ".join(f"{one.verdict}: {one.message}" for one in failures)
    if kind in RIGHT:
        outcome = "lost" if failures else "keeps"
        return (f"runs together, {outcome}", reason) if reason else (outcome, messages)
    if reason:
        return f"runs together, {'gets nothing' if failures else 'gets it'}", reason
    if failures:
        return ("refused" if "refused: " in messages else "fails"), messages
    lone_result = engine.run(other, Assignment(profile=together(other)))
    is_same = all(lone_result.tests[one].score == lone_result.tests[one].points for one in tests)
    return "as in one process" if is_same else "GETS IT", "a weak test"


def told(why):
    """Return a reason as one short line, the same in every run."""
    return re.sub(r"0x[0-9a-f]+|/tmp/\S+", "...", " ".join(why.split()))[:160]


def main(arguments):
    """Count the cases of the named kinds."""
    every = next((int(one[2:]) for one in arguments if one.startswith("1/")), 1)
    filters = [one for one in arguments if one.startswith("only=")]
    kinds = [one for one in arguments if one in {*KINDS, OPEN}] or KINDS
    with Engine(LIMITS) as engine, ThreadPoolExecutor(2) as pool:
        for kind in kinds:
            collection = cases(kind)
            names = sampled(collection, every, whole=every == 1)
            if filters:
                names = [n for n in collection if any(one[5:] in n for one in filters)]
            outcomes = [
                *pool.map(ended, repeat(engine), repeat(kind), [collection[n] for n in names])
            ]
            for name, (outcome, reason) in sorted(zip(names, outcomes, strict=True)):
                sys.stdout.write(f"{kind}/{name} | {outcome} | {told(reason)}\n")
            sys.stderr.write(f"# {kind}: {dict(Counter(outcome for outcome, _ in outcomes))}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
