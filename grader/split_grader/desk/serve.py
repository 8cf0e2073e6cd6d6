"""Serve the marking desk to one browser on this machine.

Students' texts are hostile. They travel as JSON and are shown as text, under a policy that runs
only the desk's own scripts. Only an address with the token gets an answer.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.exc import DBAPIError
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from split_grader.base.errors import GraderError
from split_grader.course.database import told_by_database
from split_grader.desk.answers import ChangedError
from split_grader.desk.desk import Desk

HOST = "127.0.0.1"
_PAGE = Path(__file__).with_name("page")
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript"}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_MOST_BYTES = 1_000_000


class _Handler(RequestHandler):
    """Answers only a page with the token, from this machine."""

    def set_default_headers(self) -> None:
        self.set_header("Content-Security-Policy", _POLICY)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")

    def prepare(self) -> None:
        port = self.settings["port"]
        if self.request.host not in {f"{HOST}:{port}", f"localhost:{port}"}:
            raise HTTPError(403, reason="Another host")
        origin = self.request.headers.get("Origin")
        if origin not in {None, f"http://{self.request.host}"}:
            raise HTTPError(403, reason="Another origin")
        if not secrets.compare_digest(self.path_args[0], self.settings["token"]):
            raise HTTPError(404, reason="No such page; open the address that grader mark printed")

    def write_error(self, status_code: int, **_: Any) -> None:  # noqa: ARG002
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(self._reason)


class _File(_Handler):
    """One of the page's own files."""

    async def get(self, _token: str, name: str) -> None:
        path = _PAGE / (name or "index.html")
        if path.suffix not in _TYPES or path.name not in {one.name for one in _PAGE.iterdir()}:
            raise HTTPError(404, reason="No such file")
        self.set_header("Content-Type", f"{_TYPES[path.suffix]}; charset=utf-8")
        await self.finish(path.read_bytes())


class _Call(_Handler):
    """A call of the page: JSON in and out."""

    async def post(self, _token: str, name: str) -> None:
        if not self.request.headers.get("Content-Type", "").startswith("application/json"):
            raise HTTPError(415, reason="Expected JSON")
        calls: Calls = self.settings["calls"]
        call = {
            "questions": calls.questions, "next": calls.next, "mark": calls.mark,
            "undo": calls.undo, "names": calls.names,
        }.get(name)  # fmt: skip
        if call is None:
            raise HTTPError(404, reason="No such call")
        try:
            answer = await call(json.loads(self.request.body))
        except ChangedError as error:
            self.set_status(409)
            marks = calls.desk.marks
            answer = {"changed": [marks.told(one) for one in error.answers]}
        except GraderError as error:
            self.set_status(400)
            answer = {"error": str(error)}
        except DBAPIError as error:
            calls.desk.marks.gradebook.db.rollback()
            self.set_status(503)
            cause = told_by_database(error)
            answer = {"error": f"The gradebook failed ({cause}). Reload to see what is marked."}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            self.set_status(400)
            answer = {"error": f"This call can't be read: {error!r}."}
        self.set_header("Content-Type", "application/json; charset=utf-8")
        await self.finish(json.dumps(answer))


class Calls:
    """The page's calls to the desk; only reading and learning run in another thread."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.planning: dict[str, asyncio.Task[None]] = {}
        self.stale: set[str] = set()

    async def questions(self, _: Any) -> dict[str, Any]:
        """Return the assignment and its questions."""
        marks = self.desk.marks
        return {
            "assignment": marks.assignment,
            "who": marks.who,
            "questions": self.desk.questions(),
        }

    async def next(self, body: Any) -> dict[str, Any]:
        """Return the next answers; the first time, wait until they are grouped."""
        question = self.desk.cell(body["question"]).grade_id
        if question not in self.desk.plans:
            await self._plan(question)
        now = self.desk.next(question, body.get("skip", []))
        return {**now, "learning": question in self.planning}

    async def mark(self, body: Any) -> dict[str, Any]:
        """Give a mark, start learning from it, and return the next answers."""
        question, versions = body["question"], dict(body["seen"])
        score, offered_count = float(body["score"]), int(body.get("offered", len(versions)))
        self.desk.mark(question, versions, score, str(body["comment"]), offered_count)
        self._plan(question)
        return await self.next(body)

    async def undo(self, _: Any) -> dict[str, Any]:
        """Undo the last mark and return its question."""
        question = self.desk.marks.undo()
        if question:
            self._plan(question)
        return {"question": question}

    async def names(self, body: Any) -> dict[str, str]:
        """Return the student of each answer to a question."""
        question = self.desk.cell(body["question"]).grade_id
        return {one.key: one.student for one in self.desk.marks.answers(question)}

    def _plan(self, question: str) -> asyncio.Task[None]:
        """Learn and group again, repeatedly if new marks arrive."""
        if question in self.planning:
            self.stale.add(question)
        else:
            self.planning[question] = asyncio.create_task(self._planned(question))
            self.planning[question].add_done_callback(partial(self._done, question))
        return self.planning[question]

    def _done(self, question: str, plan: asyncio.Task[None]) -> None:
        del self.planning[question]
        if question in self.stale and not plan.cancelled():
            self.stale.remove(question)
            self._plan(question)

    async def close(self) -> None:
        """Stop learning: the gradebook is about to close."""
        self.stale.clear()
        plans = [*self.planning.values()]
        for plan in plans:
            plan.cancel()
        await asyncio.gather(*plans, return_exceptions=True)

    async def _planned(self, question: str) -> None:
        self.desk.plans[question] = await asyncio.to_thread(self.desk.planner(question))


async def serve(desk: Desk, port: int, started: Callable[[str], None]) -> None:
    """Serve a desk until the task is cancelled.

    Parameters
    ----------
    port
        0 for any free one.
    started
        Called with the address, token included.

    Raises
    ------
    GraderError
        If the port is taken.
    """
    try:
        listening = socket.create_server((HOST, port))
    except OSError as error:
        raise GraderError(
            f"Port {port} can't be used ({error.strerror}). Choose another with --port, or leave "
            "it out to use any free one."
        ) from None
    calls = Calls(desk)
    token, own = secrets.token_urlsafe(24), listening.getsockname()[1]
    app = Application(
        [(r"/([^/]+)/api/(\w+)", _Call), (r"/([^/]+)/([\w.]*)", _File), (r"/(.*)", _Handler)],
        token=token, port=own, calls=calls,
    )  # fmt: skip
    listening.setblocking(False)  # noqa: FBT003
    server = HTTPServer(app, max_body_size=_MOST_BYTES)
    server.add_socket(listening)
    started(f"http://{HOST}:{own}/{token}/")
    try:
        await asyncio.Event().wait()
    finally:
        server.stop()
        await calls.close()
