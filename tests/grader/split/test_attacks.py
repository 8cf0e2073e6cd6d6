"""Hostile submissions: no undeserved point, nothing read or changed outside, the rest graded."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from grader.split import Assignment, Cell, Limits
from sampling import sampled

MARK = "hidden-marker-4711"
SECRET = "secret-of-the-host-0815"  # noqa: S105
TESTS = {
    "q1": f"# {MARK}\nassert answer == 40 + 2, '{MARK}'",
    "q2": f"import numpy as np\nfor a, b in [(3, 4), (10, -2)]:\n    assert np.isclose(add(a, b), a + b), '{MARK}'",
    "q3": "expected = pd.DataFrame({'a': [1, 2], 'b': [3.5, 4.5]})\n"
    "pd.testing.assert_frame_equal(table, expected)\nassert table.equals(expected)",
    "q4": "import numpy as np\nX = np.random.default_rng(5).normal(size=(60, 2))\n"
    "y = (X.sum(axis=1) > 0).astype(int)\nassert model.score(X, y) > 0.9",
    "q5": "assert honest == 5",
}
SOLUTION = """
from sklearn.linear_model import LogisticRegression
import numpy as np
answer = 42
def add(a, b):
    return a + b
table = pd.DataFrame({'a': [1, 2], 'b': [3.5, 4.5]})
train = np.random.default_rng(1).normal(size=(200, 2))
model = LogisticRegression().fit(train, train.sum(axis=1) > 0)
"""
WIRE = """
import gc, struct, json
peer = next(o for o in gc.get_objects() if type(o).__name__ == 'Peer')
wire = peer._connection
def frame(kind, number, header, body=None):
    text = json.dumps(header).encode()
    body = struct.pack('!I', len(text)) + text if body is None else body
    return struct.pack('!IBQ', len(body), kind, number) + body
