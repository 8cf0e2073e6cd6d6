"""Lint the text of the modules: one function per rule.

Each rule takes the path of a module's text and returns a list of problems, as ``(line, message)``.
``coursekit lint`` prints all problems, or with a slug those of one lesson, and why
the rules exist; the tests run each rule on each module.
"""

from __future__ import annotations

import argparse
import ast
import itertools
import os.path
import re
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from course.base.require import read_toml
from course.syllabus.coursefile import current
from scaling_ai_kit.course_parts import LESSONS, TEXT, missing_parts
from scaling_ai_kit.lint_reasons import with_reasons
from scaling_ai_kit.module_text import (
    Piece,
    code,
    core_minutes,
    pieces,
    prose,
    section,
    sentences,
    slug,
    words,
)

QUESTIONS = current().place("questions")
EXERCISES = os.path.relpath(current().place("exercises"), LESSONS)

OBJECTIVES = "What you will be able to do"
LONGEST_PARAGRAPH, LONGEST_SENTENCE, MEAN_SENTENCE, LONGEST_CELL = 90, 32, 18, 12
AMERICAN = re.compile(
    r"\b(behaviors?|colors?|colored|favor\w*|labors?|neighbors?|center(?:s|ed)?|gray|fulfill|"
    r"label(?:ed|ing)|model(?:ed|ing)|cancel(?:ed|ing)|travel(?:ed|ing)|defense|skeptic\w*|"
    r"(?:organ|recogn|optim|real|general|summar|normal|minim|maxim|standard|prior|util|analy|"
    r"categor|emphas|visual)iz(?:e[sd]?|ing|ation|ations)|analyz(?:e[sd]?|ing))\b",
    re.IGNORECASE,
)
# JupyterLab's anchors keep the heading's capital; GitHub's don't.
SOURCE = re.compile(r"\[(S\d+)\]\]?\(#[Ss]ources\)")
LINK = re.compile(r"(?<!!)\[[^\[\]]*\]\(([^)\s#][^)\s]*)")
EXERCISE = re.compile(rf"\]\({re.escape(EXERCISES)}/\w+/\w+\.ipynb\)")
OWN = re.compile(r"\b(simulat\w*|you|your|our|Meridian|arithmetic|worked)\b", re.IGNORECASE)
QUOTED = re.compile(r"[\"\u201c][^\"\u201d]*[\"\u201d]|\bClaim \d+")
OTHERS = re.compile(r"\b(surveys?|of (?:companies|organisations|firms|models)|stud(?:y|ies) of)\b")
FACE = re.compile(r"!\[\]\(faces/([\w-]+)\.svg\)")
NETWORK = re.compile(r"https?://|\b(?:import|from)\s+(?:requests|urllib|httpx|socket)\b")
RAW_PLOT = re.compile(r"\b(?:import|from)\s+(?:matplotlib|seaborn|plotly)\b")

Problem = tuple[int, str]
Rule = Callable[[Path], list[Problem]]


# Rules for the modules that teach -----------------------------------------------------------------


def objectives(path: Path) -> list[Problem]:
    """Expect three to five objectives at the start of a module."""
    items = [piece for piece in section(path, OBJECTIVES) if piece.kind == "item"]
    if 3 <= len(items) <= 5:
        return []
    line = items[0].line if items else 1
    return [(line, f'"## {OBJECTIVES}" needs 3 to 5 list items, it has {len(items)}')]


def stated_time(path: Path) -> list[Problem]:
    """Expect the core's time, as "about 45 minutes", before the objectives."""
    minutes = core_minutes(path)
    for piece in section(path, ""):
        match = re.search(r"\babout (\d+) minutes\b", piece.text)
        if match and int(match[1]) != minutes:
            return [(piece.line, f"the core takes {minutes} minutes, the text says {match[1]}")]
        if match:
            return []
    return [(1, f'no time before the objectives: say "about {minutes} minutes"')]


