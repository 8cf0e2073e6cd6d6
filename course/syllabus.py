"""The course's modules, in order, and the paths through them; every list of lessons uses it."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Module:
    """One module: its question, and the steps whose progress is recorded.

    ``steps`` are names under which explorables and the checkpoint record progress; a module
    without steps is in preparation. ``exercise`` is the name of its graded exercise, and
    ``chapter_question`` the number of the chapter question that it prepares for. ``minutes`` is
    the time to read and explore all of it, 1.4 times the time that its text states. ``workbench``
    names the explorables that only its workbench has; a lesson without a workbench has None.
    """

    number: int
    slug: str
    question: str
    steps: tuple[str, ...] = ()
    exercise: str | None = None
    chapter_question: int | None = None
    minutes: int = 0
    workbench: tuple[str, ...] | None = None

    @property
    def notebook(self) -> str:
        """The notebook's file name."""
        return f"{self.number:02d}_{self.slug}.ipynb"

    @property
    def workbench_notebook(self) -> str | None:
        """The file name of the workbench's notebook, if there is a workbench."""
        return None if self.workbench is None else f"{self.number:02d}_{self.slug}_workbench.ipynb"

    @property
    def sitting(self) -> str:
        """The name, without ending, of the notebook with the chapter's question."""
        return f"q{self.chapter_question}_{self.slug}"


MODULES = (
    Module(0, "start_here", "Where am I, and how does this work?", ("pilots",), minutes=15),
    Module(
        1,
        "scaling_gap",
        "Why do pilots not become products?",
        ("definitions", "funnel", "checkpoint"),
        chapter_question=1,
        minutes=45,
        workbench=("ways_to_scale",),
    ),
    Module(
        2,
        "data_at_scale",
        "What breaks between 5 stores and 500?",
        ("stores", "repairs", "checkpoint"),
        exercise="data_quality",
        chapter_question=2,
        minutes=45,
        workbench=("contract",),
    ),
    Module(
        3,
        "infrastructure",
        "Will it hold under load and at 3 a.m.?",
        ("load", "availability", "canary", "checkpoint"),
        workbench=(),
        exercise="rollout",
        minutes=50,
    ),
    Module(
        4,
        "people_and_change",
        "Why do crews ignore a good model?",
        ("alarms", "adoption", "checkpoint"),
        exercise="alerts_and_adoption",
        chapter_question=6,
        minutes=35,
        workbench=("team",),
    ),
    Module(
        5,
        "platforms",
        "Build once or forty times; central or federated?",
        ("break_even", "operating_model", "checkpoint"),
        chapter_question=3,
        minutes=45,
        workbench=("profile",),
    ),
    Module(
        6,
        "prioritization",
        "Which few of forty?",
        ("matrix", "selection", "checkpoint"),
        exercise="prioritization",
        chapter_question=5,
        minutes=45,
        workbench=("ranking", "option"),
    ),
    Module(
        7,
        "drift",
        "Why did 88% become 79%?",
        ("shift", "label_delay", "checkpoint"),
        exercise="drift",
        chapter_question=4,
        minutes=45,
        workbench=("false_alarms", "retraining", "feedback"),
    ),
    Module(
        8,
        "mlops",
        "How do many models stay under control?",
        ("pipeline", "time_machine", "checkpoint"),
        exercise="registry",
        chapter_question=7,
        minutes=45,
        workbench=(),
    ),
    Module(
        9,
        "governance",
        "Who says that it is fair?",
        ("thresholds", "explanation", "checkpoint"),
        exercise="fairness",
        minutes=55,
        workbench=("privacy",),
    ),
    Module(
        10,
        "culture_and_skills",
        "What happens to the people?",
        ("tasks", "reskilling", "checkpoint"),
        chapter_question=8,
        minutes=45,
        workbench=("together",),
    ),
    Module(
        11,
        "measuring_success",
        "How would we know?",
        ("vanity", "goodhart", "experiment", "checkpoint"),
        exercise="value",
        minutes=50,
        workbench=(),
    ),
    Module(
        12,
        "case_and_pitfalls",
        "What did the leaders do, and where do others fail?",
        ("evidence", "purgatory", "diagnosis", "two_years", "checkpoint"),
        minutes=50,
        workbench=(),
    ),
    Module(
        13,
        "future",
        "What changes next?",
        ("automl", "fleet", "checkpoint"),
        minutes=50,
        workbench=("build_or_buy",),
    ),
)

