"""Fail if coverage is more than a point below the best run so far: ``coverage_floor.py FILE``.

FILE has the best total; a better one replaces it. The last run is that of ``.coverage`` here.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MOST = 1.0
"""Points that a total may be below the best one: a busy machine misses a line now and then."""


def total() -> float:
    """Return the total of the last run in per cent."""
    command = [sys.executable, "-m", "coverage", "report", "--format=total", "--precision=2"]
    report = subprocess.run(  # noqa: S603 - our own command
        [*command, "--fail-under=0"], capture_output=True, text=True, check=False
    )
    if report.returncode:
        sys.exit(f"No coverage to compare: {report.stdout or report.stderr}Run `make all` first.")
    return float(report.stdout)


def main(file: Path) -> None:
    """Compare the last total with the best one, and keep the better."""
    best = float(file.read_text(encoding="ascii")) if file.is_file() else 0.0
    now = total()
    print(f"Coverage {now:g}%, the best so far {best:g}%.")
    if now < best - MOST:
        sys.exit(
            f"Coverage has dropped by {best - now:.2g} points; at most {MOST:g} is allowed. Test "
            f"the new code, or write the new total into {file}."
        )
    file.write_text(f"{max(now, best)}\n", encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
