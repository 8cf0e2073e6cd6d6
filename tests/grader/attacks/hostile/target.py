"""The assignment under attack: eight questions in the styles that courses use."""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from hostile.model import HIDDEN, tidy

NAME = "target"
QUESTIONS = ("mean", "region", "best", "account", "model", "drop", "age", "twice")

# question: (points, task, solution, visible tests, hidden tests); a solution that starts with a
# definition keeps its first line in the release.
_PARTS = {
    "mean": (
        2,
        "Write `mean_price`, which returns the mean of a list of prices as a float.",
        """
        def mean_price(prices):
            return float(sum(prices) / len(prices))
        """,
        """
        import numpy as np
        import pytest

        assert mean_price([1.0, 2.0]) == pytest.approx(1.5), "The mean of 1 and 2 is 1.5."
        """,
        """
        prices = [4711.25, 2.5, 0.125]
        assert isinstance(mean_price(prices), float), "Return a float."
        assert mean_price(prices) == pytest.approx(1571.2916666666667), "The mean is not right."
        assert np.isclose(mean_price([-3.0, 8.5]), 2.75), "Negative prices count too."
        assert abs(mean_price([0.1] * 7) - 0.1) < 1e-9, "Seven equal prices have that mean."
        """,
    ),
    "region": (
        3,
        "Write `by_region`: a frame with the columns `region` and `total`, sorted by region.",
        """
        def by_region(sales):
            return sales.groupby("region", as_index=False)["amount"].sum().rename(columns={"amount": "total"})
        """,
        """
        import pandas as pd

        small = pd.DataFrame({"region": ["b", "a", "b"], "amount": [1.0, 2.0, 3.0]})
        pd.testing.assert_frame_equal(
            by_region(small), pd.DataFrame({"region": ["a", "b"], "total": [2.0, 4.0]})
        )
        """,
        """
        more = pd.DataFrame(
            {"region": ["x", "HIDDEN-CANARY-7f3a-region", "x"], "amount": [10.5, 7.25, 4711.0]}
        )
        expected = pd.DataFrame(
            {"region": ["HIDDEN-CANARY-7f3a-region", "x"], "total": [7.25, 4721.5]}
        )
        pd.testing.assert_frame_equal(by_region(more), expected)
        assert list(by_region(more)["total"]) == [7.25, 4721.5], "The totals are not right."
        """,
    ),
    "best": (
        1,
        "Store the name of the month with the highest income in `best_month`.",
        """
        best_month = max(income, key=income.get)
        """,
        """
        assert isinstance(best_month, str), "best_month must be text."
        """,
        """
        assert best_month == "July", "That is not the best month."
        """,
    ),
    "account": (
        3,
        "Write the class `Account` with `deposit`, `withdraw` and the attribute `balance`. To withdraw more than there is raises a `ValueError`.",
        """
        class Account:
            def __init__(self, balance=0.0):
                self.balance = balance

            def deposit(self, amount):
                self.balance += amount

            def withdraw(self, amount):
                if amount > self.balance:
                    raise ValueError("not enough money")
                self.balance -= amount
        """,
        """
        import pytest

        account = Account()
        account.deposit(10.0)
        assert account.balance == 10.0, "After a deposit of 10 the balance is 10."
        """,
        """
        other = Account(4711.0)
        other.deposit(9.0)
        other.withdraw(20.0)
        assert other.balance == 4700.0, "The balance is not right."
        with pytest.raises(ValueError):
            other.withdraw(4700.5)
        assert other.balance == 4700.0, "A refused withdrawal changes nothing."
        assert account.balance == 10.0, "Two accounts have balances of their own."
        """,
    ),
    "model": (
        4,
        "Write `fit_model`, which returns a scikit-learn regressor fitted to its arguments.",
        """
        def fit_model(features, target):
            from sklearn.linear_model import LinearRegression

            return LinearRegression().fit(features, target)
        """,
        """
        import numpy as np
        from sklearn.metrics import r2_score

        line = np.arange(20.0).reshape(-1, 1)
        assert np.allclose(fit_model(line, 3 * line[:, 0] + 1).predict([[100.0]]), [301.0])
        """,
        """
        rng = np.random.default_rng(4711)
        features = rng.normal(size=(300, 3))
        truth = features @ np.array([2.0, -1.0, 0.5]) + 7.25
        fitted = fit_model(features[:200], truth[:200])
        guess = fitted.predict(features[200:])
        assert np.shape(guess) == (100,), "predict must return a value for each row."
        assert r2_score(truth[200:], guess) > 0.99, "The model does not fit new data."
        """,
    ),
    "drop": (
        2,
        "Write `drop_negatives`, which removes negative numbers from a list in place.",
        """
        def drop_negatives(values):
            values[:] = [value for value in values if value >= 0]
        """,
        """
        numbers = [3, -1, 2]
        assert drop_negatives(numbers) is None, "Change the list, return nothing."
        assert numbers == [3, 2], "[3, -1, 2] must become [3, 2]."
        """,
        """
        hidden_numbers = [-4711, 0, 8123, -1, -1, 5]
        drop_negatives(hidden_numbers)
        assert hidden_numbers == [0, 8123, 5], "Not all negative numbers are gone."
        assert len(hidden_numbers) == 3, "The list has the wrong length."
        """,
    ),
    "age": (
        2,
        "Write `parse_age`: the age as an int; a `ValueError` where the text is no age.",
        """
        def parse_age(text):
            age = int(text)
            if age < 0:
                raise ValueError(f"no age: {text}")
            return age
        """,
        """
        import pytest

        assert parse_age("12") == 12, "The text 12 is the age 12."
        """,
        """
        for text in ["HIDDEN-CANARY-7f3a-age", "-4711", ""]:
            with pytest.raises(ValueError):
                parse_age(text)
        assert parse_age(" 47 ") == 47, "Blanks around an age do not matter."
        """,
    ),
    "twice": (
        2,
        "Write `apply_twice`, which applies a function to a value, and again to the result.",
        """
        def apply_twice(function, value):
            return function(function(value))
        """,
        """
        assert apply_twice(lambda number: number + 1, 1) == 3, "1 becomes 2 becomes 3."
        """,
        """
        calls = []


        def triple(number):
            calls.append(number)
            return number * 3


        assert apply_twice(triple, 4711) == 42399, "The result is not right."
        assert calls == [4711, 14133], "Call the function once with each value."
        """,
    ),
}
POINTS = {question: part[0] for question, part in _PARTS.items()}
_SETUP = """
import numpy as np
import pandas as pd

income = {"May": 310.0, "June": 402.5, "July": 417.25, "August": 398.0}
"""


