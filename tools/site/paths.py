"""Paths that the build reads and writes."""

import tomllib
from pathlib import Path
from typing import Any

from course.syllabus.coursefile import current

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FRONT = ROOT / "front"
SITE = current().folder / "site"
LIVE = SITE / "live"
CACHE = ROOT / "var" / "site" / "cache"  # verified downloads, kept for later builds
WORK = ROOT / "var" / "site" / "work"

PINS: dict[str, Any] = tomllib.loads((HERE / "pins.toml").read_text(encoding="utf-8"))
