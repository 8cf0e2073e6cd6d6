"""Try a bank's right and wrong answers on the tests of its assignment."""

import ast
import shutil
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode, from_dict

from split_grader.base.errors import GraderError
from split_grader.course.assignment import CellSpec, NotebookSpec, read_assignment
from split_grader.course.author import author_notebook
from split_grader.course.bank import Bank, Wrong, fill, instructor_answers
from split_grader.course.course import Course, put_interpreter_on_path
from split_grader.results.grade_table import group_questions
from split_grader.results.mistakes import fits
from split_grader.results.result import CellScore
from split_grader.running.grade_one import grade_one
from split_grader.running.kernel import is_python
from split_grader.running.pool import run_all
from split_grader.sandbox.limits import Limits
from split_grader.split.both import names
from split_grader.tasks.batch import find_submissions, prepare
from split_grader.tasks.release import release

_IGNORED = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")


@dataclass(frozen=True, slots=True)
class Trial:
    """An answer of the bank; `wrong` is None for a right one."""

    question: str
    name: str
    text: str
    wrong: Wrong | None = None

    def __str__(self) -> str:
        return f"{self.question}, {self.name!r}"


@dataclass(frozen=True, slots=True)
class Tried:
    """An answer, and the tests of its question that took points from it."""

    trial: Trial
    lost: tuple[CellScore, ...]

    @property
    def is_named(self) -> bool:
        """Whether the report can name this mistake: a lost test's message has its words."""
        wrong = self.trial.wrong
        return wrong is not None and fits(wrong, (cell.message for cell in self.lost))


class Bench:
    """A released copy of an assignment, on which answers are tried.

    The course's own release, submissions and gradebook stay as they are.

    Parameters
    ----------
    folder
        An empty folder for the copy.
    limits
        Of one answer.

    Raises
    ------
    GraderError
        If the assignment can't be released.
    """

    def __init__(self, course: Course, assignment: str, folder: Path, limits: Limits) -> None:
        self._course = _copy(course, assignment, folder)
        self._limits = limits
        release(self._course, assignment, limits)
        with self._course.gradebook() as gradebook:
            self._spec = read_assignment(self._course, gradebook, assignment)
        self._official = instructor_answers(self._course.source(assignment))

    def questions(self) -> dict[str, tuple[str, ...]]:
        """Return the tests of each question that has any, by label."""
        by_hand = {cell.grade_id for cell in self._spec.scored if not _is_test(cell)}
        return {
            question.label: tuple(
                cell.name.rpartition("/")[2] for cell in question.cells if cell.max_score
            )
            for question in group_questions(self._spec)
            if question.label not in by_hand
        }

    def grade(self, trials: list[Trial], jobs: int) -> Iterator[Tried]:
        """Grade answers as a class's are graded, `jobs` at a time; yield them as they finish.

        Raises
        ------
        GraderError
            If no test grades the question of an answer, or an answer can't be graded.
        """
        questions = self.questions()
        if pointless := sorted({trial.question for trial in trials} - questions.keys()):
            raise GraderError(
                f"The bank answers {', '.join(pointless)}, which no test grades; expected answers "
                f"to {', '.join(questions) or 'a question with tests'}. Remove {pointless[0]}.py."
            )
        specs = [
            self._hand_in(trial, self._course.submitted(str(number), self._spec.name))
            for number, trial in enumerate(trials)
        ]
        put_interpreter_on_path()  # workers inherit the environment now
        prepare(self._course)
        students = [str(number) for number in range(len(trials))]
        hand_ins = find_submissions(self._course, self._spec.name, self._limits, students)
        submissions = [
            replace(submission, assignment=replace(self._spec, notebooks=(spec,)))
            for submission, spec in zip(hand_ins, specs, strict=True)
        ]
        for submission, result, _ in run_all(submissions, jobs=jobs, grade=grade_one):
            trial = trials[int(submission.student)]
            if not result.status.has_scores:
                raise GraderError(f"{trial} could not be graded: {result.message}")
            own = questions[trial.question]
            cells = (cell for cell in result.cells if cell.grade_id in own)
            yield Tried(trial, tuple(cell for cell in cells if cell.score != cell.max_score))

    def _notebook(self, question: str) -> NotebookSpec:
        return next(
            spec
            for spec in self._spec.notebooks
            if any(cell.grade_id == question for cell in spec.cells)
        )

    def _hand_in(self, trial: Trial, folder: Path) -> NotebookSpec:
        """Write the notebook with an answer, and return it without other questions' tests."""
        spec = self._notebook(trial.question)
        tests = self.questions()[trial.question]
        left_out = {cell.grade_id for cell in spec.cells if _is_test(cell)} - {*tests}
        path = self._course.release(self._spec.name) / f"{spec.name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells = [cell for cell in notebook.cells if _label(cell) not in left_out]
        answers = {**self._official, trial.question: trial.text}
        labels = answers.keys() & {_label(cell) for cell in notebook.cells}
        folder.mkdir(parents=True)
        answered_notebook = from_dict(fill(notebook, {label: answers[label] for label in labels}))
        nbformat.write(answered_notebook, folder / path.name)
        cells = tuple(cell for cell in spec.cells if cell.grade_id not in left_out)
        return replace(spec, cells=cells)


