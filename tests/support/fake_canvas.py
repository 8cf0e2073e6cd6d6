"""A server that speaks the part of Canvas's REST API that the grader uses.

Shapes and rules are those of Canvas's documentation (``doc/api/pagination.md``, ``throttling.md``,
``file_uploads.md``, the pages *Submissions*, *Assignments*, *Courses*) and of its source
(``lib/api/v1/submission.rb``, ``submissions_api_controller.rb``): ten entries a page unless
``per_page`` says more, and at most a hundred; opaque links to the next page; a throttled request
answers 403 and changes nothing; a file comes in three steps, of which the second has no token; a
group's grade counts for all its members unless students are graded individually.
"""

import json
import re
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

COURSE, ASSIGNMENT, TEACHER = 77, 7001, 86
# The tail, which programs like to show, can be part of no random number: a gradebook is full of them.
TOKEN = "7~SECRETsecretTOKENtoken012345XqZw"  # noqa: S105 - of the fake


class FakeCanvas:
    """One course with one assignment; `log` has every request that arrived."""

    def __init__(self, title="sums", points=6.0):
        self.assignment = {
            "id": ASSIGNMENT,
            "name": title,
            "points_possible": points,
            "grading_type": "points",
            "published": True,
            "group_category_id": None,
            "grade_group_students_individually": False,
            "anonymize_students": False,
            "moderated_grading": False,
        }
        self.users, self.rows, self.files, self.groups = {}, {}, {}, {}
        self.most_per_page = 100
        self.log, self.faults = [], []
        self.token, self.url = TOKEN, ""
        self._number = 5000

    def add(self, number, first, last, *, state="active", login=None):
        """Enrol a student."""
        self.users[number] = {
            "id": number,
            "name": f"{first} {last}",
            "sortable_name": f"{last}, {first}",
            "sis_user_id": None,
            "login_id": login or f"s{number}",
            "email": f"s{number}@example.org",
            "enrollments": [
                {
                    "course_section_id": 9,
                    "enrollment_state": state,
                    "type": "StudentEnrollment",
                    "user_id": number,
                }
            ],
        }
        self.rows[number] = {
            "assignment_id": ASSIGNMENT,
            "user_id": number,
            "attempt": None,
            "submitted_at": None,
            "workflow_state": "unsubmitted",
            "score": None,
            "entered_score": None,
            "graded_at": None,
            "grader_id": None,
            "late": False,
            "excused": False,
            "submission_comments": [],
        }

    def leave(self, number):
        """Delete an enrolment: the student and the submission vanish from all lists."""
        del self.users[number]

    def hand_in(self, number, content, *, name="sums.ipynb", at="2026-11-27T11:59:00Z", late=False):
        """Hand in a file; the group's members have it, too."""
        file = self._store(name, content)
        for each in self._mates(number):
            row = self.rows[each]
            row.update(
                attempt=(row["attempt"] or 0) + 1,
                submitted_at=at,
                late=late,
                workflow_state="submitted",
                attachments=[self._attachment(file)],
            )

    def grade(self, number, score, grader=12):
        """Enter a grade in Canvas itself, as a person does."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.rows[number].update(
            score=score, entered_score=score, grader_id=grader, graded_at=now,
            workflow_state="graded",
        )  # fmt: skip

    def fail_once(self, method, pattern, action):
        """Let the next request that fits end in an action of `Handler`."""
        self.faults.append((method, re.compile(pattern), action))

    def requests(self, method, pattern=""):
        """The paths of requests so far."""
        return [path for kind, path, _ in self.log if kind == method and re.search(pattern, path)]

    def comments(self, number):
        """A student's comments: text, and names of files."""
        return [
            (one["comment"], [file["display_name"] for file in one.get("attachments", [])])
            for one in self.rows[number]["submission_comments"]
        ]

    def scores(self):
        """Scores by student, without those that have none."""
        return {
            number: row["score"] for number, row in self.rows.items() if row["score"] is not None
        }

    @contextmanager
    def running(self):
        """Serve on this machine."""
        handler = type("Handler", (_Handler,), {"canvas": self})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def _mates(self, number):
        group = self.groups.get(number)
        return [one for one in self.groups if self.groups[one] == group] if group else [number]

    def _store(self, name, content):
        self._number += 1
        self.files[self._number] = (name, content)
        return self._number

    def _attachment(self, file):
        name, content = self.files[file]
        return {
            "id": file,
            "display_name": name,
            "filename": name,
            "size": len(content),
            "content-type": "application/octet-stream",
            "url": f"{self.url}/files/{file}/download?download_frd=1&verifier=v{file}",
        }

    def row(self, number):
        """A submission as JSON."""
        row = dict(self.rows[number])
        group = self.groups.get(number)
        row["group"] = {"id": 31, "name": group} if group else {"id": None, "name": None}
        row["user"] = {key: self.users[number][key] for key in ("id", "name", "sortable_name")}
        return row

    def enter(self, number, form):
        """Apply a grade and a comment, as Canvas does."""
        shared = (
            self.assignment["group_category_id"]
            and not self.assignment["grade_group_students_individually"]
        )
        if "submission[posted_grade]" in form:
            for each in self._mates(number) if shared else [number]:
                self.grade(each, float(form["submission[posted_grade]"][0]), TEACHER)
        text = form.get("comment[text_comment]", [""])[0]
        files = [self._attachment(int(one)) for one in form.get("comment[file_ids][]", [])]
        to_all = form.get("comment[group_comment]", ["false"])[0] == "true"
        for each in self._mates(number) if to_all else [number]:
            comment = {"id": 1, "author_id": TEACHER, "comment": text, "attachments": files}
            self.rows[each]["submission_comments"].append(comment)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet
    canvas: FakeCanvas

    def log_message(self, *_):
        """Stay silent."""

    def do_GET(self):
        self._answer("GET")

    def do_POST(self):
        self._answer("POST")

    def do_PUT(self):
        self._answer("PUT")

    def _answer(self, method):
        canvas, address = self.canvas, urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        token = self.headers.get("Authorization", "")
        canvas.log.append((method, self.path, token))
        action = self._fault(method)
        if action == "drop":
            self.close_connection = True
        elif action == "throttle":
            self._text(
                403, "403 Forbidden (Rate Limit Exceeded)\n", {"X-Rate-Limit-Remaining": "0.0"}
            )
        elif action == "wait":
            self._text(429, "Too many requests", {"Retry-After": "1"})
        elif action == "wait long":
            self._text(429, "Too many requests", {"Retry-After": "3600"})
        elif action == "unavailable":
            self._text(502, "<h1>Bad gateway</h1>", {})
        else:
            answer = self._route(method, address, body, token)
            if action == "expire":
                canvas.token = "another"  # noqa: S105
            if action == "drop answer":
                self.close_connection = True
            else:
                self._text(*answer)

    def _fault(self, method):
        for fault in self.canvas.faults:
            if fault[0] == method and fault[1].search(self.path):
                self.canvas.faults.remove(fault)
                return fault[2]
        return ""

    def _route(self, method, address, body, token):  # noqa: C901, PLR0911
        canvas, path = self.canvas, address.path
        query = parse_qs(address.query)
        if path.startswith("/upload/"):
            return self._uploaded(body, token)
        if match := re.fullmatch(r"/files/(\d+)/download", path):
            if query["verifier"] != [f"v{match[1]}"]:
                return 401, "", {}
            # The file itself is elsewhere, where the token must not go.
            place = canvas.url.replace("127.0.0.1", "localhost")
            return 302, "", {"Location": f"{place}/storage/{match[1]}"}
        if match := re.fullmatch(r"/storage/(\d+)", path):
            return (400, "a token", {}) if token else (200, canvas.files[int(match[1])][1], {})
        if token != f"Bearer {canvas.token}":
            error = {"errors": [{"message": "Expired access token."}]}
            return 401, json.dumps(error), {"WWW-Authenticate": 'Bearer realm="canvas-lms"'}
        course = f"/api/v1/courses/{COURSE}"
        tasks = f"{course}/assignments/{ASSIGNMENT}"
        lists = {
            f"{course}/assignments": lambda: [canvas.assignment],
            f"{course}/sections": lambda: [{"id": 9, "name": "Monday"}],
            f"{course}/search_users": lambda: self._users(query),
            f"{tasks}/submissions": lambda: [canvas.row(number) for number in canvas.users],
        }
        if method == "GET" and path in lists:
            return self._page(lists[path](), query)
        if method == "GET" and path == tasks:
            return 200, json.dumps(canvas.assignment), {}
        one = re.fullmatch(rf"{tasks}/submissions/(\d+)(/comments/files)?", path)
        if one is None or int(one[1]) not in canvas.users:
            error = {"errors": [{"message": "The specified resource does not exist."}]}
            return 404, json.dumps(error), {}
        number, form = int(one[1]), parse_qs(body.decode(), keep_blank_values=True)
        if one[2]:
            parameters = {"key": f"comments/{number}", "filename": form["name"][0]}
            place = {"upload_url": f"{canvas.url}/upload/1", "upload_params": parameters}
            return 200, json.dumps(place), {}
        if method == "PUT":
            canvas.enter(number, form)
        return 200, json.dumps(canvas.row(number)), {}

    def _users(self, query):
        states = query.get("enrollment_state[]", ["active", "invited"])
        users = self.canvas.users.values()
        return [one for one in users if one["enrollments"][0]["enrollment_state"] in states]

    def _uploaded(self, body, token):
        if token:
            return 400, "the token is not sent with this request", {}
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        parts = BytesParser().parsebytes(head + body).get_payload()
        if parts[-1].get_param("name", header="content-disposition") != "file":
            return 400, "the file must be the last parameter", {}
        file = self.canvas._store(parts[-1].get_filename(), parts[-1].get_payload(decode=True))
        location = f"{self.canvas.url}/api/v1/files/{file}/create_success?uuid=u{file}"
        return 201, json.dumps(self.canvas._attachment(file)), {"Location": location}

    def _page(self, rows, query):
        size = min(int(query.get("per_page", ["10"])[0]), self.canvas.most_per_page)
        start = int(query.get("page", ["bookmark:0"])[0].removeprefix("bookmark:"))
        options = [(key, each) for key, values in query.items() for each in values if key != "page"]
        rest = "".join(f"&{key}={each}" for key, each in options)
        url = f"{self.canvas.url}{urlsplit(self.path).path}"
        links = [f'<{url}?page=bookmark:{start}{rest}>; rel="current"']
        if start + size < len(rows):
            links.append(f'<{url}?page=bookmark:{start + size}{rest}>; rel="next"')
        return 200, json.dumps(rows[start : start + size]), {"Link": ", ".join(links)}

    def _text(self, status, text, headers):
        content = text if isinstance(text, bytes) else text.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
