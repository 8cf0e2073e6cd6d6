"""What the relay does however much a submission brings and prints."""

from __future__ import annotations

import time

import pytest

from split_grader.split import Assignment, Cell, Limits, Verdict
from split_grader.split.both.names import parse, read
from split_grader.split.both.protocol import ANSWER, ASK, DONE, Frame, pack
from split_grader.split.relay import processes
from split_grader.split.relay.exchange import Exchange
from split_grader.split.relay.processes import Processes
from support.split_cases import apart


def test_outputs_have_a_budget_for_the_whole_submission(engine):
    printing_cells = [Cell("student", "print('x' * 10_000)") for _ in range(9)]
    failing_test = Cell("test", "print('y' * 10_000)\nassert x == 2, 'x must be 2'", "q", 1)
    right = Cell("test", "assert x == 1", "r", 1)
    cells = [Cell("student", "x = 1"), *printing_cells, failing_test, right]
    outcome = engine.run(cells, Assignment(profile=apart(cells)), Limits(outputs_bytes=35_000))
    texts = [cell.outputs[0]["text"] for cell in outcome.cells[1:10]]
    assert [text.startswith("[Left out") for text in texts] == [False] * 3 + [True] * 6
    assert outcome.dropped == 7
    assert outcome.tests["q"].verdict is Verdict.FAILED
    assert "x must be 2" in outcome.tests["q"].message
    assert outcome.tests["r"].score == 1


def test_an_error_that_has_no_room_left_fails_a_test_in_one_process_too(engine):
    test = "exec('y = 1')\nprint('z' * 10_000)\nassert x == 2"
    cells = [Cell("student", "x = 1"), Cell("test", test, "q", 1)]
    outcome = engine.run(cells, limits=Limits(outputs_bytes=10))
    assert outcome.tests["q"].low_trust
    assert outcome.tests["q"].verdict is Verdict.FAILED


def test_the_number_of_a_cell_is_one(engine):
    code = """import split_grader.split.process.shell as shell
odd = {"output_type": "execute_result", "data": {}, "execution_count": -(10**400)}
shell.Collector.finished = lambda self: [odd]"""
    (cell,) = engine.run([Cell("student", code)]).cells
    assert [output["execution_count"] for output in cell.outputs] == [None]


def test_many_small_files_are_sent_in_one_go(monkeypatch):
    files = [(str(number), b"") for number in range(20_000)]
    monkeypatch.setattr(processes, "tree", lambda *_: files)
    bare_processes = Processes.__new__(Processes)
    bare_processes._limits = Limits()
    batches = []
    monkeypatch.setattr(bare_processes, "_send_files", lambda _, batch, **__: batches.append(batch))
    start = time.monotonic()
    bare_processes._send_folder(None, None, given=False)
    assert time.monotonic() - start < 2
    assert batches == [[(*file, False) for file in files]]


def test_files_are_sent_in_parts_that_fit_a_frame(monkeypatch):
    monkeypatch.setattr(
        processes, "tree", lambda *_: [(str(size), bytes(size)) for size in (6, 5, 4)]
    )
    bare_processes = Processes.__new__(Processes)
    bare_processes._limits = Limits(frame=20)
    counts = []
    monkeypatch.setattr(
        bare_processes, "_send_files", lambda _, batch, **__: counts.append(len(batch))
    )
    bare_processes._send_folder(None, None, given=False)
    assert counts == [1, 2]


def test_a_file_larger_than_a_frame_is_sent_in_parts(monkeypatch):
    monkeypatch.setattr(processes, "tree", lambda *_: [("big", b"0123456789abc"), ("small", b"")])
    bare_processes = Processes.__new__(Processes)
    bare_processes._limits = Limits(frame=10)
    sent_parts = []
    monkeypatch.setattr(
        bare_processes, "_send_files", lambda _, batch, **__: sent_parts.extend(batch)
    )
    bare_processes._send_folder(None, None, given=False)
    parts = [("big", b"01234", False), ("big", b"56789", True), ("big", b"abc", True)]
    assert sent_parts == [*parts, ("small", b"", False)]


def test_a_student_reads_a_file_larger_than_a_frame(engine, tmp_path):
    (tmp_path / "big.bin").write_bytes(b"x" * (70 << 20) + b"end")
    student = "with open('big.bin', 'rb') as f:\n    f.seek(-4, 2)\n    last = f.read()"
    test = "assert last == b'xend'"
    cells = [Cell("student", student), Cell("test", test, "q", 1)]
    assignment = Assignment(submitted=tmp_path, profile=apart(cells))
    assert engine.run(cells, assignment).score == 1


@pytest.mark.parametrize(
    "text",
    [
        "%precision 3\n" * 700,
        "x = %pwd\n" * 490 + "y" * 100_000,
        "a," * 1_000_000,
        "!" * 100_000,
    ],
    ids=["magics", "magics and text", "long", "signs"],
)
def test_a_text_that_nobody_writes_by_hand_is_not_parsed_for_minutes(text):
    start = time.monotonic()
    parse(text)
    assert time.monotonic() - start < 3


def test_cells_with_magics_are_read_as_before():
    names = read("%matplotlib inline\nimport numpy as np\n!ls\nhere = %pwd\nx = 5 % 3")
    assert names.imports == {"np": ["numpy", None]}
    assert {"here", "x"} <= set(names.binds)


class Quick:
    """A process that has always spoken before anybody waits for it."""

    def __init__(self, speak):
        self.speak, self.heard, self.alive = speak, [], True

    def silent(self):
        return True

    def send(self, kind, number, body, _deadline):
        self.heard.append((kind, number, body))

    def receive(self, _deadline):
        return self.speak(*self.heard[-1])

    def kill(self):
        self.alive = False


def test_a_loop_that_always_asks_again_in_time_ends_with_the_tests_time():
    def judge(kind, number, body):
        if kind == ASK:
            return Frame(ANSWER, number, b"")
        return Frame(DONE, 7, pack({})) if b"gone" in body else Frame(ASK, 1, b"")

    checker = Quick(judge)
    student = Quick(lambda _kind, number, _body: Frame(ASK, number + 1, b""))
    exchange = Exchange(checker, student, Limits(asks=100_000))
    report, fault = exchange.run({}, 7, time.monotonic() + 0.02)
    assert (report, fault.how) == ({}, "timeout")
    assert checker.alive
    assert not student.alive
