"""Run a Dask cluster on this machine: a scheduler and single-threaded workers."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client

from tools.classroom.programs import Program, answers, free_port, running

_DASK = Path(sys.executable).with_name("dask")


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[tuple[str, list[Program]]]:
    """Run a cluster; yield the scheduler's address and the programs.

    Raises
    ------
    ClassroomError
        The scheduler or the workers do not start.
    """
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    # One thread per worker: it grades one notebook at a time.
    worker = (_DASK, "worker", address, "--nthreads", "1", "--nworkers", str(workers))
    scheduler = (_DASK, "scheduler", "--host", "127.0.0.1", "--port", str(port))
    with running("Dask scheduler", (*scheduler, "--no-dashboard"), folder) as first:
        first.wait_until(lambda: answers(port))
        with (
            running("Dask workers", (*worker, "--no-dashboard"), folder) as second,
            Client(address, set_as_default=False) as client,
        ):
            second.wait_until(lambda: len(client.nthreads()) == workers)
            client.close()
            yield address, [first, second]
