"""What the server of worker processes loads before it forks them.

A child shares its parent's memory until one of them writes to it, and the garbage collector writes
to every object that it looks at: what is loaded here is put out of its sight.
"""

import atexit
import gc
import os
import signal
import time
from contextlib import suppress

_PARTING_SECONDS = 5.0


def _let_workers_end() -> None:
    # The system kills them together with this process: before that, they may end what they started.
    until = time.monotonic() + _PARTING_SECONDS
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0] or time.monotonic() < until:
            time.sleep(0.05)


# Workers do not come to this: they end without it.
atexit.register(_let_workers_end)

# Ctrl-C is for the program that was started; its server listens to it again when it can answer.
_before = signal.signal(signal.SIGINT, signal.SIG_IGN)

# A child imports the program that was started; loaded here, that costs it nothing.
import grader.cli  # noqa: E402
import grader.running.grade_one  # noqa: E402, F401

gc.collect()
gc.freeze()
signal.signal(signal.SIGINT, _before)
