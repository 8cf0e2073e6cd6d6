"""Push grades to a Moodle, as the command does."""

import shutil

import pytest

from support.fake_moodle import TOKEN
from support.moodle_class import ANA, BEN, CHO, PEOPLE, command, connected, new_moodle

GRADES = [(ANA, 6.0), (BEN, 3.0)]


@pytest.fixture
def world(right, course_on, enter, run, monkeypatch):
    """A class that was pulled and graded; one answer waits for a person."""
    with connected(new_moodle(right), course_on, monkeypatch) as world:
        run("pull", "sums", "--course", world.course.root)
        enter(world.course, {"ana31": 6, "ben32": 3, "cho33": None})
        world.site.seen.clear()
        yield world


@pytest.fixture
def push_all(run, world):
    return command(run, "push", world.course)


def forget(world):
    """Start as if nothing was pulled or sent."""
    shutil.rmtree(world.course.products() / "platforms")


def test_a_dry_run_shows_and_sends_nothing(world, push_all):
    code, output = push_all()
    assert code == 0
    assert "ana31: nothing -> 6" in output
    assert "ben32: nothing -> 3" in output
    assert "cho33: not sent, waits for a person" in output
    assert not world.moodle.grades


def test_grades_go_once_with_comment_and_page(world, push_all):
    code, output = push_all("--send")
    assert "Sent 2 grades" in output
    assert world.moodle.saved == GRADES
    score, comment, files = world.moodle.grade_of(BEN)
    assert (score, "3 of 6 points" in comment) == (3.0, True)
    (page,) = files.values()
    assert b"3 of 6 points" in page
    code, output = push_all("--send")
    assert (code, len(world.moodle.saved)) == (0, 2)
    assert "2 unchanged" in output
    paths = [path for path in world.course.root.rglob("*") if path.is_file()]
    assert not [path for path in paths if TOKEN.encode() in path.read_bytes()]


def test_a_grade_that_waits_is_never_sent(world, push_all):
    push_all("--send")
    push_all("--send", "--overwrite", "cho33")
    assert world.moodle.grade_of(CHO) is None


def test_a_grade_that_somebody_changed_stays(world, push_all):
    push_all("--send")
    world.moodle.grade_by_hand(BEN, 5.0, "Half a point for the idea.", {"notes.pdf": "%PDF"})
    code, output = push_all("--send")
    assert (code, world.moodle.grade_of(BEN)[0]) == (1, 5.0)
    assert "--overwrite ben32" in output


def test_overwriting_keeps_a_teachers_comment_and_file(world, push_all):
    world.moodle.grade_by_hand(BEN, 5.0, "<p>See me.</p>", {"notes.pdf": "%PDF", "a b.txt": "c"})
    push_all("--send", "--overwrite", "ben32")
    push_all("--send", "--overwrite", "ben32")
    score, comment, files = world.moodle.grade_of(BEN)
    assert (score, comment.count("See me."), comment.count("3 of 6 points")) == (3.0, 1, 1)
    assert files["notes.pdf"] == b"%PDF"
    assert sorted(name.partition("-")[0] for name in files) == ["a b.txt", "notes.pdf", "sums"]


@pytest.mark.parametrize("how", ["drop", "lose"])
@pytest.mark.parametrize("function", ["upload.php", "mod_assign_save_grade"])
def test_a_lost_connection_sends_nothing_twice(world, push_all, how, function):
    push_all()
    before = len(world.site.seen)
    push_all("--send")
    place = world.site.functions().index(function, before) - before
    world.moodle.grades.clear()
    world.moodle.saved.clear()
    forget(world)
    world.site.fail(place, how)
    code, output = push_all("--send")
    assert code == 0, output
    assert world.moodle.saved == GRADES


def test_a_push_that_was_cut_off_continues(world, push_all):
    push_all()
    reads = len(world.site.seen)
    for place in range(5):
        world.site.fail(reads + 4 + place, "drop")
    code, output = push_all("--send")
    assert (code, "Sent 1 of 2 grades" in output) == (1, True)
    code, output = push_all("--send")
    assert (code, world.moodle.saved) == (0, GRADES)


