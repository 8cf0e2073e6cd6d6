"""A lesson in a learning platform, which scorm-again plays: work comes back, and results arrive."""

import functools
import http.server
import json
import os
import shutil
import threading
import zipfile
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from browser.accessible import violations
from browser.questions import answer, in_turn
from course import explore
from course.recall import checkpoints
from scaling_ai_kit.scorm import package
from scaling_ai_kit.serving import Handler
from tools import front
from tools.site import paths

pytestmark = pytest.mark.browser

LESSONS = ["start_here", LESSON := "infrastructure"]
PAGE = "modules/03_infrastructure.html"
CHECKPOINT = "Checkpoint: what do you take away?"
REASON = "An outage costs us most of all."
ASKED = len(checkpoints.questions(LESSON))
RUNTIME = paths.FRONT / "node_modules" / "scorm-again" / "dist" / "scorm-again.min.js"
# The platform puts its interface into its window, as the version of SCORM says, and shows the package in a frame.
PLATFORM = """<!DOCTYPE html>
<title>A platform</title>
<link rel="icon" href="data:,">
<script src="runtime.js"></script>
<script>
  const [name, Api, end] = { "1.2": ["API", Scorm12API, "LMSFinish"], 2004: ["API_1484_11", Scorm2004API, "Terminate"] }["%(version)s"];
  const api = new Api({ autocommit: false });
  api.loadFromJSON(window.saved, "cmi");
  api.on(end, () => { window.isOver = true; });
  window[name] = api;
</script>
<iframe src="package/launch.html" width="1250" height="950" title="The course"></iframe>
"""
NAMES = {
    "1.2": {
        "learner": "core.student_id",
        "status": "core.lesson_status",
        "score": "core.score.raw",
        "place": "core.lesson_location",
    },
    "2004": {
        "learner": "learner_id",
        "status": "completion_status",
        "score": "score.raw",
        "place": "location",
        "progress": "progress_measure",
    },
}


def runtime():
    """Return the runtime's script; a machine that can't install it skips these tests."""
    if not RUNTIME.exists():
        reason = front._missing()
        if reason and os.environ.get("CI") != "true":
            pytest.skip(reason)
        front.install()
    return RUNTIME


