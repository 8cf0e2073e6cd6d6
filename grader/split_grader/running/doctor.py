"""Report which protections hold on this machine, and how to get missing ones."""

import sys
from dataclasses import dataclass, replace

from split_grader.course.permissions import Permissions
from split_grader.running.isolated import engine
from split_grader.sandbox.layers import Layer
from split_grader.sandbox.nursery import ZygoteError
from split_grader.split import Assignment, Cell, CellProfile, Engine, Outcome, Profile

# Modules that no warm process has loaded; they must still be found in the sandbox.
_WORK = [
    Cell("student", "import defusedxml, wave\nx = wave.WAVE_FORMAT_PCM"),
    Cell("test", "import tabnanny\nassert x == 1", "work", points=1),
]

MEANS = {
    "namespaces": "a submission sees no other process, no network, and only folders it needs",
    "Landlock": "it may write only to its own scratch space",
    "system call filter": "it cannot reach the parts of the kernel that only break-ins need",
    "resource limits": "time, open files, file sizes and processes are bounded",
    "no privileges": "it runs as a user with no rights, also when you are root",
    "hard limit on the whole tree": "the system itself bounds memory and processes of a submission",
}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The protections on this machine; `problem` says why they don't allow grading."""

    layers: tuple[Layer, ...] = ()
    problem: str = ""

    @property
    def sandboxed(self) -> bool:
        """Whether every layer required for a sandbox holds."""
        return (
            bool(self.layers)
            and not self.problem
            and all(one.holds for one in self.layers if one.required)
        )

    @property
    def missing(self) -> tuple[Layer, ...]:
        """The layers that don't hold."""
        return tuple(layer for layer in self.layers if not layer.holds)


def diagnose(permissions: Permissions | None = None) -> Diagnosis:
    """Isolate one process like a submission, and report which layers held.

    A sandbox in which honest work fails is useless, so a small submission is graded in it.

    Parameters
    ----------
    permissions
        The permissions of later submissions, to check the engine that will grade them. By default,
        a temporary engine is checked.
    """
    if sys.platform != "linux":
        return Diagnosis(
            problem="Isolation needs Linux. On Windows grade under WSL 2; on macOS in a Linux "
            "virtual machine. Here a submission runs as you, and can do everything you can."
        )
    try:
        if permissions is not None:
            return _with_exposed(_tried(engine(permissions)), permissions)
        with Engine(preload=()) as small:
            return _tried(small)
    except (ZygoteError, OSError) as error:
        return Diagnosis(problem=f"No process could be isolated: {error}")


def _with_exposed(diagnosis: Diagnosis, permissions: Permissions) -> Diagnosis:
    """Add a problem if the sandbox shows the course's folders."""
    if not permissions.exposed:
        return diagnosis
    why = (
        f"Every submission can read {', '.join(permissions.exposed)}, because Python or the system "
        "is in the same folder. Move the course, or create Python's environment elsewhere."
    )
    return replace(diagnosis, problem=diagnosis.problem or why)


def _tried(by: Engine) -> Diagnosis:
    layers = tuple(by.layers())
    outcome = by.run(_WORK, Assignment(profile=Profile({"work": CellProfile()})))
    return Diagnosis(layers, "" if outcome.score == 1 else _failure(outcome))


def _failure(outcome: Outcome) -> str:
    errors = [
        out for cell in outcome.cells for out in cell.outputs if out["output_type"] == "error"
    ]
    why = outcome.failure or outcome.tests["work"].message
    if errors:
        why = f"{errors[0]['ename']}: {errors[0]['evalue']}"
    return f"A right answer doesn't pass in the sandbox ({why}), so students would lose points."
