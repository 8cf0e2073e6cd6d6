"""Find students with similar code, by the fingerprints of its tokens.

Names, numbers and texts count by their kind only, so renaming and other variants of the data hide
nothing. Fingerprints are chosen by winnowing: every stretch of code of a certain length that two
students share has at least one in common. (Schleimer, Wilkerson & Aiken, Winnowing: local
algorithms for document fingerprinting, SIGMOD 2003.) The package copydetect does the same for
files, but doesn't find groups or discount code that much of a class shares.
"""

import hashlib
import io
import itertools
import keyword
import tokenize
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import nbformat
from nbgrader.utils import is_grade, is_locked, is_solution

from split_grader.base.errors import GraderError
from split_grader.course.assignment import read_assignment
from split_grader.course.course import Course
from split_grader.intake.restore import why_not_run

_GRAM = 12
"""Tokens in a fingerprint; shorter stretches are common idioms."""
_WINDOW = 5
_FEWEST = 6
"""The fewest fingerprints that two similar students share."""
_COMMON = 0.25
"""A fingerprint that more than this share of the class has doesn't count for a pair."""
_ALWAYS = 3
_SKIPPED = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENCODING, tokenize.ENDMARKER,
}  # fmt: skip
_SAME = 0.8
"""Two students have almost the same code if they share this part of all their code."""
_Prints = dict[str, set[int]]


@dataclass(frozen=True, slots=True)
class Alike:
    """A pair of students with similar code, or a group with almost the same code.

    Parameters
    ----------
    share
        The part of the smaller set of fingerprints that the other student has too; 0 to 1. In a
        group, the smallest share of any pair.
    lines
        The lines of each, counted from 1, that another student has as well.
    """

    students: tuple[str, ...]
    share: float
    lines: tuple[frozenset[int], ...]


def code_of(course: Course, assignment: str) -> tuple[dict[str, list[str]], list[str]]:
    """Return each student's own cells, and the starter cells.

    Notebooks that couldn't be run are left out: they contain only starter code.

    Raises
    ------
    GraderError
        If nothing is graded.
    """
    with course.gradebook() as gradebook:
        spec = read_assignment(course, gradebook, assignment)
    starter = [
        cell.source for one in spec.notebooks for cell in one.cells if cell.cell_type == "code"
    ]
    starter += [text for one in spec.notebooks for text in one.plain]
    code: dict[str, list[str]] = {}
    for student in course.students_with_submission(assignment):
        paths = sorted(course.autograded(student, assignment).glob("*.ipynb"))
        notebooks = [nbformat.read(path, as_version=4) for path in paths]
        cells = [
            cell.source
            for notebook in notebooks
            if not why_not_run(notebook)
            for cell in notebook.cells
            if cell.cell_type == "code" and (is_solution(cell) or not _is_starter(cell))
        ]
        if cells:
            code[student] = cells
    if not code:
        raise GraderError(
            f"There is no code of {assignment!r} to compare. Run `grader grade {assignment}` first."
        )
    return code, starter


def _is_starter(cell: nbformat.NotebookNode) -> bool:
    return bool(is_grade(cell) or is_locked(cell))


def alike(code: Mapping[str, list[str]], given: Iterable[str], least: float = 0.5) -> list[Alike]:
    """Return groups with almost the same code and pairs with similar code.

    In pairs, code that much of the class wrote doesn't count. A group counts as one student there,
    so that many copies don't hide each other.

    Parameters
    ----------
    code
        By student, the text of each cell.
    given
        Starter cells that everybody has; their code is left out.
    least
        Smallest share of common fingerprints of a pair, 0 to 1.

    Returns
    -------
    list of Alike
        Larger groups first, then the largest shares.
    """
    starter = {one for text in given for one, _ in _grams(text)}
    prints = {student: _fingerprints(cells, starter) for student, cells in code.items()}
    groups = _groups(prints)
    counts = Counter(
        one for group in groups for one in set().union(*(prints[who] for who in group))
    )
    most = max(_ALWAYS, _COMMON * len(groups))
    own = {
        student: {one: lines for one, lines in of_one.items() if counts[one] <= most}
        for student, of_one in prints.items()
    }
    copies = [_compared(group, prints) for group in groups if len(group) > 1]
    together = {pair for group in groups for pair in itertools.combinations(sorted(group), 2)}
    pairs = [
        _compared(pair, own)
        for pair in itertools.combinations(sorted(own), 2)
        if pair not in together and len(own[pair[0]].keys() & own[pair[1]].keys()) >= _FEWEST
    ]
    enough = [pair for pair in pairs if pair.share >= least]
    return sorted(copies + enough, key=lambda one: (-len(one.students), -one.share, one.students))


def _groups(prints: Mapping[str, _Prints]) -> list[list[str]]:
    """Group students with almost the same code."""
    groups: list[list[str]] = []
    for student in sorted(prints):
        mine = prints[student].keys()
        for group in groups:
            others = [prints[other].keys() for other in group]
            if all(len(mine & one) >= max(_FEWEST, _SAME * len(mine | one)) for one in others):
                group.append(student)
                break
        else:
            groups.append([student])
    return groups


def _compared(students: Sequence[str], prints: Mapping[str, _Prints]) -> Alike:
    shares = [
        len(prints[a].keys() & prints[b].keys()) / min(len(prints[a]), len(prints[b]))
        for a, b in itertools.combinations(students, 2)
    ]
    counts = Counter(one for student in students for one in prints[student])
    lines = tuple(
        frozenset().union(*(at for one, at in prints[student].items() if counts[one] > 1))
        for student in students
    )
    return Alike(tuple(students), min(shares), lines)


def _fingerprints(cells: Iterable[str], starter: Collection[str]) -> _Prints:
    """Return each fingerprint's lines, counted over all cells."""
    prints: _Prints = defaultdict(set)
    first = 0
    for text in cells:
        grams = _grams(text)
        for start in range(max(1, len(grams) - _WINDOW + 1)):
            if window := grams[start : start + _WINDOW]:
                name, lines = min(window, key=lambda gram: gram[0])
                prints[name] |= {first + line for line in lines}
        first += text.count("\n") + 2  # cells are shown with an empty line between them
    return {name: lines for name, lines in prints.items() if name not in starter}


def _grams(text: str) -> list[tuple[str, set[int]]]:
    """Return digests of stretches of tokens, with their lines."""
    tokens = list(_tokens(text))
    grams = []
    for start in range(len(tokens) - _GRAM + 1):
        part = tokens[start : start + _GRAM]
        digest = hashlib.sha1("\0".join(kind for kind, _ in part).encode(), usedforsecurity=False)
        grams.append((digest.hexdigest(), {line for _, line in part}))
    return grams


def _tokens(text: str) -> Iterable[tuple[str, int]]:
    """Yield each token's kind and line, up to the first syntax error."""
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
