"""What a page draws of a reader's decisions without Python is what Python draws of them."""

import json
import subprocess
from datetime import UTC, datetime

import numpy as np
import pytest

from course import explore, register
from course.board import boards, decisions
from course.board.paper import BoardPaper
from course.learner import progress
from course.syllabus.syllabus import MODULES
from scaling_ai_kit.pages.board import script
from support.sampling import WHOLE
from support.tempers import tempers

BOARDS = 400 if WHOLE else 40
DAY = "24 November 2026"
REASON = '"Outcomes" <come> late & it\'s {odd}.'
SEEN = (
    {},
    {"checkpoint": {"answered": 3}},
    {"shift": {"skipped": True}},
    {"shift": {"guess": {"said": 81, "at": {"size": 2}}, "solved": ["One.", "Two."]}},
    {"label_delay": {"guess": [1, 2.5]}, "shift": {"skipped": True, "solved": []}},
)
DRAW = """
const link = (page) => page;
const inWords = (date) => new Date(`${date}T00:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
let text = "";
process.stdin.on("data", (part) => { text += part; });
process.stdin.on("end", () => {
  const all = JSON.parse(text).map(({ steps, values }) => ({
    paper: courseBoard.paper(steps, "%s"),
    register: courseBoard.register(steps, link, inWords),
    scene: courseBoard.scenes["case_and_pitfalls.two_years"](steps, values),
  }));
  process.stdout.write(JSON.stringify(all));
});
"""


def drawn_steps(rng):
    """Return what a reader may have done: decisions with any option and any number on its slider."""
    steps = {}
    for module in boards.deciding():
        question = decisions.decision(module)
        numbers = {
            each["key"]: each["low"]
            + each["step"] * int(rng.integers(0, (each["high"] - each["low"]) / each["step"] + 1))
            for each in question["number"]
        }
        options = [each["key"] for each in question["option"]]
        if rng.random() < rng.choice([0.3, 0.8, 1]):
            steps[f"{module}.decision"] = {
                "option": str(rng.choice(options)) if rng.random() < 0.98 else "no more",
                "numbers": numbers,
                "reason": REASON,
                "date": "2026-11-03",
                "seen": SEEN[rng.integers(len(SEEN))],
                "history": [],
            }
    return steps


def of_temper(board):
    facts = {"reason": REASON, "date": "2026-11-03", "seen": {}, "history": []}
    return {f"{module}.decision": {**facts, **choice} for module, choice in board.items()}


@pytest.fixture(scope="module")
def readers():
    """Readers: what each has done, and where the explorable of two years stands."""
    rng = np.random.default_rng(11)
    controls = {each["name"]: each for each in explore.case_and_pitfalls.two_years().controls}
    sample = [drawn_steps(rng) for _ in range(BOARDS)]
    return [
        {
            "steps": steps,
            "values": {
                "board": "Yours",
                **{
                    name: str(rng.choice(controls[name]["options"]))
                    for name in ("module", "option")
                },
            },
        }
        for steps in [{}, *map(of_temper, tempers().values()), *sample]
    ]


@pytest.fixture(scope="module")
def pages(readers, tmp_path_factory, require):
    """What the pages' script draws for each reader."""
    lessons = {module.slug: module.notebook for module in MODULES}
    program = tmp_path_factory.mktemp("board") / "board.cjs"
    program.write_text(script(lessons) + DRAW % DAY, encoding="utf-8")
    output = subprocess.check_output(  # noqa: S603 - our own script
        [require("node"), program], input=json.dumps(readers), encoding="utf-8"
    )
    return json.loads(output)


def test_the_paper_and_the_list_are_the_same_with_python(readers, pages):
    for reader, page in zip(readers, pages, strict=True):
        progress._keep(reader["steps"])
        paper = BoardPaper({}, lambda: datetime(2026, 11, 24, 9, tzinfo=UTC))
        assert page["paper"] == paper._repr_mimebundle_()["text/html"]
        assert page["register"] == register()._repr_mimebundle_()["text/html"]


def test_two_years_are_the_same_with_python(readers, pages):
    two_years = explore.case_and_pitfalls.two_years()
    for reader, page in zip(readers, pages, strict=True):
        progress._keep(reader["steps"])
        scene = two_years.scene_at(reader["values"])
        assert {name: page["scene"][name] for name in ("summary", "title", "reached")} == {
            name: scene[name] for name in ("summary", "title", "reached")
        }
        assert page["scene"]["data"] == scene["data"]
