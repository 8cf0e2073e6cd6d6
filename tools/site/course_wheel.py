"""The course itself as a wheel: what a notebook imports, without the grader."""

from __future__ import annotations

import zipfile
from pathlib import Path

from course import __version__, charts
from tools.site import paths, pip


def built() -> Path:
    """Return a wheel with ``course``, its data sets' cards and the JavaScript for its charts."""
    charts.write_vega_bundle()
    folder = paths.WORK / "project"
    folder.mkdir()
    pip.run(
        *("wheel", "--no-deps", "--no-build-isolation", "--no-index"),
        *("--wheel-dir", str(folder), str(paths.ROOT)),
    )
    (whole,) = folder.glob("*.whl")
    own = paths.WORK / f"scaling_ai_course-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(whole) as given, zipfile.ZipFile(own, "w") as kept:
        for item in given.infolist():
            if not item.filename.startswith("grader/") and ".data/" not in item.filename:
                kept.writestr(item, given.read(item))
    return own
