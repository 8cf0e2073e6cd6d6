"""The title of a question, as people read it: the heading above it."""

import re

import nbformat
from nbgrader.utils import is_solution

from split_grader.course.course import Course

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)


def last_heading(markdown: str) -> str:
    r"""Return the last heading's plain text, or an empty string.

    Examples
    --------
    >>> last_heading("# Drift\n## Question 5. *Monitor* it\nNow write.")
    'Question 5. Monitor it'
    """
    headings = _HEADING.findall(markdown)
    return re.sub(r"[*_`]|\[([^\]]*)\]\([^)]*\)", r"\1", headings[-1]) if headings else ""


def question_titles(course: Course, assignment: str) -> dict[str, str]:
    """Return headings by the name of the cell below."""
    folders = (course.source(assignment), course.release(assignment))
    paths = next((paths for folder in folders if (paths := sorted(folder.glob("*.ipynb")))), [])
    titles = {}
    for path in paths:
        prefix = f"{path.stem}/" if len(paths) > 1 else ""
        heading = ""
        for cell in nbformat.read(path, as_version=4).cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            if cell.cell_type == "markdown" and not is_solution(cell):
                heading = last_heading(cell.source) or heading
            if name:
                titles[prefix + name] = heading
    return titles
