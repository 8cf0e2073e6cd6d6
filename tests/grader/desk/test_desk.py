"""The marking desk through its HTTP interface, as the page uses it."""

import asyncio
import gc
import json
import shutil
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from split_grader.base.errors import GraderError
from split_grader.course.course import find_course
from split_grader.desk.answers import HandMarks
from split_grader.desk.desk import Desk
from split_grader.desk.serve import serve
from support import desk_course
from support.desk_course import ANSWERS, answer_again, marks

Q4 = "q4_written"
WAITS = (None, None, True)


@pytest.fixture(scope="module")
def made(new_course):
    return desk_course.make(new_course(desk_course.source_notebook()))


@pytest.fixture
def course(made, tmp_path):
    """A class of its own for each test; copying is quicker than making."""
    return find_course(shutil.copytree(made.root, tmp_path / "course"))


class Marker:
    """Somebody with the page open."""

    def __init__(self, address):
        self.address = address

    def ask(self, path, body=None, **headers):
        headers = {"Content-Type": "application/json", **headers}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers)  # noqa: S310 - our own
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                return answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.read(), error.headers

    def call(self, name, status=200, **body):
        code, text, _ = self.ask(f"api/{name}", body)
        assert code == status, text
        return json.loads(text)

    def next(self, question=Q4, **body):
        return self.call("next", question=question, **body)

    def mark(self, answers, score, comment="", status=200, question=Q4, **body):
        versions = {one["key"]: one["version"] for one in answers}
        return self.call(
            "mark", status, question=question, seen=versions, score=score, comment=comment, **body
        )


@contextmanager
def marking(course, who="ada"):
    address, loop, tasks = [], asyncio.new_event_loop(), []
    ready = threading.Event()

    async def main():
        with course.gradebook() as gradebook:
            desk = Desk(HandMarks(course, gradebook, "sums", who))
            await serve(desk, 0, lambda url: (address.append(url), ready.set()))

    def work():
        tasks.append(loop.create_task(main()))
        tasks[0].add_done_callback(lambda _: ready.set())
        with pytest.raises(asyncio.CancelledError):
            loop.run_until_complete(tasks[0])
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()

    thread = threading.Thread(target=work)
    thread.start()
    ready.wait()
    try:
        yield Marker(address[0])
    finally:
        loop.call_soon_threadsafe(tasks[0].cancel)
        thread.join()


def test_a_group_is_marked_at_once_but_for_one_taken_out(course):
    with marking(course) as ada:
        first = ada.next()
        texts = {one["text"] for one in first["answers"]}
        assert texts == {ANSWERS["ada"], ANSWERS["ben"], ANSWERS["cara"]}
        for one in first["answers"]:
            (start, end, point), *_ = one["spans"]
            assert (one["text"][start:end], point) == (desk_course.ALIKE, "")
        answers = [one for one in first["answers"] if one["text"] != ANSWERS["cara"]]
        after = ada.mark(answers, 2, "Which drift?", offered=3)
        assert after["waiting"] == 6
        assert after["kept"] == [{"score": 2, "comment": "Which drift?"}]
        assert [one["text"] for one in after["answers"]] == [ANSWERS["cara"]]
        ada.mark(after["answers"], 2.5)
    entries = marks(course)
    assert entries["ada"] == entries["ben"] == (2, "Which drift?", False)
    assert entries["cara"] == (2.5, None, False)
    assert {entries[one] for one in ("dan", "script", "long", "rtl", "empty")} == {WAITS}
    assert set(marks(course, "essay").values()) == {WAITS}


def test_a_mark_that_changed_meanwhile_is_refused_with_who_when_and_what(course):
    with marking(course, "ada") as ada, marking(course, "ben") as ben:
        group = ada.next()["answers"]
        other = next(one for one in ben.next()["answers"] if one["key"] == group[0]["key"])
        ben.mark([other], 5, "Good.")
        (conflict,) = ada.mark(group, 1, status=409)["changed"]
        assert (conflict["key"], conflict["who"], conflict["score"], conflict["comment"]) == (
            group[0]["key"], "ben", 5, "Good.",
        )  # fmt: skip
        assert conflict["when"]
        assert sorted(mark[0] for mark in marks(course).values() if mark[0] is not None) == [5]
        ada.mark([{**group[0], "version": conflict["version"]}, *group[1:]], 1)
        assert [mark[0] for mark in marks(course).values() if mark[0] is not None] == [1, 1, 1]


def test_an_answer_handed_in_again_is_not_marked_unread(course):
    with marking(course) as ada:
        group = ada.next()["answers"]
        answer_again(course, "ben", "Another answer.")
        (conflict,) = ada.mark(group, 1, status=409)["changed"]
        assert conflict["score"] is None
    assert set(marks(course).values()) == {WAITS}


