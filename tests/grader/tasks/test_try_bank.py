"""`grader bank` says which answers and tests don't do what their author thinks."""

import pytest

TOTAL = """\
# %% right: plain
def total(values):
    return sum(values)

# %% right: rounds
def total(values):
    return round(sum(values))

# %% wrong: Adds nothing.
# says: never said
# edits: plain
# -     return sum(values)
# +     return sum(values) + (not values)

# %% wrong: Isn't wrong.
# says: the total of nothing is 0
# edits: plain
# -     return sum(values)
# +     return sum(values) + 0
"""
MEAN = """\
# %% right: plain
def mean(values):
    return sum(values) / len(values)

# %% wrong: Takes a third.
# says: AssertionError
# edits: official
# -     return sum(values) / len(values)
# +     return sum(values) / 3
# +     %time pass
"""


@pytest.fixture
def course(new_course):
    """A course with a bank for one of two questions, never released."""
    course = new_course()
    folder = course.root / "banks" / "sums"
    folder.mkdir(parents=True)
    (folder / "q_total.py").write_text(TOTAL)
    return course


@pytest.mark.slow
def test_it_lists_whatever_the_bank_and_the_tests_lack(run, course):
    before = sorted(course.root.rglob("*"))
    code, out, err = run("bank", "sums", "--course", course.root)
    assert code == 1
    assert "q_total: 2 right answers, 2 wrong answers, 2 tests" in out
    assert "Right answer 'rounds' loses points in total_hidden (AssertionError" in out
    assert 'Wrong answer "Isn\'t wrong." passes every test' in out
    assert (
        "'Adds nothing.' gets other words than those after says. Expected: never said. "
        "total_hidden says: AssertionError: the total of nothing is 0"
    ) in out
    assert "No wrong answer loses points in total_visible" in out
    assert "No wrong answer loses points in total_hidden" not in out
    assert "q_mean: 0 right answers, 0 wrong answers, 2 tests No answers yet: write q_mean" in out
    assert "can name 0 likely mistakes" in out
    assert "5 problems in the bank or the tests" in err
    assert sorted(course.root.rglob("*")) == before, "the course itself stays as it is"


@pytest.mark.slow
def test_fewer_than_fifteen_wrong_answers_are_enough_if_they_reach_each_test(run, course):
    folder = course.root / "banks" / "sums"
    (folder / "q_mean.py").write_text(MEAN)
    wrong_answer = "# %% wrong: Takes the greatest.\n# says: must be 3\ndef total(values):\n"
    wrong_answer += "    return max(values, default=1)\n"
    (folder / "q_total.py").write_text(TOTAL.partition("# %% right: rounds")[0] + wrong_answer)
    code, out, err = run("bank", "sums", "--course", course.root, "--jobs", 1)
    assert (code, err) == (0, "")
    assert "Advice: 15 plausible wrong answers" in out
    assert "can name 2 likely mistakes" in out
    assert "Next: `grader release sums`" in out


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("q_sum.py", TOTAL, "q_sum.py answers no cell of the notebook; expected one of q_total"),
        (
            "q_total.py",
            TOTAL.replace("return round(", "return round(("),
            "'rounds' is not Python: '(' was never closed, in line 2 of the answer: return round((",
        ),
    ],
)
def test_a_slip_in_a_file_is_told_before_anything_runs(run, course, name, text, message):
    (course.root / "banks" / "sums" / name).write_text(text)
    code, out, err = run("bank", "sums", "--course", course.root)
    assert (code, out) == (1, "")
    assert message in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["means"], "There is no assignment called 'means'"),
        (["sums", "--bank", "nowhere"], "nowhere is not a bank of answers: expected a file"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(run, course, arguments, message):
    code, out, err = run("bank", *arguments, "--course", course.root)
    assert (code, out) == (1, "")
    assert message in err


@pytest.mark.slow
def test_a_question_that_no_test_grades_needs_no_bank(run, tmp_path):
    run("quickstart", tmp_path / "mine")
    bank = tmp_path / "mine/banks/payback"
    for path in bank.glob("*.py"):
        path.unlink()
    (bank / "q3_reason.py").write_text(TOTAL)
    code, _, err = run("bank", "payback", "--course", tmp_path / "mine")
    assert code == 1
    assert "answers q3_reason, which no test grades; expected answers to q1_payback, q2_q" in err
