"""Run a notebook in a kernel, so that a bad cell costs only its own points."""

import asyncio
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_output
from traitlets.config import Config

from split_grader.base.errors import GraderError
from split_grader.running.outputs import sound
from split_grader.sandbox.limits import Limits

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Incidents:
    """Problems of a run, in words: cells out of time, faults of the grader, and anything else.

    `log` has the tracebacks of the faults.
    """

    timeouts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    log: str = ""

    def all(self) -> tuple[str, ...]:
        """Return all problems."""
        return self.timeouts + self.others


_TIMEOUT = "CellTimeoutError"


class _Client(NotebookClient):
    """A notebook client that keeps a bounded amount of output per cell."""

    output_bytes = 0

    def output(
        self, outs: list[NotebookNode], msg: dict[str, Any], display_id: str | None, cell_index: int
    ) -> NotebookNode | None:
        if cell_index != self._cell:
            self._cell, self._bytes = cell_index, 0
        self._bytes += len(str(msg["content"]))
        if self._bytes > self.output_bytes and msg["msg_type"] != "error":
            return None
        return super().output(outs, msg, display_id, cell_index)

    _cell = -1
    _bytes = 0


def run_notebook(
    notebook: NotebookNode,
    folder: Path,
    runtime: Path,
    limits: Limits,
    seconds: Mapping[str, float] | None = None,
) -> Incidents:
    """Run all cells of a notebook in place, in `folder`.

    A cell that takes too long is interrupted. A cell that can't be interrupted, or that ends the
    kernel, is left out, and the rest runs again in a new kernel.

    Parameters
    ----------
    notebook
        Its code cells receive outputs.
    folder
        The working directory of the kernel.
    runtime
        A private folder with a short path, for the kernel's sockets.
    seconds
        Time limits of single cells, by label, if not the general limit.

    Returns
    -------
    Incidents
        Empty if every cell ran to its end.

    Raises
    ------
    GraderError
        If the assignment's kernel isn't installed.
    """
    deadline = time.monotonic() + limits.submission_seconds
    stuck_cells: dict[int, str] = {}
    for attempt in range(_ATTEMPTS):
        _clear(notebook, stuck_cells)
        file = runtime / f"k{attempt}.json"
        run = _Attempt(notebook, folder, file, limits, deadline, stuck_cells, seconds or {})
        try:
            is_done = asyncio.run(run.start())
        except NoSuchKernel as error:
            raise GraderError(
                f"The kernel {error.name!r} that the assignment asks for is not installed here."
            ) from error
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs = sound(cell.outputs)
        if is_done:
            return Incidents(tuple(run.timeouts), tuple(stuck_cells.values()))
    for cell in notebook.cells:
        if cell.cell_type == "code" and not cell.outputs:
            _add_error(cell, "NotRun", "the cells before it kept stopping the kernel")
    return Incidents(others=(*stuck_cells.values(), f"Gave up after {_ATTEMPTS} kernels."))


def is_python(kernelspec: Mapping[str, str]) -> bool:
    """Return whether a kernel runs Python."""
    language = kernelspec.get("language") or kernelspec.get("name", "python3")
    return language.lower().startswith("python")


def kernel_for(kernelspec: Mapping[str, str]) -> str:
    """Return the kernel's name, or python3 for an unknown Python kernel."""
    name = kernelspec.get("name", "python3")
    if is_python(kernelspec) and name not in KernelSpecManager().find_kernel_specs():
        return "python3"
    return name