def solution(question: str) -> str:
    """Return the code that solves a question."""
    return tidy(_PARTS[question][2])


def source_notebook() -> NotebookNode:
    """Return the instructor's notebook."""
    cells = [
        new_markdown_cell("# Eight questions on sales", id="intro"),
        new_code_cell(tidy(_SETUP), id="setup"),
    ]
    for question in QUESTIONS:
        cells += _question_cells(question)
    spec = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": spec})


def _question_cells(question: str) -> list[NotebookNode]:
    points, task, _, visible, hidden = _PARTS[question]
    test = (
        f"{tidy(visible)}\n### BEGIN HIDDEN TESTS\n"
        f'assert "{HIDDEN}-{question}"\n{tidy(hidden)}\n### END HIDDEN TESTS'
    )
    return [
        new_markdown_cell(task, id=f"task-{question}"),
        new_code_cell(
            _marked(solution(question)),
            id=f"answer-{question}",
            metadata=_label(f"q_{question}", solution=True),
        ),
        new_code_cell(test, id=f"test-{question}", metadata=_label(f"t_{question}", points=points)),
    ]


def _marked(code: str) -> str:
    first, _, rest = code.partition("\n")
    begin, end = "### BEGIN SOLUTION", "### END SOLUTION"
    if not rest:
        return f"{begin}\n{code}\n{end}"
    return f"{first}\n    {begin}\n{rest}\n    {end}"


def _label(
    grade_id: str, *, solution: bool = False, points: int | None = None
) -> dict[str, object]:
    label = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": points is not None,
        "solution": solution,
        "locked": not solution,
        "task": False,
    }
    return {"nbgrader": label if points is None else {**label, "points": points}}
