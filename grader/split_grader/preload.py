"""Load modules in the server of worker processes, before it forks them.

A child shares its parent's memory until one of them writes to it. The garbage collector writes to
every object that it looks at, so everything loaded here is hidden from it.
"""

import atexit
import gc
import os
import signal
import time
from contextlib import suppress

_PARTING_SECONDS = 5.0


def _let_workers_end() -> None:
    # The system kills them with this process. Before that, let them end their own processes.
    until = time.monotonic() + _PARTING_SECONDS
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0] or time.monotonic() < until:
            time.sleep(0.05)


# Workers exit without running this.
atexit.register(_let_workers_end)

# Ctrl-C is for the main program; this server handles it only after loading.
_before = signal.signal(signal.SIGINT, signal.SIG_IGN)

# A child imports the main program; loaded here, that takes no time.
import split_grader.cli  # noqa: E402
import split_grader.running.grade_one  # noqa: E402, F401

gc.collect()
gc.freeze()
signal.signal(signal.SIGINT, _before)
