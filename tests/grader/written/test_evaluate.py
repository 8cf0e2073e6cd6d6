"""The figures that the documentation quotes are counted as it says."""

from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.written import evaluate
from grader.written.evaluate import END, HELD_OUT, START, Judged, renew, report
from grader.written.labels import Labelled, read_labelled
from grader.written.scorer import Decision, PointScore, Scored

PAGE = Path(__file__).parents[3] / "docs" / "written-answers-results.md"


def judged(credited, earned, *, final=False, name="Q4", family="honest", score=None):
    decisions = {p: Decision.CREDIT if p in credited else Decision.UNDECIDED for p in IDS}
    points = {p: PointScore(decision, 0.5, "") for p, decision in decisions.items()}
    given = len(credited) if score is None else score
    truth = Labelled(name, "", dict.fromkeys(earned, ""), len(earned), family=family)
    return Judged(truth, Scored(name, points, given, final, ()), 0.1)


IDS = ["drift", "mech", "data", "perf", "retrain", "monitor"]


def rows(text):
    """Tables of a Markdown text, each a dictionary by first cell."""
    tables = [part for part in text.split("\n\n") if part.startswith("|")]
    cut = [[[c.strip() for c in r.strip("|").split("|")] for r in t.splitlines()] for t in tables]
    return [{row[0]: row[1:] for row in table} for table in cut]


def test_all_and_honest_answers_are_told_apart():
    everything, honest, families = rows(
        report(
            [
                judged(["drift", "mech"], ["drift", "data"]),
                judged(["drift"], ["drift"], final=True),
                judged(["retrain"], [], family="negated"),
            ]
        )
    )
    assert everything["Q4"] == ["3", "0.50", "0.67", "0.78", "0.67", "0.33", "0 of 1"]
    assert honest["Q4"][:3] == ["2", "0.67", "0.67"]
    assert families["negated"] == ["1", "1", "0"]


def test_a_wrong_final_and_undeserved_points_are_counted():
    everything, families = rows(
        report(
            [
                judged(["retrain", "data"], ["data"], final=True, family="negated"),
                judged([], [], final=True, family="off_topic"),
                judged([], [], final=True, family="off_topic", score=2),
            ]
        )
    )
    assert everything["Q4"][-1] == "2 of 3"
    assert families["negated"] == ["1", "1", "1"]
    assert families["off topic"] == ["2", "0", "1"]
    assert families["together"] == ["3", "1", "2"]


def test_scores_of_different_questions_are_not_thrown_together_for_kappa():
    agreed = [judged(["drift"], ["drift"]), judged([], [])]
    chance = [judged(c, e, name="Q8") for c in ([], ["drift"]) for e in ([], ["drift"])]
    (table,) = rows(report(agreed + chance))
    assert [table[name][4] for name in ("Q4", "Q8", "together")] == ["1.00", "0.00", "0.50"]


def test_without_answers_or_points_there_are_no_figures():
    with pytest.raises(ValueError, match="no answers to report on"):
        report([])
    bare = Judged(Labelled("Q4", "", None, 3), judged([], []).scored, 0.1)
    with pytest.raises(ValueError, match="a score and no points"):
        report([bare])


def test_figures_take_the_place_of_the_old_ones_and_nothing_else_changes(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"# Above\n\n{START}\nold\n{END}\n\nBelow\n", encoding="utf-8")
    renew("| new |", page)
    renew("| newer |", page)
    expected = f"# Above\n\n{START}\n\n| newer |\n\n{END}\n\nBelow\n"
    assert page.read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("text", ["no markers", START, END + START, START + START + END])
def test_a_page_without_its_two_markers_is_left_alone(text, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    with pytest.raises(GraderError, match=r"page\.md must have"):
        renew("| new |", page)
    assert page.read_text(encoding="utf-8") == text


def test_a_page_that_is_not_there_is_named(tmp_path):
    with pytest.raises(GraderError, match=r"none\.md cannot be read"):
        renew("| new |", tmp_path / "none.md")


@pytest.mark.usefixtures("real_encoder")
def test_the_command_prints_the_figures_of_the_file_it_is_given(tmp_path, capsys):
    answers = tmp_path / "answers.jsonl"
    answers.write_text('{"question": "Q4", "text": "", "points": []}\n', encoding="utf-8")
    evaluate.main(["--held-out", str(answers)])
    (table,) = rows(capsys.readouterr().out)
    assert table["Q4"] == ["1", "n/a", "n/a", "0.00", "n/a", "1.00", "0 of 1"]


def test_the_command_says_what_is_wrong_with_a_file(tmp_path, capsys):
    answers = tmp_path / "answers.jsonl"
    answers.write_text("no json\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        evaluate.main(["--held-out", str(answers)])
    assert "line 1 is not a graded answer" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        evaluate.main(["--held-out", str(tmp_path / "none.jsonl")])
    assert "none.jsonl" in capsys.readouterr().err


def test_the_documentation_has_figures_for_every_question_between_its_markers():
    between = PAGE.read_text(encoding="utf-8").split(START)[1].split(END)[0]
    everything, honest, *_ = rows(between)
    for table in (everything, honest):
        assert {f"Q{k}" for k in range(1, 9)} <= set(table)
    assert everything["together"][0] == str(len(list(read_labelled(HELD_OUT))))