@pytest.fixture(scope="module")
def hosts(tmp_path_factory):
    """The addresses of two platforms, by their version of SCORM."""
    root = tmp_path_factory.mktemp("platforms")
    script = runtime()
    for archive in package.write(package.of(LESSONS), root, NAMES):
        version = archive.stem.rsplit("-", 1)[1]
        folder = root / version
        with zipfile.ZipFile(archive) as files:
            files.extractall(folder / "package")
        (folder / "index.html").write_text(PLATFORM % {"version": version})
        shutil.copy(script, folder / "runtime.js")
    handler = functools.partial(Handler, directory=str(root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as host:
        threading.Thread(target=host.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{host.server_port}"
        host.shutdown()


@dataclass
class Computer:
    """A browser in which learners open the platform."""

    page: Page
    address: str
    version: str
    problems: list = field(default_factory=list)

    def open(self, data):
        """Open the package in the platform, which has saved this of the learner."""
        self.page.add_init_script(f"window.saved = {json.dumps(data)};")
        self.page.goto(f"{self.address}/{self.version}/index.html")
        expect(self.lesson.get_by_role("heading", level=1)).to_be_visible()
        return self

    @property
    def launch(self):
        return self.page.frame_locator("iframe")

    @property
    def lesson(self):
        return self.launch.frame_locator("iframe")

    def sent(self):
        """What the platform has of this visit."""
        return self.page.evaluate("JSON.parse(JSON.stringify(api.cmi))")

    def has(self, **values):
        """Wait until the platform has these values, as far as its version of SCORM has a name for them."""
        names = {
            name: path.split(".") for name, path in NAMES[self.version].items() if name in values
        }
        expected = {name: values[name] for name in names}
        for _ in range(100):
            data = self.sent()
            facts = {name: functools.reduce(dict.get, path, data) for name, path in names.items()}
            if facts == expected:
                return
            self.page.wait_for_timeout(100)
        assert facts == expected


def learner(version, name, place=PAGE):
    """What a platform has saved of a learner who has been somewhere, and done nothing."""
    data = {"core": {}} if version == "1.2" else {}
    for key, value in {"learner": name, "place": place}.items():
        *folders, last = NAMES[version][key].split(".")
        functools.reduce(dict.get, folders, data)[last] = value
    return data


@pytest.fixture(params=list(NAMES))
def computer(request, browser, hosts):
    """Return a function that starts a browser on another computer; at the end, nothing went wrong in it."""
    contexts, computers = [], []

    def start():
        contexts.append(browser.new_context(viewport={"width": 1300, "height": 1000}))
        one = Computer(contexts[-1].new_page(), hosts, request.param)
        one.page.on("pageerror", lambda error: one.problems.append(str(error)))
        one.page.on(
            "console",
            lambda line: (
                one.problems.append(line.text) if line.type in ("error", "warning") else None
            ),
        )
        computers.append(one)
        return one

    yield start
    for context in contexts:
        context.close()
    assert [one.problems for one in computers] == [[] for _ in computers]


def go_on(lesson):
    """Follow the front page's link to the lesson."""
    expect(lesson.get_by_role("heading", level=1)).to_contain_text("Forty AI pilots")
    lesson.get_by_role("link", name="Will it hold under load").last.click()
    expect(lesson.get_by_role("heading", level=1)).to_contain_text("will it hold under load")


def guess(lesson):
    card = lesson.get_by_role("region", name=explore.infrastructure.canary().title)
    card.get_by_role("radio").first.check()
    card.get_by_role("button", name="Commit to this").click()
    return card


def decide(lesson):
    decision = lesson.get_by_role("region", name="Your decision")
    decision.get_by_role("radio").first.check()
    decision.get_by_label("Your reason, in one line").fill(REASON)
    decision.get_by_role("button", name="Decide").click()


def test_results_arrive_and_work_comes_back_on_another_computer(computer):
    here = computer()
    here.open(learner(here.version, "anna", ""))
    here.has(status="incomplete", score="0", place="index.html", progress="0.0000")
    go_on(here.lesson)
    here.has(place=f"{PAGE}#content")
    guess(here.lesson)
    here.has(progress="0.1667")  # of six steps: four explorables, the checkpoint, the decision
    decide(here.lesson)
    here.has(status="incomplete", progress="0.3333")
    questions = in_turn(here.lesson.get_by_role("region", name=CHECKPOINT))
    for question in questions:
        answer(question)
    firsts = [checkpoints.is_right(each, 0) for each in checkpoints.questions(LESSON)]
    here.has(
        status="completed",
        progress="0.5000",
        score=f"{100 * sum(firsts) / ASKED:.2f}".rstrip("0").rstrip("."),
    )
    here.page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    here.page.wait_for_function("window.isOver")
    data = here.sent()

    there = computer()
    there.open(data)
    expect(
        there.lesson.get_by_role("region", name=explore.infrastructure.canary().title).get_by_role(
            "button", name="Commit to this"
        )
    ).to_have_count(0)
    expect(there.lesson.get_by_role("region", name="Your decision")).to_contain_text(REASON)
    expect(there.lesson.locator("[data-answered]")).to_have_count(ASKED)
    there.has(status="completed", progress="0.5000")


def test_the_place_is_kept(computer):
    here = computer()
    here.open(learner(here.version, "anna"))
    here.has(status="incomplete")
    here.lesson.get_by_role("navigation", name="On this page").get_by_role(
        "link", name="Your decision"
    ).click()
    expect(here.lesson.locator("[aria-current]")).to_have_text("Your decision")
    here.page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    here.page.wait_for_function("window.isOver")
    here.has(place=f"{PAGE}#Your-decision")

    there = computer()
    there.open(here.sent())
    expect(
        there.lesson.get_by_role("heading", name="Your decision", exact=True)
    ).to_be_in_viewport()


def test_another_learner_on_the_same_computer_begins_afresh(computer):
    here = computer()
    here.open(learner(here.version, "anna"))
    decide(here.lesson)
    here.has(progress="0.1667")
    here.open(learner(here.version, "ben"))
    here.has(progress="0.0000", score="0")
    expect(
        here.lesson.get_by_role("region", name="Your decision").get_by_role("radio").first
    ).not_to_be_checked()


def test_without_a_platform_the_page_works_and_keeps(computer):
    here = computer()
    here.page.goto(f"{here.address}/{here.version}/package/launch.html")
    lesson = here.page.frame_locator("iframe")
    go_on(lesson)
    decide(lesson)
    here.page.reload()
    go_on(lesson)
    expect(lesson.get_by_role("region", name="Your decision")).to_contain_text(REASON)
    expect(here.page.get_by_role("status")).to_be_empty()
    assert violations(here.page, "body") == []


def test_work_that_cannot_be_read_is_told_to_developers_and_nothing_breaks(computer):
    here = computer()
    here.open({**learner(here.version, "anna"), "suspend_data": "deflate:no"})
    here.has(status="incomplete", score="0")
    assert [problem.split(":")[0] for problem in here.problems] == [
        "What the platform keeps could not be read"
    ]
    here.problems.clear()


def test_a_platform_that_refuses_leaves_a_line_and_a_page_that_works(computer):
    here = computer()
    here.open(learner(here.version, "anna"))
    here.has(status="incomplete")
    here.page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    here.page.wait_for_function("window.isOver")
    here.problems.clear()
    here.page.evaluate("document.querySelector('iframe').src = 'package/launch.html'")
    expect(here.launch.locator("body > [role=status]")).to_contain_text("does not take")
    go_on(here.lesson)
    decide(here.lesson)
    expect(here.lesson.get_by_role("region", name="Your decision")).to_contain_text(REASON)
    refusals = [problem for problem in here.problems if problem.startswith("The platform refuses")]
    assert len(refusals) == 1
    here.problems.clear()
