"""Write the pages: ``coursekit pages [OUT] [--live] [--solutions]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scaling_ai_kit.course_parts import missing_parts
from scaling_ai_kit.in_words import in_words
from scaling_ai_kit.pages.build import build


def main(arguments: Sequence[str]) -> None:
    """Build all pages into a folder."""
    parser = argparse.ArgumentParser(prog="coursekit pages", description=__doc__)
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
    options = parser.parse_args(arguments)
    if missing := missing_parts():
        sys.exit("\n".join(missing))
    try:
        pages = build(options.out, live=options.live or None, solutions=options.solutions)
    except Exception as problem:  # noqa: BLE001 - any error is the author's to see
        sys.exit(in_words(problem))
    print(f"{len(pages)} pages. Next: open {options.out / 'index.html'} in a browser.")
