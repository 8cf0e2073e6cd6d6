"""`grader written score`: lines in, lines out, and a clear word on a line that is none."""

import json
import sys
from pathlib import Path

import pytest

from grader.cli import main
from grader.written.labels import read_labelled
from grader.written.rubric import question
from grader.written.scorer import score
from grader.written.thresholds import THRESHOLDS
from written_course import FULL, PART

pytestmark = pytest.mark.usefixtures("real_encoder")

HELD_OUT = Path(__file__).with_name("held_out.jsonl")
POINT = {"decision", "probability", "evidence"}


@pytest.fixture
def scores(monkeypatch, capfd, tmp_path):
    """Score lines; return the exit code, the lines that come out, and what is said of errors."""

    def call(*lines, options=()):
        path = tmp_path / "answers.jsonl"
        texts = (line if isinstance(line, str) else json.dumps(line) for line in lines)
        path.write_text("\n".join(texts), encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["grader", "written", "score", str(path), *options])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capfd.readouterr()
        return ended.value.code, [json.loads(line) for line in out.splitlines()], err

    return call


def test_each_answer_gets_a_line_with_points_score_final_and_flags(scores):
    code, lines, _ = scores(
        {"question": "Q4", "text": PART, "id": "a1"}, "", {"question": "Q1", "text": ""}
    )
    assert code == 0
    first, second = lines
    assert (first["id"], first["question"], second["question"]) == ("a1", "Q4", "Q1")
    for line in lines:
        assert {"points", "score", "final", "flags"} <= set(line)
        assert set(line["points"]) == set(question(line["question"]).points)
        assert all(set(point) == POINT for point in line["points"].values())
    assert {k: first[k] for k in ("points", "score", "final", "flags")} == score(
        "Q4", PART
    ).as_dict()
    assert (second["score"], second["final"], second["flags"]) == (0, True, ["empty"])


BAD = {
    "it is not JSON": "The model drifted.",
    "it is a list, not an object": '["Q4", "It drifted."]',
    "There is no question 'Q9'; there are Q1": {"question": "Q9", "text": "It drifted."},
    '"question" is missing': {"text": "It drifted."},
    '"text" is missing': {"question": "Q4"},
    '"text" is null, not text': {"question": "Q4", "text": None},
}


@pytest.mark.parametrize("why", BAD)
def test_a_bad_line_is_told_by_number_and_costs_the_others_nothing(why, scores):
    good = {"question": "Q4", "text": PART}
    code, lines, told = scores(good, BAD[why], good)
    assert code == 1
    assert lines[1]["error"].startswith(f"line 2: {why}")
    assert 'expected {"question": "Q4", "text": "..."}' in lines[1]["error"]
    assert lines[0] == lines[2]
    assert "1 line of" in told


def test_odd_characters_in_a_text_break_no_line(scores):
    odd = 'The model drifted.\u2028 \ud800 \x85 Incomes fell. "Retrain" it.'
    code, lines, _ = scores({"question": "Q4", "text": odd}, {"question": "Q4", "text": FULL})
    assert (code, len(lines)) == (0, 2)


@pytest.mark.slow
def test_graded_answers_change_what_is_likely(scores, tmp_path):
    given = {"question": "Q4", "text": PART}
    known = [one for one in read_labelled(HELD_OUT) if one.question == "Q4"]
    graded = tmp_path / "graded.jsonl"
    rows = [
        {"question": "Q4", "text": one.text, "score": 0}
        for one in known[: THRESHOLDS.fewest_graded + 2]
    ]
    graded.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    _, (before,), _ = scores(given)
    code, (after, other), _ = scores(
        given, {"question": "Q8", "text": FULL}, options=["--grades", str(graded)]
    )
    assert code == 0
    # Whoever gives nothing for what it believes in teaches it to believe less.
    sure = max(before["points"], key=lambda point: before["points"][point]["probability"])
    early, late = (line["points"][sure]["probability"] for line in (before, after))
    assert late < early - 0.05
    assert not after["final"] or not after["score"]
    assert other["points"] == score("Q8", FULL).as_dict()["points"]


def test_grades_that_are_none_are_told_with_file_and_line(scores, tmp_path):
    graded = tmp_path / "graded.jsonl"
    graded.write_text('{"question": "Q4", "text": "It drifted.", "points": ["speed"]}')
    code, lines, told = scores({"question": "Q4", "text": PART}, options=["--grades", str(graded)])
    assert (code, lines) == (1, [])
    assert "line 1 is not a graded answer: Q4 has no point speed; it has drift" in " ".join(
        told.split()
    )


@pytest.mark.parametrize("name", ["absent.jsonl", "."])
def test_a_file_that_cannot_be_read_is_one_sentence(name, monkeypatch, capfd, tmp_path):
    monkeypatch.setattr(sys, "argv", ["grader", "written", "score", str(tmp_path / name)])
    with pytest.raises(SystemExit):
        main()
    told = capfd.readouterr().err
    assert "cannot be read" in told
    assert "Traceback" not in told