def prediction_first(path: Path) -> list[Problem]:
    """Expect a prediction before any result."""
    for piece in pieces(path):
        if piece.kind == "code" and "explore." in piece.text:
            return []
        if piece.kind == "code" and re.search(r"\bsimulate\.", piece.text):
            return [
                (piece.line, "a result comes before the first explorable asks for a prediction")
            ]
        if piece.kind == "h2" and piece.text.lower() in {"claim check", "summary"}:
            return [(piece.line, f'no explorable before "## {piece.text}"')]
    return [(1, "no explorable (a code cell that calls explore.<module>.<name>())")]


def closing_sections(path: Path) -> list[Problem]:
    """Expect the closing sections, in order; a core next to a workbench has no key terms."""
    order = ["claim check", "checkpoint", "summary", "key terms", "sources"]
    if path.with_name(f"{path.stem}_workbench.md").exists():
        order.remove("key terms")
    titles = {piece.text.lower(): piece.line for piece in pieces(path) if piece.kind == "h2"}
    missing = [
        (1, f'no section "## {title.capitalize()}"') for title in order if title not in titles
    ]
    lines = [titles[title] for title in order if title in titles]
    if not missing and lines != sorted(lines):
        missing.append((min(lines), f"the closing sections are not in the order {order}"))
    return missing + [
        (titles[title], f'"## {title.capitalize()}" is empty')
        for title in order
        if title in titles and not section(path, title)
    ]


def checkpoint_questions(path: Path) -> list[Problem]:
    """Expect four to six questions with unique ids and explained options."""
    cells = [piece for piece in section(path, "Checkpoint") if piece.kind == "code"]
    if not any(re.search(rf"checkpoint\([\"']{slug(path)}[\"']\)", cell.text) for cell in cells):
        return [(1, f'"## Checkpoint" has no code cell that calls checkpoint("{slug(path)}")')]
    file = QUESTIONS / f"{slug(path)}.toml"
    if not file.exists():
        return [(cells[0].line, f"{file} does not exist")]
    try:
        questions = read_toml(file).get("question", [])
    except ValueError as problem:
        return [(cells[0].line, str(problem).removesuffix("."))]
    problems = []
    if not 4 <= len(questions) <= 6:
        problems.append(f"{file.name} has {len(questions)} questions, not 4 to 6")
    if len({question.get("id") for question in questions}) != len(questions):
        problems.append(f"two questions of {file.name} share an id")
    for number, question in enumerate(questions, start=1):
        options, name = question.get("options", ()), question.get("id", f"question {number}")
        rights = sum(option.get("correct", False) for option in options)
        if not 2 <= len(options) <= 5 or rights != 1:
            counts = f"it has {len(options)}, of which {rights} are right"
            problems.append(f"{name}: expected 2 to 5 options, one of them right; {counts}")
        if any(words(option.get("why", "")) < 4 for option in options):
            problems.append(f"{name}: an option's why says too little, in fewer than 4 words")
    return [(cells[0].line, problem) for problem in problems]


def tasks(path: Path) -> list[Problem]:
    """Expect five to eight numbered tasks in a workbench."""
    titles = [p for p in pieces(path) if p.kind == "h2" and p.text.startswith("Task ")]
    if not 5 <= len(titles) <= 8:
        return [(1, f'a workbench has 5 to 8 sections "## Task n. ...", this one {len(titles)}')]
    return [
        (piece.line, f'expected "## Task {number}. ..."')
        for number, piece in enumerate(titles, start=1)
        if not piece.text.startswith(f"Task {number}. ")
    ]


def exercise_link(path: Path) -> list[Problem]:
    """Expect a link to an exercise of any name."""
    # The link is relative to modules/, where this text's notebook is.
    if any(EXERCISE.search(piece.markup) for piece in pieces(path)):
        return []
    return [(1, f"no link to the exercise ({EXERCISES}/<name>/<notebook>.ipynb)")]


