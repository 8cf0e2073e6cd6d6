"""The report names mistakes of the bank that failed tests and code speak for."""

from split_grader.course.bank import Bank, Wrong
from split_grader.results.grade_table import GradedCell, GradedQuestion, GradeTable, Row
from split_grader.results.mistakes import likely_mistakes

QUESTION = GradedQuestion("q1", (GradedCell("q1-visible", 1.0), GradedCell("q1-hidden", 1.0)))
FIRST = "def total(values):\n    return values[0]"
LARGEST = "def total(values):\n    return max(values)"
BANK = Bank(
    {},
    {
        "q1": {
            "Takes the first.": Wrong(FIRST, "must be 3"),
            "Takes the largest.": Wrong(LARGEST, "must be 3"),
            "Forgets the empty list.": Wrong("def total(values):\n    return sum(values)", "empty"),
        }
    },
)


def found(bank=BANK, notebook="", **code):
    cells = tuple(GradedCell(notebook + cell.name, 1.0) for cell in QUESTION.cells)
    question = GradedQuestion(notebook + QUESTION.name, cells)
    failures = {f"{notebook}q1-visible": "AssertionError: total must be 3"}
    rows = tuple(Row(name, "graded", {}, 0.0, failures, (), ran=True) for name in code)
    table = GradeTable("sums", (question,), rows, ())
    return likely_mistakes(table, bank, {name: {"q1": text} for name, text in code.items()})


def test_of_mistakes_with_one_message_the_code_decides():
    ann, ben = found(ann=f"# mine\n{FIRST}", ben=LARGEST)
    assert (ann.name, ann.students) == ("Takes the first.", ("ann",))
    assert (ben.name, ben.students) == ("Takes the largest.", ("ben",))
    assert 0.5 < ann.likelihood < 1


def test_of_several_notebooks_the_label_finds_the_bank():
    (ann,) = found(notebook="second/", ann=FIRST)
    assert (ann.question, ann.name) == ("second/q1", "Takes the first.")


def test_code_that_is_like_no_wrong_answer_is_not_given_a_name():
    other = "def total(values):\n" + "\n".join(f"    x{i} = {i} * len(values)" for i in range(9))
    assert found(ann=other) == []


def test_a_mistake_whose_message_nobody_got_is_not_named():
    text = "def total(values):\n    return sum(values)"
    others = Bank({}, {"q1": {"Forgets the empty list.": Wrong(text, "empty")}})
    assert found(others, ann=text) == []
