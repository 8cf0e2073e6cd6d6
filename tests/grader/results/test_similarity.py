"""Code that is alike is found through renaming, and what everybody was given does not count."""

from grader.results.similarity import similar_pairs

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


def names(pairs):
    return [(pair.first, pair.second) for pair in pairs]


def test_a_renamed_copy_is_found_and_other_code_is_not():
    pairs = similar_pairs({"ann": ANN, "ben": BEN, "cat": f"# my own work\n{COPY}"}, "")
    assert names(pairs) == [("ann", "cat")]
    assert pairs[0].share > 0.9
    assert 6 in pairs[0].lines[0]


def test_starter_code_does_not_count():
    code = {"ann": GIVEN + ANN, "ben": GIVEN + BEN}
    assert names(similar_pairs(code, "", least=0.3)) == [("ann", "ben")]
    assert similar_pairs(code, GIVEN, least=0.3) == []


def test_what_much_of_the_class_has_does_not_count():
    code = {f"s{number}": ANN for number in range(8)}
    assert similar_pairs(code, "") == []


def test_code_that_is_not_python_is_no_error():
    assert similar_pairs({"ann": "def (:\n '''", "ben": "%%bash\nls"}, "") == []
