"""What `make lab` serves: the opening notebook, and all that it links to."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
START = "modules/00_start_here.ipynb"
LINK = re.compile(r"\]\((?!\w+:)([^)#]+)")


def _contents(port, path):
    url = f"http://127.0.0.1:{port}/api/contents/{path}?content=0&token=test"
    with urlopen(url, timeout=5) as answer:
        return json.load(answer)


@pytest.fixture(scope="module")
def lab():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = f"--no-browser --port={port} --IdentityProvider.token=test"
    make = shutil.which("make")
    process = subprocess.Popen(  # noqa: S603
        [make, "lab", f"LAB_ARGS={arguments}"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    end = time.monotonic() + 90
    while True:
        try:
            _contents(port, "")
            break
        except URLError:
            assert process.poll() is None, "make lab ended"
            assert time.monotonic() < end, "make lab does not answer"
            time.sleep(0.5)
    yield port
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(30)


def test_the_opening_notebook_and_what_it_links_to_are_there(lab):
    cells = json.loads((ROOT / START).read_text())["cells"]
    text = "\n".join("".join(one["source"]) for one in cells if one["cell_type"] == "markdown")
    paths = [os.path.normpath(f"modules/{path}") for path in LINK.findall(text)]
    assert any(path.startswith("exercises/") for path in paths)
    for path in (START, *paths):
        assert _contents(lab, path)["path"] == path
