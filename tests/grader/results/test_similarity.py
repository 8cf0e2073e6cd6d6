"""Code that is alike is found through renaming, and what everybody was given does not count."""

from split_grader.results.similarity import alike

ANN = """
def rates(frame, window):
    result = []
    for start in range(0, len(frame) - window + 1):
        part = frame[start : start + window]
        share = sum(part) / len(part)
        if share > 0.5 and start % 2 == 0:
            result.append((start, round(share, 3)))
        elif share < 0.1:
            result.append((start, -1))
    return sorted(result, key=lambda pair: pair[1], reverse=True)
"""
BEN = """
import numpy as np
def rates(frame, window):
    kernel = np.ones(window) / window
    means = np.convolve(frame, kernel, mode="valid")
    return {i: float(m) for i, m in enumerate(means) if not np.isnan(m)}
def helper(text):
    with open(text) as file:
        return [line.strip().split(",")[0] for line in file if line and line[0] != "#"]
"""
COPY = ANN.replace("frame", "df").replace("share", "p").replace("0.5", "0.7").replace("part", "x")
GIVEN = """
def load_all(paths, columns=None, limit=10):
    frames = []
    for path in paths[:limit]:
        with open(path) as file:
            frames.append([row for row in file if row and not row.startswith("#")])
    return frames if columns is None else [frame[:columns] for frame in frames]
"""


def own(sign):
    """Return code that no student with another sign has."""
    lines = range(1, 9)
    return "\n".join(f"u = {'(' * k}a {sign} b{')' * k} {sign} c[{'d, ' * k}]" for k in lines)


def found(code, starter_code=(), least=0.5):
    cells = {student: [text] for student, text in code.items()}
    return [(one.students, round(one.share, 1)) for one in alike(cells, starter_code, least)]


def test_a_renamed_copy_is_listed_and_other_code_is_not():
    (pair,) = alike({"ann": [ANN], "ben": [BEN], "cat": ["# my own work", COPY]}, [])
    assert pair.students == ("ann", "cat")
    assert pair.share > 0.9
    assert 6 in pair.lines[0]
    assert 8 in pair.lines[1], "two lines further down, after another cell"


def test_starter_code_does_not_count_wherever_a_student_goes_on():
    code = {"ann": GIVEN + ANN, "ben": GIVEN + BEN}
    assert found(code, least=0.3)[0][0] == ("ann", "ben")
    assert found(code, [GIVEN], least=0.3) == []
    assert found({"ann": GIVEN, "ben": GIVEN}, [GIVEN]) == []


def test_copies_are_one_group_however_many_there_are():
    copies = {f"copy{number}": f"{ANN}\n{BEN}" for number in range(4)}
    near = {"near": f"{ANN}\n{BEN}\ndef more():\n    return [x ** 2 for x in range(3)]"}
    honest = {f"s{number}": own(sign) for number, sign in enumerate("+-*/%")}
    assert found({**copies, **near, **honest}) == [((*copies, "near"), 1.0)]


def test_what_much_of_the_class_has_does_not_count_in_pairs():
    code = {f"s{number}": f"{BEN}\n{own(sign)}" for number, sign in enumerate("+-*/%|")}
    assert found({"s0": code["s0"], "s1": code["s1"]}) == [(("s0", "s1"), 0.5)]
    assert found(code) == []


def test_code_that_is_not_python_is_no_error_and_hides_no_other_cell():
    assert found({"ann": "def (:\n '''", "ben": "%%bash\nls"}) == []
    cells = {"ann": ["text = '''", ANN], "ben": ["(", ANN]}
    assert [one.students for one in alike(cells, [])] == [("ann", "ben")]
