"""Serve a `FakeMoodle` over HTTP, with uploads, downloads and a network that can fail.

Follows Moodle's ``webservice/rest/locallib.php`` (an error is HTTP 200 with an ``exception``),
``webservice/upload.php`` and ``webservice/pluginfile.php``, and PHP, which reads 1,000 variables of
a request and drops the others.
"""

import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from support.fake_moodle import NO_ACCESS, FakeMoodle, MoodleError

_MOST_VARIABLES = 1000
_NO_TOKEN = {
    "exception": "core\\exception\\moodle_exception",
    "errorcode": "invalidtoken",
    "message": "Invalid token - token not found",
}


@dataclass(frozen=True)
class Seen:
    """One request: the address after the host, the function or script, and its arguments."""

    address: str
    function: str
    arguments: dict


class Site:
    """A running Moodle; `faults` says what happens to which request, counted from now."""

    def __init__(self, moodle):
        self.moodle = moodle
        self.seen = []
        self._faults = {}
        self.lock = threading.Lock()

    def fail(self, after, how, **headers):
        """Break the request after so many others: "drop", "lose" or "cut" the answer, a status."""
        self._faults[len(self.seen) + after] = (how, headers)

    def functions(self):
        """Return the functions and scripts that were called."""
        return [one.function for one in self.seen]

    def handle(self, address, fields, files):
        """Return a request's status, content and headers; None to break the connection."""
        token = fields.pop("wstoken", None) or fields.pop("token", None)
        script = urlsplit(address).path.rpartition("/webservice/")[2].partition("/")[0]
        function = fields.pop("wsfunction", script)
        settings = ("moodlewsrestformat", "moodlewssettingraw", "moodlewssettingfileurl")
        arguments = {key: value for key, value in fields.items() if key not in settings}
        how, headers = self._faults.pop(len(self.seen), ("", {}))
        self.seen.append(Seen(address, function, arguments))
        self.moodle.now += 1
        if how == "drop":
            return None
        if isinstance(how, int):
            return how, b"<html>Busy</html>", headers
        answer = self._answer(function, arguments, files, token, address)
        if how == "cut":
            answer = answer[: len(answer) // 2]
        return None if how == "lose" else (200, answer, headers)

    def _answer(self, function, arguments, files, token, address):
        if self.moodle.expires:  # Moodle deletes the token at its first use
            self.moodle.token, self.moodle.expires = "", False
            return json.dumps(MoodleError(*NO_ACCESS).answer).encode()
        if token != self.moodle.token:
            return json.dumps(_NO_TOKEN).encode()
        if function == "pluginfile.php":
            return self.moodle.content(urlsplit(address).path)
        if function == "upload.php":
            return json.dumps(self._upload(int(arguments["itemid"]), files)).encode()
        return json.dumps(self.moodle.answer(function, arguments)).encode()

    def _upload(self, number, files):
        drafts = self.moodle.drafts
        number = number or 9000 + len(drafts)
        drafts.setdefault(number, {}).update(files)
        return [{"itemid": number, "filename": name, "filearea": "draft"} for name in files]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet, or each answer waits 40 ms
    site: Site

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        fields, files = self._fields(body)
        with self.site.lock:
            answer = self.site.handle(self.path, fields, files)
        if answer is None:
            self.close_connection = True
            return
        status, content, headers = answer
        self.send_response(status)
        headers = {"Content-Type": "application/json", **headers}
        for name, value in {**headers, "Content-Length": len(content)}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(content)

    def _fields(self, body):
        kind = self.headers.get("Content-Type", "")
        if kind.startswith("application/x-www-form-urlencoded"):
            return _nested(parse_qsl(body.decode(), keep_blank_values=True)), {}
        fields, files = {}, {}
        message = f"Content-Type: {kind}\r\n\r\n".encode() + body
        for part in BytesParser(policy=HTTP).parsebytes(message).iter_parts():
            if name := part.get_filename():
                files[name] = part.get_payload(decode=True)
            else:
                key = part.get_param("name", header="content-disposition")
                fields[key] = part.get_payload(decode=True).decode()
        return fields, files

    def log_message(self, *_):
        pass


def _nested(pairs):
    """Read ``options[0][name]`` as PHP does."""
    root = {}
    for key, value in pairs[:_MOST_VARIABLES]:
        *path, last = re.findall(r"[^\[\]]+", key)
        place = root
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    return {key: _listed(value) for key, value in root.items()}


def _listed(value):
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(each) for key, each in value.items()}
    return list(inner.values()) if all(key.isdigit() for key in inner) else inner


@contextmanager
def serving(moodle: FakeMoodle):
    """Serve a Moodle on a free port."""
    site = Site(moodle)
    handler = type("Handler", (_Handler,), {"site": site})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        moodle.site = f"http://127.0.0.1:{server.server_address[1]}/lms"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
