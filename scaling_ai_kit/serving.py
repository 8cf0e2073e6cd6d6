"""Serve a folder of pages on this machine."""

from __future__ import annotations

import http.server
from typing import Any


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves one folder quietly, with the types that browsers require."""

    protocol_version = "HTTP/1.1"  # connections stay open: the site has many files
    extensions_map = {  # noqa: RUF012 - declared so by the base class
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".json": "application/json",
        ".mjs": "text/javascript",
    }

    def log_message(self, *_args: Any) -> None:
        """Say nothing: a page asks for hundreds of files."""
