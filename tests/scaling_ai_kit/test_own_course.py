"""Any course can be written, checked and built, not only this one."""

import re
import shutil
import zipfile

import nbformat
import pytest

from support import own_course
from support.kit_command import tool

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    folder = own_course.write(tmp_path_factory.mktemp("own"))
    status, output = tool("notebooks", "--course", folder)
    assert status == 0, output
    return folder


@pytest.fixture(scope="module")
def site(own, tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    status, output = tool("pages", out, "--course", own)
    assert status == 0, output
    return out


def test_notebooks_are_built_from_the_texts_of_the_course(own):
    names = ["01_payback.ipynb", "02_stock.ipynb"]
    assert sorted(path.name for path in own.glob("modules/*.ipynb")) == names
    first, second = (nbformat.read(own / "modules" / name, as_version=4).cells for name in names)
    pictures = [output.get("data", {}) for cell in first for output in cell.get("outputs", [])]
    assert any("image/png" in data for data in pictures)
    assert any("sold" in str(cell.get("outputs")) for cell in second)


def test_pages_name_this_course_and_no_other(site):
    pages = sorted(site.rglob("*.html"))
    assert [page.name for page in pages] == [
        *("payback.html", "index.html", "01_payback.html", "02_stock.html")
    ]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "· Sums for a bakery: the course</title>" in text
        assert "<p>Written by a teacher. The bakeries are invented.</p>" in text
        assert not re.search(r"Meridian|Scaling AI|scaling-ai|McKinsey", text), page.name
    assert "scaling-ai" not in (site / "assets" / "course.js").read_text(encoding="utf-8")
    assert '"short_name": "Sums for a bakery"' in (site / "manifest.json").read_text(
        encoding="utf-8"
    )


def test_the_front_page_lists_lessons_and_paths_and_offers_an_explorable(site):
    text = (site / "index.html").read_text(encoding="utf-8")
    assert "What an oven costs, and when it has paid for itself." in text
    assert 'data-step="payback.ovens" data-page="modules/01_payback.html"' in text
    assert "1 explorable" in text
    assert re.findall(r'name="door-path" id="door-path-(\w+)"', text) == ["reader", "whole"]
    assert '[data-path="reader"]' in (site / "assets" / "course.css").read_text(encoding="utf-8")


def test_a_page_has_the_explorable_the_map_and_the_decision_of_the_course(site):
    first = (site / "modules" / "01_payback.html").read_text(encoding="utf-8")
    second = (site / "modules" / "02_stock.html").read_text(encoding="utf-8")
    assert 'data-call="explore.payback.ovens()"' in first
    assert "Which date do you promise the bank?" in first
    assert "<caption>The short path</caption>" in second


def test_the_linter_finds_nothing_wrong_with_the_texts_of_the_course(own):
    assert tool("lint", "--course", own) == (0, "")


def test_the_linter_names_missing_parts_and_what_is_wrong_with_a_text(tmp_path):
    folder = own_course.write(tmp_path / "own")
    for name in (
        *("modules/text/02_stock.md", "questions/stock.toml"),
        "explore/payback.py",
    ):
        (folder / name).unlink()
    course = (folder / "course.toml").read_text(encoding="utf-8")
    front = course.replace("[front]", '[front]\ntemplate = "front.html"\n')
    (folder / "course.toml").write_text(front, encoding="utf-8")
    shutil.rmtree(folder / "source" / "payback")
    (folder / "decisions" / "payback.toml").rename(folder / "decisions" / "paybak.toml")
    text = folder / "modules" / "text" / "01_payback.md"
    new_text = text.read_text(encoding="utf-8").replace("about 15 minutes", "about 90 minutes")
    text.write_text(new_text, encoding="utf-8")
    status, output = tool("lint", "--course", folder)
    assert status == 1
    for expected in (
        "lesson 2 (stock): its text is missing. Write modules/text/02_stock.md, or remove it",
        "lesson 2 (stock): its checkpoint is missing. Write questions/stock.toml",
        "lesson 1 (payback): its exercise is missing. Write source/payback.md",
        "so ovens can't be shown. Write it in explore/payback",
        "decisions/paybak.toml belongs to no lesson",
        "course.toml: [front]: its template is missing. Write front.html, or remove it",
        "modules/text/01_payback.md:14: stated_time: the core takes 15 minutes, the text says 90",
    ):
        assert expected in output


@pytest.fixture
def begun(tmp_path):
    """A course with a skeleton of a third lesson, whose exercise is released."""
    folder = own_course.write(tmp_path / "begun")
    options = ("--course", folder)
    title = "How many bikes does a station need?"
    status, output = tool("lesson", "bikes", "--title", title, "--decision", *options)
    assert status == 0, output
    status, output = tool("dataset", "trips", *options)
    assert status == 0, output
    status, output = tool("assignments", *options)
    assert status == 0, output
    (folder / "release" / "bikes").mkdir()
    shutil.copy(folder / "source" / "bikes" / "bikes.ipynb", folder / "release" / "bikes")
    return folder


def test_a_fresh_lesson_is_whole_except_for_its_todos(begun):
    status, output = tool("check", "bikes", "--course", begun)
    checks, _, todos = output.partition("Still to be written")
    *todos, end = todos.splitlines()[1:]
    assert checks == "bikes: building its notebook and its page\n"
    assert status == 1
    files = {line.partition(":")[0] for line in todos}
    assert {
        *("banks/bikes/q1_result.py", "decisions/bikes.toml", "explore/bikes/first_idea.py"),
        *("modules/text/03_bikes.md", "questions/bikes.toml", "source/bikes.md"),
    } <= files
    next_step = "Next: replace them, then coursekit check bikes"
    assert end == f"1 lesson checked, {len(todos)} TODOs left. {next_step}"
    assert not (begun / "tests").exists()


def test_a_course_begins_with_two_lines_and_its_first_lesson(tmp_path):
    (tmp_path / "course.toml").write_text('slug = "bikes"\ntitle = "Bikes"\n', encoding="utf-8")
    status, output = tool("pages", tmp_path / "site", "--course", tmp_path)
    assert status == 1
    assert output.endswith("has no notebook. Build the lessons first: coursekit notebooks.\n")
    status, output = tool("lesson", "racks", "--title", "How many?", "--course", tmp_path)
    assert status == 0, output
    assert (tmp_path / "modules" / "text" / "01_racks.md").is_file()
    assert tool("lint", "--course", tmp_path) == (0, "")


def test_a_lesson_without_mistakes_and_todos_passes(begun):
    status, output = tool("check", "stock", "--course", begun)
    end = "1 lesson checked, no TODOs left. Next: coursekit pages"
    assert (status, output) == (0, f"stock: building its notebook and its page\n{end}\n")


def test_a_lesson_does_not_fail_for_the_parts_of_another(begun):
    (begun / "source" / "bikes" / "bikes.ipynb").unlink()
    (begun / "questions" / "bikes.toml").unlink()
    status, output = tool("check", "stock", "--course", begun)
    assert status == 0, output
    assert "bikes" not in output
    status, output = tool("check", "bikes", "--course", begun)
    assert status == 1
    assert "its checkpoint is missing" in output
    assert "source/bikes/bikes.ipynb: differs from its text" in output


def test_all_checks_run_though_one_fails(begun):
    text = begun / "modules" / "text" / "02_stock.md"
    cell = "```{code-cell} ipython3\nnothing\n```\n\n## Claim check"
    new_text = text.read_text(encoding="utf-8").replace("## Claim check", cell)
    text.write_text(new_text.replace("about 10 minutes", "about 90 minutes"), encoding="utf-8")
    (begun / "source" / "bikes" / "bikes.ipynb").unlink()
    status, output = tool("check", "stock", "bikes", "--course", begun)
    assert status == 1
    assert "modules/text/02_stock.md:14: stated_time: the core takes 10 minutes" in output
    assert "source/bikes/bikes.ipynb: differs from its text" in output
    assert "this cell fails: NameError: name 'nothing' is not defined" in output
    assert "bikes: building its notebook and its page" in output
    assert "Still to be written" in output
    again = "correct what is named above, then coursekit check stock bikes"
    assert output.splitlines()[-1].endswith(f" TODOs left. Next: {again}")


def test_a_lesson_that_there_is_not_is_answered_with_those_that_there_are(own):
    for command in ("check", "preview"):
        status, output = tool(command, "stok", "--course", own)
        assert status == 1
        assert output == "There is no lesson 'stok'; there are payback, stock.\n"


def test_an_exercise_that_is_not_released_is_named_with_what_to_do(tmp_path):
    folder = own_course.write(tmp_path)
    shutil.rmtree(folder / "release")
    status, output = tool("check", "payback", "--course", folder)
    text = "payback.md links to an exercise that isn't released. Run: coursekit assignments, then "
    assert status == 1
    assert f"\n01_{text}grader release payback.\n" in output
    assert "Traceback" not in output


def test_pages_name_the_line_of_an_explorable_that_fails(own, tmp_path):
    folder = tmp_path / "own"
    shutil.copytree(own, folder)
    code = folder / "explore" / "payback.py"
    wrong = code.read_text(encoding="utf-8").replace("1_000, 2_000, 100, 1_000", "0, 10, 1, 20")
    code.write_text(wrong, encoding="utf-8")
    status, output = tool("pages", tmp_path / "site", "--course", folder)
    assert status == 1
    assert re.fullmatch(
        r"[^\n]*0 to 10[^\n]*got 20\.?\n  raised in explore/payback\.py, line \d+\n", output
    )


def test_platforms_get_the_questions_and_pages_of_this_course(own, tmp_path):
    status, output = tool("qti", tmp_path, "--course", own)
    assert status == 0, output
    questions = (tmp_path / "checkpoints-moodle.xml").read_text(encoding="utf-8")
    assert "A café machine costs 6,000 euros." in questions
    status, output = tool("scorm", "--version", "1.2", "--out", tmp_path, "--course", own)
    assert status == 0, output
    with zipfile.ZipFile(tmp_path / "course-scorm-1.2.zip") as archive:
        assert {"modules/01_payback.html", "modules/02_stock.html"} <= set(archive.namelist())
        texts = [archive.read(name).decode() for name in archive.namelist() if ".ht" in name]
    assert not any("Scaling AI" in text for text in texts)


def test_a_folder_without_a_course_is_refused_in_a_sentence(tmp_path):
    status, output = tool("pages", tmp_path / "out", "--course", tmp_path)
    assert status == 2
    assert output.startswith(f"{tmp_path} has no course.toml")
    assert "Traceback" not in output
