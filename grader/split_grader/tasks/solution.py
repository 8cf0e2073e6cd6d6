"""Write the solution that students may read, without hidden tests."""

from copy import deepcopy
from pathlib import Path

import nbformat
from nbgrader.converters import GenerateSolution
from nbgrader.converters.base import NbGraderException

from split_grader.base.errors import GraderError
from split_grader.base.log import NbgraderLog
from split_grader.course.assignment import read_assignment
from split_grader.course.course import Course, put_interpreter_on_path
from split_grader.course.hidden_tests import hidden_lines
from split_grader.course.settings import safe_solution
from split_grader.results.scoring import failure


def write_solution(course: Course, assignment: str) -> tuple[Path, list[str]]:
    """Write an assignment's solution with its outputs.

    Returns
    -------
    tuple
        The folder, and the cells that fail without the hidden tests above them.

    Raises
    ------
    GraderError
        If the assignment isn't released, or a hidden test would remain.
    """
    with course.gradebook() as gradebook:
        spec = read_assignment(course, gradebook, assignment)
    put_interpreter_on_path()
    config = deepcopy(course.config)
    safe_solution(config)
    config.GenerateSolution.force = True
    with NbgraderLog() as log:
        try:
            directory = course.directory(assignment, ".")
            GenerateSolution(coursedir=directory, config=config).start()
        except (NbGraderException, SystemExit) as error:
            raise GraderError(f"nbgrader can't make the solution: {log.reason(error)}") from error
    folder = course.solution(assignment).resolve()
    problems = []
    for path in sorted(folder.glob("*.ipynb")):
        for number, cell in enumerate(nbformat.read(path, as_version=4).cells, start=1):
            if hidden_lines(cell.source, spec.marks):
                path.unlink()
                raise GraderError(
                    f"Cell {number} of {path.stem!r} would show a hidden test. Its marks differ "
                    "from the configuration (c.ClearHiddenTests); make them the same."
                )
            if failure(cell):
                problems.append(f"Cell {number} of {path.stem!r} ends in an error: {failure(cell)}")
    return folder, problems