def test_a_token_that_expires_meanwhile_is_named(world, push_all, monkeypatch):
    save, moodle = world.moodle.mod_assign_save_grade, world.moodle

    def last_one(**arguments):
        save(**arguments)
        moodle.expires = True

    with monkeypatch.context() as patch:
        patch.setattr(moodle, "mod_assign_save_grade", last_one)
        code, output = push_all("--send")
    assert (code, "Create a new one" in output, len(moodle.saved)) == (1, True, 1)
    moodle.token = TOKEN
    push_all("--send")
    assert moodle.saved == GRADES


def test_a_teacher_who_may_not_grade_is_told(world, push_all):
    world.moodle.forbidden.add("grade")
    code, output = push_all("--send")
    assert code == 1
    assert "do not currently have permissions to do that (grade)" in output


def test_a_locked_grade_is_reported_and_the_others_go(world, push_all):
    world.moodle.locked.add(ANA)
    code, output = push_all("--send")
    assert code == 1
    assert "ana31: Moodle has no grade instead of 6" in output
    assert world.moodle.saved == [(BEN, 3.0)]


def test_a_student_who_left_gets_no_grade(world, push_all):
    world.moodle.suspended.add(ANA)
    world.moodle.removed.add(BEN)
    _, output = push_all("--send")
    assert not world.moodle.saved
    assert output.count("no longer in the course on Moodle") == 2


def test_work_handed_in_since_waits_for_its_own_grade(world, push_all):
    world.moodle.hand_in(BEN, {"sums.ipynb": b"{}"}, attempt=1)
    _, output = push_all("--send")
    assert "ben32: not sent, handed in again" in output
    assert world.moodle.saved == [(ANA, 6.0)]


def test_team_members_get_their_own_grades_once(world, push_all):
    moodle = world.moodle
    moodle.settings["teamsubmission"] = 1
    moodle.submissions.clear()
    for user in (ANA, BEN):
        moodle.enrol(user, *PEOPLE[user], 8)
    moodle.hand_in(0, {"sums.ipynb": b"{}"}, team=8)
    moodle.hand_in(ANA, {})  # Ben never opened it, so Moodle won't list his grade
    forget(world)
    push_all("--send")
    _, output = push_all("--send")
    assert moodle.saved == GRADES
    assert "2 unchanged" in output
    moodle.grade_by_hand(BEN, 5.0)
    assert "--overwrite ben32" in push_all()[1]


def test_blind_marking_finds_the_right_students(world, push_all):
    world.moodle.settings["blindmarking"] = 1
    world.moodle.plugins = set()  # Moodle shows no grade without feedback before it is released
    forget(world)
    code, output = push_all("--send")
    assert (code, "Sent 2 grades" in output) == (0, True)
    push_all("--send")
    assert world.moodle.saved == GRADES


def test_a_marking_workflow_keeps_its_state(world, push_all):
    world.moodle.settings["markingworkflow"] = 1
    world.moodle.states[ANA] = "inreview"
    push_all("--send")
    assert (world.moodle.states[ANA], world.moodle.states[BEN]) == ("inreview", "")


def test_an_attempt_that_moodle_opens_for_a_low_grade_changes_nothing(world, push_all):
    world.moodle.settings |= {"maxattempts": -1, "gradepass": 5}
    push_all("--send")
    assert [one["status"] for one in world.moodle.submissions if one["attemptnumber"]] == [
        "reopened"
    ]
    _, output = push_all("--send")
    assert (world.moodle.saved, "2 unchanged" in output) == (GRADES, True)
    assert world.moodle.grade_of(BEN, attempt=1) is None


@pytest.mark.parametrize("plugins", [set(), {"comments"}, {"file"}])
def test_feedback_that_moodle_does_not_take_is_left_out(world, push_all, plugins):
    world.moodle.plugins = plugins
    _, output = push_all("--send")
    assert ("takes no feedback pages" in output) == ("file" not in plugins)
    _, comment, files = world.moodle.grade_of(ANA)
    assert (bool(comment), bool(files)) == ("comments" in plugins, "file" in plugins)


def test_a_scale_and_other_points_are_refused(world, push_all):
    world.moodle.settings["grade"] = -3
    assert "choose *Point*" in push_all()[1]
    world.moodle.settings["grade"] = 100
    code, output = push_all("--send")
    assert (code, "100 points" in output) == (1, True)
