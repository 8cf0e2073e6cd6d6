"""A released course, and a class whose grades are entered without running anything."""

import pytest
from nbformat import writes

from support.fake_canvas import COURSE, TOKEN, FakeCanvas
from support.small_course import ALL, answered


@pytest.fixture
def course_on(new_release):
    """Make a copy of the course that names a platform."""

    def make(name, url, course, **more):
        settings = {"name": name, "url": url, "course": course, **more}
        return new_release(f"c.Grader.platform = {settings!r}")

    return make


@pytest.fixture
def right(released_course):
    """A notebook with right answers."""
    return writes(answered((released_course.release("sums") / "sums.ipynb").read_text())).encode()


@pytest.fixture
def enter():
    """Enter grades and feedback pages as grading leaves them; None waits for a person."""

    def grades(course, scores, *, pages=True):
        with course.gradebook() as gradebook:
            for student, total in scores.items():
                gradebook.update_or_create_student(student)
                with gradebook.db.no_autoflush:
                    gradebook.update_or_create_submission("sums", student)
                notebook = gradebook.find_submission_notebook("sums", "sums", student)
                left = total or 0
                for grade in notebook.grades:
                    grade.auto_score = min(left, ALL[grade.name])
                    grade.needs_manual_grade = total is None
                    left -= grade.auto_score
                gradebook.db.commit()
                if pages and total is not None:
                    page = course.feedback(student, "sums") / "sums.html"
                    page.parent.mkdir(parents=True, exist_ok=True)
                    page.write_text(f'<p class="total">{total:g} of 6 points</p> for {student}')

    return grades


@pytest.fixture(autouse=True)
def quick_pauses(monkeypatch):
    """Wait a moment instead of seconds; tests read how long it would have been."""
    pauses = []
    monkeypatch.setattr("time.sleep", pauses.append)
    return pauses


@pytest.fixture
def canvas(right):
    """A course of three who handed in, and one who didn't."""
    canvas = FakeCanvas()
    with canvas.running():
        for number, first, last in ((1, "Anna", "Lee"), (2, "Ben", "Okafor"), (3, "Cara", "Diaz")):
            canvas.add(number, first, last)
            canvas.hand_in(number, right)
        canvas.add(4, "Dan", "Roy")
        yield canvas


@pytest.fixture
def course(canvas, course_on, monkeypatch):
    monkeypatch.setenv("CANVAS_API_TOKEN", TOKEN)
    return course_on("canvas", canvas.url, COURSE)


@pytest.fixture
def grader(course, run):
    """Run a command in the course."""
    return lambda *words: run(*words, "--course", course.root)


@pytest.fixture
def graded(course, grader, enter):
    """The class is pulled and graded: 6, 4, and an answer that waits."""
    grader("pull", "sums")
    enter(course, {"s1": 6, "s2": 4, "s3": None})
    return course
