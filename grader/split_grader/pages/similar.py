"""A page that shows similar code side by side."""

from pathlib import Path

from jinja2 import Environment, PackageLoader

from split_grader.base.atomic import write_atomically
from split_grader.course.course import Course
from split_grader.results.similarity import alike, code_of

_MOST = 30


def write_similar(
    course: Course, assignment: str, path: Path | None = None, *, least: float = 0.5
) -> tuple[Path, int]:
    """Write the page; return its path and number of matches.

    Parameters
    ----------
    path
        The file to write; by default under ``reports/``.
    least
        Smallest share of common fingerprints, 0 to 1.
    """
    code, starter = code_of(course, assignment)
    matches = alike(code, starter, least)
    environment = Environment(
        loader=PackageLoader("split_grader.pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    sides = [
        (one, [
            (student, [(text, at in lines) for at, text in enumerate(_text(code[student]), 1)])
            for student, lines in zip(one.students, one.lines, strict=True)
        ])
        for one in matches[:_MOST]
    ]  # fmt: skip
    page = environment.get_template("similar.html").render(
        assignment=assignment, students=len(code), found=sides, count=len(matches), least=least
    )
    path = path or course.reports() / f"{assignment}-similar.html"
    write_atomically(path, page.encode("utf-8", "replace"))
    return path, len(matches)


def _text(cells: list[str]) -> list[str]:
    return "\n\n".join(cells).split("\n")
