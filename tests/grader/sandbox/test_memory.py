"""The memory of a tree of processes is counted, whichever of them started which."""

import subprocess
import sys
from pathlib import Path

import pytest

from split_grader.sandbox import memory

_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
_HELD = 64 << 20
_PROGRAM = f"""
import os, sys, threading

def start():
    reader, writer = os.pipe()
    if not os.fork():
        held = b"x" * {_HELD}
        os.write(writer, b"1")
        sys.stdin.read()
        os._exit(0)
    os.read(reader, 1)
    print("ready", flush=True)
    sys.stdin.read()

if sys.argv[1] == "thread":
    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
elif sys.argv[1] == "itself":
    start()
else:
    held = b"x" * {_HELD}
    print("ready", flush=True)
    sys.stdin.read()
"""


@_LINUX
@pytest.mark.parametrize(("who", "members"), [("nobody", 1), ("itself", 2), ("thread", 2)])
def test_memory_is_counted_whoever_started_the_process_that_holds_it(who, members):
    command = [sys.executable, "-W", "ignore", "-c", _PROGRAM, who]
    with subprocess.Popen(  # noqa: S603 - a constant
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        watch = memory.Watch(process.pid)
        assert process.stdout.readline() == b"ready\n"
        assert len(memory.tree(process.pid)) == members
        assert _HELD < watch.used(1 << 40) < 3 * _HELD
        assert _HELD < watch.used(0) < 3 * _HELD  # in proportion
        process.stdin.close()
        process.wait()
        assert watch.used(1 << 40) == 0
        watch.close()


@_LINUX
def test_a_process_that_is_gone_holds_nothing():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    before = len(list(Path("/proc/self/fd").iterdir()))
    watch = memory.Watch(process.pid)
    assert watch.used(0) == 0
    watch.close()
    assert len(list(Path("/proc/self/fd").iterdir())) == before
