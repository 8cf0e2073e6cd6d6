"""Say in words which protections hold on this machine, and how to get the missing ones."""

import sys
from dataclasses import dataclass, replace

from grader.course.permissions import Permissions
from grader.running.isolated import engine
from grader.sandbox.layers import Layer
from grader.sandbox.nursery import ZygoteError
from grader.split import Assignment, Cell, CellProfile, Engine, Outcome, Profile

# Modules that no warm process has loaded: in the sandbox they must still be found.
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
    """What holds on this machine; `problem` says why nothing can be graded so."""

    layers: tuple[Layer, ...] = ()
    problem: str = ""

    @property
    def sandboxed(self) -> bool:
        """Whether every layer holds that a sandbox needs."""
        return (
            bool(self.layers)
            and not self.problem
            and all(one.holds for one in self.layers if one.required)
        )

    @property
    def missing(self) -> tuple[Layer, ...]:
        """The layers that do not hold."""
        return tuple(layer for layer in self.layers if not layer.holds)


def diagnose(permissions: Permissions | None = None) -> Diagnosis:
    """Isolate one process as a submission would be, and report what held.

    A sandbox in which honest work fails is as bad as none: a small submission is graded in it.

    Parameters
    ----------
    permissions
        Of submissions to come: the engine that will grade them is looked at. By default one that
        is made for the occasion.
    """
    if sys.platform != "linux":
        return Diagnosis(
            problem="Isolation needs Linux. On Windows grade under WSL 2; on macOS in a Linux "
            "virtual machine. Here a submission runs as you, and can do what you can."
        )
    try:
        if permissions is not None:
            return _with_exposed(_tried(engine(permissions)), permissions)
        with Engine(preload=()) as small:
            return _tried(small)
    except (ZygoteError, OSError) as error:
        return Diagnosis(problem=f"No process could be isolated: {error}")


def _with_exposed(found: Diagnosis, permissions: Permissions) -> Diagnosis:
    """Return a diagnosis that says so where the sandbox shows places of the course itself."""
    if not permissions.exposed:
        return found
    why = (
        f"Every submission can read {', '.join(permissions.exposed)}, because Python or the system "
        "lies in the same folder. Move the course, or make Python's environment elsewhere."
    )
    return replace(found, problem=found.problem or why)


def _tried(by: Engine) -> Diagnosis:
    layers = tuple(by.layers())
    found = by.run(_WORK, Assignment(profile=Profile({"work": CellProfile()})))
    return Diagnosis(layers, "" if found.score == 1 else _told(found))


def _told(found: Outcome) -> str:
    errors = [out for cell in found.cells for out in cell.outputs if out["output_type"] == "error"]
    why = found.failure or found.tests["work"].message
    if errors:
        why = f"{errors[0]['ename']}: {errors[0]['evalue']}"
    return f"A right answer does not pass in the sandbox ({why}), so students would lose points."
