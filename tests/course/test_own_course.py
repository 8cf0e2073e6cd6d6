"""A course of another subject needs no code of its own for what every course has."""

import json
import os
import subprocess
import sys

import pytest

from course import explore
from course.syllabus import coursefile
from support import own_course

# What a notebook of the course sees, as one process.
NOTEBOOK = """
import json
from datetime import timedelta
from course import card, checkpoint, course_map, decide, explore, load, progress, register, review, truth
from course import board_paper, data, simulate

def told(call, *arguments):
    try:
        return repr(call(*arguments))
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"

shown = checkpoint("payback")
shown.answers = {question["id"]: 0 for question in shown.questions}
decision = decide("payback")
decision.decide("most", "Four in five.", months=30)
explore.payback.ovens().just_explore()
later = progress.now() + timedelta(days=200)
print(json.dumps({
    "asked": len(shown.questions),
    "map": course_map()._repr_mimebundle_()["text/plain"],
    "short": course_map("reader").total,
    "papers": [option["paper"] for option in decision.options],
    "register": register()._repr_mimebundle_()["text/plain"],
    "review": [question["source"] for question in review(lambda: later).questions],
    "summary": explore.payback.ovens().scene.summary,
    "alike": simulate.payback.payback_months(spread=0).tolist(),
    "data": data.names(),
    "sales": load("sales").to_dict("list"),
    "visits": len(load("visits", days=5)),
    "card": card("sales"),
    "progress": str(progress.location()),
    "steps": sorted(progress.steps_done()),
    "unknown": [
        told(call, name)
        for call, name in [
            (load, "credit"), (checkpoint, "drift"), (decide, "drift"), (course_map, "executive"),
            (truth, "sales"), (lambda _: board_paper(risk="", sign=""), ""),
        ]
    ],
}))
"""

# What the lesson says of one draw of bakeries, for others.
DRAWS = """
import json
from course.simulate.payback import payback_months

draws = [payback_months(seed=seed) for seed in range(20)]
print(json.dumps([[int((months > 12).sum()), int(months[79])] for months in draws]))
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    return own_course.write(tmp_path_factory.mktemp("own"))


def run(code, folder, home):
    """Run Python in a folder, as somebody with this home who has done nothing."""
    place = {name: value for name, value in os.environ.items() if name != "COURSE_PROGRESS"}
    process = subprocess.run(  # noqa: S603
        [sys.executable, "-W", "error", "-c", code],
        cwd=folder,
        env={**place, "HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    return json.loads(process.stdout)


@pytest.fixture(scope="module")
def seen(own, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    return {**run(NOTEBOOK, own / "modules", home), "home": home}


def test_the_map_has_the_lessons_of_the_course_with_what_was_done(seen):
    lines = seen["map"].splitlines()
    assert lines[0].startswith(" 1  When has an oven paid for itself?  [25 min]  (2 of 2 steps")
    assert lines[1].startswith(" 2  How much is enough?  [15 min]  (open: 1 step")
    assert lines[2] == "About 1 hour in all. Exercises are not counted."
    assert seen["short"] == "About 1 hour in all. Exercises are not counted."


def test_a_checkpoint_and_its_reviews_ask_the_questions_of_the_course(seen):
    assert seen["asked"] == 4
    assert set(seen["review"]) == {"Module 1: When has an oven paid for itself?"}


def test_a_decision_needs_nothing_of_the_board_paper_and_is_listed(seen):
    assert seen["papers"] == ["", "", ""]
    assert (
        "have paid. The bank has its money back after 30 months. Because: Four" in seen["register"]
    )


def test_an_explorable_is_found_with_its_model_and_data(seen):
    assert seen["summary"].startswith("The plan says 12 months. 47 ovens take longer")
    assert seen["alike"] == [12] * 100


def test_what_the_lesson_claims_is_true_of_other_bakeries(own, tmp_path):
    for late, most in run(DRAWS, own, tmp_path):
        assert 35 <= late <= 65, "about half of the ovens miss the plan's 12 months"
        assert 18 <= most <= 30, "80 of 100 take about twice the plan"


def test_data_sets_are_modules_and_files_of_rows(seen):
    assert seen["data"] == ["sales", "visits"]
    assert seen["sales"] == {"week": [1, 2, 3], "sold": [20, 24, 22]}
    assert seen["visits"] == 5
    assert seen["card"] == "# Sales of a bakery\n"


def test_progress_is_kept_for_each_course_and_that_of_this_one_stays_where_it_was(own, seen):
    home = seen["home"]
    assert seen["progress"] == str(home / ".bakery-course" / "progress.json")
    assert {"payback.checkpoint", "payback.ovens", "payback.decision"} <= set(seen["steps"])
    code = "import json; from course import progress; print(json.dumps(str(progress.location())))"
    here = run(code, own.parent, home)
    assert here == str(home / ".scaling-ai-course" / "progress.json")


def test_what_only_another_course_has_is_answered_with_what_this_one_has(own, seen):
    load, checkpoint, decide, course_map, truth, paper = seen["unknown"]
    assert load == "ValueError: There is no data set 'credit'; there are sales, visits."
    assert "no checkpoint 'drift'; there are: payback, stock" in checkpoint
    assert str(own / "questions" / "drift.toml") in checkpoint
    assert "no decision 'drift'; there are: payback" in decide
    assert "no path 'executive'; there are: reader, whole" in course_map
    assert "Nothing was planted in 'sales'" in truth
    assert "Sums for a bakery has no board paper" in paper


def test_check_runs_the_visible_tests_of_an_exercise(own, tmp_path):
    code = """
