"""Serve the site over a simulated slow line, for the benchmark of the pages.

The server compresses what hosts commonly compress, and lets browsers cache files for ten minutes.
All of the browser's connections share one line: those of a page, a worker, or a worker's worker.
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

RATE = 20e6 / 8  # bytes per second: 20 Mbit/s
LATENCY = 0.02  # seconds, there and back
_PIECE = 16 * 1024  # bytes
_COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml")


class Line:
    """A line with a constant rate."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._lock = threading.Lock()
        self._free = 0.0  # when all bytes so far will have arrived

    def passes(self, count: int) -> None:
        """Wait until this many more bytes have passed."""
        with self._lock:
            self._free = max(self._free, time.monotonic()) + count / self._rate
            wait = self._free - time.monotonic()
        time.sleep(max(0.0, wait))


_LINE = Line(RATE)


class Handler(serve.Handler):
    """Serves the site's files, compressed, over the line."""

    def setup(self) -> None:
        """Accept a connection after one round trip."""
        time.sleep(LATENCY)
        super().setup()

    def do_GET(self) -> None:  # noqa: N802 - named so by the base class
        """Answer once the request has arrived."""
        time.sleep(LATENCY)
        super().do_GET()

    def send_head(self) -> Any:
        """Send an answer's headers; return its body."""
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
        """Let the browser cache every file for a while."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def copyfile(self, source: BinaryIO, outputfile: BinaryIO) -> None:  # type: ignore[override]
        """Send a body in chunks."""
        while piece := source.read(_PIECE):
            _LINE.passes(len(piece))
            outputfile.write(piece)


@cache
def _compressed(path: str) -> bytes:
    """Compress a file once, as a host does beforehand."""
    return gzip.compress(Path(path).read_bytes(), compresslevel=6)
