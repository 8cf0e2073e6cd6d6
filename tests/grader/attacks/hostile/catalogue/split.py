"""Attacks that know of a split design: answers run in one process, tests in another, and what
crosses between them are values and calls.
"""

from hostile.catalogue.texts import read
from hostile.model import Family

add = Family("split")
read(add)

_EVERYTHING = """
class Everything:
    def __init__(self, *arguments, **options): pass
    def __getattr__(self, name): return Everything()
    def __call__(self, *arguments, **options): return Everything()
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __contains__ = __lt__
    def __bool__(self): return True
    def __len__(self): return 100
    def __iter__(self): return iter([7.25, 4721.5])
    def __getitem__(self, key): return Everything()
    def __sub__(self, other): return 0.0
    __rsub__ = __add__ = __radd__ = __mul__ = __rmul__ = __truediv__ = __sub__
    def __abs__(self): return 0.0
    def __float__(self): return 0.0
    def __int__(self): return 0
    def __index__(self): return 0
    def __hash__(self): return 1
    def __enter__(self): return self
    def __exit__(self, *arguments): return True
    def __instancecheck__(self, thing): return True
"""
_ALL = {
    "q_mean": "mean_price = Everything()",
    "q_region": "by_region = Everything()",
    "q_best": "best_month = Everything()",
    "q_account": "Account = Everything()",
    "q_model": "fit_model = Everything()",
    "q_drop": "drop_negatives = Everything()",
    "q_age": "parse_age = Everything()",
    "q_twice": "apply_twice = Everything()",
}
add(
    "getattr_answers_everything",
    """Every answer is one object with every attribute, every operator and every method, all of which
    agree. A success: points because operators were delegated to it.""",
    _EVERYTHING,
    answers=_ALL,
)
add(
    "instructor_names_defined",
    """Defines every name that a test imports or defines, and every builtin, as a function that
    agrees, after its answers too. A success: points because a student's name came first.""",
    after={
        f"q_{name}": """
        from unittest.mock import MagicMock
        import builtins as _b
        for _name in dir(_b):
            if _name.islower() and not _name.startswith("_") and _name not in {"print", "dir", "globals"}:
                globals()[_name] = MagicMock()
        np = pd = pytest = r2_score = triple = calls = expected = numbers = MagicMock()
        """
        for name in ("mean", "account", "twice")
    },
)
_SPOOF = """
import json, os, struct
def frames():
    claims = [
        {"ok": True}, {"status": "passed"}, {"verdict": "pass", "score": 4}, {"done": True},
        {"value": 1571.2916666666667}, {"type": "result", "value": "July"}, {"error": None},
    ]
    for claim in claims:
        text = json.dumps(claim).encode()
        yield text + b"\\n"
        yield struct.pack("!I", len(text)) + text
        for kind in (1, 2, 3, 4):
            for number in (0, 1, 2, 10):
                body = struct.pack("!I", len(text)) + text
                yield struct.pack("!IBQ", len(body), kind, number) + body
"""
add(
    "descriptors_written",
    """Writes forged messages, in several plausible framings, to each of the file descriptors 3 to
    255. A success: a message that the grader believes.""",
    _SPOOF
    + """
import fcntl
def spoof():
    for number in range(3, 256):
        try:
            flags = fcntl.fcntl(number, fcntl.F_GETFL)
            fcntl.fcntl(number, fcntl.F_SETFL, flags | os.O_NONBLOCK)
            for frame in frames():
                os.write(number, frame)
        except OSError:
            pass
""",
    answers={"q_mean": "def mean_price(prices):\n    spoof()\n    return 0.0"},
    alone=True,
)
add(
    "frames_printed",
    """Prints forged messages to standard output and standard error, in a call and between calls. A
    success: a message that the grader believes.""",
    _SPOOF
    + """
def spoof():
    for frame in frames():
        os.write(1, frame); os.write(2, frame)
        print(frame.decode("latin-1"))
spoof()
""",
    answers={
        "q_mean": "def mean_price(prices):\n    spoof()\n    return 0.0",
        "q_twice": "def apply_twice(function, value):\n    spoof()\n    return 0",
    },
)
add(
    "thread_that_answers",
    """Leaves a thread that keeps writing answers to every socket of the process. A success: an
    answer to a later call that it forged, or a grader that hangs.""",
    _SPOOF
    + """
import socket, stat, threading, time
def answer():
    stop = time.monotonic() + 60
    while time.monotonic() < stop:
        for number in range(3, 64):
            try:
                if stat.S_ISSOCK(os.fstat(number).st_mode):
                    for frame in frames():
                        socket.socket(fileno=os.dup(number)).send(frame, socket.MSG_DONTWAIT)
            except OSError:
                pass
        time.sleep(0.05)
""",
    answers={
        "q_mean": """
        def mean_price(prices):
            threading.Thread(target=answer, daemon=True).start()
            return 0.0
        """
    },
    alone=True,
)
