"""Pull from a Moodle, as the command does."""

import json

import pytest

from split_grader.platforms.moodle import Moodle
from support.fake_moodle import ASSIGNMENT, TOKEN
from support.moodle_class import ANA, BEN, CHO, DUA, PEOPLE, command, connected, new_moodle
from support.moodle_site import serving

OTHER = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'


@pytest.fixture
def world(right, course_on, monkeypatch):
    """A course without submissions, and its Moodle."""
    with connected(new_moodle(right), course_on, monkeypatch) as world:
        yield world


@pytest.fixture
def pull(run, world):
    return command(run, "pull", world.course)


def people(course):
    entries = json.loads((course.products() / "people.json").read_text())
    return {one["student"]: one for one in entries}


def work(world, student):
    path = world.course.submitted(student, "sums") / "sums.ipynb"
    return path.read_bytes() if path.is_file() else None


def test_a_pull_brings_names_files_and_times(world, pull, right):
    code, output = pull()
    assert code == 0, output
    students = people(world.course)
    assert sorted(students) == ["ana31", "ben32", "cho33", "dua34"]
    assert students["ana31"]["email"] == "ana31@example.org"
    assert students["ana31"]["ids"] == {"moodle": "31", "moodle/sums": "4031"}
    assert work(world, "ben32") == right
    time = world.course.submitted("ben32", "sums") / "timestamp.txt"
    assert time.read_text() == "2026-09-21 14:15:20 UTC"
    assert "nothing handed in: dua34" in output


def test_only_what_is_new_is_downloaded(world, pull):
    pull()
    world.site.seen.clear()
    pull()
    assert "pluginfile.php" not in world.site.functions()
    world.moodle.hand_in(BEN, {"sums.ipynb": OTHER})
    pull()
    assert world.site.functions().count("pluginfile.php") == 1
    assert work(world, "ben32") == OTHER


def test_a_student_of_an_earlier_download_is_the_same(run, world, pull, right):
    folder = world.course.root.parent / "download" / "Ana Lee_4031_assignsubmission_file_"
    folder.mkdir(parents=True)
    (folder / "sums.ipynb").write_bytes(OTHER)
    run("collect", "sums", folder.parent, "--course", world.course.root)
    (before,) = people(world.course)
    pull()
    assert people(world.course)[before]["ids"]["moodle"] == "31"
    assert work(world, before) == right


def test_a_student_who_left_keeps_the_work_and_is_named(world, pull):
    pull()
    world.moodle.suspended.add(BEN)
    world.moodle.removed.add(CHO)
    code, output = pull()
    assert code == 0
    assert "No longer in the course on Moodle" in output
    assert "ben32, cho33" in output
    assert work(world, "ben32")
    assert people(world.course)["cho33"]["last"] == "Kim"


def test_every_member_of_a_team_has_its_work(world, pull, right):
    moodle = world.moodle
    moodle.settings["teamsubmission"] = 1
    moodle.submissions.clear()
    for user, team in ((ANA, 8), (BEN, 8), (CHO, 9), (DUA, 0)):
        moodle.enrol(user, *PEOPLE[user], team)
    moodle.hand_in(0, {"sums.ipynb": right}, team=8)
    moodle.hand_in(ANA, {})
    moodle.hand_in(0, {"sums.ipynb": OTHER}, team=0)
    code, output = pull()
    assert code == 0, output
    works = [work(world, student) for student in ("ana31", "ben32", "cho33", "dua34")]
    assert works == [right, right, None, OTHER]
    assert world.site.functions().count("pluginfile.php") == 2


def test_blind_marking_leaves_no_trace_of_a_name(world, pull):
    world.moodle.settings["blindmarking"] = 1
    code, output = pull()
    assert code == 0
    assert "hides names" in output
    numbers = [one["ids"] for one in people(world.course).values()]
    assert {"moodle/sums": "4031"} in numbers
    files = [path for path in world.course.products().rglob("*") if path.is_file()]
    content = b"".join(path.read_bytes() for path in files)
    assert not [name for name in (b"Ana", b"ana31", b"Lee", b"example.org") if name in content]
    assert "core_enrol_get_enrolled_users" not in world.site.functions()


