"""Pictures of explorables, to look at: ``python -m tests.browser.shots [drift.shift ...]``.

Each is taken veiled, guessed, at every preset and at both ends of every control; on a phone and in
the dark, veiled and guessed.
"""

from __future__ import annotations

import argparse
import re
import shutil
import tempfile
from itertools import chain
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.gallery import NAMES, commit, make, states_of, write
from tests.browser.lab import CHROMIUM_NAMES, chromium
from tests.browser.pages import PHONE, leaf

_WIDE = {"width": 1280, "height": 800}
_LOOKS = {
    "wide": {"viewport": _WIDE},
    "dark": {"viewport": _WIDE, "color_scheme": "dark"},
    "phone": {"viewport": PHONE},
}


def main() -> None:
    """Take the pictures of the explorables that are named; of all where none is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=NAMES, help=f"of {', '.join(NAMES)}")
    parser.add_argument("--out", type=Path, default=Path("var/shots"), help="a folder")
    options = parser.parse_args()
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        raise SystemExit("Pictures need Chromium: install chromium and try again.")
    with tempfile.TemporaryDirectory() as folder, chromium(path) as browser:
        write(Path(folder), **{name: make(name) for name in options.names})
        for name in options.names:
            for look in _LOOKS:
                _take(name, look, Path(folder), browser, options.out)
    print(f"Pictures in {options.out}")


def _take(name: str, look: str, site: Path, browser: Browser, out: Path) -> None:
    with leaf(site, browser, **_LOOKS[look]) as reader:
        reader.open(f"{name}.html")
        card = reader.page.locator(".course-explorable")
        states = chain(["veiled"], _guessed(card), states_of(card) if look == "wide" else [])
        for number, state in enumerate(states):
            words = re.sub(r"[^a-z0-9]+", "-", state.lower()).strip("-")
            reader.page.screenshot(
                path=out / name / f"{look}-{number:02d}-{words}.png", full_page=True
            )
        for problem in reader.problems:
            print(f"{name}, {look}: {problem}")


def _guessed(card):
    commit(card)
    yield "guessed"


if __name__ == "__main__":
    main()
