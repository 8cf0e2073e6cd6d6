"""Which students' code is alike, by the fingerprints of its tokens.

Names, numbers and texts count by their kind only, so renaming and other variants of the data hide
nothing. Fingerprints are chosen by winnowing: every stretch of code of a certain length that two
students share has at least one in common. (Schleimer, Wilkerson & Aiken, Winnowing: local
algorithms for document fingerprinting, SIGMOD 2003.)
"""

import hashlib
import io
import itertools
import keyword
import tokenize
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import nbformat
from nbgrader.utils import is_grade, is_locked, is_solution

from grader.course.assignment import read_assignment
from grader.course.course import Course
from grader.errors import GraderError

_GRAM = 12
"""Tokens in a fingerprint: shorter stretches are everybody's idioms."""
_WINDOW = 5
_FEWEST = 6
"""Fingerprints that two students must share at least."""
_COMMON = 0.25
"""A fingerprint that more of the class have than this share says nothing of two of them."""
_ALWAYS = 3
_SKIPPED = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENCODING, tokenize.ENDMARKER,
}  # fmt: skip
_Prints = dict[str, set[int]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two students whose code is alike.

    Parameters
    ----------
    share
        Of the fingerprints of the one with fewer, how many the other has too; 0 to 1.
    lines
        The lines of each, counted from 1, that they have in common.
    """

    first: str
    second: str
    share: float
    lines: tuple[frozenset[int], frozenset[int]]


def code_of(course: Course, assignment: str) -> tuple[dict[str, str], str]:
    """Return each student's own code, and what everybody was given: starter code and tests.

    Raises
    ------
    GraderError
        If nothing is graded.
    """
    with course.gradebook() as gradebook:
        spec = read_assignment(course, gradebook, assignment)
    given = [
        cell.source for one in spec.notebooks for cell in one.cells if cell.cell_type == "code"
    ]
    given += [text for one in spec.notebooks for text in one.plain]
    code: dict[str, str] = {}
    for student in course.students_with_submission(assignment):
        cells = [
            cell.source
            for path in sorted(course.autograded(student, assignment).glob("*.ipynb"))
            for cell in nbformat.read(path, as_version=4).cells
            if cell.cell_type == "code" and (is_solution(cell) or not _is_given(cell))
        ]
        if cells:
            code[student] = "\n\n".join(cells)
    if not code:
        raise GraderError(
            f"Nothing of {assignment!r} is graded yet. Run `grader grade {assignment}` first."
        )
    return code, "\n\n".join(given)


def _is_given(cell: nbformat.NotebookNode) -> bool:
    return bool(is_grade(cell) or is_locked(cell))


def similar_pairs(code: Mapping[str, str], given: str, least: float = 0.5) -> list[Pair]:
    """Return the pairs of students whose code is alike, the most alike first.

    Parameters
    ----------
    code
        By student.
    given
        Code that everybody has; it is left out.
    least
        Smallest share of common fingerprints, 0 to 1.
    """
    prints = {student: _fingerprints(text) for student, text in code.items()}
    counts = Counter(itertools.chain.from_iterable(prints.values()))
    most = max(_ALWAYS, _COMMON * len(code))
    ignored = set(_fingerprints(given)) | {one for one, n in counts.items() if n > most}
    own = {
        student: {one: lines for one, lines in found.items() if one not in ignored}
        for student, found in prints.items()
    }
    pairs = [_pair(a, b, own[a], own[b]) for a, b in itertools.combinations(sorted(own), 2)]
    alike = [pair for pair in pairs if pair is not None and pair.share >= least]
    return sorted(alike, key=lambda pair: (-pair.share, pair.first, pair.second))


def _pair(a: str, b: str, first: _Prints, second: _Prints) -> Pair | None:
    shared = first.keys() & second.keys()
    if len(shared) < _FEWEST:
        return None
    share = len(shared) / min(len(first), len(second))
    lines = tuple(
        frozenset(itertools.chain.from_iterable(one[key] for key in shared))
        for one in (first, second)
    )
    return Pair(a, b, share, (lines[0], lines[1]))


def _fingerprints(text: str) -> _Prints:
    """Return the lines of each fingerprint of a code."""
    tokens = list(_tokens(text))
    grams = []
    for start in range(len(tokens) - _GRAM + 1):
        part = tokens[start : start + _GRAM]
        digest = hashlib.sha1("\0".join(kind for kind, _ in part).encode(), usedforsecurity=False)
        grams.append((digest.hexdigest(), {line for _, line in part}))
    found: _Prints = defaultdict(set)
    for start in range(max(1, len(grams) - _WINDOW + 1)):
        window = grams[start : start + _WINDOW]
        if window:
            name, lines = min(window, key=lambda gram: gram[0])
            found[name] |= lines
    return dict(found)


def _tokens(text: str) -> Iterable[tuple[str, int]]:
    """Yield the kind of each token, and its line; code that is not Python ends where it errs."""
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type in _SKIPPED:
                continue
            if token.type == tokenize.NAME and not keyword.iskeyword(token.string):
                yield "name", token.start[0]
            elif token.type in {tokenize.NUMBER, tokenize.STRING}:
                yield tokenize.tok_name[token.type], token.start[0]
            else:
                yield token.string, token.start[0]
    except (tokenize.TokenError, SyntaxError):
        return