def test_an_attempt_that_is_not_handed_in_leaves_the_earlier_one(world, pull, right):
    world.moodle.hand_in(ANA, {}, attempt=1, status="reopened")
    world.moodle.hand_in(DUA, {"sums.ipynb": right}, status="draft")
    pull()
    assert (work(world, "ana31"), work(world, "dua34")) == (right, None)


def test_a_site_that_is_busy_or_gone_for_a_moment_is_asked_again(world, pull):
    for place in (1, 4, 7):
        world.site.fail(place, "drop")
    world.site.fail(2, 503, Retry_After=0)
    world.site.fail(5, 429, Retry_After=0)
    code, output = pull()
    assert code == 0, output
    assert work(world, "cho33")


def test_a_pull_that_was_cut_off_continues(world, pull):
    for place in range(7, 12):
        world.site.fail(place, "drop")
    code, output = pull()
    assert (code, "continues where it stopped" in output) == (1, True)
    code, output = pull()
    assert code == 0, output
    assert world.site.functions().count("pluginfile.php") == 3 + 5  # five were dropped


def test_half_a_file_is_not_filed(world, pull):
    world.site.fail(7, "cut")
    code, output = pull()
    assert (code, "expected" in output) == (1, True)
    assert not world.course.submitted("ben32", "sums").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: setattr(m, "token", "another"), "Create a new one"),
        (lambda m: m.missing.add("mod_assign_save_grade"), "lacks mod_assign_save_grade"),
        (lambda m: m.missing.add("downloadfiles"), "lacks downloadfiles"),
        (lambda m: m.forbidden.add("viewgrades"), "You need a teacher's rights"),
        (lambda m: m.settings.update(name="Products"), "'Products' (55), 'Essays & more' (56)"),
        (lambda m: m.people.clear(), "separate groups"),
    ],
)
def test_a_refusal_says_what_to_do(world, pull, change, message):
    change(world.moodle)
    code, output = pull()
    assert code == 1
    assert message in output


@pytest.mark.parametrize(
    ("status", "headers", "message"),
    [
        (
            301,
            {"Location": "https://else.example/webservice/rest/server.php"},
            "https://else.example.",
        ),
        (403, {}, "REST protocol turned off"),
        (404, {}, "address of the site's start page"),
        (200, {}, "a page instead of data"),
        (502, {}, "the error 502"),
    ],
)
def test_an_address_that_is_not_a_moodle_is_named(world, pull, status, headers, message):
    world.site.fail(0, status, **headers)
    code, output = pull()
    assert (code, len(world.site.seen)) == (1, 1)
    assert message in output


def test_the_course_is_named_by_its_number(world, pull):
    path = world.course.root / "nbgrader_config.py"
    path.write_text(path.read_text().replace("'course': 5", "'course': 'ML'"))
    assert "course/view.php?id=5" in pull()[1]


def test_a_class_of_five_hundred_needs_few_requests(right):
    moodle = new_moodle(right)
    for user in range(100, 596):
        moodle.enrol(user, f"S{user}", "Many")
        moodle.hand_in(user, {"sums.ipynb": b"{}"})
        moodle.grade_by_hand(user, 3.0)
    with serving(moodle) as site:
        platform = Moodle(moodle.site, "5", TOKEN)
        there = platform.assignment("sums", "")
        assert there.id == str(ASSIGNMENT)
        assert len([one for one in platform.members(there) if one.last]) == 500
        assert len(platform.submissions(there)) == 499
        assert [one.score for one in platform.grades(there)].count(3.0) == 496
        assert len(site.seen) <= 9
