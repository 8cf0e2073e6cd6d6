"""Tampering: points without work, by changing what runs the tests or what they compare with."""

from nbformat import NotebookNode

from hostile.catalogue.texts import read
from hostile.model import Family, tidy

add = Family("tampering")
read(add)

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


@add.mutated()
def skip_execution_tag(notebook: NotebookNode) -> None:
    """Tags every test cell `skip-execution`, so that the engine leaves it out and it ends without
    an error. A success: points for tests that never ran."""
    for cell in _tests(notebook):
        cell.metadata["tags"] = ["skip-execution"]


@add.mutated()
def raises_exception_tag(notebook: NotebookNode) -> None:
    """Tags every test cell `raises-exception` and the like, so that its error may be expected. A
    success: points for tests that failed."""
    for cell in _tests(notebook):
        cell.metadata["tags"] = ["raises-exception", "nbval-skip", "skip", "remove-cell"]
        cell.metadata["jupyter"] = {"source_hidden": True}


@add.mutated()
def tests_emptied(notebook: NotebookNode) -> None:
    """Replaces the source of every test cell by `pass`. A success: points from the emptied
    tests."""
    for cell in _tests(notebook):
        cell.source = "pass"


@add.mutated()
def tests_unlocked(notebook: NotebookNode) -> None:
    """Declares every test cell to be a place for answers too (`solution: true, locked: false`),
    with a harmless source. A success: the student's version of the tests is kept."""
    for cell in _tests(notebook):
        cell.metadata.nbgrader.update(solution=True, locked=False)
        cell.source = "print('my own test passed')"


@add.mutated()
def points_in_metadata(notebook: NotebookNode) -> None:
    """Sets 1000 points in the metadata of every test and lets its source end in `1000`. A success:
    points, or a maximum that changed."""
    for cell in _tests(notebook):
        cell.metadata.nbgrader.points = 1000
        cell.source = "1000"


@add.mutated()
def tests_turned_into_markdown(notebook: NotebookNode) -> None:
    """Turns every test cell into Markdown, which cannot fail. A success: points for them."""
    for cell in _tests(notebook):
        cell.cell_type = "markdown"
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


@add.mutated()
def stored_outputs(notebook: NotebookNode) -> None:
    """Hands in test cells with outputs that say full points, and asks not to run them. A success:
    the stored outputs are scored."""
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
    "eq_always_true",
    """Answers with objects whose comparisons all say yes. A success: points where a test compares
    with `==`.""",
    AGREES + "thing = Agrees\n",
    answers=ANSWER_ALL,
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
