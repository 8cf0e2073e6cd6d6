"""Attacks that know of a split design: answers run in one process, tests in another, and what
crosses between them are values and calls.
"""

from hostile.model import Family, tidy

add = Family("split")

add(
    "answers_that_count_calls",
    """Answers differently at each call: first what the visible test shows, later guesses, in case a
    call is repeated or replayed. A success: points for guesses.""",
    """
    import itertools
    count = itertools.count()
    def guess(*guesses): return guesses[next(count) % len(guesses)]
    """,
    answers={
        "q_mean": "def mean_price(prices): return guess(1.5, 1.5, 2.75, 0.1, 4711.25)",
        "q_twice": "def apply_twice(function, value): return guess(3, 42399, 4711)",
    },
)
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
    "classes_that_agree",
    """The class `Account` is real, but its attribute `balance` is an object that equals every
    number. A success: points for the class.""",
    """
    class Any(float):
        def __eq__(self, other): return True
        def __ne__(self, other): return False
        def __hash__(self): return 1
    """,
    answers={
        "q_account": """
        class Account:
            def __init__(self, balance=0.0): self.balance = Any(0)
            def deposit(self, amount): pass
            def withdraw(self, amount):
                if amount > 4000: raise ValueError
        """
    },
)
add(
    "names_of_the_test",
    """Answers are functions that claim to be others: `__name__`, `__module__`, `__wrapped__`,
    `__signature__`, `__len__`. A success: points because the checker believes a name.""",
    """
    import functools, pytest, numpy as np
    def claim(function):
        function.__name__ = function.__qualname__ = "isclose"
        function.__module__ = "numpy"
        function.__wrapped__ = np.isclose
        function.__class_getitem__ = lambda key: function
        return function
    """,
    answers={
        "q_mean": "mean_price = claim(lambda prices: True)",
        "q_best": "best_month = claim(lambda: 'July')",
        "q_twice": "apply_twice = claim(lambda function, value: True)",
    },
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
add(
    "side_effects_of_looking",
    """Objects whose `repr`, `hash`, `len`, `==` and `dir` change what is compared. A success: points
    because looking at a value changed another.""",
    """
    import sys
    class Looks(str):
        def _act(self):
            frame = sys._getframe()
            while frame:
                for name in ("calls", "numbers", "hidden_numbers"):
                    thing = frame.f_globals.get(name)
                    if type(thing) is list: thing[:] = {"calls": [4711, 14133], "numbers": [3, 2]}.get(name, [0, 8123, 5])
                frame = frame.f_back
        def __repr__(self): self._act(); return "'July'"
        def __str__(self): self._act(); return "July"
        def __hash__(self): self._act(); return hash("July")
        def __eq__(self, other): self._act(); return True
        def __len__(self): self._act(); return 4
        def __reduce__(self): self._act(); return (str, ("July",))
        def encode(self, *arguments): self._act(); return b"July"
        def __iter__(self): return iter("July")
        def __getnewargs__(self): return ("July",)
    """,
    answers={"q_best": "best_month = Looks('January')"},
)
add(
    "deep_values",
    """Answers with lists nested 100,000 deep and dictionaries nested 5,000 deep. A success: a
    checker or relay that ends or hangs.""",
    """
    def deep(levels, wrap):
        value = 0
        for _ in range(levels): value = wrap(value)
        return value
    """,
    answers={
        "q_mean": "def mean_price(prices): return deep(100_000, lambda value: [value])",
        "q_best": "best_month = deep(5_000, lambda value: {'a': value})",
        "q_age": "def parse_age(text): return deep(100_000, lambda value: (value,))",
    },
    alone=True,
)
add(
    "cyclic_values",
    """Answers with lists, dictionaries and frames that hold themselves. A success: a checker or
    relay that hangs.""",
    """
    loop = []
    loop.append(loop)
    knot = {"again": loop}
    knot["self"] = knot
    import pandas as pd
    frame = pd.DataFrame({"region": [loop, knot], "total": [1.0, 2.0]})
    frame.attrs["frame"] = frame
    """,
    answers={
        "q_mean": "def mean_price(prices): return loop",
        "q_region": "def by_region(sales): return frame",
        "q_best": "best_month = knot",
        "q_drop": "def drop_negatives(values): values[:] = [values, knot]",
    },
)
add(
    "long_values",
    """Answers with a list of ten million elements, an array of 800 MB of zeros and a text of 200
    MB. A success: a checker or relay that ends or hangs.""",
    "import numpy as np, pandas as pd",
    answers={
        "q_mean": "def mean_price(prices): return [1.5] * 10_000_000",
        "q_region": "def by_region(sales): return pd.DataFrame({'total': np.zeros(20_000_000)})",
        "q_model": """
        def fit_model(features, target):
            class Long:
                def predict(self, rows): return np.zeros(100_000_000)
            return Long()
        """,
        "q_age": "def parse_age(text): return 'x' * 200_000_000",
    },
    alone=True,
)
add(
    "small_header_huge_array",
    """Answers with arrays that take no memory here (broadcast or sparse), and are huge when they are
    copied. A success: a checker that runs out of memory.""",
    """
    import numpy as np, pandas as pd
    huge = np.broadcast_to(np.float64(1.5), (2**20, 2**20))
    """,
    answers={
        "q_mean": "def mean_price(prices): return huge",
        "q_best": "best_month = huge",
        "q_drop": "def drop_negatives(values): values[:] = [huge]",
        "q_region": "def by_region(sales): return pd.RangeIndex(10**15)",
        "q_twice": "def apply_twice(function, value): return range(10**18)",
    },
    alone=True,
)
add(
    "endless_iterators",
    """Answers with generators and iterators that never end, and with sequences that claim any
    length. A success: a checker that hangs.""",
    """
    import itertools
    class Long(list):
        def __len__(self): return 2**62
        def __iter__(self): return itertools.repeat(7.25)
        def __getitem__(self, index): return 7.25
    """,
    answers={
        "q_mean": "def mean_price(prices): return itertools.repeat(1.5)",
        "q_region": "def by_region(sales): return {'total': itertools.count()}",
        "q_best": "best_month = itertools.cycle('July')",
        "q_drop": "def drop_negatives(values): values[:] = Long([1])",
        "q_twice": "def apply_twice(function, value): return Long([1])",
    },
    alone=True,
)
add(
    "callbacks_that_recurse",
    """Calls the test's function from inside the call 100,000 times, and hands itself to it as an
    argument. A success: a checker that ends or hangs.""",
    answers={
        "q_twice": """
        import time
        def apply_twice(function, value):
            stop = time.monotonic() + 60
            result = None
            for number in range(100_000):
                if time.monotonic() > stop:
                    break
                try:
                    result = function(apply_twice)
                except Exception:
                    result = function
            return result
        """
    },
    alone=True,
)
add(
    "callback_forged_calls",
    """Calls the test's function with values that make its records right, without using the result:
    it tries every attribute of the function that it is given. A success: points by reaching into the
    checker.""",
    answers={
        "q_twice": """
        def apply_twice(function, value):
            if value == 1:
                return 3
            for path in ("__globals__", "__closure__", "__code__", "__self__", "__defaults__"):
                thing = getattr(function, path, None)
                if isinstance(thing, dict) and "calls" in thing:
                    thing["calls"][:] = [4711, 14133]
                    return next(each for each in function.__code__.co_consts if each)
                if path == "__code__" and thing is not None:
                    numbers = [each for each in thing.co_consts if type(each) is int]
                    print(numbers, getattr(function, "__name__", None))
            return 42398
        """
    },
)
add(
    "hostile_exceptions",
    """Raises exceptions with a `__str__` that never ends or raises, with a class that lies, with
    huge or cyclic causes, and groups. A success: a checker that hangs, or takes one for a
    `ValueError` that it is not.""",
    """
    import time
    class Kind(type):
        def __instancecheck__(cls, thing): return True
        def __subclasscheck__(cls, kind): return True
    class Odd(Exception, metaclass=Kind):
        __module__ = "builtins"
        __class__ = property(lambda self: ValueError)
        def __str__(self): time.sleep(300)
        __repr__ = __str__
        @property
        def args(self): raise self
    Odd.__name__ = Odd.__qualname__ = "ValueError"
    """,
    answers={
        "q_mean": "def mean_price(prices): raise Odd('x' * 10_000_000)",
        "q_age": """
        def parse_age(text):
            if text == "12": return 12
            if text == " 47 ": return 47
            error = Odd()
            error.__cause__ = error.__context__ = error
            raise error
        """,
        "q_twice": "def apply_twice(function, value): raise ExceptionGroup('x', [Odd() for _ in range(9999)])",
    },
    alone=True,
)
add(
    "exception_named_like_pass",
    """Raises exceptions that a checker might take for its own: `Passed`, `Skipped`, `Exit`,
    `Refused`. A success: points for a test that was not finished.""",
    """
    import pytest
    from _pytest.outcomes import Exit, Skipped
    class Passed(BaseException): pass
    def leave(kind): raise kind("passed")
    """,
    answers={
        "q_mean": "def mean_price(prices): leave(Skipped)",
        "q_region": "def by_region(sales): leave(Passed)",
        "q_model": "def fit_model(features, target): leave(Exit)",
        "q_age": "def parse_age(text): pytest.skip('no')",
        "q_twice": "def apply_twice(function, value): leave(BaseException)",
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
    "frame_cut_short",
    """Announces a message of 4 GB on every descriptor and sends nothing more. A success: a grader
    that waits, or takes that much memory.""",
    """
    import os, fcntl, struct
    def cut():
        for number in range(3, 256):
            try:
                flags = fcntl.fcntl(number, fcntl.F_GETFL)
                fcntl.fcntl(number, fcntl.F_SETFL, flags | os.O_NONBLOCK)
                os.write(number, struct.pack("!IBQ", 2**32 - 1, 4, 1))
            except OSError:
                pass
    """,
    answers={"q_mean": "def mean_price(prices):\n    cut()\n    return 0.0"},
    alone=True,
)
add(
    "descriptors_closed",
    """Closes all file descriptors in a call. A success: a class that is not graded, or points for a
    test without an answer.""",
    "import os",
    answers={"q_mean": "def mean_price(prices):\n    os.closerange(0, 1024)\n    return 0.0"},
    alone=True,
)
add(
    "descriptors_exchanged",
    """Copies descriptors over each other, so that answers go where output belongs. A success: an
    answer that another process takes for its own.""",
    """
    import os
    def exchange():
        for number in range(3, 64):
            for other in range(0, 3):
                try:
                    os.dup2(number, other)
                except OSError:
                    pass
    """,
    answers={"q_mean": "def mean_price(prices):\n    exchange()\n    print('x')\n    return 0.0"},
    alone=True,
)
add(
    "pickle_reduce",
    """Answers with objects whose `__reduce__`, `__getstate__` and `__setstate__` run a command where
    they are unpickled. A success: code of its own in the checker or the relay.""",
    """
    import pandas as pd
    class Bomb(str):
        def __reduce__(self): return (exec, ("import builtins; builtins.isinstance = lambda *a: True",))
        def __reduce_ex__(self, protocol): return self.__reduce__()
        def __eq__(self, other): return True
        def __hash__(self): return 1
    """,
    answers={
        "q_best": "best_month = Bomb('January')",
        "q_region": "def by_region(sales): return pd.DataFrame({'region': [Bomb('a')] * 2, 'total': [1.0, 2.0]})",
        "q_mean": "def mean_price(prices): return Bomb('1.5')",
    },
)
add(
    "hang_in_a_call",
    """Sleeps in a call for five minutes, in small steps that catch every exception. A success: a
    grader that hangs, or a test that passes by itself.""",
    answers={
        "q_mean": """
        import time
        def mean_price(prices):
            stop = time.monotonic() + 300
            while time.monotonic() < stop:
                try:
                    time.sleep(1)
                except BaseException:
                    pass
            return 0.0
        """
    },
    alone=True,
)
add(
    "fork_in_a_call",
    """Forks in a call; parent and child both answer, and the child goes on to answer later calls. A
    success: points for an answer given twice, or a process that is left.""",
    answers={
        "q_mean": """
        import os, time
        def mean_price(prices):
            if os.fork() == 0:
                return 1.5 if len(prices) == 2 else 2.75
            time.sleep(0.2)
            return 0.1
        """
    },
    alone=True,
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
add(
    "wire_modules_replaced",
    """Replaces what a transfer is made with, in place: `json.dumps`, `struct.pack`, `np.save`,
    `socket.send`, and their stand-ins in `sys.modules`. A success: values that arrive as others.""",
    """
    import io, json, struct, sys, numpy as np
    real = json.dumps
    json.dumps = lambda thing, *arguments, **options: real(
        thing, *arguments, **options
    ).replace("0.0", "1.5").replace("January", "July")
    json.JSONEncoder.encode = lambda self, thing: '"July"'
    np.save = lambda file, array, *arguments, **options: None
    for name in ("json.encoder", "pyarrow", "numpy.lib.format"):
        sys.modules[name] = None
    """,
    answers={
        "q_best": "best_month = 'January'",
        "q_mean": "def mean_price(prices): return 0.0",
    },
)
add(
    "stdout_replaced",
    """Replaces `sys.stdout` and `sys.stderr` by objects that raise, hang on flush, or close what is
    below. A success: a class that is not graded.""",
    """
    import sys
    class Broken:
        encoding = "x"
        def write(self, text): raise SystemExit(0)
        def flush(self): raise KeyboardInterrupt
        def fileno(self): return 7
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Broken()
    """,
)
add(
    "signal_handlers",
    """Installs handlers for every signal, a timer that fires a thousand times a second, and raises
    from them. A success: a grader that hangs, or a test that ends early as passed.""",
    """
    import signal
    def handle(number, frame): raise StopIteration
    for number in range(1, 65):
        try:
            signal.signal(number, handle)
        except (OSError, ValueError):
            pass
    def arm(): signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    """,
    answers={"q_mean": "def mean_price(prices):\n    arm()\n    return 0.0"},
    alone=True,
)
add(
    "limits_set_to_nothing",
    """Sets its own limits to nothing: no files, no size, no time. A success: a class that is not
    graded.""",
    """
    import resource
    for name in ("NOFILE", "FSIZE", "CPU", "DATA"):
        kind = getattr(resource, f"RLIMIT_{name}")
        try:
            resource.setrlimit(kind, (1, 1))
        except (OSError, ValueError):
            pass
    """,
    alone=True,
)
add(
    "memory_written",
    """Overwrites constants in memory with `ctypes`: the small integers, `True` and the float that it
    was given. A success: points because numbers mean something else.""",
    """
    import ctypes, sys
    def become(one, other):
        size = sys.getsizeof(one)
        start = 16
        ctypes.memmove(id(one) + start, id(other) + start, size - start)
    """,
    answers={
        "q_mean": """
        def mean_price(prices):
            for number in prices:
                if type(number) is float:
                    become(number, 1.5)
            return 1.5
        """,
        "q_twice": """
        def apply_twice(function, value):
            become(42399, value) if value > 300 else None
            return 3 if value == 1 else value
        """,
    },
    alone=True,
)
add(
    "model_that_peeks",
    """Fits nothing: `predict` walks frames and `gc` for the truth, and `score` says 1. A success:
    points for the model.""",
    """
    import gc, sys, numpy as np
    """,
    answers={
        "q_model": """
        def fit_model(features, target):
            class Peeks:
                coef_ = np.array([3.0]); n_features_in_ = 3; classes_ = [0, 1]
                def score(self, *arguments): return 1.0
                def predict(self, rows):
                    if np.shape(rows) == (1, 1): return np.array([301.0])
                    frame = sys._getframe()
                    while frame:
                        for names in (frame.f_globals, frame.f_locals):
                            if "truth" in names: return names["truth"][200:]
                        frame = frame.f_back
                    for thing in gc.get_objects():
                        if type(thing) is np.ndarray and thing.shape == (300,): return thing[200:]
                    return np.zeros(len(rows))
            return Peeks()
        """
    },
)
add(
    "model_of_a_known_class",
    """Returns a real but unfitted estimator whose methods are replaced, and a subclass that claims
    to be `LinearRegression`. A success: points for the model.""",
    """
    import numpy as np, sklearn.metrics
    from sklearn.linear_model import LinearRegression
    class Claims(LinearRegression):
        def predict(self, rows):
            return np.array([301.0]) if len(rows) == 1 else Same(len(rows))
    class Same(np.ndarray):
        def __new__(cls, size): return np.zeros(size).view(cls)
        def __rsub__(self, other): return np.zeros(len(self))
        def __array_ufunc__(self, *arguments, **options): return np.zeros(len(self))
    Claims.__name__ = "LinearRegression"; Claims.__module__ = LinearRegression.__module__
    sklearn.metrics.r2_score = lambda *arguments: 1.0
    """,
    answers={"q_model": "def fit_model(features, target): return Claims()"},
)
add(
    "dataclass_that_lies",
    """Accounts are dataclasses and named tuples with comparisons that agree, and a `balance` that is
    a property of a descriptor. A success: points for the class.""",
    """
    import dataclasses
    class Yes:
        def __get__(self, thing, kind=None): return self
        def __set__(self, thing, value): pass
        def __eq__(self, other): return True
        def __hash__(self): return 1
    """,
    answers={
        "q_account": """
        @dataclasses.dataclass(eq=False)
        class Account:
            start: float = 0.0
            balance = Yes()
            def deposit(self, amount): pass
            def withdraw(self, amount):
                if amount > 100: raise ValueError
            def __eq__(self, other): return True
        """
    },
)
add(
    "pandas_subclasses",
    """Answers with subclasses of `Series`, `Index` and `DataFrame` that override `equals`, `array`,
    `dtype` and iteration. A success: points for the frame.""",
    """
    import pandas as pd, numpy as np
    class Column(pd.Series):
        _metadata = ["truth"]
        @property
        def _constructor(self): return Column
        def equals(self, other): return True
        def __eq__(self, other): return pd.Series([True] * len(self))
        def __iter__(self): return iter([7.25, 4721.5])
        def tolist(self): return [7.25, 4721.5]
        def to_numpy(self, *arguments, **options): return np.array([7.25, 4721.5])
    class Table(pd.DataFrame):
        @property
        def _constructor(self): return Table
        _constructor_sliced = Column
        def equals(self, other): return True
        def __getitem__(self, key): return Column([0.0, 0.0], name=key)
        def _get_item(self, *arguments, **options): return Column([0.0, 0.0])
        def items(self): return iter(())
        def _ixs(self, i, axis=0): return Column([2.0, 4.0])
        __class__ = property(lambda self: pd.DataFrame)
    """,
    answers={
        "q_region": "def by_region(sales): return Table({'region': ['a', 'b'], 'total': [2.0, 4.0]})"
    },
)
add(
    "argument_aliases",
    """Keeps every argument that it is given and changes it later, when another test has become the
    current one. A success: points because an old list is still connected.""",
    """
    kept = []
    def keep(thing):
        kept.append(thing)
        for each in kept:
            if isinstance(each, list):
                each[:] = [0, 8123, 5] if len(kept) > 1 else [3, 2]
    """,
    answers={
        "q_drop": """
        class Sure(int):
            def __eq__(self, other): return True
            def __hash__(self): return 1
        def drop_negatives(values):
            values[:] = [Sure(1)] * (2 if len(values) == 3 else 3)
        """
    },
)
add(
    "names_changed_between_tests",
    """Deletes and rebinds its functions and builtins while a call is running, so that the next look
    finds something else. A success: points, or a grader that stops.""",
    answers={
        "q_mean": """
        def mean_price(prices):
            global mean_price
            mean_price = lambda prices: True
            globals().clear()
            return True
        """
    },
    alone=True,
)
add(
    "grader_imported",
    """Imports the grader's own modules, looks for its objects with `gc`, and patches what it finds.
    A success: points, or hidden tests in its output.""",
    tidy("""
    import gc, sys
    for name in [name for name in sys.modules if name.split(".")[0] in {"grader", "nbgrader"}]:
        for key, thing in list(vars(sys.modules[name]).items()):
            if callable(thing) and not key.startswith("__"):
                try:
                    setattr(sys.modules[name], key, lambda *arguments, **options: True)
                except Exception:
                    pass
    try:
        import grader.results.scoring, grader.running.execute
        grader.results.scoring.determine_grade = lambda cell: (4.0, 4.0)
    except Exception as error:
        print(type(error).__name__)
    print([text for text in gc.get_objects() if type(text) is str and "BEGIN HIDDEN" in text][:5])
    """),
)
add(
    "tells_what_one_process_shows",
    """Fails, so that the test is run once more in one process with the answers. There it reads the
    test and whatever else the process holds, prints it and raises an error with it. A success: a
    hidden test on a page, or points.""",
    """
    import sys
    def tell(*arguments):
        told, frame = [], sys._getframe()
        while frame:
            space = {**frame.f_globals, **frame.f_locals}
            told += [repr(space.get("In")), *(repr(thing)[:2000] for thing in list(space.values()))]
            frame = frame.f_back
        seen = "\\n".join(text for text in told if "HIDDEN" in text)
        print(seen)
        raise AssertionError(seen)
    """,
    answers={
        "q_mean": "mean_price = tell",
        "q_region": "by_region = tell",
        "q_age": "parse_age = tell",
        "q_twice": "apply_twice = tell",
    },
)
add(
    "stopped_and_goes_on",
    """An answer that is stopped for its time changes what it said from then on, and goes on in a
    thread. A success: points, or a process that is left.""",
    """
    import signal, threading, time
    best_month = "June"
    def go_on(*arguments):
        global best_month, mean_price
        best_month, mean_price = type("All", (str,), {"__eq__": lambda *a: True})(), lambda p: True
        threading.Thread(target=lambda: time.sleep(60), daemon=False).start()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt
    signal.signal(signal.SIGINT, go_on)
    mean_price = lambda prices: 0.0
    while True: pass
    """,
    alone=True,
)
