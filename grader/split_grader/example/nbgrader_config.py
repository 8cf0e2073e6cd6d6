"""One configuration for the `grader` command, nbgrader's own commands and Formgrader."""

from pathlib import Path

from split_grader.course.settings import fair_grading

c = get_config()
c.CourseDirectory.root = str(Path(__file__).resolve().parent)

# Let `nbgrader autograde` give the same points as `grader grade`, and keep Formgrader safe.
fair_grading(c)
