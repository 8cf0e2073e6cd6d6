"""Where the build takes things from and puts them."""

import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SITE = ROOT / "site"
LIVE = SITE / "live"
CACHE = ROOT / "var" / "site" / "cache"  # what was fetched and verified, for later builds
WORK = ROOT / "var" / "site" / "work"

PINS: dict[str, Any] = tomllib.loads((HERE / "pins.toml").read_text(encoding="utf-8"))