def trials_of(bank: Bank, source: Path) -> list[Trial]:
    """Return a bank's answers, question after question and the right ones first.

    Parameters
    ----------
    source
        The folder with the instructor's notebooks.

    Raises
    ------
    GraderError
        If an answer in code doesn't parse.
    """
    trials = [
        Trial(question, name, text)
        for name, answers in bank.right.items()
        for question, text in answers.items()
    ]
    for question, mistakes in bank.wrong.items():
        trials += [Trial(question, name, one.text, one) for name, one in mistakes.items()]
    code = set[str]()
    for notebook in map(author_notebook, source.glob("*.ipynb")):
        if is_python(notebook.metadata.get("kernelspec", {})):
            code |= {_label(cell) for cell in notebook.cells if cell.cell_type == "code"}
    for trial in trials:
        if trial.question in code:
            _require_python(trial)
    return sorted(trials, key=lambda trial: list(bank.wrong).index(trial.question))


def idle_tests(tests: Iterable[str], tried: Iterable[Tried]) -> list[str]:
    """Return the tests that take points from no wrong answer."""
    grade_ids = {cell.grade_id for one in tried if one.trial.wrong for cell in one.lost}
    return [test for test in tests if test not in grade_ids]


def _copy(course: Course, assignment: str, folder: Path) -> Course:
    """Copy an assignment's source to a course with the same settings and no grades."""
    course.require_assignment(assignment)
    source = course.source(assignment).resolve()
    if not any(source.glob("*.ipynb")):
        raise GraderError(
            f"The bank is tried on your own notebook, with its solutions and hidden tests: "
            f"expected one in {source}, found none. Put it there."
        )
    config = deepcopy(course.config)
    for name in [name for name in config.CourseDirectory if name.endswith("_directory")]:
        del config.CourseDirectory[name]
    config.CourseDirectory.root = str(folder)
    config.CourseDirectory.db_url = f"sqlite:///{folder / 'gradebook.db'}"
    copy = Course(folder, config)
    shutil.copytree(source, copy.source(assignment), ignore=_IGNORED)
    return copy


def _is_test(cell: CellSpec) -> bool:
    return cell.grade and not cell.solution


def _label(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def _require_python(trial: Trial) -> None:
    if names.parse(trial.text) is not None:
        return
    try:
        ast.parse(trial.text)
    except SyntaxError as error:
        line = trial.text.splitlines()[(error.lineno or 1) - 1].strip()
        why = f"{error.msg}, in line {error.lineno} of the answer: {line}"
    else:
        why = "it is too long"
    raise GraderError(
        f"The bank's answer to {trial} is not Python: {why}. Correct {trial.question}.py: "
        "an answer must run, so that it loses points by its mistake and not by a slip."
    )
