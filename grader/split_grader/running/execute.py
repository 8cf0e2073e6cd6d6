"""Replace nbgrader's ``Execute`` by split grading, for nbgrader's own commands.

Set by :func:`split_grader.course.settings.fair_grading`, so that ``nbgrader autograde`` and
Formgrader's button grade as ``grader grade`` does.
"""

import atexit
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Integer

from split_grader.base.errors import GraderError
from split_grader.course.assignment import AssignmentSpec, NotebookSpec, read_assignment
from split_grader.course.course import Course
from split_grader.course.permissions import permissions_of
from split_grader.course.time_limits import limits_of
from split_grader.results.scoring import settle
from split_grader.running.isolated import can_isolate, close_engines, run_isolated, surroundings
from split_grader.running.kernel import Incidents
from split_grader.running.profiles import profiles_of
from split_grader.sandbox.limits import Limits

Resources = dict[str, Any]
# Formgrader's server and nbgrader's command run many notebooks; warm processes stay until the end.
atexit.register(close_engines)


class ExecuteIsolated(NbGraderPreprocessor):
    """Run the answers in one isolated process and the tests in another.

    Notebooks in other languages, and any notebook on a system other than Linux, run in a kernel,
    with nbgrader's own step.
    """

    timeout = Integer(
        None,
        min=1,
        allow_none=True,
        help="Longest time for a cell, in seconds; by default Execute's.",
    ).tag(config=True)
    total = Integer(
        None,
        min=1,
        allow_none=True,
        help="Longest time for a notebook, in seconds; by default four times a cell's.",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Run the notebook and correct the outputs of its tests."""
        names = resources["nbgrader"]
        course = Course(Path.cwd(), self.config)
        with Gradebook(names["db_url"]) as gradebook:
            assignment = read_assignment(course, gradebook, names["assignment"])
        spec = assignment.notebook(names["notebook"])
        limits = limits_of(self.config, self.timeout, self.total)
        if can_isolate(spec):
            for problem in self._apart(course, assignment, spec, limits, nb, resources).all():
                self.log.warning(problem)
        else:
            step = Execute(
                parent=self,
                timeout=round(spec.within(limits).cell_seconds),
                shutdown_kernel="immediate",
            )
            nb, resources = step.preprocess(nb, resources)
        for cell in nb.cells:
            settle(cell)
        return nb, resources

    def _apart(  # noqa: PLR0913, PLR0917
        self,
        course: Course,
        assignment: AssignmentSpec,
        spec: NotebookSpec,
        limits: Limits,
        notebook: NotebookNode,
        resources: Resources,
    ) -> Incidents:
        permissions = permissions_of(self.config)
        with surroundings(
            assignment,
            Path(resources["metadata"]["path"]),
            spec.within(limits),
            permissions=permissions,
            profile=profiles_of(course, assignment, permissions, limits).get(spec.name),
            seconds=spec.seconds,
            seed=course.inputs_seed(assignment.name),
            marks=assignment.marks,
        ) as around:
            try:
                incidents = run_isolated(notebook, around, spec.within(limits))
            except GraderError as error:
                raise RuntimeError(str(error)) from error
            if incidents.log:  # nbgrader would store zeros
                raise RuntimeError(f"The grader itself failed. {incidents.log}")
            return incidents
