"""Write SCORM packages: ``coursekit scorm [LESSON ...] [--version 1.2]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scaling_ai_kit.scorm import package
from scaling_ai_kit.scorm.manifest import VERSIONS


def main(arguments: Sequence[str]) -> None:
    """Write a package of the course, or of each lesson, for each version."""
    parser = argparse.ArgumentParser(prog="coursekit scorm", description=__doc__)
    parser.add_argument("lesson", nargs="*", help="as in drift; by default the whole course")
    parser.add_argument("--version", choices=VERSIONS, help="by default both")
    parser.add_argument("--site", help="the address of the browser edition, to link to")
    parser.add_argument("--out", type=Path, default=Path("var/scorm"), help="default: var/scorm")
    options = parser.parse_args(arguments)
    versions = [options.version] if options.version else list(VERSIONS)
    try:
        packages = [package.of([name]) for name in options.lesson] or [package.of()]
        for each in packages:
            for path in package.write(each, options.out, versions, options.site):
                print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
    except ValueError as problem:
        sys.exit(str(problem))
