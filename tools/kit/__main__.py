"""Write the kit for teachers into var/kit: ``python -m tools.kit [2027-02-01]``."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

from course.syllabus.syllabus import MODULES
from scaling_ai_kit.newcomer import without_progress
from scaling_ai_kit.pages.sources import ROOT, read_course
from tools.kit import answers, calendars, notes, slides

OUT = ROOT / "var" / "kit"


def write(out: Path, first_day: date | None) -> None:
    """Write slides, notes and sample answers; with a first day of class, also calendars."""
    files = {"written-answers.html": answers.page()}
    for module, source, _ in read_course().lessons():
        if source:
            files[f"slides/{source.slug}.html"] = slides.deck(source)
            files[f"notes/{source.slug}.html"] = notes.page(module, source)
    for weeks in calendars.WEEKS if first_day else ():
        files[f"calendar-{weeks}-weeks.ics"] = calendars.calendar(MODULES, weeks, first_day)
    for name, content in files.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")  # a calendar's line ends stay
    slides.write_player(out / "slides")


def main() -> None:
    """Write a new kit, and say what is in it."""
    start = "".join(sys.argv[1:])
    try:
        first_day = date.fromisoformat(start) if start else None
    except ValueError:
        sys.exit(f"START={start} isn't a day. Expected year, month and day: START=2027-02-01")
    shutil.rmtree(OUT, ignore_errors=True)
    with without_progress():
        write(OUT, first_day)
    what = (
        "Slides, notes, sample answers and calendars"
        if first_day
        else ("Slides, notes and sample answers (START=2027-02-01 also makes calendars)")
    )
    print(f"{what} are in {OUT.relative_to(ROOT)}. Open slides/07_drift.html in a browser.")


if __name__ == "__main__":
    main()
