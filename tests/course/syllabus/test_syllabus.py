"""The paths lead through lessons that exist, take the time they state, and texts say the same."""

import re
from pathlib import Path

import nbformat
import pytest

from course import course_map
from course.board import decisions
from course.overview.map import before
from course.syllabus.syllabus import CHAPTER_QUESTIONS, DECISION, MODULES, PATHS, SITTINGS
from scaling_ai_kit.module_text import part_minutes, pieces, sentences, whole_minutes, words

ROOT = Path(__file__).parents[3]
TEXTS = ROOT / "modules" / "text"
START = TEXTS / "00_start_here.md"
WORDS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty"""
NUMBERS = dict(enumerate(WORDS.split(), start=1))
# A look at the preview of the board paper, which is not a step.
PREVIEW = 5
# What a learner reads: each may say how large the course is.
READ = sorted(
    [
        *(ROOT / "README.md", ROOT / "course.toml", ROOT / "modules" / "front.html"),
        *TEXTS.glob("*.md"),
        *(ROOT / "solutions").glob("*.md"),
        *(ROOT / "scaling_ai_kit" / "pages" / "templates").iterdir(),
        *(path for kind in ("py", "toml") for path in (ROOT / "course").rglob(f"*.{kind}")),
    ]
)
COUNTS = {
    "lessons": len(MODULES),
    "exercises": len({module.exercise for module in MODULES} - {None} | {CHAPTER_QUESTIONS}),
    "questions": len(SITTINGS),
}
FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
COUNTED = re.compile(
    rf"\b({'|'.join(NUMBERS.values())}|\d+) (?:graded )?(lessons|exercises)\b(?! of\b)"
    r"|\bboard's (\w+) (questions)\b",
    re.IGNORECASE,
)


def text_of(module):
    return TEXTS / f"{Path(module.notebook).stem}.md"


WRITTEN = [module for module in MODULES if text_of(module).exists()]
PARTS = [
    pytest.param(stop, id=f"{name}-{stop.module.slug}")
    for name, path in PATHS.items()
    for stop in path.stops
    if stop.is_part and stop.module in WRITTEN
]


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
def test_a_path_starts_here_goes_in_order_and_names_each_lesson_once(path):
    numbers = [stop.module.number for stop in path.stops]
    assert numbers[0] == 0
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("name", ["executive", "practitioner"])
def test_a_shorter_path_ends_with_the_board_paper(name):
    last = PATHS[name].stops[-1]
    assert last.module.slug == "case_and_pitfalls"
    assert {"two_years", DECISION} <= set(last.steps)


@pytest.mark.parametrize("module", WRITTEN, ids=lambda module: module.slug)
def test_the_steps_of_a_lesson_are_in_its_core_and_the_others_in_its_workbench(module):
    core = text_of(module).read_text(encoding="utf-8")
    bench = text_of(module).with_stem(f"{text_of(module).stem}_workbench")
    assert bench.exists() == (module.workbench is not None), "workbench=(), or a name for each step"
    calls = [f"explore.{module.slug}.{step}(" for step in module.steps if step != "checkpoint"]
    missing_calls = [call for call in calls if call not in core]
    assert not missing_calls, (
        f"steps that {text_of(module).name} does not show: {', '.join(missing_calls)}"
    )
    for step in module.workbench or ():
        call = f"explore.{module.slug}.{step}("
        assert call not in core
        assert call in bench.read_text(encoding="utf-8")


@pytest.mark.parametrize("stop", PARTS)
def test_a_part_names_steps_of_its_lesson(stop):
    assert set(stop.steps) <= {*stop.module.steps, DECISION}


@pytest.mark.parametrize("module", WRITTEN, ids=lambda module: module.slug)
def test_a_whole_lesson_takes_what_readers_needed(module):
    minutes = whole_minutes(text_of(module))
    message = f"course.toml says {module.minutes} minutes; by its text it takes {minutes}"
    assert 0 <= module.minutes - minutes <= 5, message


@pytest.mark.parametrize("stop", PARTS)
def test_a_part_of_a_lesson_takes_what_readers_needed(stop):
    minutes = part_minutes(text_of(stop.module), stop.steps) + PREVIEW * ("two_years" in stop.steps)
    assert 0 <= stop.minutes - minutes <= 5


@pytest.mark.parametrize("stop", PARTS)
def test_a_part_names_the_sections_in_which_its_steps_stand(stop):
    slug = stop.module.slug
    cells = [piece for piece in pieces(text_of(stop.module)) if piece.kind == "code"]
    sections = decisions.sections(slug, stop.steps)
    for step, section in zip(stop.steps, sections, strict=True):
        call = f'decide("{slug}")' if step == DECISION else f"explore.{slug}.{step}("
        assert section in {piece.section for piece in cells if call in piece.text}


def test_the_board_paper_takes_what_its_assignment_allows():
    last = PATHS["executive"].last
    assert last.minutes == 60
    assignment = (ROOT / "modules" / last.notebook).read_text(encoding="utf-8")
    assert "Allow an hour" in assignment


@pytest.mark.parametrize("stop", PARTS)
def test_a_part_says_before_its_decision_what_the_lesson_found(stop):
    lesson = text_of(stop.module).read_text(encoding="utf-8")
    assert set(FIGURES.findall(before(stop))) <= set(FIGURES.findall(lesson))


@pytest.mark.parametrize("stop", PARTS)
def test_a_part_says_it_in_a_few_short_sentences(stop):
    statements = sentences(before(stop))
    assert 2 <= len(statements) <= 7
    assert max(map(words, statements)) <= 30


def test_the_executive_path_takes_three_hours():
    assert sum(stop.minutes for stop in PATHS["executive"].stops) <= 180


def rows_of_paths():
    """The rows of the table of paths on the first page: the cells of each by its first one."""
    cells = [piece.text for piece in pieces(START) if piece.kind == "table"]
    rows = [cells[number : number + 3] for number in range(0, len(cells), 3)]
    return {row[0]: row for row in rows[1:]}


def test_the_first_page_states_the_times_of_the_paths():
    stated_hours = {name: row[1] for name, row in rows_of_paths().items()}
    assert list(stated_hours) == list(PATHS)
    executive = PATHS["executive"]
    longer = f"{executive.challenge_hours} with every challenge"
    assert (
        stated_hours["executive"]
        == f"{executive.hours} hours, {longer}; then one for the board paper"
    )
    for name in ("practitioner", "whole"):
        assert stated_hours[name] == f"{PATHS[name].hours} hours, and the exercises"


@pytest.mark.parametrize("name", ["executive", "practitioner"])
def test_the_first_page_states_how_many_lessons_come_before_the_board_paper(name):
    between = len(PATHS[name].stops) - 2
    assert f"{NUMBERS[between]} lessons, then the board paper" in rows_of_paths()[name][2]


def test_the_syllabus_counts_the_stops_and_hours_of_the_shorter_paths():
    syllabus = (ROOT / "docs" / "syllabus.md").read_text(encoding="utf-8")
    shorter = [PATHS[name] for name in ("executive", "practitioner")]
    stated_hours = re.findall(r"(\w+) stops\b[^.]*?(\w+) hours", syllabus)
    assert stated_hours == [(NUMBERS[len(path.stops)], NUMBERS[path.hours]) for path in shorter]


def counts_in(path):
    """Every count of lessons, exercises or the board's questions: what is counted, and the number."""
    content = path.read_text(encoding="utf-8")
    if path == START:  # how many lessons a path takes is tested above
        content = re.sub(r"^\|.*\|$", "", content, flags=re.MULTILINE)
    for number, what, question_count, questions in COUNTED.findall(content):
        yield what or questions, (number or question_count).lower()


def test_a_text_that_counts_the_course_counts_right():
    wrong = [
        f"{path.relative_to(ROOT)} says {number} {what}; there are {NUMBERS[COUNTS[what]]}"
        for path in READ
        for what, number in counts_in(path)
        if number not in {NUMBERS[COUNTS[what]], str(COUNTS[what])}
    ]
    assert not wrong, "\n".join(wrong)


def test_the_first_page_counts_the_lessons_and_the_questions():
    assert {what for what, _ in counts_in(START)} == {"lessons", "questions"}


def test_the_stored_maps_show_the_course_as_it_is():
    stored_maps = {
        output["data"]["text/plain"]
        for cell in nbformat.read(ROOT / "modules" / MODULES[0].notebook, as_version=4).cells
        for output in cell.get("outputs", [])
        if "data" in output
    }
    for name in ("executive", "whole"):
        now = course_map(name)._repr_mimebundle_()["text/plain"]
        assert now in stored_maps, "run: make notebooks NAMES=start_here"
