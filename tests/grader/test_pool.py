"""Worker processes of this machine."""

import subprocess
import sys
import time

import psutil
import pytest

PREPARE = """
from multiprocessing import forkserver
from grader.pool import prepare

if __name__ == "__main__":
    prepare()
    prepare()
    print(forkserver._forkserver._forkserver_pid)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="workers are not forked there")
def test_what_was_prepared_in_vain_ends_with_the_program(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(PREPARE)
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stderr == ""
    server = int(done.stdout)
    until = time.monotonic() + 30
    while psutil.pid_exists(server) and time.monotonic() < until:
        time.sleep(0.1)
    assert not psutil.pid_exists(server)
