"""One configuration for nbgrader's commands, Formgrader and the `grader` command.

Start JupyterLab or run `nbgrader` in this folder and all three see the same course.
"""

from pathlib import Path

from split_grader.course.settings import fair_grading

c = get_config()  # noqa: F821 - traitlets defines it

ROOT = Path(__file__).resolve().parent
(ROOT / "var").mkdir(exist_ok=True)

c.CourseDirectory.root = str(ROOT)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = "var/submitted"
c.CourseDirectory.autograded_directory = "var/autograded"
c.CourseDirectory.feedback_directory = "var/feedback"
c.CourseDirectory.solution_directory = "var/solution"
c.CourseDirectory.source_with_tests_directory = "var/source_with_tests"
c.CourseDirectory.db_url = f"sqlite:///{ROOT / 'var' / 'gradebook.db'}"

# What a part of a written answer says until somebody answers it.
c.ClearSolutions.text_stub = "*Write here.*"

# What students' code may import and read besides what is installed.
c.Grader.packages = ["course"]
c.Grader.folders = [str(ROOT / "datasets")]

# The course's name on a statement of completion.
c.Grader.title = "Scaling AI"

# `nbgrader autograde` then gives the same points as `grader grade`.
fair_grading(c)