class _Attempt:
    """One pass over a notebook in one kernel."""

    def __init__(  # noqa: PLR0913, PLR0917
        self,
        notebook: NotebookNode,
        folder: Path,
        connection_file: Path,
        limits: Limits,
        deadline: float,
        stuck_cells: dict[int, str],
        seconds: Mapping[str, float],
    ) -> None:
        self.notebook = notebook
        self.folder = folder
        self.limits = limits
        self.deadline = deadline
        self.stuck = stuck_cells
        self.seconds = seconds
        self.timeouts: list[str] = []
        self.client = _Client(
            notebook,
            config=_kernel_config(connection_file),
            kernel_manager_class=AsyncKernelManager,
            kernel_name=kernel_for(notebook.metadata.kernelspec),
            allow_errors=True,
            record_timing=False,
            interrupt_on_timeout=True,
            raise_on_iopub_timeout=True,
            iopub_timeout=5,
            error_on_timeout={"ename": _TIMEOUT, "evalue": "", "traceback": []},
            timeout_func=lambda cell: max(1, round(min(self._seconds(cell), self.remaining()))),
            on_cell_executed=self._after_cell,
            shutdown_kernel="immediate",
        )
        self.client.output_bytes = limits.output_bytes

    def _seconds(self, cell: NotebookNode) -> float:
        """Return a cell's time limit: its author's, or the general one."""
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        return self.seconds.get(name, self.limits.cell_seconds)

    def remaining(self) -> float:
        return self.deadline - time.monotonic()

    async def start(self) -> bool:
        """Run every cell; return False if a retry makes sense."""
        self.client.reset_execution_trackers()
        env = {**os.environ, "NBGRADER_EXECUTION": "autograde"}
        async with self.client.async_setup_kernel(cwd=str(self.folder), env=env):
            for index, cell in enumerate(self.notebook.cells):
                if cell.cell_type != "code" or index in self.stuck:
                    continue
                if self.remaining() <= 0:
                    self._out_of_time(index)
                    return True
                if not await self._run_cell(cell, index):
                    return False
        return True

    async def _run_cell(self, cell: NotebookNode, index: int) -> bool:
        where = cell_name(cell, index)
        try:
            count = self.client.code_cells_executed + 1
            await self.client.async_execute_cell(cell, index, execution_count=count)
        except CellTimeoutError:
            what = f"ran longer than {self._seconds(cell):g} s and could not be interrupted"
        except DeadKernelError:
            what = "ended the kernel (out of memory, a crash or an exit)"
        else:
            return True
        self.stuck[index] = f"Cell {where} {what}; the rest was run without it."
        _add_error(cell, "Stopped", f"this cell {what}")
        return False

    def _after_cell(
        self, cell: NotebookNode, cell_index: int, execute_reply: dict[str, Any]
    ) -> None:
        content = execute_reply["content"]
        if content["status"] != "error":
            return
        if content["ename"] == _TIMEOUT:
            limit = f"{self._seconds(cell):g} s"
            where = cell_name(cell, cell_index)
            self.timeouts.append(f"Cell {where} was stopped: it ran longer than {limit}.")
            cell.outputs = [out for out in cell.outputs if out.output_type != "error"]
            _add_error(cell, _TIMEOUT, f"stopped after {limit}; is there an endless loop?")
        elif not any(out.output_type == "error" for out in cell.outputs):
            # Code that hides its own traceback must not hide that the cell failed.
            _add_error(cell, content["ename"], content["evalue"])

    def _out_of_time(self, index: int) -> None:
        limit = f"{self.limits.submission_seconds:g} s"
        self.timeouts.append(
            f"The whole notebook ran longer than {limit}; the last cells did not run."
        )
        for place, cell in enumerate(self.notebook.cells[index:], start=index):
            if cell.cell_type == "code" and place not in self.stuck:
                _add_error(cell, "NotRun", f"the notebook had used up its {limit}")


def cell_name(cell: NotebookNode, index: int) -> str:
    """Return a cell's label, or its number from 1."""
    label = cell.metadata.get("nbgrader", {}).get("grade_id")
    return str(label) if label else str(index + 1)


def _kernel_config(connection_file: Path) -> Config:
    config = Config()
    # Kernels on TCP race for ports when many start at once; Windows supports nothing else.
    config.KernelManager.transport = "tcp" if os.name == "nt" else "ipc"
    config.KernelManager.connection_file = str(connection_file)
    return config


def _clear(notebook: NotebookNode, stuck_cells: dict[int, str]) -> None:
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code" and index not in stuck_cells:
            cell.outputs = []
            cell.execution_count = None


def _add_error(cell: NotebookNode, name: str, text: str) -> None:
    cell.outputs.append(new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"]))
