"""Graders under attack: each grades the assignment of a class directory, as an ordinary user."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from hostile.target import NAME

_WARDEN = Path(__file__).with_name("warden.py")


@dataclass(frozen=True)
class Run:
    """How a command ended: `code` is None where it had to be stopped."""

    code: int | None
    seconds: float
    leftovers: tuple[str, ...]
    log: str


def stock(
    course: Path, environment: dict[str, str], *, cell_seconds: float = 30, seconds: float = 900
) -> Run:
    """Grade by ``nbgrader autograde``."""
    options = [f"--Execute.timeout={cell_seconds:.0f}"]
    return _run(course, environment, seconds, "nbgrader", "autograde", NAME, *options)


def ours(
    course: Path, environment: dict[str, str], *, cell_seconds: float = 30, seconds: float = 900
) -> Run:
    """Grade by ``grader grade``."""
    options = [f"--cell-seconds={cell_seconds:g}", f"--total-seconds={4 * cell_seconds:g}"]
    return _run(course, environment, seconds, "grader", "grade", NAME, *options)


def our_feedback(course: Path, environment: dict[str, str]) -> Run:
    """Write the pages that students see."""
    return _run(course, environment, 600, "grader", "feedback", NAME, "--unfinished")


def stock_feedback(course: Path, environment: dict[str, str]) -> Run:
    """Write nbgrader's own pages."""
    return _run(course, environment, 600, "nbgrader", "generate_feedback", NAME)


def _run(course: Path, environment: dict[str, str], seconds: float, *command: str) -> Run:
    program, *arguments = command
    log = course.parent / "log"
    process = subprocess.run(  # noqa: S603
        [
            *(sys.executable, str(_WARDEN), str(seconds), str(log)),
            *(str(Path(sys.executable).with_name(program)), *arguments),
        ],
        cwd=course,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    record = json.loads(process.stdout)
    text = log.read_bytes()[-200_000:].decode(errors="replace")
    return Run(record["code"], record["seconds"], tuple(record["leftovers"]), text)
