"""Settings that nbgrader_config.py needs for fair grading in any course."""

from typing import Any

FEEDBACK = [
    "nbgrader.preprocessors.GetGrades",
    "split_grader.pages.preprocessors.OwnOutputs",
    "split_grader.pages.preprocessors.SoundOutputs",
    "split_grader.pages.preprocessors.HideHiddenTests",
]
SOLUTION = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.Execute",
]


def fair_grading(config: Any) -> None:
    """Make nbgrader's own commands follow the grader's rules.

    Parameters
    ----------
    config : traitlets.config.Config
        The ``c`` of an ``nbgrader_config.py``.

    Examples
    --------
    >>> from traitlets.config import Config
    >>> config = Config()
    >>> fair_grading(config)
    >>> is_safe(config)
    True
    """
    config.Autograde.sanitize_preprocessors = [
        "split_grader.pages.preprocessors.RestoreAssignment",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    config.Autograde.autograde_preprocessors = [
        "split_grader.running.execute.ExecuteIsolated",
        "nbgrader.preprocessors.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "split_grader.written.marking.ScoreWritten",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    safe_feedback(config)
    safe_solution(config)


def safe_solution(config: Any) -> None:
    """Make `nbgrader generate_solution` leave out hidden tests, unlike its default."""
    config.GenerateSolution.preprocessors = SOLUTION


def safe_feedback(config: Any) -> None:
    """Make feedback pages hide hidden tests and disable students' scripts."""
    config.GenerateFeedback.preprocessors = FEEDBACK
    config.GenerateFeedback.exporter_class = "split_grader.pages.page.FeedbackPage"
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {
        "clean_html": "split_grader.pages.sanitise.clean_html",
        "markdown2html": "split_grader.pages.sanitise.clean_markdown",
        "ansi2html": "split_grader.pages.sanitise.clean_ansi",
        "highlight_code": "split_grader.pages.sanitise.HighlightCode",
    }


def is_safe(config: Any) -> bool:
    """Return whether Formgrader removes scripts from students' work."""
    return bool(config.HTMLExporter.get("sanitize_html"))
