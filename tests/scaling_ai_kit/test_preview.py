"""A lesson's page is shown while it is written, and stays if the text has an error."""

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from scaling_ai_kit import preview
from scaling_ai_kit.preview import Preview
from support import own_course

ROOT = Path(__file__).resolve().parents[2]
TEXT = "modules/text/02_stock.md"


@contextmanager
def served(toy):
    server = preview.serve(toy)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def read(address):
    with urllib.request.urlopen(address, timeout=120) as answer:  # noqa: S310 - our own server
        return answer.read().decode()


def built(toy, text):
    """Do as a build does: write the page, or keep the last one after an error."""
    (toy.site / "modules").mkdir(parents=True, exist_ok=True)
    (toy.site / "modules" / "00_toy.html").write_text(text, encoding="utf-8")
    return toy


def test_a_page_waits_for_the_next_and_the_browser_is_told_of_it(tmp_path):
    toy = built(Preview(["00_toy"], tmp_path), "<p>One.</p>")
    with served(toy) as address:
        page = read(f"{address}/modules/00_toy.html")
        assert page.startswith("<p>One.</p>")
        script = page.partition(' src="')[2].partition('"')[0]
        assert "location.reload" in read(f"{address}{script}")
        assert script.endswith("?page=0")
        toy.number = toy.page = 1
        built(toy, "<p>Two.</p>")
        assert json.loads(read(f"{address}/news?seen=0")) == {"number": 1, "page": 1, "error": ""}
        assert read(f"{address}/modules/00_toy.html").startswith("<p>Two.</p>")


def test_a_page_that_is_not_built_says_so_and_waits(tmp_path):
    with served(Preview(["00_toy"], tmp_path)) as address:
        page = read(f"{address}/modules/00_toy.html")
        assert "no such page, or not yet" in page
        assert "/preview.js?page=0" in page


def test_an_old_page_is_never_kept_by_the_browser(tmp_path):
    toy = built(Preview(["00_toy"], tmp_path), "")
    (toy.site / "offline.js").touch()
    with served(toy) as address, pytest.raises(urllib.error.HTTPError, match="404"):
        read(f"{address}/offline.js")


@pytest.mark.slow
def test_a_change_is_shown_an_error_keeps_the_page_and_ctrl_c_ends_it(tmp_path):
    own_course.write(tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-m", "scaling_ai_kit", "preview", "stock"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    address = process.stdout.readline().split()[-1]
    text = tmp_path / TEXT
    right = text.read_text(encoding="utf-8")
    site = address.partition("/modules")[0]

    def news(number):
        while (answer := json.loads(read(f"{site}/news?seen={number}")))["number"] <= number:
            assert process.poll() is None
        return answer

    assert news(0) == {"number": 1, "page": 1, "error": ""}
    assert "Something quite new" not in read(address)
    text.write_text(f"{right}\n\nSomething quite new.\n", encoding="utf-8")
    assert news(1)["page"] == 2
    assert "Something quite new" in read(address)
    text.write_text(f"{right}\n\n```{{code-cell}} ipython3\nnothing\n```\n", encoding="utf-8")
    failure = news(2)
    assert (failure["number"], failure["page"]) == (3, 2)
    assert "this cell fails: NameError: name 'nothing' is not defined" in failure["error"]
    assert "Something quite new" in read(address)
    text.write_text(right, encoding="utf-8")
    assert news(3)["error"] == ""
    course = tmp_path / "course.toml"
    course.write_text(f"titel = 1\n{course.read_text(encoding='utf-8')}", encoding="utf-8")
    assert "course.toml: the file has 'titel', which is unknown" in news(4)["error"]
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert output.endswith("Stopped.\n")
