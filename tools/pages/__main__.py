"""Write the pages: ``python -m tools.pages OUT [--course FOLDER] [--live] [--solutions]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools import chosen_course
from tools.course_parts import missing_parts
from tools.pages.build import build


def main() -> None:
    """Build all pages into a folder."""
    parser = argparse.ArgumentParser(prog="python -m tools.pages", description=__doc__)
    parser.add_argument("out", type=Path, nargs="?", default=Path("site"), help="default: site")
    parser.add_argument(
        "--live",
        action="store_true",
        help="link to the browser edition even if OUT/live is still to be built",
    )
    parser.add_argument(
        "--solutions",
        action="store_true",
        help="add hints and solutions to exercises, for those who learn alone; not for a class",
    )
    chosen_course.add_option(parser)
    options = parser.parse_args()
    chosen_course.choose(options.course)
    if missing := missing_parts():
        sys.exit("\n".join(missing))
    pages = build(options.out, live=options.live or None, solutions=options.solutions)
    print(f"{len(pages)} pages. Next: open {options.out / 'index.html'} in a browser.")


if __name__ == "__main__":
    main()
