"""A class on a hub of this machine: an assignment from handing out to each student's feedback."""

import re
import signal
import socket
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from browser.conftest import ARTEFACTS
from browser.lab import CHROMIUM_NAMES, chromium
from split_grader.course.bank import fill, instructor_answers, read_bank
from split_grader.course.course import find_course

pytestmark = pytest.mark.classroom

ROOT = Path(__file__).parents[2]
ASSIGNMENT, COURSE_ID = "drift", "class"
QUESTION = "q2_psi"
WHAT = {"assignment_id": ASSIGNMENT, "course_id": COURSE_ID}
ASK = """async ([path, method, content]) => {
  const xsrf = /_xsrf=([^;]+)/.exec(document.cookie)[1];
  const headers = {"X-XSRFToken": xsrf, "Content-Type": "application/json"};
  const answer = await fetch(path, {method, headers, body: content && JSON.stringify(content)});
  return [answer.status, await answer.json()];
}"""

TYPE = """([path, line]) => new Promise((resolve) => {
  const socket = new WebSocket(path.replace("http", "ws"));
  let told = "";
  socket.onmessage = ({ data }) => {
    const [kind, text] = JSON.parse(data);
    if (kind === "setup") socket.send(JSON.stringify(["stdin", `${line}; echo "ended:"$?\\r`]));
    if (kind === "stdout") told += text;
    if (/ended:\\d/.test(told)) resolve(told);
  };
  socket.onclose = () => resolve(told + "(the terminal was closed)");
})"""


@dataclass
class Class:
    """A class that runs, as the screen tells of it."""

    told: str

    @property
    def logins(self):
        """Name, password and address of everybody."""
        rows = re.findall(r"^  (\w+) +(\S+) +(http://\S+)$", self.told, re.MULTILINE)
        return {name: (password, address) for name, password, address in rows}

    @property
    def commands(self):
        """The teacher's commands, as the screen shows them."""
        return re.findall(r"^  ((?:nbgrader|grader) .+)$", self.told, re.MULTILINE)


@contextmanager
def started(folder):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--folder", folder, "--port", port, "--assignment", ASSIGNMENT]
    process = subprocess.Popen(  # noqa: S603
        [ROOT / "classroom" / "start", *map(str, options)], stdout=subprocess.PIPE, text=True
    )
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "release_feedback" in line:
            break
    else:
        pytest.fail("The class did not start: " + "".join(lines))
    try:
        yield Class("".join(lines))
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=120)
        assert "Stopped." in rest
        assert process.returncode == 0
        assert left_behind(folder) == []


def left_behind(folder):
    """Processes that still work in the class's folder."""
    leftovers = []
    for process in psutil.process_iter(["cmdline", "cwd"]):
        parts = [*(process.info["cmdline"] or ()), process.info["cwd"] or ""]
        if any(str(folder) in part for part in parts):
            leftovers.append(process.info)
    return leftovers


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("class")


@pytest.fixture(scope="module")
def browser(require):
    with chromium(require(*CHROMIUM_NAMES)) as instance:
        yield instance


@contextmanager
def window(browser, classroom, name):
    """A window of a person who has logged in, at the page that the screen names."""
    password, address = classroom.logins[name]
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/lab", timeout=120_000)
    yield page
    context.close()


def ask(page, path, method="POST", content=None):
    """Ask the server that a page is from, as JupyterLab does."""
    status, answer = page.evaluate(ASK, [page.url.removesuffix("lab") + path, method, content])
    assert status in {200, 201}, answer
    return answer


def hand_in(page, answers):
    """Fetch, write answers into the notebook, and submit."""
    ask(page, "assignments/fetch", content=WHAT)
    path = f"api/contents/exercises/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
    notebook = ask(page, path, "GET")["content"]
    ask(page, path, "PUT", {"type": "notebook", "content": fill(notebook, answers)})
    submissions = ask(page, "assignments/submit", content=WHAT)["value"]
    assert "submitted" in {one["status"] for one in submissions}


def lost(folder, student):
    """Questions that cost a student points, as the gradebook in PostgreSQL has it."""
    with find_course(folder / "course").gradebook() as gradebook:
        (notebook,) = gradebook.find_submission(ASSIGNMENT, student).notebooks
        grades = [(grade.name, grade.score, grade.max_score) for grade in notebook.grades]
    assert grades
    return {name.split("-")[0] for name, score, most in grades if score < most}


def feedback_of(page, folder, student):
    ask(page, "assignments/fetch_feedback", content=WHAT)
    pages = (folder / "homes" / student / "exercises" / ASSIGNMENT / "feedback").glob("*/*.html")
    return [path.read_text() for path in pages]


def test_an_assignment_goes_from_handing_out_to_each_students_feedback(browser, folder):
    right = instructor_answers(ROOT / "solutions" / ASSIGNMENT)
    wrong = read_bank(ROOT / "banks" / ASSIGNMENT, right).wrong[QUESTION]
    work = {"ada": right[QUESTION], "bela": next(iter(wrong.values())).text}
    with started(folder) as classroom:
        for student, answer in work.items():
            with window(browser, classroom, student) as page:
                hand_in(page, {**right, QUESTION: f"{answer}\n# by {student}"})
                assert page.goto(classroom.logins["teacher"][1]).status == 403
        with window(browser, classroom, "teacher") as page:
            for command in classroom.commands:
                # A new one each time: a terminal tells again what it has told before.
                terminal = ask(page, "api/terminals")["name"]
                path = page.url.removesuffix("lab") + f"terminals/websocket/{terminal}"
                output = page.evaluate(TYPE, [path, command])
                assert "ended:0" in output, output
        assert lost(folder, "ada") == set()
        assert lost(folder, "bela") == {QUESTION}
        feedback = {}
        for student in work:
            with window(browser, classroom, student) as page:
                feedback[student] = feedback_of(page, folder, student)
    for student, other in (("ada", "bela"), ("bela", "ada")):
        (text,) = feedback[student]
        assert f"# by {student}" in text
        assert f"# by {other}" not in text


def test_started_again_it_is_the_same_class(browser, folder):
    with started(folder) as classroom, window(browser, classroom, "teacher") as page:
        page.goto(page.url.removesuffix("lab") + f"formgrader/manage_submissions/{ASSIGNMENT}")
        for student in ("ada", "bela"):
            page.get_by_role("row").filter(has_text=student).wait_for()
        page.screenshot(path=ARTEFACTS / "classroom-formgrader.png")
