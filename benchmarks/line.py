"""A static host at the other end of a slow line, for the benchmark of the pages.

It compresses what hosts commonly compress, and lets browsers keep files for ten minutes. All
connections share one line, whoever in the browser opened them: a page, a worker, or a worker's
worker.
"""

from __future__ import annotations

import gzip
import http
import io
import threading
import time
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from tools.site import serve

RATE = 20e6 / 8  # bytes a second: 20 Mbit/s
LATENCY = 0.02  # seconds, there and back
_PIECE = 16 * 1024  # bytes
_COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml")


class Line:
    """What passes one byte after the other, at a constant rate."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._lock = threading.Lock()
        self._free = 0.0  # when all bytes so far will have passed

    def passes(self, count: int) -> None:
        """Wait until that many bytes more have passed."""
        with self._lock:
            self._free = max(self._free, time.monotonic()) + count / self._rate
            wait = self._free - time.monotonic()
        time.sleep(max(0.0, wait))


_LINE = Line(RATE)


class Handler(serve.Handler):
    """Files of the site, compressed, through the line."""

    def setup(self) -> None:
        """Take a connection: it is there after one way and back."""
        time.sleep(LATENCY)
        super().setup()

    def do_GET(self) -> None:  # noqa: N802 - named so by the base class
        """Answer when the question has arrived."""
        time.sleep(LATENCY)
        super().do_GET()

    def send_head(self) -> Any:
        """Send the head of an answer, and return its body."""
        path = self.translate_path(self.path)
        kind = self.guess_type(path)
        if not kind.startswith(_COMPRESSED) or not Path(path).is_file():
            return super().send_head()
        body = _compressed(path)
        self.send_response(http.HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def end_headers(self) -> None:
        """Let the browser keep every file for a while."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:  # type: ignore[override]
        """Send a body piece by piece."""
        while piece := source.read(_PIECE):
            _LINE.passes(len(piece))
            outputfile.write(piece)


@cache
def _compressed(path: str) -> bytes:
    """Compress a file once: the host has done it long before."""
    return gzip.compress(Path(path).read_bytes(), compresslevel=6)
