"""The checkpoints' files for learning platforms hold what the lessons ask, one right option each."""

import html
import zipfile
from xml.etree import ElementTree as ET

import pytest

from course.recall import checkpoints
from scaling_ai_kit import qti

Q = {"q": qti._QTI}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return qti.write(tmp_path_factory.mktemp("questions"))


@pytest.fixture(scope="module")
def canvas(files):
    with zipfile.ZipFile(files[0]) as archive:
        return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}  # noqa: S314


@pytest.fixture(scope="module")
def moodle(files):
    return ET.parse(files[1]).getroot()  # noqa: S314


def words(element):
    return html.unescape(element.find(".//q:mattext", Q).text)


def asked():
    """All questions: lesson, prompt, and options with their reasons and whether they are right."""
    for module in checkpoints.modules():
        for question in checkpoints.questions(module):
            options = question["options"]
            parts = [(each["text"], each["why"], bool(each.get("correct"))) for each in options]
            yield module, question["prompt"], parts


def test_canvas_gets_each_question_with_the_feedback_of_each_option(canvas):
    questions = []
    for module in checkpoints.modules():
        for item in canvas[f"{module}/{module}.xml"].iterfind(".//q:item", Q):
            feedback = {
                each.get("ident"): words(each) for each in item.iterfind("q:itemfeedback", Q)
            }
            conditions = [
                (each.find(".//q:varequal", Q).text, each)
                for each in item.iterfind(".//q:respcondition", Q)
            ]
            feedback_of = {
                name: feedback[link.get("linkrefid")]
                for name, each in conditions
                if (link := each.find("q:displayfeedback", Q)) is not None
            }
            right = [name for name, each in conditions if each.find("q:setvar", Q) is not None]
            options = item.findall(".//q:response_label", Q)
            parts = [
                (words(each), feedback_of[each.get("ident")], [each.get("ident")] == right)
                for each in options
            ]
            questions.append((module, words(item.find("q:presentation", Q)), parts))
    assert questions == list(asked())


def test_canvas_shuffles_the_options_of_a_quiz_for_practice(canvas):
    for module in checkpoints.modules():
        meta = {
            each.tag.split("}")[1]: each.text for each in canvas[f"{module}/assessment_meta.xml"]
        }
        assert (meta["shuffle_answers"], meta["quiz_type"]) == ("true", "practice_quiz")


def test_the_archive_lists_its_files_and_names_are_unique(canvas):
    manifest = canvas["imsmanifest.xml"]
    paths = [each.get("href") for each in manifest.iter(f"{{{qti._PACKAGE}}}file")]
    assert sorted([*paths, "imsmanifest.xml"]) == sorted(canvas)
    names = [
        item.get("ident") for root in canvas.values() for item in root.iterfind(".//q:item", Q)
    ]
    assert len(set(names)) == len(names) == sum(1 for _ in asked())


def test_moodle_gets_each_question_with_the_feedback_of_each_option(moodle):
    questions = [
        (
            question.findtext("idnumber").split(".")[0],
            question.findtext("questiontext/text"),
            [
                (
                    each.findtext("text"),
                    each.findtext("feedback/text"),
                    each.get("fraction") == "100",
                )
                for each in question.iterfind("answer")
            ],
        )
        for question in moodle.iterfind("question[@type='multichoice']")
    ]
    assert sorted(questions) == sorted(asked())
    for question in moodle.iterfind("question[@type='multichoice']"):
        assert question.findtext("single") == question.findtext("shuffleanswers") == "true"


def test_moodle_gets_a_category_for_each_lesson(moodle):
    names = [each.text for each in moodle.iterfind("question[@type='category']/category/text")]
    assert len(set(names)) == len(checkpoints.modules())
    assert "$course$/top/Scaling AI/7. Why did 88% become 79%?" in names