READY = tuple(module.slug for module in MODULES if module.steps)
"""Slugs of the available modules: each is a package in `simulate` and in `explore`."""

CHAPTER_QUESTIONS = "chapter_questions"
"""The assignment with the chapter's questions: one notebook per question."""

SITTINGS = {
    f"q{module.chapter_question}": module.sitting for module in MODULES if module.chapter_question
}
"""Name of a chapter question -> its notebook, without ending."""

DECISION = "decision"
"""The step under which a module's decision is kept; modules don't list it."""


@dataclass(frozen=True)
class Stop:
    """One stop of a path: some or all steps of a module, and the minutes."""

    module: Module
    steps: tuple[str, ...]
    minutes: int

    @property
    def is_part(self) -> bool:
        """Whether the path takes only part of the module."""
        return self.steps != self.module.steps


@dataclass(frozen=True)
class Assignment:
    """The end of a path: title, notebook (in the lessons' folder) and minutes."""

    title: str
    notebook: str
    minutes: int


@dataclass(frozen=True)
class LearningPath:
    """A path through the course for one kind of reader.

    ``reader`` describes that reader, and ``says`` is what they say of themselves, which names the
    path on a page. ``challenge_hours`` is the time of a reader who tried every
    challenge, if reported. ``last`` is the assignment at the end; ``hours`` leaves it out.
    """

    title: str
    stops: tuple[Stop, ...]
    challenge_hours: int | None = None
    last: Assignment | None = None
    reader: str = ""
    says: str = ""

    @property
    def hours(self) -> int:
        """Time to read and explore all stops, rounded up to hours."""
        return math.ceil(sum(stop.minutes for stop in self.stops) / 60)


def _whole(slug: str) -> Stop:
    return Stop(_BY_SLUG[slug], _BY_SLUG[slug].steps, _BY_SLUG[slug].minutes)


def _part(slug: str, minutes: int, *steps: str) -> Stop:
    return Stop(_BY_SLUG[slug], steps, minutes)


_BY_SLUG = {module.slug: module for module in MODULES}

# Five minutes of the last stop are for the preview of the paper, which has no step.
_PREVIEW = _part("case_and_pitfalls", 30, "purgatory", DECISION, "two_years")
_BOARD_PAPER = Assignment("Board paper", "../exercises/board_paper/board_paper.ipynb", 60)

PATHS = {
    "executive": LearningPath(
        "The executive path",
        (
            _whole("start_here"),
            _part("scaling_gap", 20, "definitions", DECISION),
            _part("people_and_change", 20, "alarms", DECISION),
            _part("prioritization", 20, "matrix", DECISION),
            _part("drift", 20, "shift", DECISION),
            _part("culture_and_skills", 30, "tasks", "reskilling", DECISION),
            _part("measuring_success", 20, "goodhart", DECISION),
            _PREVIEW,
        ),
        # Four hours, from a reader who solved the challenges of all stops except drift.
        challenge_hours=4,
        last=_BOARD_PAPER,
        reader="For those who decide and do not code.",
        says="I decide",
    ),
    "practitioner": LearningPath(
        "The practitioner's path",
        (
            *map(
                _whole,
                (
                    "start_here",
                    "data_at_scale",
                    "infrastructure",
                    "drift",
                    "mlops",
                    "governance",
                    "measuring_success",
                ),
            ),
            _PREVIEW,
        ),
        last=_BOARD_PAPER,
        reader="For those who build and run models.",
        says="I build and run models",
    ),
    "whole": LearningPath(
        "The course",
        tuple(_whole(module.slug) for module in MODULES),
        reader="For those who want all of it.",
        says="I want all of it",
    ),
}
"""Paths by their names in `course_map`; their hours leave out the exercises."""