def claims_are_sourced(path: Path) -> list[Problem]:
    """Expect a source for each figure.

    Our own figures say so, or follow their cell. A quoted claim needs no source, but a statement
    about it does.
    """
    problems = []
    above: dict[Piece, Piece] = dict(itertools.pairwise(reversed(pieces(path))))
    for piece in prose(path):
        text = QUOTED.sub(" ", piece.text)
        about_others = OTHERS.search(text) and re.search(r"\d", text)
        in_claim_check = piece.section.lower() == "claim check" and re.search(r"\d", text)
        figure = re.search(r"\d\s*%|\bper cent\b", text) or in_claim_check
        own = OWN.search(text) or (piece in above and above[piece].kind == "code")
        if (about_others or (figure and not own)) and not SOURCE.search(piece.markup):
            advice = "cite it as [[S1]](#Sources), or say whose it is, as in you, our, simulated"
            problems.append((piece.line, f"no source for: {piece.text[:60]} ... ({advice})"))
    return problems


def sources_are_listed_and_used(path: Path) -> list[Problem]:
    """Expect every mark under "Sources", and every source cited."""
    citations = {
        mark: piece.line
        for piece in pieces(path)
        if piece.section.lower() != "sources"
        for mark in SOURCE.findall(piece.markup)
    }
    sources = {
        mark: piece.line
        for piece in section(path, "Sources")
        for mark in re.findall(r"^\W*(S\d+)\b", piece.text)
    }
    missing = [
        (line, f"{mark} is not under Sources")
        for mark, line in citations.items()
        if mark not in sources
    ]
    unused = [
        (line, f"{mark} is never cited") for mark, line in sources.items() if mark not in citations
    ]
    return missing + unused


# Rules for everything that a learner reads --------------------------------------------------------


def short_paragraphs(path: Path) -> list[Problem]:
    """Expect one idea per paragraph: few words."""
    return [
        (piece.line, f"a paragraph of {words(piece.text)} words, at most {LONGEST_PARAGRAPH}")
        for piece in prose(path)
        if words(piece.text) > LONGEST_PARAGRAPH
    ]


def short_sentences(path: Path) -> list[Problem]:
    """Expect short sentences with an even shorter average."""
    lengths = [
        (piece.line, words(sentence)) for piece in prose(path) for sentence in sentences(piece.text)
    ]
    problems = [
        (line, f"a sentence of {length} words, at most {LONGEST_SENTENCE}")
        for line, length in lengths
        if length > LONGEST_SENTENCE
    ]
    mean = sum(length for _, length in lengths) / max(len(lengths), 1)
    if mean > MEAN_SENTENCE:
        problems.append((1, f"a sentence has {mean:.1f} words on average, at most {MEAN_SENTENCE}"))
    return problems


def short_cells(path: Path) -> list[Problem]:
    """Expect short cells that do one thing."""
    return [
        (cell.line, f"a code cell of {len(cell.text.splitlines())} lines, at most {LONGEST_CELL}")
        for cell in code(path)
        if len(cell.text.splitlines()) > LONGEST_CELL
    ]


def offline(path: Path) -> list[Problem]:
    """Expect code that fetches nothing."""
    return [
        (cell.line, f"code that needs a network: {match.group()}")
        for cell in code(path)
        if (match := NETWORK.search(cell.text))
    ]


def described_charts(path: Path) -> list[Problem]:
    """Expect charts drawn with Altair, each with an alternative text."""
    problems = []
    for cell in code(path):
        if RAW_PLOT.search(cell.text):
            problems.append((cell.line, "a chart without the course's theme: use Altair"))
        draws = "mark_" in cell.text or "alt.Chart" in cell.text
        if draws and not re.search(r"\balt_text\(", cell.text):
            problems.append((cell.line, "a chart without charts.alt_text(chart, '...')"))
    return problems


def described_images(path: Path) -> list[Problem]:
    """Expect an alternative text for every image; a face has its name in the sentence."""
    return [
        (piece.line, "an image without alternative text")
        for piece in pieces(path)
        if piece.kind != "code"
        and re.search(r"!\[\s*\]\(|<img(?![^>]*\balt=[\"'][^\"'])", FACE.sub("", piece.markup))
    ]


