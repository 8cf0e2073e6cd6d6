"""List styles of test cells with right and wrong solutions.

cases/styles.txt has more."""

from __future__ import annotations

HEAD = "import numpy as np\nimport pandas as pd\n"

# name: (a right solution, a wrong solution, the test cell)
STYLES: dict[str, tuple[str, str, str]] = {
    "plain equality": ("x = 3", "x = 4", "assert x == 3, 'x should be three'"),
    "math.isclose": ("x = 0.1 + 0.2", "x = 0.4", "import math\nassert math.isclose(x, 0.3)"),
    "pytest.approx": (
        "x = 0.1 + 0.2",
        "x = 0.31",
        "import pytest\nassert x == pytest.approx(0.3)\nassert [x, x] == pytest.approx([0.3, 0.3])",
    ),
    "numpy testing": (
        HEAD + "a = np.arange(3) / 2",
        HEAD + "a = np.arange(3)",
        "np.testing.assert_allclose(a, [0, 0.5, 1.0])\nassert a.dtype == float and a.shape == (3,)",
    ),
    "pandas testing": (
        HEAD + "df = pd.DataFrame({'a': [1, 2], 'b': ['x', None]})",
        HEAD + "df = pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']})",
        (
            "import pandas as pd\n"
            "pd.testing.assert_frame_equal(df, pd.DataFrame({'a': [1, 2], 'b': ['x', None]}))"
        ),
    ),
    "series with a grouped index": (
        HEAD + "s = pd.DataFrame({'k': ['a', 'b', 'a'], 'v': [1, 2, 3]}).groupby('k')['v'].mean()",
        HEAD + "s = pd.DataFrame({'k': ['a', 'b', 'a'], 'v': [1, 2, 3]}).groupby('k')['v'].sum()",
        "assert s.loc['a'] == 2.0 and s.name == 'v' and list(s.index) == ['a', 'b']",
    ),
    "function with cases": (
        "def double(n):\n    return n * 2",
        "def double(n):\n    return n ** 2",
        "for n, expected in [(1, 2), (0, 0), (-3, -6), ('a', 'aa')]:\n    assert double(n) == expected",
    ),
    "keyword and default arguments": (
        "def f(a, /, b=2, *rest, c, **more):\n    return a + b + sum(rest) + c + len(more)",
        "def f(a, b=3, *rest, c, **more):\n    return a + b + sum(rest) + c + len(more)",
        "assert f(1, c=1) == 4\nassert f(1, 2, 3, c=4, d=5) == 11",
    ),
    "raises": (
        "def root(x):\n    if x < 0:\n        raise ValueError(f'negative: {x}')\n    return x ** 0.5",
        "def root(x):\n    return abs(x) ** 0.5",
        "import pytest\nwith pytest.raises(ValueError, match='negative'):\n    root(-1)",
    ),
    "try and except": (
        "def get(d, k):\n    return d[k]",
        "def get(d, k):\n    return d.get(k)",
        (
            "try:\n    get({}, 'a')\nexcept KeyError as error:\n    assert error.args == ('a',)\n"
            "else:\n    raise AssertionError('a missing key should raise')"
        ),
    ),
    "own exception class": (
        (
            "class TooCold(ValueError):\n    def __init__(self, degrees):\n"
            "        super().__init__(f'{degrees} is too cold')\n        self.degrees = degrees\n"
            "def check(t):\n    if t < 0:\n        raise TooCold(t)"
        ),
        "class TooCold(ValueError):\n    pass\ndef check(t):\n    raise ValueError(t)",
        (
            "assert issubclass(TooCold, ValueError)\ntry:\n    check(-5)\nexcept TooCold as error:\n"
            "    assert error.degrees == -5 and 'too cold' in str(error)\n"
            "else:\n    raise AssertionError\ncheck(5)"
        ),
    ),
    "in-place list": (
        "def push(items):\n    items.append(items[-1] * 2)",
        "def push(items):\n    return items + [items[-1] * 2]",
        "items = [1, 2]\nalias = items\nassert push(items) is None\nassert alias == [1, 2, 4]",
    ),
    "in-place nested dictionary": (
        "def mark(d):\n    d['inner']['seen'] = True",
        "def mark(d):\n    d['inner'] = {'seen': True, **d['inner']}\n    d.pop('inner')",
        "inner = {'a': 1}\nd = {'inner': inner}\nmark(d)\nassert inner == {'a': 1, 'seen': True}",
    ),
    "in-place array and frame": (
        HEAD
        + "def zero(a, df):\n    a[0] = 0\n    df['new'] = 1\n    df.drop(columns='old', inplace=True)",
        HEAD + "def zero(a, df):\n    a = a.copy()\n    a[0] = 0",
        (
            "a = np.ones(3)\ndf = pd.DataFrame({'old': [1]})\nzero(a, df)\n"
            "assert a.tolist() == [0, 1, 1]\nassert list(df.columns) == ['new']"
        ),
    ),
    "argument left alone": (
        "def tidy(items):\n    return sorted(items)",
        "def tidy(items):\n    items.sort()\n    return items",
        "given = [3, 1]\nassert tidy(given) == [1, 3]\nassert given == [3, 1]",
    ),
    "returns its argument": (
        "def same(x):\n    return x",
        "def same(x):\n    return list(x)",
        "x = [1]\nassert same(x) is x",
    ),
    "generator": (
        "def count(n):\n    while True:\n        yield n\n        n += 1",
        "def count(n):\n    while True:\n        yield n\n        n += 2",
        (
            "import itertools, inspect\nassert inspect.isgenerator(count(1))\n"
            "assert list(itertools.islice(count(5), 3)) == [5, 6, 7]"
        ),
    ),
    "iterator class": (
        (
            "class Down:\n    def __init__(self, n):\n        self.n = n\n    def __iter__(self):\n"
            "        return self\n    def __next__(self):\n        if self.n <= 0:\n"
            "            raise StopIteration\n        self.n -= 1\n        return self.n"
        ),
        (
            "class Down:\n    def __init__(self, n):\n        self.n = n\n    def __iter__(self):\n"
            "        return iter([self.n])"
        ),
        "assert list(Down(3)) == [2, 1, 0]",
    ),
    "class with methods": (
        (
            "class Account:\n    rate = 0.1\n    def __init__(self, owner, balance=0):\n"
            "        self.owner = owner\n        self.balance = balance\n    def deposit(self, amount):\n"
            "        if amount <= 0:\n            raise ValueError('amount')\n"
            "        self.balance += amount\n        return self\n    @property\n    def interest(self):\n"
            "        return self.balance * self.rate\n    @classmethod\n    def empty(cls):\n"
            "        return cls('nobody')\n    @staticmethod\n    def twice(x):\n        return 2 * x\n"
            "    def __repr__(self):\n        return f'Account({self.owner!r}, {self.balance})'\n"
            "    def __len__(self):\n        return 5"
        ),
        "class Account:\n    rate = 0.1\n    def __init__(self, owner, balance=0):\n        pass",
        (
            "a = Account('Ann')\nassert isinstance(a, Account) and type(a) is Account\n"
            "assert a.deposit(50).deposit(10).balance == 60\nassert a.interest == 6.0\n"
            "assert Account.rate == 0.1 and Account.twice(4) == 8\n"
            "assert Account.empty().owner == 'nobody'\nassert repr(a) == \"Account('Ann', 60)\"\n"
            "assert str(a) == repr(a) == f'{a}' and len(a) == 5\nassert hasattr(a, 'deposit')\n"
            "assert not hasattr(a, 'withdraw')\na.balance = 7\nassert a.balance == 7\n"
            "assert vars(a) == {'owner': 'Ann', 'balance': 7}"
        ),
    ),
    "inheritance": (
        (
            "class Shape:\n    def area(self):\n        raise NotImplementedError\n"
            "class Square(Shape):\n    def __init__(self, s):\n        self.s = s\n"
            "    def area(self):\n        return self.s ** 2"
        ),
        (
            "class Shape:\n    pass\nclass Square:\n    def __init__(self, s):\n        self.s = s\n"
            "    def area(self):\n        return self.s ** 2"
        ),
        (
            "assert issubclass(Square, Shape) and isinstance(Square(2), Shape)\n"
            "assert Square(3).area() == 9\nassert Square.__name__ == 'Square'\n"
            "try:\n    Shape().area()\nexcept NotImplementedError:\n    pass\nelse:\n    assert False"
        ),
    ),
    "operators of a class": (
        (
            "class V:\n    def __init__(self, x, y):\n        self.x, self.y = x, y\n"
            "    def __add__(self, o):\n        return V(self.x + o.x, self.y + o.y)\n"
            "    def __eq__(self, o):\n        return (self.x, self.y) == (o.x, o.y)\n"
            "    def __lt__(self, o):\n        return self.x < o.x\n    def __bool__(self):\n"
            "        return bool(self.x or self.y)\n    def __contains__(self, k):\n"
            "        return k in (self.x, self.y)"
        ),
        (
            "class V:\n    def __init__(self, x, y):\n        self.x, self.y = x, y\n"
            "    def __add__(self, o):\n        return V(self.x, self.y)\n"
            "    def __eq__(self, o):\n        return (self.x, self.y) == (o.x, o.y)"
        ),
        (
            "assert V(1, 2) + V(3, 4) == V(4, 6)\nassert V(1, 2) != V(2, 1)\nassert not V(0, 0)\n"
            "assert 4 in V(4, 5)\nassert [v.x for v in sorted([V(2, 0), V(1, 0)])] == [1, 2]"
        ),
    ),
    "dataclass": (
        "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\n    y: int = 0",
        "class P:\n    def __init__(self, x, y=1):\n        self.x, self.y = x, y",
        (
            "import dataclasses\nassert dataclasses.is_dataclass(P)\nassert P(1) == P(1, 0)\n"
            "assert P(1) != P(2)\nassert dataclasses.asdict(P(3)) == {'x': 3, 'y': 0}"
        ),
    ),
    "named tuple and enumeration": (
        (
            "from collections import namedtuple\nfrom enum import Enum\nP = namedtuple('P', 'x y')\n"
            "class C(Enum):\n    RED = 1\n    BLUE = 2\ndef first():\n    return P(1, 2)\n"
            "def best():\n    return C.BLUE"
        ),
        (
            "from collections import namedtuple\nfrom enum import Enum\nP = namedtuple('P', 'x y')\n"
            "class C(Enum):\n    RED = 1\n    BLUE = 2\ndef first():\n    return (1, 3)\n"
            "def best():\n    return C.RED"
        ),
        (
            "assert first() == (1, 2) and first().x == 1 and isinstance(first(), P)\n"
            "assert best() is C.BLUE and best().value == 2 and C['RED'].name == 'RED'"
        ),
    ),
    "closure and counter": (
        (
            "def make():\n    n = 0\n    def step():\n        nonlocal n\n        n += 1\n        return n\n"
            "    return step"
        ),
        "def make():\n    return lambda: 1",
        "a, b = make(), make()\nassert [a(), a(), b()] == [1, 2, 1]\nassert callable(a)",
    ),
    "decorator": (
        (
            "import functools\ndef twice(f):\n    @functools.wraps(f)\n    def inner(*a):\n"
            "        return f(f(*a))\n    return inner"
        ),
        "def twice(f):\n    return f",
        "@twice\ndef inc(x):\n    return x + 1\nassert inc(1) == 3",
    ),
    "callback": (
        "def apply(f, items):\n    return [f(i) for i in items]",
        "def apply(f, items):\n    return list(items)",
        (
            "seen = []\ndef note(i):\n    seen.append(i)\n    return i * 10\n"
            "assert apply(note, [1, 2]) == [10, 20]\nassert seen == [1, 2]"
        ),
    ),
    "object of the test's own class": (
        "def total(basket):\n    return sum(basket.price(i) for i in basket.items)",
        "def total(basket):\n    return len(basket.items)",
        (
            "class Basket:\n    items = ['a', 'b']\n    def price(self, item):\n        return {'a': 2, 'b': 3}[item]\n"
            "assert total(Basket()) == 5"
        ),
    ),
    "printed text": (
        "def greet(name):\n    print('Hello', name)",
        "def greet(name):\n    return 'Hello ' + name",
        (
            "import contextlib, io\nout = io.StringIO()\nwith contextlib.redirect_stdout(out):\n"
            "    greet('Ann')\nassert out.getvalue() == 'Hello Ann\\n'"
        ),
    ),
    "signature and docstring": (
        (
            "def area(width: float, height: float = 1.0) -> float:\n    'Area of a rectangle.'\n"
            "    return width * height"
        ),
        "def area(w, h):\n    return w * h",
        (
            "import inspect\nsignature = inspect.signature(area)\n"
            "assert list(signature.parameters) == ['width', 'height']\n"
            "assert signature.parameters['height'].default == 1.0\n"
            "assert area.__doc__ and area.__name__ == 'area'\nassert inspect.isfunction(area)\n"
            "assert area.__annotations__['return'] is float"
        ),
    ),
    "source of a function": (
        "def total(items):\n    return sum(items)",
        "def total(items):\n    t = 0\n    for i in items:\n        t += i\n    return t",
        "import inspect\nassert 'for ' not in inspect.getsource(total)",
    ),
    "recursion and many calls": (
        "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)",
        "def fib(n):\n    return n",
        "assert [fib(n) for n in range(12)] == [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89]",
    ),
    "global that a function changes": (
        "hits = 0\ndef hit():\n    global hits\n    hits += 1",
        "hits = 0\ndef hit():\n    hits = 1",
        "hit()\nhit()\nassert hits == 2",
    ),
    "fitted linear model": (
        HEAD
        + "from sklearn.linear_model import LinearRegression\nX = np.arange(10.0).reshape(-1, 1)\n"
        "model = LinearRegression().fit(X, 3 * X.ravel() + 1)",
        HEAD
        + "from sklearn.linear_model import LinearRegression\nX = np.arange(10.0).reshape(-1, 1)\n"
        "model = LinearRegression().fit(X, X.ravel())",
        (
            "from sklearn.utils.validation import check_is_fitted\ncheck_is_fitted(model)\n"
            "assert isinstance(model, LinearRegression)\nassert abs(model.coef_[0] - 3) < 1e-9\n"
            "assert model.score(X, 3 * X.ravel() + 1) > 0.99\nassert model.get_params()['fit_intercept']"
        ),
    ),
    "pipeline and forest": (
        HEAD
        + "from sklearn.pipeline import make_pipeline\nfrom sklearn.preprocessing import StandardScaler\n"
        "from sklearn.ensemble import RandomForestClassifier\n"
        "X = np.random.default_rng(0).normal(size=(80, 2))\ny = (X[:, 0] > 0).astype(int)\n"
        "model = make_pipeline(StandardScaler(), RandomForestClassifier(5, random_state=0)).fit(X, y)",
        HEAD + "from sklearn.dummy import DummyClassifier\n"
        "X = np.random.default_rng(0).normal(size=(80, 2))\ny = (X[:, 0] > 0).astype(int)\n"
        "model = DummyClassifier().fit(X, y)",
        (
            "fresh = np.random.default_rng(1).normal(size=(50, 2))\n"
            "assert (model.predict(fresh) == (fresh[:, 0] > 0)).mean() > 0.8\n"
            "assert model.predict_proba(fresh).shape == (50, 2)"
        ),
    ),
    "compiled estimator by proxy": (
        HEAD + "from sklearn.neighbors import KNeighborsClassifier\n"
        "X = np.arange(20.0).reshape(-1, 1)\ny = (X.ravel() > 9).astype(int)\n"
        "model = KNeighborsClassifier(3).fit(X, y)",
        HEAD + "from sklearn.neighbors import KNeighborsClassifier\n"
        "X = np.arange(20.0).reshape(-1, 1)\ny = (X.ravel() > 2).astype(int)\n"
        "model = KNeighborsClassifier(3).fit(X, y)",
        (
            "from sklearn.neighbors import KNeighborsClassifier\nassert isinstance(model, KNeighborsClassifier)\n"
            "assert model.score([[1.0], [5.0], [8.0], [19.0]], [0, 0, 0, 1]) == 1.0\nassert model.n_neighbors == 3"
        ),
    ),
    "own transformer": (
        HEAD + "from sklearn.base import BaseEstimator, TransformerMixin\n"
        "class Half(TransformerMixin, BaseEstimator):\n    def fit(self, X, y=None):\n        return self\n"
        "    def transform(self, X):\n        return X / 2",
        HEAD
        + "class Half:\n    def fit(self, X):\n        return self\n    def transform(self, X):\n        return X",
        "out = Half().fit(np.ones((2, 1))).transform(np.ones((2, 1)))\nassert out.tolist() == [[0.5], [0.5]]",
    ),
    "train and test split": (
        HEAD + "from sklearn.model_selection import train_test_split\n"
        "a, b = train_test_split(pd.DataFrame({'x': range(10)}), test_size=0.3, random_state=1)",
        HEAD + "a = b = pd.DataFrame({'x': range(10)})",
        "assert len(a) == 7 and len(b) == 3\nassert not set(a.x) & set(b.x)",
    ),
    "altair chart": (
        HEAD + "import altair as alt\ndf = pd.DataFrame({'a': [1, 2], 'b': [3, 4]})\n"
        "chart = alt.Chart(df, title='Sales').mark_line(point=True).encode(x='a:Q', y=alt.Y('b', title='B'))",
        HEAD + "import altair as alt\ndf = pd.DataFrame({'a': [1, 2], 'b': [3, 4]})\n"
        "chart = alt.Chart(df).mark_bar().encode(x='a:Q', y='b')",
        (
            "import altair as alt\nassert isinstance(chart, alt.Chart)\nspec = chart.to_dict()\n"
            "assert spec['mark']['type'] == 'line'\nassert spec['encoding']['y']['title'] == 'B'\n"
            "assert chart.title == 'Sales' and chart.encoding.x.shorthand == 'a:Q'\n"
            "assert list(chart.data.columns) == ['a', 'b']"
        ),
    ),
    "layered chart with a parameter": (
        HEAD + "import altair as alt\npick = alt.selection_point(fields=['a'])\n"
        "base = alt.Chart(pd.DataFrame({'a': [1, 2]})).encode(x='a:Q')\n"
        "chart = base.mark_bar().add_params(pick) + base.mark_rule().transform_filter(alt.datum.a > 1)",
        HEAD + "import altair as alt\nchart = alt.Chart(pd.DataFrame({'a': [1, 2]})).mark_bar()",
        (
            "import altair as alt\nassert isinstance(chart, alt.LayerChart) and len(chart.layer) == 2\n"
            "assert 'params' in chart.to_dict()"
        ),
    ),
    "seeded randomness handed in": (
        HEAD + "def draw(rng, n):\n    return rng.normal(size=n)",
        HEAD + "def draw(rng, n):\n    return np.zeros(n)",
        (
            "rng = np.random.default_rng(7)\nfirst, second = draw(rng, 3), draw(rng, 3)\n"
            "twin = np.random.default_rng(7)\nnp.testing.assert_array_equal(first, twin.normal(size=3))\n"
            "np.testing.assert_array_equal(second, twin.normal(size=3))"
        ),
    ),
    "global seed": (
        HEAD + "def draw():\n    np.random.seed(3)\n    return np.random.rand()",
        HEAD + "def draw():\n    return 0.5",
        "np.random.seed(3)\nexpected = np.random.rand()\nassert draw() == expected",
    ),
    "written file": (
        HEAD + "pd.DataFrame({'a': [1, 2]}).to_csv('out.csv', index=False)\n"
        "def save(path):\n    with open(path, 'w') as f:\n        f.write('saved')",
        "def save(path):\n    pass",
        (
            "import os, pandas as pd\nassert os.path.exists('out.csv')\nassert pd.read_csv('out.csv').a.sum() == 3\n"
            "save('late.txt')\nassert open('late.txt').read() == 'saved'"
        ),
    ),
    "file in a temporary folder": (
        (
            "from pathlib import Path\ndef save(path):\n    Path(path).write_text('saved')\n"
            "def load(path):\n    return Path(path).read_text()"
        ),
        "def save(path):\n    pass\ndef load(path):\n    return ''",
        (
            "import tempfile, pathlib\nwith tempfile.TemporaryDirectory() as folder:\n"
            "    p = pathlib.Path(folder) / 'a.txt'\n    save(p)\n    assert p.read_text() == 'saved'\n"
            "    q = pathlib.Path(folder) / 'b.txt'\n    q.write_text('given')\n    assert load(q) == 'given'"
        ),
    ),
    "type checks": (
        HEAD + "a, b, c, d, e = 1, 2.0, [3], {'k': (1,)}, np.float64(2.5)",
        HEAD + "a, b, c, d, e = 1.0, 2, (3,), ['k'], 2.5",
        (
            "assert type(a) is int and isinstance(b, float) and type(c) is list\n"
            "assert isinstance(d['k'], tuple) and isinstance(e, np.floating)"
        ),
    ),
    "lazy results": (
        "def evens(n):\n    return filter(lambda i: i % 2 == 0, range(n))",
        "def evens(n):\n    return range(n)",
        "assert list(evens(7)) == [0, 2, 4, 6]",
    ),
    "warning in a correct answer": (
        (
            "import warnings, sys\ndef f(x):\n    warnings.warn('careful')\n"
            "    print('note', file=sys.stderr)\n    return x + 1"
        ),
        "def f(x):\n    return x",
        "assert f(1) == 2",
    ),
    "partial credit": ("x = 3", "x = 99", "score = 0\nif x == 3:\n    score += 1\nscore"),
    "boolean last line": ("x = 3", "x = 4", "x == 3"),
    "names looked up by text": (
        "answer = 42",
        "anwser = 42",
        "assert 'answer' in globals(), 'define answer'\nassert globals()['answer'] == 42",
    ),
    "helper defined in the test": (
        "def area(r):\n    return 3 * r * r",
        "def area(r):\n    return 3 * r",
        (
            "def check(r, expected):\n    got = area(r)\n    assert got == expected, f'area({r})'\n"
            "check(1, 3)\ncheck(2, 12)"
        ),
    ),
    "magic in the test": ("x = 1", "x = 2", "%timeit -n1 -r1 x\n%precision 3\nassert x == 1"),
    "unittest assertions": (
        "def f():\n    return [1, 2]",
        "def f():\n    return [2, 1]",
        (
            "import unittest\ncase = unittest.TestCase()\ncase.assertEqual(f(), [1, 2])\n"
            "case.assertIsInstance(f(), list)"
        ),
    ),
    "structured and masked arrays, dates, categories": (
        HEAD + "import datetime\nm = np.ma.array([1, 2], mask=[0, 1])\n"
        "d = datetime.date(2024, 2, 29)\nc = pd.Series(['a', 'b'], dtype='category')\n"
        "t = pd.Timestamp('2024-01-01', tz='UTC')",
        HEAD + "import datetime\nm = np.array([1, 2])\nd = datetime.date(2024, 2, 28)\n"
        "c = pd.Series(['a', 'b'])\nt = pd.Timestamp('2024-01-01')",
        (
            "assert m.sum() == 1 and d.day == 29 and t.tzinfo is not None\n"
            "assert list(c.cat.categories) == ['a', 'b']"
        ),
    ),
    "dictionary of functions": (
        "ops = {'add': lambda a, b: a + b, 'mul': lambda a, b: a * b}",
        "ops = {'add': lambda a, b: a - b, 'mul': lambda a, b: a * b}",
        "assert ops['add'](2, 3) == 5 and ops['mul'](2, 3) == 6 and set(ops) == {'add', 'mul'}",
    ),
    "context manager": (
        (
            "class Timer:\n    def __enter__(self):\n        self.on = True\n        return self\n"
            "    def __exit__(self, *rest):\n        self.on = False"
        ),
        (
            "class Timer:\n    on = True\n    def __enter__(self):\n        return self\n"
            "    def __exit__(self, *rest):\n        pass"
        ),
        "with Timer() as t:\n    assert t.on\nassert not t.on",
    ),
}
