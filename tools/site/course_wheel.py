"""Build the wheel of what notebooks import: the library and the course, without the grader."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from course import __version__, charts
from course.syllabus.coursefile import FILE
from course.syllabus.syllabus import CHAPTER_QUESTIONS, COURSE
from tools.site import paths, pip

# Where a wheel has its course.
_COURSE = "course/_course/"
_FOLDERS = ("questions", "decisions", "datasets", "exercises")
_CODE = ("explore", "simulate", "data")
_LEFT_OUT = {"__pycache__", ".ipynb_checkpoints"}


def built() -> Path:
    """Return a wheel with the library, its charts' JavaScript and the course."""
    charts.write_vega_bundle()
    folder = paths.WORK / "project"
    folder.mkdir()
    pip.run(
        *("wheel", "--no-deps", "--no-build-isolation", "--no-index"),
        *("--wheel-dir", str(folder), str(paths.ROOT)),
    )
    (whole,) = folder.glob("*.whl")
    own = paths.WORK / f"scaling_ai_course-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(own, "w") as target:
        for item in source.infolist():
            if in_browser(item.filename):
                target.writestr(item, source.read(item))
        for file in course_files():
            name = file.relative_to(COURSE.folder).as_posix()
            item = zipfile.ZipInfo(_COURSE + name, date_time=(2020, 1, 1, 0, 0, 0))
            target.writestr(item, file.read_bytes())
    return own


def in_browser(name: str) -> bool:
    """Tell whether the browser needs a file of the wheel; the course's own are added later."""
    if name.startswith("course/"):
        return not name.startswith(_COURSE) and ("_front/" not in name or "/widgets/" in name)
    # These are for pip.
    return ".dist-info/" in name and not name.endswith(("/RECORD", "/entry_points.txt"))


def course_files() -> Iterator[Path]:
    """Yield the files of the course that its notebooks read."""
    yield COURSE.folder / FILE
    places = [COURSE.place(name) for name in _FOLDERS]
    places += [] if COURSE.package else [COURSE.code(kind) for kind in _CODE]
    for place in places:
        files = sorted(path for path in place.rglob("*") if path.is_file())
        yield from (path for path in files if _LEFT_OUT.isdisjoint(path.parts))
    yield from COURSE.place("solutions").glob(f"{CHAPTER_QUESTIONS}.rubric.npz")
