"""No lesson is left half written. `make quick` says so last, since a new lesson is full of TODOs."""

from scaling_ai_kit.unfinished import listed, unfinished
from tools.quick import ROOT, WRITTEN


def test_nothing_is_left_to_do():
    todos = unfinished([ROOT / folder for folder in WRITTEN], ROOT)
    assert not todos, "\n".join(todos)


def test_a_todo_is_listed_once_with_its_file_and_line(tmp_path, capsys):
    for name in ("text/14_bikes.md", "14_bikes.ipynb"):
        path = tmp_path / "modules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# Bikes\n\n  TODO: the case, at 8:30.\n", encoding="utf-8")
    assert listed([tmp_path], tmp_path)
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:] == ["modules/text/14_bikes.md:3: TODO: the case, at 8:30."]