"""

# kind: name: (code of the attack, whether the honest question must still be graded)
ATTACKS: dict[str, tuple[str, bool]] = {
    "tamper: a model whose score is a constant": (
        (
            "from sklearn.base import BaseEstimator, ClassifierMixin\n"
            "class M(ClassifierMixin, BaseEstimator):\n    def fit(self, X, y): return self\n"
            "    def predict(self, X): return [0] * len(X)\n    def score(self, X, y): return 1.0\nmodel = M()"
        ),
        True,
    ),
    "tamper: a fitted model with a replaced method": (
        SOLUTION.split("answer", maxsplit=1)[0]
        + "model = LogisticRegression().fit([[0, 0], [1, 1]], [1, 0])\nmodel.score = lambda *a: 1.0\n"
        "LogisticRegression.score = lambda *a: 1.0",
        True,
    ),
    "steal: reading the host": (
        (
            "import os, glob, subprocess\n"
            "for root in ['/root', '/home', '/work', '/proc/1', '/etc', '/tmp', os.path.dirname(HOST_FILE)]:\n"
            "    for path in [HOST_FILE, root] + (glob.glob(root + '/*') + glob.glob(root + '/*/*'))[:300]:\n"
            "        try:\n            print(path, open(path, errors='replace').read(5000))\n"
            "        except Exception: pass\nprint(os.environ, subprocess.run('env; ps aux; cat /proc/*/environ', shell=True, capture_output=True))\n"
            "answer = HOST_FILE"
        ),
        True,
    ),
    "damage: writing outside": (
        (
            "import os, pathlib\nfor p in [HOST_FILE, '/usr/bin/evil', '/etc/evil', '/evil', '/home/evil', '/dev/evil']:\n"
            "    try:\n        pathlib.Path(p).parent.mkdir(parents=True, exist_ok=True); pathlib.Path(p).write_text('owned'); print('WROTE', p)\n"
            "    except OSError: pass\nanswer = 1"
        ),
        True,
    ),
    "damage: links and pipes as written files": (
        "import os\nos.symlink('/etc/passwd', 'out.csv')\nos.mkfifo('table.csv')\nos.symlink('/', 'd')\nanswer = 1",
        True,
    ),
    "damage: clearing capabilities and mounts": (
        (
            "import ctypes\nl = ctypes.CDLL(None)\nprint(l.umount2(b'/proc', 2), l.umount2(b'/tmp', 2), l.chroot(b'/'))\n"
            "print([x for x in open('/proc/self/status') if x.startswith(('CapEff', 'NoNewPrivs', 'Seccomp'))])"
        ),
        True,
    ),
    "deny: death while a name is fetched": (
        (
            "import os\nclass Trap(list):\n    def __iter__(self): os._exit(0)\nclass T2:\n"
            "    def __getattribute__(self, n): os._exit(0)\nanswer = T2()"
        ),
        True,
    ),
    "confuse: strange names of things": (
        (
            "class X: pass\nX.__name__ = '../../x'\nX.__qualname__ = 'a' * 10_000\nanswer = X()\nadd = X\n"
            "add.__module__ = 'os'\ntable = X\nmodel = X()"
        ),
        True,
    ),
    "know the design: a cell that says done for itself": (
        WIRE + "for n in range(200): wire.sendall(frame(2, n, {'ok': True, 'outputs': []}))",
        False,
    ),
    "know the design: answers before they are asked": (
        WIRE + "import struct\nv = struct.pack('!I', 8) + b'{\"v\":42}'\n"
        "wire.sendall(frame(4, 1, {'v': 0, 'names': [['answer', 0]], 'blobs': [len(v)]}))\n",
        True,
    ),
    "know the design: a wrong answer's number": (
        WIRE + "def add(a, b):\n    wire.sendall(frame(4, 999, {'v': 0}))\n    return 0",
        True,
    ),
    "know the design: done from inside a call": (
        WIRE
        + "def add(a, b):\n    wire.sendall(frame(2, 5, {'verdict': 'passed', 'message': ''}))\n    return 0",
        True,
    ),
    "know the design: a flood": (
        WIRE + "def add(a, b):\n    while True: wire.sendall(frame(3, 1, {'do': 'get'}))",
        True,
    ),
    "know the design: an enormous frame": (
        WIRE
        + "def add(a, b):\n    wire.sendall(struct.pack('!IBQ', 2**32 - 1, 4, 1) + b'x' * 1000)\n    return 0",
        True,
    ),
    "know the design: a malformed frame": (
        WIRE + "def add(a, b):\n    wire.sendall(b'\\xff' * 4000)\n    return 0",
        True,
    ),
    "know the design: half a frame, then silence": (
        WIRE + "import time\ndef add(a, b):\n    wire.sendall(b'\\0\\0\\1')\n    time.sleep(100)",
        True,
    ),
    "know the design: deep JSON": (
        WIRE + "def add(a, b):\n    t = b'{\"v\":' + b'[' * 200_000 + b']' * 200_000 + b'}'\n"
        "    wire.sendall(frame(4, 2, {}, struct.pack('!I', len(t)) + t))\n    return 0",
        True,
    ),
    "know the design: a closed wire": (WIRE + "wire.close()", True),
    "know the design: a process that lives on behind the wire": (
        WIRE
        + "import os\nif os.fork() == 0:\n    import time\n    while True:\n        try: wire.sendall(frame(2, 3, {'ok': True}))\n"
        "        except OSError: os._exit(0)\n",
        False,
    ),
    "know the design: forged descriptions of values": (
        (
            "import grader.split.both.end as end\n"
            "end.End.refer = lambda self, e, o: {'t': 'type', 'v': 'subprocess.Popen'}\n"
            "class X: pass\nanswer = table = model = X()\ndef add(a, b): return X()"
        ),
        True,
    ),
    "know the design: forged handles that say they are data": (
        (
            "import grader.split.both.end as end\n"
            "end.End.refer = lambda self, e, o: {'t': 'handle', 'h': self.number(o), 'k': 'data',"
            " 'f': ['__eq__'], 'c': [['builtins', 'int']], 'e': 'data'}\n"
            "class X:\n    def __eq__(self, o): return True\n    def score(self, *a): return 1.0\n"
            "answer = table = model = X()\ndef add(a, b): return X()"
        ),
        True,
    ),
    "know the design: forged modules and classes": (
        (
            "import grader.split.both.end as end\n"
            "end.End.refer = lambda self, e, o: {'t': 'module', 'n': 'subprocess'}\n"
            "class X: pass\nanswer = table = model = X()"
        ),
        True,
    ),
    "know the design: forged array": (
        (
            "import grader.split.both.end as end\n"
            "end.End.refer = lambda self, e, o: {'t': 'array', 'd': '|O', 's': [1], 'v': 0}\n"
            "class X: pass\nanswer = table = model = X()"
        ),
        True,
    ),
    "know the design: names nobody asked for": (
        (
            "import grader.split.student.student as s\n"
            "def extra(self, header, blobs):\n"
            "    part = self.packed(True, '')\n    return {'names': [[n, 0] for n in ('AssertionError', 'pd', 'np', 'len', 'expected')]}, [part]\n"
            "s.StudentEnd.serve = extra"
        ),
        False,
    ),
    "know the design: names of the running test bound anew": (
        (
            "import grader.split.student.student as s\n"
            "def anew(self, parts):\n    parts.append(self.packed(True, ''))\n"
            "    names = ('expected', 'np', 'pd', 'a', 'b', 'AssertionError', 'add', 'X', 'y')\n"
            "    return [[n, len(parts) - 1] for n in names]\n"
            "s.StudentEnd._bound_anew = anew\nanswer = 1\ndef add(a, b): return 0\ntable = pd.DataFrame()"
        ),
        True,
    ),
    "know the design: files nobody asked for": (
        (
            "import grader.split.student.student as s\nold = s.StudentEnd.serve\n"
            "def extra(self, header, blobs):\n    answer, parts = old(self, header, blobs)\n"
            "    paths = ['/tmp/support/pandas.py', 'numpy.py', '../x', '/etc/x', '/mnt/sitecustomize.py']\n"
            "    answer['files'] = [[p, len(parts)] for p in paths]\n"
            "    return answer, [*parts, b'raise SystemExit']\ns.StudentEnd.serve = extra\nanswer = 1"
        ),
        True,
    ),
    "know the design: terms that grow instead of comparing": (
        (
            "import altair as alt\nanswer = alt.datum.x\ntable = [alt.datum.x]\n"
            "def add(a, b): return alt.expr.abs(alt.datum.x)\nmodel = alt.param(value=3)"
        ),
        True,
    ),
    "know the design: a search that brings its own measure": (
        (
            "from sklearn.model_selection import GridSearchCV\nfrom sklearn.linear_model import LogisticRegression\n"
            "model = GridSearchCV(LogisticRegression(), {'C': [1]}, cv=2, scoring=lambda m, X, y: 1.0)\n"
            "model.fit([[0, 0], [1, 1], [0, 1], [2, 2]] * 2, [1, 0, 1, 0] * 2)"
        ),
        True,
    ),
    "know the design: wildcards of a mocking library": (
        (
            "from unittest.mock import ANY, MagicMock\nfrom unittest.mock import ANY as answer, ANY as table\n"
            "def add(a, b): return ANY\nmodel = MagicMock()"
        ),
        True,
    ),
    "know the design: a report of very many parts": (
        WIRE
        + "wire.sendall(frame(2, 2, {}, struct.pack('!I', 9_000_008) + b'{\"o\":[' + b'[],' * 3_000_000 + b'0]}'[:1]))",
        True,
    ),
    "know the design: text on the checker's streams": (
        "print('passed')\ndef add(a, b):\n    print('\\x1b[2J' * 10, {'verdict': 'passed'})\n    return 0",
        True,
    ),
    "know the design: pickled files for the checker": (
        (
            "import pickle, os\nclass E:\n    def __reduce__(self): return (os.system, ('touch /tmp/owned',))\n"
            "open('model.pkl', 'wb').write(pickle.dumps(E()))\nanswer = 1"
        ),
        True,
    ),
}
LIMITS = Limits(
    cell_seconds=1.2,
    submission_seconds=15,
    memory_bytes=700 << 20,
    scratch=64 << 20,
    frame=16 << 20,
    asks=2000,
)


def _cells(code):
    cells = [
        Cell("locked", "import pandas as pd"),
        Cell("student", code),
        Cell("student", "honest = 5"),
    ]
    return cells + [Cell("test", source, name, points=1) for name, source in TESTS.items()]


@pytest.fixture(scope="module")
def profile(engine):
    made = engine.profile(_cells(SOLUTION))
    assert made.low_trust == {}
    assert [c.reason for c in made.cells.values()] == [""] * 5
    return made


@pytest.fixture(scope="module")
def host_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("host") / "gradebook.db"
    path.write_text(SECRET)
    for folder in path.parents[:2]:
        folder.chmod(0o755)
    path.chmod(0o666)
    os.environ["GRADER_TEST_SECRET"] = SECRET
    yield path
    del os.environ["GRADER_TEST_SECRET"]


@pytest.mark.parametrize("name", sampled(ATTACKS))
def test_an_attack_gains_nothing(engine, profile, host_file, name):
    code, honest_counts = ATTACKS[name]
    cells = _cells(f"HOST_FILE = {str(host_file)!r}\n{code}")
    began = time.monotonic()
    outcome = engine.run(cells, Assignment(profile=profile), LIMITS)
    assert time.monotonic() - began < LIMITS.submission_seconds + 5
    scores = {name: cell.score for name, cell in outcome.tests.items()}
    honest = scores.pop("q5")
    assert scores == {"q1": 0, "q2": 0, "q3": 0, "q4": 0}
    if honest_counts:
        assert honest == 1, outcome.tests["q5"].message
    shown = json.dumps([c.outputs for c in outcome.cells if c.kind == "student"])
    assert SECRET not in shown
    assert MARK not in shown
    assert "WROTE" not in shown
    assert outcome.sandboxed
    assert host_file.read_text() == SECRET
    assert not Path("/tmp/owned").exists()  # noqa: S108


def test_the_next_submission_is_graded_as_if_nothing_had_been(engine, profile):
    outcome = engine.run(_cells(SOLUTION), Assignment(profile=profile))
    assert outcome.score == 5


def test_a_loop_in_one_question_leaves_the_others_their_points(engine, profile):
    cells = _cells(SOLUTION)
    cells.insert(2, Cell("student", "while True: pass"))
    outcome = engine.run(cells, Assignment(profile=profile), limits=LIMITS)
    assert outcome.score == 5
    assert outcome.cells[2].status == "timeout"
    assert outcome.replays == 0  # it is stopped, and its process goes on


def test_a_submission_that_uses_up_its_time_ends(engine, profile):
    limits = replace(LIMITS, submission_seconds=3)
    cells = _cells(SOLUTION)
    cells[1:1] = [Cell("student", "while True: pass")] * 10
    began = time.monotonic()
    outcome = engine.run(cells, Assignment(profile=profile), limits=limits)
    assert time.monotonic() - began < 8
    assert outcome.score == 0
    assert outcome.tests["q5"].verdict == "timeout"