def faces_are_of_their_speakers(path: Path) -> list[Problem]:
    """Expect a face to be drawn, and to be the speaker's."""
    problems = []
    roles = sorted(face.stem for face in (LESSONS / "faces").glob("*.svg"))
    for piece in pieces(path):
        for role in FACE.findall(piece.markup if piece.kind != "code" else ""):
            if role not in roles:
                faces = ", ".join(roles) or "none yet"
                problems.append((piece.line, f"no face is called {role}: there are {faces}"))
            elif role.replace("-", " ") not in piece.markup.replace(f"{role}.svg", "").lower():
                problems.append((piece.line, f"the face of {role} next to somebody else's words"))
    return problems


def links_lead_to_notebooks(path: Path) -> list[Problem]:
    """Expect links that also work on a page, which has no other files than notebooks."""
    advice = 'link to a notebook or a full address, or name a call, as in card("requests")'
    return [
        (piece.line, f"a link to {link}, which has no page: {advice}")
        for piece in pieces(path)
        if piece.kind != "code"
        for link in LINK.findall(re.sub(r"`[^`]*`", " ", piece.markup))
        if "://" not in link and not link.partition("#")[0].endswith(".ipynb")
    ]


def british_spelling(path: Path) -> list[Problem]:
    """Expect British spelling in prose, not in names from code."""
    return [
        (piece.line, f"American spelling: {match.group()}")
        for piece in pieces(path)
        if piece.kind != "code"
        for match in AMERICAN.finditer(re.sub(r"`[^`]*`|\]\([^)]*\)", " ", piece.markup))
    ]


def dollars_are_no_formula(path: Path) -> list[Problem]:
    """Expect at most one dollar sign per paragraph: two would enclose a formula."""
    advice = r"so write dollars as a word; begin a formula with a letter, as in $\sigma \cdot 2$"
    return [
        (piece.line, f"what is between two amounts becomes a formula, {advice}")
        for piece in pieces(path)
        if piece.kind != "code"
        and len(re.findall(r"(?<!\\)\$\d", re.sub(r"`[^`]*`", " ", piece.markup))) > 1
    ]


def code_is_python(path: Path) -> list[Problem]:
    """Expect plain Python in code cells, without IPython's magics."""
    problems = []
    for cell in code(path):
        try:
            ast.parse(cell.text)
        except SyntaxError as error:
            problems.append((cell.line + (error.lineno or 0), f"not Python: {error.msg}"))
    return problems


MODULE_RULES: tuple[Rule, ...] = (
    objectives,
    prediction_first,
    closing_sections,
    checkpoint_questions,
    exercise_link,
    claims_are_sourced,
    sources_are_listed_and_used,
    stated_time,
)
PROSE_RULES: tuple[Rule, ...] = (
    short_paragraphs,
    short_sentences,
    short_cells,
    offline,
    described_charts,
    described_images,
    faces_are_of_their_speakers,
    links_lead_to_notebooks,
    british_spelling,
    dollars_are_no_formula,
    code_is_python,
)


def rules_for(path: Path) -> tuple[Rule, ...]:
    """Return a text's rules; fewer apply to the start page, others to a workbench."""
    if path.stem.endswith("_workbench"):
        return (tasks, *PROSE_RULES)
    return PROSE_RULES if path.stem.startswith("00_") else (*MODULE_RULES, *PROSE_RULES)


def problems(slugs: Collection[str] = ()) -> list[str]:
    """Return the problems of all lessons, or of some, as ``file:line: rule: message``."""
    return [
        f"{path.relative_to(current().folder)}:{line}: {rule.__name__}: {message}"
        for path in sorted(TEXT.glob("*.md"))
        if not slugs or slug(path) in slugs
        for rule in rules_for(path)
        for line, message in rule(path)
    ]


def main(arguments: Sequence[str]) -> int:
    """Print the problems of all lessons, or of some; return 1 if there are any."""
    parser = argparse.ArgumentParser(prog="coursekit lint", description="Check the lessons' texts.")
    parser.add_argument("lessons", nargs="*", help="slugs of lessons (default: all)")
    lessons = parser.parse_args(arguments).lessons
    lines = missing_parts(lessons) + with_reasons(problems(lessons))
    print(*lines, sep="\n", end="\n" if lines else "")
    return int(bool(lines))