import json
from IPython.core.interactiveshell import InteractiveShell
from course import check, progress
shell = InteractiveShell.instance()
shell.run_cell("def payback(cost, gain): return 6")
print(json.dumps([str(check("q1")), progress.steps_done()]))
"""
    message, steps = run(code, own / "release" / "payback", tmp_path)
    assert message.startswith("q1_payback: the visible tests pass")
    assert steps == {"exercise-payback.q1_payback": {"passed": True}}


def test_the_course_is_the_one_named_or_the_one_around_the_folder_or_the_one_included(
    own, tmp_path, monkeypatch
):
    monkeypatch.delenv("COURSE_FOLDER", raising=False)
    monkeypatch.chdir(own / "datasets" / "sales")
    assert coursefile.find() == own
    monkeypatch.chdir(tmp_path)
    assert coursefile.read(coursefile.find()).title == "Scaling AI"
    monkeypatch.setenv("COURSE_FOLDER", str(own))
    assert coursefile.find() == own


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('slug = "stock"', 'slug = "payback"', r"lessons 1 and 2 are both called 'payback'"),
        ('slug = "stock"', 'slug = "how-much"', r"lesson 2: 'slug' is 'how-much', which can't name"),
        ('slug = "stock"', 'slug = "class"', r"lesson 2: 'slug' is 'class', which can't name"),
        ('slug = "stock"', "", r"lesson 2 has no 'slug'\. Add it: text"),
        ('slug = "stock"', "slug = 2", r"lesson 2: 'slug' is 2; expected text in quotation marks"),
        ('title = "How much is enough?"', "", r"lesson 2 has no 'title'"),
        ('slug = "bakery"', 'slug = "Our bakery"', r"'slug' is 'Our bakery'; expected lower"),
        ('title = "Sums for a bakery"', 'titel = "Sums for a bakery"', r"'titel', which is unknown; did you mean 'title'\? It may"),
        ("minutes = 15\n\n[[path]]", "minuets = 25\n[[path]]", r"lesson 2 has 'minuets', which is unknown; did you mean 'minutes'"),
        ("minutes = 15\n\n[[path]]", "[[path]]", r"lesson 2 \(stock\) has steps, but no minutes"),
        ("minutes = 15\n\n[[path]]", 'minutes = "15"\n[[path]]', r"'minutes' is '15'; expected a whole number"),
        ('["checkpoint"]', '["decision"]', r"leave 'decision' out of 'steps'.*stock\.toml"),
        ('["checkpoint"]', '["checkpoint", "checkpoint"]', r"a step is named twice: 'checkpoint'"),
        ('["checkpoint"]', '"checkpoint"', r"'steps' is 'checkpoint'; expected a list of names"),
        ('stops = ["payback"]', 'stops = ["paybak"]', r"path 'reader' stops at 'paybak', which isn't a lesson; did you mean 'payback'"),
        ('stops = ["payback"]', 'stops = ["stock", "payback"]', r"'payback' after 'stock'.*in the order of the lessons"),
        ('stops = ["payback"]', 'stops = [{ lesson = "payback", steps = ["oven"] }]', r"takes 'oven' of 'payback', which doesn't have this step; did you mean 'ovens'"),
        ('stops = ["payback"]', 'stops = [{ lesson = "payback", steps = ["ovens"] }]', r"how many minutes"),
        ('name = "reader"', 'name = "whole"', r"two paths are called 'whole'"),
        ('solutions = "', 'solution = "', r"\[folders\] has 'solution', which is unknown; did you mean 'solutions'"),
        ("[front]", "[folder]\n[front]", r"the file has 'folder', which is unknown; did you mean 'folders'"),
        ("[front]", "[front", r"course\.toml: it isn't valid TOML\. Correct this place: Expected"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_named_with_its_place(tmp_path, old, new, message):
    assert old in own_course.COURSE
    text = own_course.COURSE[::-1].replace(old[::-1], new[::-1], 1)[::-1]  # the last one
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message) as error:
        coursefile.read(tmp_path)
    assert str(error.value).startswith(str(tmp_path / "course.toml"))


def test_a_folder_without_the_file_is_no_course(tmp_path):
    with pytest.raises(
        ValueError, match=r"has no course\.toml, so it isn't the folder of a course"
    ):
        coursefile.read(tmp_path)


def test_a_package_that_is_not_installed_is_named(tmp_path):
    text = own_course.COURSE.replace("[front]", 'package = "no_such_package"\n[front]')
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"'package' is 'no_such_package', which is not an inst"):
        coursefile.read(tmp_path).code("explore")


def test_a_lesson_does_not_hide_a_module_that_all_explorables_need(tmp_path, monkeypatch):
    (tmp_path / "explore").mkdir()
    (tmp_path / "explore" / "controls.py").touch()
    (tmp_path / "course.toml").write_text(own_course.COURSE, encoding="utf-8")
    monkeypatch.setattr(coursefile, "current", lambda: coursefile.read(tmp_path))
    with pytest.raises(
        ValueError, match=r"'controls' would hide course\.explore\.controls\. Rename"
    ):
        coursefile.extend([*explore.__path__], "explore")
