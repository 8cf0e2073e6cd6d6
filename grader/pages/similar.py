"""A page with the students whose code is alike, side by side."""

from pathlib import Path

from jinja2 import Environment, PackageLoader

from grader.course.course import Course
from grader.files import write_atomically
from grader.results.similarity import alike, code_of

_MOST = 30


def write_similar(
    course: Course, assignment: str, path: Path | None = None, *, least: float = 0.5
) -> tuple[Path, int]:
    """Write the page and return where it is, and how many pairs and groups it has.

    Parameters
    ----------
    path
        The file to write; by default under ``reports/``.
    least
        Smallest share of common fingerprints, 0 to 1.
    """
    code, given = code_of(course, assignment)
    found = alike(code, given, least)
    environment = Environment(
        loader=PackageLoader("grader.pages"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    shown = [
        (one, [
            (student, [(text, at in lines) for at, text in enumerate(_text(code[student]), 1)])
            for student, lines in zip(one.students, one.lines, strict=True)
        ])
        for one in found[:_MOST]
    ]  # fmt: skip
    page = environment.get_template("similar.html").render(
        assignment=assignment, students=len(code), found=shown, count=len(found), least=least
    )
    path = path or course.reports() / f"{assignment}-similar.html"
    write_atomically(path, page.encode("utf-8", "replace"))
    return path, len(found)


def _text(cells: list[str]) -> list[str]:
    return "\n\n".join(cells).split("\n")
