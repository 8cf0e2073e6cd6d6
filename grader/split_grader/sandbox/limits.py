"""What one submission may use."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Limits on the files, time, memory, processes, output and traffic of one submission.

    Parameters
    ----------
    cell_seconds, submission_seconds : float
        Wall-clock time. A test's time includes what the student's code takes to answer it.
    memory_bytes, processes : int
        For the whole process tree of one sandbox; processes include threads.
    notebook_bytes, cells : int
        Size of a notebook's file, and the number of its cells.
    files_bytes, files : int
        Size and number of the files and folders next to the notebook.
    output_bytes, outputs_bytes : int
        Output kept for one cell, and for all cells together as JSON.
    file_size, scratch : int
        Largest file, and size of the private scratch file systems, in bytes.
    open_files : int
        File descriptors of one process.
    frame, traffic : int
        Largest message, and all messages of one test cell together, in bytes.
    asks, depth : int
        Questions between the two processes for one test cell, and how deeply they may nest.
    replays : int
        How often a submission whose process died starts again, without the cell that ended it.
    """

    cell_seconds: float = 30.0
    submission_seconds: float = 120.0
    memory_bytes: int = 4096 * MIB
    processes: int = 64
    notebook_bytes: int = 20_000_000
    files_bytes: int = 100_000_000
    files: int = 2_000
    output_bytes: int = 4_000_000
    outputs_bytes: int = 20_000_000
    cells: int = 2_000
    file_size: int = 256 * MIB
    scratch: int = 256 * MIB
    open_files: int = 512
    frame: int = 64 * MIB
    traffic: int = 512 * MIB
    asks: int = 100_000
    depth: int = 40
    replays: int = 12
