"""The kit for teachers: calendars that programs can read, and contents that come from the lessons."""

import re
from datetime import date, timedelta

import pytest

from course.board import decisions
from course.recall import checkpoints
from course.syllabus.syllabus import MODULES
from scaling_ai_kit.pages.sources import read_course
from split_grader.written.rubric import read
from tools.kit import __main__ as kit
from tools.kit import answers, calendars, notes, slides
from tools.kit.scenes import Scene, scenes

LESSONS = {module.slug: (module, source) for module, source, _ in read_course().lessons() if source}
START = date(2027, 2, 1)


@pytest.fixture(scope="module")
def decks():
    return {slug: slides.deck(source) for slug, (_, source) in LESSONS.items()}


def events(text):
    """The events of a calendar, each a dictionary, read as RFC 5545 says."""
    assert text.endswith("\r\n")
    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    content_lines = text.replace("\r\n ", "").split("\r\n")
    assert "\n" not in "".join(content_lines)
    assert content_lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert (content_lines[2][:7], content_lines[-2:]) == ("PRODID:", ["END:VCALENDAR", ""])
    entries, entry = [], None
    for line in content_lines[3:-2]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            entry = {}
        elif line == "END:VEVENT":
            entries.append(entry)
        else:
            entry[name] = re.sub(r"\\([\\;,])", r"\1", value)
    return entries


@pytest.mark.parametrize("weeks", calendars.WEEKS)
def test_a_calendar_has_each_lesson_once_and_each_exercise_a_week_later(weeks):
    entries = events(calendars.calendar(MODULES, weeks, START))
    assert len({event["UID"] for event in entries}) == len(entries)
    assert all(re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"]) for event in entries)
    days = {event["SUMMARY"]: event["DTSTART;VALUE=DATE"] for event in entries}
    lessons = [(text, day) for text, day in days.items() if text.startswith("Lesson")]
    assert len(lessons) == len(MODULES)
    assert [day for _, day in lessons] == sorted(day for _, day in lessons)
    assert lessons[0][1] == "20270201"
    assert lessons[-1][1] == f"{START + timedelta(weeks=weeks - 1):%Y%m%d}"
    (drift,) = (day for text, day in lessons if "Why did 88% become 79%? (" in text)
    due_date = date.fromisoformat(drift) + timedelta(days=7)
    assert days["Due: exercise drift of lesson 7"] == f"{due_date:%Y%m%d}"


def test_long_and_foreign_words_are_folded_between_characters():
    line = calendars._folded("SUMMARY:" + "é" * 100)
    assert max(len(part.encode()) for part in line.split("\r\n")) <= 75
    assert line.replace("\r\n ", "") == "SUMMARY:" + "é" * 100


def test_signs_that_mean_something_in_a_calendar_are_escaped():
    (module,) = (module for module in MODULES if module.slug == "case_and_pitfalls")
    text = calendars.calendar(MODULES, 7, START)
    assert "," in module.question
    assert module.question.replace(",", "\\,") in text.replace("\r\n ", "")
    assert any(module.question in event["SUMMARY"] for event in events(text))


@pytest.mark.parametrize("start", ["2027-13-01", "1 February 2027", "soon"])
def test_a_day_that_does_not_exist_is_told_before_anything_is_written(start, monkeypatch, tmp_path):
    monkeypatch.setattr(kit, "OUT", tmp_path / "kit")
    monkeypatch.setattr("sys.argv", ["kit", start])
    with pytest.raises(SystemExit, match=r"isn't a day. Expected year, month and day: START=2027"):
        kit.main()
    assert not (tmp_path / "kit").exists()


@pytest.mark.parametrize("slug", LESSONS)
def test_slides_have_each_section_picture_and_question_and_nothing_of_the_network(slug, decks):
    _, source = LESSONS[slug]
    text = decks[slug]
    links = re.findall(r'(?:src|href)="([^"]*)"', text)
    assert {link.partition("/")[0].partition(":")[0] for link in links} <= {
        "data",
        "reveal",
        "faces",
    }
    pictures = sum(
        "image/png" in output.get("data", {})
        for cell in source.cells
        for output in cell.get("outputs", [])
    )
    assert text.count('src="data:image/png') == pictures
    if slug in checkpoints.modules():
        assert text.count(">What do you take away?<") == len(checkpoints.questions(slug))
        assert decisions.decision(slug)["topic"]


def test_an_answer_is_never_on_the_slide_of_its_question():
    _, source = LESSONS["drift"]
    for scene in scenes(source):
        if scene.asks:
            assert "Safer people set off the alarm" not in " ".join(scene.shown + scene.said)
    head = "1. Name it: what has moved?: what you just saw"
    answer = next(scene for scene in scenes(source) if scene.head == head)
    assert answer.shown[0].startswith("Safer people set off the alarm")


def test_what_a_class_is_asked_is_shown_and_all_of_it_is_said():
    scene = Scene("Head", asks=True)
    scene.add("We count them. How many are there? Guess before you look.")
    assert scene.shown == ["How many are there?"]
    assert scene.said == ["We count them. How many are there? Guess before you look."]


def test_notes_have_the_decision_the_wrong_options_and_mistakes_of_the_bank():
    module, source = LESSONS["drift"]
    page = notes.page(module, source)
    assert "What makes Meridian touch the model" in page
    for question in checkpoints.questions("drift"):
        for option in question["options"]:
            reason = re.sub("[^a-z]", "", option["why"].lower())
            words = re.sub("[^a-z]", "", re.sub("&[^;]+;", "", page.lower()))
            assert (reason in words) != option.get("correct", False)
    assert "q1: Applications with unknown outcome stay in" in page
    assert "In question 4" in page


def test_sample_answers_fall_from_strong_to_weak_and_each_mark_has_its_words():
    rubric = read(answers.RUBRIC)
    assert len(rubric.questions) == 8
    for question in rubric.questions.values():
        strong, middling, weak = answers.samples(rubric, question)
        assert strong[1] == question.most
        assert strong[1] > middling[1] > weak[1] >= 1
        for answer, _ in (strong, middling, weak):
            assert all(words for words in answer.points.values()), "a mark without a reason"
    assert answers.page().count("<h3>") == 24
