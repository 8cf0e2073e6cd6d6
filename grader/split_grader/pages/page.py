"""The page that a student reads: points per question, and why some were lost."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from nbconvert.exporters import Exporter, HTMLExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook, SubmittedAssignment
from nbgrader.utils import is_grade, is_solution, is_task

from split_grader.course.course import Course
from split_grader.intake.people import People
from split_grader.intake.restore import why_not_run
from split_grader.pages.formulas import with_formulas
from split_grader.pages.headings import last_heading
from split_grader.pages.preprocessors import HIDDEN
from split_grader.pages.sanitise import clean_ansi, clean_markdown
from split_grader.results.lateness import is_lateness_open, told_lateness, total_of
from split_grader.results.result import SCORED, SUGGESTED
from split_grader.results.scoring import plain

_MODULE = re.compile(r"\[([^\]]+)\]\(([^)\s]*modules/[^)\s]+\.ipynb[^)\s]*)\)")
_LONGEST = 4_000
_NOTHING = Markup()
_PICTURE = Markup('<img alt="Picture that this code drew" src="data:image/png;base64,{}">')


@dataclass(slots=True)
class Lost:
    """A test that gave less than its full points: its message and its output."""

    points: float
    most: float
    words: str
    shown: Markup = _NOTHING


@dataclass(slots=True)
class _Question:
    """One question as the page shows it."""

    title: str
    label: str
    points: float = 0.0
    most: float = 0.0
    waits: bool = False
    lost: list[Lost] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    code: str = ""
    text: Markup = _NOTHING
    outputs: list[Markup] = field(default_factory=list)
    link: tuple[str, str] | None = None


class FeedbackPage(HTMLExporter):
    """Writes the page for ``grader feedback``, nbgrader's command and Formgrader alike."""

    def from_notebook_node(  # type: ignore[override]  # as in HTMLExporter: a text, not a notebook
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[str, Any]:
        """Return the page of one graded notebook."""
        steps: Any = Exporter.from_notebook_node
        notebook, resources = steps(self, nb, resources, **kw)
        names = resources["nbgrader"]
        with Gradebook(names["db_url"]) as gradebook:
            entry = gradebook.find_submission(names["assignment"], names["student"])
            page = self._render(notebook, names, entry)
        return page, resources

    def _render(self, nb: NotebookNode, names: Any, entry: SubmittedAssignment) -> str:
        notebook = next(one for one in entry.notebooks if one.name == names["notebook"])
        waiting = {grade.name for grade in notebook.grades if grade.needs_manual_grade}
        site = str(self.config.Grader.get("course_url", ""))
        by_hand = {grade.name for grade in notebook.grades if grade.manual_score is not None}
        not_run = why_not_run(nb)
        questions, others = ([], []) if not_run else _questions(nb, waiting, by_hand, site)
        course = Course(Path.cwd(), self.config)
        person = People.read(course).by_student.get(names["student"])
        most: Any = entry.max_score
        environment = Environment(
            loader=PackageLoader("split_grader.pages"), autoescape=True, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        return environment.get_template("feedback.html").render(
            assignment=names["assignment"],
            notebook=names["notebook"],
            several=len(entry.notebooks) > 1,
            student=person.name if person and person.name else names["student"],
            points=total_of(notebook),
            possible=float(notebook.max_score),
            total=total_of(entry),
            most=float(most),
            lateness=told_lateness(entry),
            late_or_not=is_lateness_open(course, entry),
            not_run=not_run,
            # The page's first lines already give grading's own remarks on such a notebook.
            remarks=[one.manual_comment for one in notebook.comments if not_run],
            waiting=bool(waiting),
            open=any(grade.needs_manual_grade for one in entry.notebooks for grade in one.grades),
            questions=questions,
            others=others,
        )


def _questions(
    notebook: NotebookNode, waiting: set[str], by_hand: set[str], site: str
) -> tuple[list[_Question], list[_Question]]:
    """Group a notebook's cells into questions and the student's other cells."""
    questions: list[_Question] = []
    others: list[_Question] = []
    current: _Question | None = None
    heading = ""
    link = None
    for cell in notebook.cells:
        label = cell.metadata.get("nbgrader", {})
        name = str(label.get("grade_id", ""))
        is_graded = is_grade(cell) or is_task(cell)
        if cell.cell_type == "markdown" and not is_solution(cell):
            heading = last_heading(cell.source) or heading
            link = _link(cell.source, site) or link
        if is_solution(cell) or is_task(cell) or (is_graded and current is None):
            is_repeat = any(one.title == heading for one in questions)
            title = f"{heading} ({name})" if is_repeat else heading or name
            current = _Question(title, name, link=link)
            questions.append(current)
            _add_work(current, cell)
        elif cell.cell_type == "code" and not name and cell.source.strip():
            own = _Question("", "")
            _add_work(own, cell)
            others.append(own)
        if current is not None and (is_graded or is_solution(cell)):
            current.comments += _comment(label, by_hand=name in by_hand)
        if current is not None and is_graded:
            _add_grade(current, cell, label, waiting=name in waiting)
    return [one for one in questions if one.most or one.comments], others


def _link(text: str, site: str) -> tuple[str, str] | None:
    """Return a link to the teaching module, perhaps without address."""
    link = _MODULE.search(text)
    if link is None:
        return None
    target = re.sub(r"^.*?modules/", "modules/", link[2])
    return link[1], f"{site.rstrip('/')}/{target}" if site else ""


def _add_work(question: _Question, cell: NotebookNode) -> None:
    if cell.cell_type == "markdown":
        question.text = Markup(with_formulas(clean_markdown(cell.source)))  # noqa: S704 - cleaned
        return
    question.code = cell.source[: _LONGEST * 5]
    question.outputs = [markup for one in cell.get("outputs", []) if (markup := _output(one))]


def _output(output: NotebookNode) -> Markup:
    data = output.get("data", {})
    if picture := data.get("image/png"):
        text = "".join(picture.split()) if isinstance(picture, str) else ""
        return Markup(
            '<img alt="Picture that this code drew" src="data:image/png;base64,{}">'
        ).format(text)
    text = output.get("text", "") or data.get("text/plain", "")
    if output.output_type == "error":
        text = "\n".join(output.traceback)
    if len(text) > _LONGEST:
        text = f"{text[:_LONGEST]}\n[...]"
    return Markup("<pre>{}</pre>").format(plain(text)) if text else Markup()


def _add_grade(question: _Question, cell: NotebookNode, label: Any, *, waiting: bool) -> None:
    points, score = float(label.get("points") or 0.0), float(label.get("score") or 0.0)
    question.most += points
    if waiting:
        question.waits = True
    else:
        question.points += score
    if is_solution(cell) or is_task(cell):
        return
    if score < points:
        question.lost.append(lost_points(cell, score, points))


def lost_points(cell: NotebookNode, score: float, points: float) -> Lost:
    """Say what a test took away, in the words of the student's page."""
    errors = [output for output in cell.get("outputs", []) if output.output_type == "error"]
    if not errors:
        return Lost(points - score, points, "The test gave only a part of its points.")
    error = errors[0]
    text = plain(error.evalue).strip()
    is_words = error.ename in {"AssertionError", "Error", "TestFailed", "TestResult", "Timeout"}
    words = text if text and (is_words or text.endswith(".")) else f"{error.ename}: {text}"
    if not text:
        words = f"{error.ename} in the line shown below." if error.traceback else error.ename
    if error.traceback and error.traceback[0].startswith(HIDDEN):
        return Lost(points - score, points, words)
    details = Markup(clean_ansi("\n".join(error.traceback)[:_LONGEST]))  # noqa: S704 - cleaned
    return Lost(points - score, points, words[:_LONGEST], details)


def _comment(label: Any, *, by_hand: bool) -> list[str]:
    """Return a cell's comment for the student, without notes to the marker."""
    comment = str(label.get("comment") or "").strip()
    if comment.startswith(SUGGESTED) or (by_hand and comment.startswith(SCORED)):
        return []
    return comment.split("\n") if comment else []
