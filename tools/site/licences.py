"""List the packages in the site with their licences."""

from __future__ import annotations

import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

from tools.site import paths

_NAMES = ("licen", "copying", "notice", "authors")


def written(wheels: list[Path], live: Path) -> None:
    """Write ``licences.txt``: every package with its licence texts."""
    parts = [
        "What the browser edition is made of, and under which licences.",
        (
            "Python's runtime for the browser: Pyodide, MPL-2.0; Python, PSF-2.0; "
            f"{paths.PINS['runtime']['npm']} on npm."
        ),
    ]
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            parts.append(_of(archive))
    (live / "licences.txt").write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _of(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
    about = Parser().parsestr(archive.read(metadata).decode())
    texts = [
        f"--- {name}\n{archive.read(name).decode(errors='replace').strip()}"
        for name in names
        if ".dist-info/" in name and any(mark in name.lower() for mark in _NAMES)
    ]
    head = f"=== {about['Name']} {about['Version']}: {_licence(about)}"
    return "\n\n".join([head, *texts])


def _licence(about: Message) -> str:
    expression = about.get("License-Expression") or about.get("License")
    classifiers = [
        text.rsplit("::", 1)[1].strip()
        for text in about.get_all("Classifier", [])
        if text.startswith("License ::")
    ]
    first_line = (expression or "").strip().partition("\n")[0]
    return first_line or ", ".join(classifiers) or "see its texts below"
