"""The thresholds of written answers: one table, which the scorer uses and `status` shows."""

from dataclasses import replace

import pytest

from grader.written import scorer
from grader.written.thresholds import THRESHOLDS, Thresholds

SHOWN = {name: value for name, value, _ in THRESHOLDS.explained()}


def test_every_threshold_is_shown_with_what_it_means():
    assert SHOWN["likely"] == THRESHOLDS.likely
    assert all(meaning.endswith(".") for _, _, meaning in THRESHOLDS.explained())


def test_a_threshold_that_nothing_uses_is_an_error(tmp_path):
    path = tmp_path / "thresholds.toml"
    path.write_text('[lucky]\nvalue = 0.5\nmeans = "Nothing."\n', encoding="utf-8")
    with pytest.raises(TypeError, match="lucky"):
        Thresholds.read(path)


def test_the_scorer_decides_by_them(monkeypatch):
    text = (
        "The model suffers from data drift: customers changed, and what it learnt no longer holds. "
        "Monitor the inputs, retrain on recent data, and review the performance every month."
    )
    before = scorer.score("Q4", text).score
    monkeypatch.setattr(scorer, "THRESHOLDS", replace(THRESHOLDS, likely=1.1))
    assert before > scorer.score("Q4", text).score == 0
