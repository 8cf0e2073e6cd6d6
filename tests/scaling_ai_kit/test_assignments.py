"""An assignment's notebooks are built from the texts next to its folder."""

from pathlib import Path

import pytest

from scaling_ai_kit import assignments

TEXT = '+++ {"nbgrader": {"grade_id": "q1"}}\n\nRead this.\n'


@pytest.mark.parametrize(
    ("text", "notebook"),
    [("sums.md", "sums/sums.ipynb"), ("sums.q1_totals.md", "sums/q1_totals.ipynb")],
)
def test_a_text_becomes_the_notebook_that_its_name_says(text, notebook, tmp_path, monkeypatch):
    monkeypatch.setattr(assignments, "SOLUTIONS", tmp_path)
    (tmp_path / text).write_text(TEXT)
    assert assignments.main([]) == 0
    assert "Read this." in (tmp_path / notebook).read_text()
    assert not list((tmp_path / Path(notebook).parent).glob("*.md"))


def test_the_check_names_a_notebook_that_differs_from_its_text(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(assignments, "SOLUTIONS", tmp_path)
    (tmp_path / "sums.more.md").write_text(TEXT)
    assert assignments.main(["--check"]) == 1
    assert "sums/more.ipynb: differs from its text" in capsys.readouterr().out
    assert not (tmp_path / "sums").exists()


def test_a_mark_without_its_partner_is_told_with_its_file_and_cell(tmp_path, monkeypatch):
    monkeypatch.setattr(assignments, "SOLUTIONS", tmp_path)
    text = TEXT.replace("Read this.", "### BEGIN SOLUTION\n1")
    (tmp_path / "sums.md").write_text(text)
    message = "solutions/sums.md: the cell q1 has 1 ### BEGIN SOLUTION and 0 ### END SOLUTION"
    with pytest.raises(SystemExit, match=message):
        assignments.main([])


def test_an_assignment_that_there_is_not_is_answered_with_those_that_there_are(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(assignments, "SOLUTIONS", tmp_path)
    (tmp_path / "drift.md").touch()
    with pytest.raises(SystemExit, match="There is no assignment 'drfit'; there are drift"):
        assignments.main(["--check", "drfit"])
