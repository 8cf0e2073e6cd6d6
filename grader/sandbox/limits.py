"""What one submission may use."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Ceilings on time, memory, processes, output and traffic of one submission.

    Parameters
    ----------
    cell_seconds, test_seconds, submission_seconds : float
        Wall-clock ceilings. Time the student's code spends answering a test counts as the test's.
    memory : int
        Bytes for the whole process tree of one sandbox.
    processes : int
        Processes and threads of one sandbox.
    output : int
        Bytes of output kept for one cell; what comes later is dropped with a note.
    outputs : int
        Bytes of output kept for the whole submission, as JSON.
    file_size, scratch : int
        Largest file, and size of the private scratch file systems, in bytes.
    open_files : int
        File descriptors of one process.
    frame, traffic : int
        Largest message, and all messages of one test cell together, in bytes.
    asks, depth : int
        Questions between the two processes for one test cell, and how deep they may nest.
    replays : int
        How often a submission whose process died is started again, its lethal cell skipped.
    """

    cell_seconds: float = 30.0
    test_seconds: float = 30.0
    submission_seconds: float = 120.0
    memory: int = 4096 * MIB
    processes: int = 64
    output: int = 4 * MIB
    outputs: int = 20 * MIB
    file_size: int = 256 * MIB
    scratch: int = 256 * MIB
    open_files: int = 512
    frame: int = 64 * MIB
    traffic: int = 512 * MIB
    asks: int = 100_000
    depth: int = 40
    replays: int = 12

    def as_dict(self) -> dict[str, Any]:
        """Return the limits as plain values, to send to a zygote."""
        return asdict(self)
