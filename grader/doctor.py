"""Say in words which protections hold on this machine, and how to get the missing ones."""

import sys
from dataclasses import dataclass

from grader.split import Engine, Layer
from grader.split.nursery import ZygoteError

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
    """What holds on this machine; `problem` says why nothing could be tried."""

    layers: tuple[Layer, ...] = ()
    problem: str = ""

    @property
    def sandboxed(self) -> bool:
        """Whether every layer holds that a sandbox needs."""
        return bool(self.layers) and all(one.holds for one in self.layers if one.required)

    @property
    def missing(self) -> tuple[Layer, ...]:
        """The layers that do not hold."""
        return tuple(layer for layer in self.layers if not layer.holds)


def diagnose() -> Diagnosis:
    """Isolate one process as a submission would be, and report what held."""
    if sys.platform != "linux":
        return Diagnosis(
            problem="Isolation needs Linux. On Windows grade under WSL 2; on macOS in a Linux "
            "virtual machine. Here a submission runs as you, and can do what you can."
        )
    try:
        with Engine(jobs=1, preload=()) as engine:
            return Diagnosis(tuple(engine.layers()))
    except (ZygoteError, OSError) as error:
        return Diagnosis(problem=f"No process could be isolated: {error}")
