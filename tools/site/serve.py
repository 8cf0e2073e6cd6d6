"""Serve the built site on this machine: ``python -m tools.site.serve``."""

from __future__ import annotations

import argparse
import functools
import http.server
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from scaling_ai_kit.serving import Handler
from tools.site import paths

FIRST_PAGE = "index.html"


def server(port: int = 0, handler: type[Handler] = Handler) -> http.server.ThreadingHTTPServer:
    """Return a server for this machine only; port 0 picks a free one."""
    site = functools.partial(handler, directory=str(paths.SITE))
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), site)


@contextmanager
def running(handler: type[Handler] = Handler) -> Iterator[str]:
    """Serve the site in the background; yield its address."""
    with server(handler=handler) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{site.server_port}/"
        site.shutdown()


def main() -> None:
    """Serve until the user stops it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args().port
    if not paths.LIVE.exists():
        sys.exit("There is no site yet. Build it first: make site")
    try:
        site = server(port)
    except OSError as problem:
        sys.exit(f"Port {port} is not free ({problem.strerror}). Try: make serve-site PORT=8001")
    with site:
        print(f"The course is at http://127.0.0.1:{port}/{FIRST_PAGE}")
        print("Open it in a browser. Stop with Ctrl+C.", flush=True)
        try:
            site.serve_forever()
        except KeyboardInterrupt:
            print("\nStopped.")


if __name__ == "__main__":
    main()
