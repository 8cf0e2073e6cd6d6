"""Build the wheel of what notebooks import, without the grader."""

from __future__ import annotations

import zipfile
from pathlib import Path

from course import __version__, charts
from tools.site import paths, pip


def built() -> Path:
    """Return a wheel with ``course``, its data cards and its charts' JavaScript."""
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
            if not item.filename.startswith("grader/") and ".data/" not in item.filename:
                target.writestr(item, source.read(item))
    return own
