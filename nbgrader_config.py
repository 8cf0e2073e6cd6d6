"""One configuration for nbgrader's commands, Formgrader and the `grader` command.

Start JupyterLab or run `nbgrader` in this folder and all three see the same course.
"""

from pathlib import Path

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

# The same rules as `grader grade`, so that `nbgrader autograde` gives the same points.
c.Autograde.sanitize_preprocessors = [
    "grader.preprocessors.RestoreAssignment",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "grader.preprocessors.ExecuteFairly",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "grader.preprocessors.HideHiddenTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