def test_undo_takes_back_the_last_mark_and_no_other(course):
    with marking(course) as ada:
        ada.mark(ada.next()["answers"], 2)
        second = ada.next()["answers"]
        ada.mark(second, 3, "Why?")
        assert ada.call("undo") == {"question": Q4}
        assert sorted(m[0] for m in marks(course).values() if not m[2]) == [2, 2, 2]
        assert ada.next()["kept"] == []
        assert ada.call("undo") == {"question": Q4}
        assert set(marks(course).values()) == {WAITS}
        assert ada.call("undo") == {"question": None}


def test_nothing_is_learned_once_the_desk_has_closed(course, monkeypatch):
    begun = []

    def slow(_desk, question):
        begun.append(question)
        return lambda: time.sleep(0.3)

    with marking(course) as ada:
        first, second, *_ = ada.next()["answers"]
        monkeypatch.setattr(Desk, "planner", slow)
        ada.mark([first], 2)
        ada.mark([second], 2)  # while the desk learns from the first, which it would repeat
    gc.collect()
    assert begun == [Q4]


def test_what_students_wrote_is_data_and_names_are_told_on_request(course):
    with marking(course) as ada:
        texts, now = set(), ada.next()
        while now["answers"]:
            texts |= {one["text"] for one in now["answers"]}
            assert not any(student in json.dumps(now) for student in ("dan", "cara"))
            now = ada.mark(now["answers"], 0)
        assert texts == set(ANSWERS.values())
        assert set(ada.call("names", question=Q4).values()) == set(ANSWERS)
        code, _, headers = ada.ask("")
        assert code == 200
        assert "script-src 'self';" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("headers", "cut", "code"),
    [
        ({"Host": "evil.example"}, 0, 403),
        ({"Origin": "http://evil.example"}, 0, 403),
        ({"Content-Type": "text/plain"}, 0, 415),
        ({}, 1, 404),
    ],
)
def test_only_the_page_with_the_token_may_ask(course, headers, cut, code):
    with marking(course) as ada:
        ada.address = ada.address[: len(ada.address) - 1 - cut] + "/"
        assert ada.ask("api/questions", {}, **headers)[0] == code


def test_what_cannot_be_done_is_said(course, run):
    with marking(course) as ada:
        group = ada.next()["answers"]
        assert "from 0 to 6" in ada.mark(group, 7, status=400)["error"]
        assert "from 0 to 6" in ada.mark(group, float("nan"), status=400)["error"]
        assert "q4_written, essay" in ada.call("next", 400, question="q9")["error"]
    code, _, message = run("mark", "nothing", "--course", course.root)
    assert code == 1
    assert "There is no assignment called 'nothing'" in message


def test_without_submissions_nothing_is_served(new_course, run):
    course = new_course(desk_course.source_notebook())
    code, _, message = run("mark", "sums", "--course", course.root)
    assert (code, "grader release sums" in message) == (1, True)
    desk_course.enter_assignment(course)
    code, _, message = run("mark", "sums", "--course", course.root)
    assert (code, "grader grade sums" in message) == (1, True)


def test_a_taken_port_is_said(course):
    with marking(course) as ada, course.gradebook() as gradebook:
        port = int(ada.address.split(":")[2].split("/")[0])
        desk = Desk(HandMarks(course, gradebook, "sums", "ada"))
        with pytest.raises(GraderError, match="--port"):
            asyncio.run(serve(desk, port, print))


RUBRIC = """
[q4_written]
prompt = "What is happening?"
max = 1
[q4_written.points]
drift = "Names drift."
"""
DRIFT = ("The data have drifted since then.", "I think that the model drifted away.")
OTHER = ("The server has a fault, so restart it.", "Somebody should buy a larger computer.")


def test_what_marks_teach_is_used_at_once_for_the_rest(new_course):
    course = new_course(desk_course.source_notebook())
    (course.root / "source" / "sums.rubric.toml").write_text(RUBRIC)
    desk_course.enter_assignment(course)
    answers = {f"s{n}": f"In case {n} we see this. {(DRIFT + OTHER)[n % 4]}" for n in range(56)}
    desk_course.hand_in_graded(course, answers)
    with marking(course) as ada:
        now = ada.next()
        assert (now["prompt"], now["points"]) == ("What is happening?", {"drift": "Names drift."})
        assert now["suggested"] is None
        count = 0
        while count < 46:
            one = now["answers"][:1]
            now = ada.mark(one, 6 if "drift" in one[0]["text"] else 0)
            count += 1
        while now["learned"] < count:
            time.sleep(0.2)
            now = ada.next()
        groups = []
        while now["answers"]:
            groups.append(
                (now["suggested"], {one["text"].split(". ")[1] for one in now["answers"]})
            )
            quotes = [
                one["text"][a:b] for one in now["answers"] for a, b, id_ in one["spans"] if id_
            ]
            assert set(quotes) <= set(DRIFT)
            assert bool(quotes) == (now["likely"] == ["drift"])
            now = ada.mark(now["answers"], now["suggested"])
    assert all(texts <= set(DRIFT if score else OTHER) for score, texts in groups)
    # Which answers are left depends on when the training ended.
    assert {score for score, _ in groups} <= {0, 6}
    assert 0 < len(groups) < 10
