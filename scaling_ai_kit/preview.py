"""Show a lesson's page, and show it again whenever you save: ``coursekit preview drift``.

A change of the lesson's text, questions, decision or code builds its notebook and its page again,
and the browser loads it. If that fails, the last page stays, and the message is shown over it.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from course.syllabus import coursefile
from course.syllabus.syllabus import COURSE, Module
from scaling_ai_kit.course_parts import TEXT, files_of, require_lesson, texts_of
from scaling_ai_kit.pages.assets import PAGE
from scaling_ai_kit.serving import Handler

PORT = 8010  # a browser may keep the pages of another site at another port
_FILE = COURSE.folder / coursefile.FILE
# Put at the end of each page.
SCRIPT = '<script type="module" src="/preview.js?page={}"></script>'
NOT_BUILT = "<!DOCTYPE html><title>Preview</title><p>The preview has no such page, or not yet.</p>"


class Preview:
    """The page of a lesson as last built, and what went wrong since."""

    def __init__(self, texts: list[str], folder: Path) -> None:
        self._texts, self._folder = texts, folder
        self._news = threading.Condition()
        self._builder: subprocess.Popen[str] | None = None
        self.number = self.page = 0
        self.error = ""

    @property
    def site(self) -> Path:
        """The folder of the last build without an error."""
        return self._folder / str(self.page)

    def build(self, changed: set[Path]) -> None:
        """Build notebook and page after a change of files; keep the last page if that fails."""
        site = self._folder / str(self.number + 1)
        if not all(file.parent in {TEXT, COURSE.place("questions")} for file in changed):
            self.stop()  # it knows the old code
        error = self._ask(site, only_text=all(file.parent == TEXT for file in changed))
        with self._news:
            self.number, self.error = self.number + 1, error
            if not error:
                shutil.rmtree(self.site, ignore_errors=True)
                self.page = self.number
            self._news.notify_all()

    def _ask(self, site: Path, *, only_text: bool) -> str:
        """Let the builder build, or a new one; return what went wrong."""
        try:
            coursefile.read(COURSE.folder)
        except ValueError as problem:
            return str(problem)
        if self._builder is None or self._builder.poll() is not None:
            command = [sys.executable, "-m", "scaling_ai_kit.preview_build", *self._texts]
            pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            self._builder = subprocess.Popen(command, cwd=COURSE.folder, text=True, **pipes)  # noqa: S603 - our own tool
        print(json.dumps([str(site), only_text]), file=self._builder.stdin, flush=True)
        answer = self._builder.stdout.readline() if self._builder.stdout else ""
        return str(json.loads(answer)) if answer else "The build has ended: see the terminal."

    def stop(self) -> None:
        """End the builder."""
        if self._builder is not None:
            self._builder.kill()
            self._builder.communicate()

    def news(self, seen: int) -> dict[str, Any]:
        """Return the state once something has been built since, or after a while."""
        with self._news:
            self._news.wait_for(lambda: self.number > seen, timeout=20)
            return {"number": self.number, "page": self.page, "error": self.error}


class _Handler(Handler):
    """Serves the last page, with a script that waits for the next."""

    def __init__(self, *args: Any, preview: Preview) -> None:
        self._preview = preview
        super().__init__(*args)

    def do_GET(self) -> None:  # noqa: N802 - as the base class calls it
        """Send news, a page or a file."""
        self.directory = str(self._preview.site)  # a connection lives longer than a build
        url = urlsplit(self.path)
        page = Path(self.translate_path(url.path))
        if url.path == "/news":
            news = self._preview.news(int(parse_qs(url.query)["seen"][0]))
            self._send("application/json", json.dumps(news))
        elif page.suffix == ".html":
            text = page.read_text(encoding="utf-8") if page.exists() else NOT_BUILT
            self._send("text/html; charset=utf-8", text + SCRIPT.format(self._preview.page))
        elif url.path == "/preview.js":
            self._send("text/javascript", (PAGE / "preview.js").read_text(encoding="utf-8"))
        elif url.path == "/offline.js":  # it would keep old pages
            self.send_error(404)
        else:
            super().do_GET()

    def _send(self, kind: str, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text.encode())))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        with contextlib.suppress(ConnectionError):  # the page that waited is closed
            self.wfile.write(text.encode())


def serve(preview: Preview) -> http.server.ThreadingHTTPServer:
    """Serve a preview in the background, for this machine only."""
    handler = functools.partial(_Handler, preview=preview)
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", PORT), handler)
    except OSError:  # another preview has the port
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def watched(module: Module) -> dict[Path, float]:
    """Return the files of a lesson and its course with the times of their last changes."""
    files = [_FILE, *files_of(module)]
    return {file: file.stat().st_mtime for file in files if file.exists()}


def main(arguments: Sequence[str]) -> None:
    """Show a lesson until the author stops it."""
    parser = argparse.ArgumentParser(
        prog="coursekit preview", description=__doc__.splitlines()[0].split(":")[0]
    )
    parser.add_argument("lesson", help="the lesson's slug, as in drift")
    module = require_lesson(parser.parse_args(arguments).lesson)
    texts = [text.stem for text in texts_of(module)]
    with tempfile.TemporaryDirectory() as folder:
        preview = Preview(texts, Path(folder))
        server = serve(preview)
        print(f"The lesson is at http://127.0.0.1:{server.server_port}/modules/{texts[0]}.html")
        print("Open it in a browser and leave it open. Stop with Ctrl+C.", flush=True)
        before: dict[Path, float] = {}
        try:
            while True:
                if (now := watched(module)) != before:
                    changes = {file for file, _ in before.items() ^ now.items()}
                    before, start = now, time.monotonic()
                    preview.build(changes)
                    seconds = time.monotonic() - start
                    print(preview.error or f"Built in {seconds:.0f} s.", flush=True)
                time.sleep(0.3)
        except KeyboardInterrupt:
            preview.stop()
            print("\nStopped.")
