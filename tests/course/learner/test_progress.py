"""What a learner has done is kept, and trouble with the file never stops the course."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from course.learner import progress
from course.learner.join import is_sound, joined

CASES = json.loads(Path(__file__).parents[2].joinpath("progress_cases.json").read_text("utf-8"))


@pytest.fixture
def place(tmp_path, monkeypatch):
    path = tmp_path / "mine" / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(path))
    return path


def test_a_newcomer_has_done_nothing_and_no_file_is_made(place):
    assert progress.steps_done() == {}
    assert not place.parent.exists()


def test_what_is_recorded_is_remembered(place):
    progress.record("drift.shift", predicted="Both fall")
    progress.record("drift.checkpoint", right=3, asked=5)
    assert progress.steps_done() == {
        "drift.shift": {"predicted": "Both fall"},
        "drift.checkpoint": {"right": 3, "asked": 5},
    }
    assert place.exists()


@pytest.mark.usefixtures("place")
def test_a_new_fact_replaces_the_old_one_and_keeps_the_others():
    progress.record("drift.checkpoint", right=3, asked=5)
    progress.record("drift.checkpoint", right=4)
    assert progress.steps_done()["drift.checkpoint"] == {"right": 4, "asked": 5}


@pytest.mark.usefixtures("place")
def test_one_module_is_told_from_another_that_starts_alike():
    progress.record("drift.shift", predicted="A")
    progress.record("drift_more.shift", predicted="B")
    assert progress.done("drift") == {"shift": {"predicted": "A"}}


def test_forgetting_removes_the_file_and_may_be_asked_twice(place):
    progress.record("drift.shift", predicted="A")
    progress.forget()
    progress.forget()
    assert not place.exists()
    assert progress.steps_done() == {}


def test_without_a_named_place_the_file_is_in_the_learners_home(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_PROGRESS", raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    progress.record("drift.shift", predicted="A")
    assert progress.location() == tmp_path / ".scaling-ai-course" / "progress.json"
    assert progress.location().exists()


@pytest.mark.parametrize(
    "content",
    [
        "",
        '{"format": 1, "steps": {"drift',
        "[]",
        "null",
        '{"steps": {}}',
        '{"format": 99, "steps": {}}',
        '{"format": 1, "steps": [1, 2]}',
    ],
    ids=["empty", "cut off", "a list", "null", "no format", "a later format", "steps a list"],
)
def test_a_file_that_cannot_be_read_is_kept_aside_with_a_warning(place, content):
    place.parent.mkdir()
    place.write_text(content, encoding="utf-8")
    with pytest.warns(UserWarning, match=r"could not be read.*kept as progress\.json\.broken;"):
        assert progress.steps_done() == {}
    assert place.with_name("progress.json.broken").read_text(encoding="utf-8") == content
    progress.record("drift.shift", predicted="A")
    assert progress.done("drift") == {"shift": {"predicted": "A"}}


def test_bytes_that_are_no_text_are_kept_aside_too(place):
    place.parent.mkdir()
    place.write_bytes(b"\xff\xfe\x00broken")
    with pytest.warns(UserWarning, match="could not be read"):
        assert progress.steps_done() == {}


def test_a_place_that_cannot_be_written_warns_and_the_course_goes_on(tmp_path, monkeypatch):
    nowhere = tmp_path / "link"
    nowhere.symlink_to(tmp_path / "does-not-exist")
    monkeypatch.setenv("COURSE_PROGRESS", str(nowhere / "progress.json"))
    with pytest.warns(UserWarning, match=r"could not be saved.*You can go on.*COURSE_PROGRESS"):
        progress.record("drift.shift", predicted="A")


def test_a_write_that_fails_half_way_leaves_the_old_file_whole(place, monkeypatch):
    progress.record("drift.shift", predicted="A")

    def full_disk(draft, _target):
        raise OSError(28, "No space left on device", str(draft))

    monkeypatch.setattr(Path, "replace", full_disk)
    with pytest.warns(UserWarning, match="No space left on device"):
        progress.record("drift.shift", predicted="B")
    assert json.loads(place.read_text(encoding="utf-8"))["steps"] == {
        "drift.shift": {"predicted": "A"}
    }
    assert [file.name for file in place.parent.iterdir()] == [place.name], "a draft is left"


def test_a_second_broken_file_does_not_replace_the_first(place):
    place.parent.mkdir()
    for content in ("{", "[]"):
        place.write_text(content, encoding="utf-8")
        with pytest.warns(UserWarning, match="kept as"):
            progress.steps_done()
    files = {file.name: file.read_text(encoding="utf-8") for file in place.parent.iterdir()}
    assert files == {"progress.json.broken": "{", "progress.json.broken1": "[]"}


def test_a_folder_in_the_file_s_place_is_left_alone(place):
    place.mkdir(parents=True)
    with pytest.warns(UserWarning, match="COURSE_PROGRESS"):
        assert progress.steps_done() == {}
    assert place.is_dir()


def recorder(place, code):
    return subprocess.Popen(  # noqa: S603 - our own code in our own Python
        [sys.executable, "-W", "error", "-c", f"from course import progress\n{code}"],
        env={**os.environ, "COURSE_PROGRESS": str(place)},
    )


def test_two_notebooks_share_one_progress(place):
    for name in ("one", "two"):
        assert recorder(place, f"progress.record('drift.{name}', by='{name}')").wait(60) == 0
    assert progress.done("drift") == {"one": {"by": "one"}, "two": {"by": "two"}}


def test_two_notebooks_that_write_at_once_never_break_the_file(place):
    code = "for n in range(100): progress.record('drift.{0}', n=n)"
    writers = [recorder(place, code.format(name)) for name in ("one", "two")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert {"n": 99} in progress.done("drift").values()
    assert [file.name for file in place.parent.iterdir()] == ["progress.json"]


@pytest.mark.usefixtures("place")
def test_progress_travels_in_a_file(tmp_path, monkeypatch):
    progress.record("drift.shift", predicted="Both fall")
    file = progress.save_as(tmp_path / "taken.json")
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "elsewhere.json"))
    progress.record("drift.feedback", predicted="It grows")
    assert progress.add_from(file) == 1
    assert set(progress.steps_done()) == {"drift.shift", "drift.feedback"}


@pytest.mark.usefixtures("place")
def test_a_file_that_is_added_takes_nothing_away(tmp_path, monkeypatch):
    progress.record("drift.shift", guess=81, solved=["One."])
    progress.record("drift.decision", **_decided("late", "2026-02-01"))
    progress.record("drift.checkpoint", answered=2, right=1, asked=5)
    progress.record("review.drift", q1={"due": "2026-03-09", "last_review": "2026-03-01"})
    file = progress.save_as(tmp_path / "taken.json")
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "elsewhere.json"))
    progress.record("drift.shift", guess=70, solved=["Two."])
    progress.record("drift.decision", **_decided("early", "2026-01-01"))
    progress.record("drift.checkpoint", answered=1, right=0, asked=5)
    progress.record("review.drift", q1={"due": "2026-02-08", "last_review": "2026-02-01"})
    for _again in range(2):
        progress.add_from(file)
    steps = progress.done("drift")
    assert steps["shift"] == {"guess": 70, "solved": ["Two.", "One."]}
    assert steps["decision"]["option"] == "late"
    assert [version["option"] for version in steps["decision"]["history"]] == ["early"]
    assert steps["checkpoint"] == {"answered": 2, "right": 1, "asked": 5}
    assert progress.done("review")["drift"]["q1"]["due"] == "2026-03-09"


def _decided(option, date):
    return {"option": option, "numbers": {}, "reason": "So.", "date": date, "history": []}


@pytest.mark.parametrize(("name", "facts"), CASES["odd"])
def test_a_file_with_one_odd_step_adds_nothing_at_all(place, tmp_path, name, facts):
    progress.record("drift.shift", solved=["One."])
    before = place.read_bytes()
    other = tmp_path / "other.json"
    good = {"mlops.pipeline": {"skipped": True}}
    other.write_text(json.dumps({"format": 1, "steps": {**good, name: facts}}))
    with pytest.raises(ValueError, match=f"{name}' makes no sense"):
        progress.add_from(other)
    assert place.read_bytes() == before


@pytest.mark.parametrize(("name", "facts"), CASES["sound"])
def test_a_step_in_the_courses_format_is_sound(name, facts):
    assert is_sound(name, facts)


@pytest.mark.parametrize("case", CASES["joined"], ids=lambda case: case["rule"])
def test_two_files_are_combined_by_the_rule_of_the_pages(case):
    assert joined(case["mine"], case["theirs"]) == case["both"]
    assert joined(case["both"], case["theirs"]) == case["both"], "a file that is added twice"


DEEP = '{"format": 1, "steps": ' + '{"a": ' * 100_000 + "{}" + "}" * 100_001


@pytest.mark.parametrize(
    "text",
    ["{}", "not json", '{"format": 1, "steps": [1]}', DEEP],
    ids=["empty", "not JSON", "no steps", "too deep"],
)
def test_a_file_without_progress_changes_nothing(place, tmp_path, text):
    progress.record("drift.shift", predicted="Both fall")
    before = place.read_bytes()
    other = tmp_path / "other.json"
    other.write_text(text)
    with pytest.raises(ValueError, match=r"choose a file that progress\.save_as wrote"):
        progress.add_from(other)
    assert place.read_bytes() == before
