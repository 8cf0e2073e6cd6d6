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
        ("definitions", "funnel", "ways_to_scale", "checkpoint"),
        chapter_question=1,
        minutes=65,
    ),
    Module(
        2,
        "data_at_scale",
        "What breaks between 5 stores and 500?",
        ("stores", "contract", "repairs", "checkpoint"),
        exercise="data_quality",
        chapter_question=2,
        minutes=65,
    ),
    Module(
        3,
        "infrastructure",
        "Will it hold under load and at 3 a.m.?",
        ("load", "availability", "canary", "checkpoint"),
        exercise="rollout",
        minutes=60,
    ),
    Module(
        4,
        "people_and_change",
        "Why do crews ignore a good model?",
        ("alarms", "adoption", "team", "checkpoint"),
        exercise="alerts_and_adoption",
        chapter_question=6,
        minutes=65,
    ),
    Module(
        5,
        "platforms",
        "Build once or forty times; central or federated?",
        ("break_even", "operating_model", "profile", "checkpoint"),
        chapter_question=3,
        minutes=60,
    ),
    Module(
        6,
        "prioritization",
        "Which few of forty?",
        ("matrix", "ranking", "selection", "option", "checkpoint"),
        exercise="prioritization",
        chapter_question=5,
        minutes=65,
    ),
    Module(
        7,
        "drift",
        "Why did 88% become 79%?",
        (
            "shift",
            "false_alarms",
            "label_delay",
            "feedback",
            "retraining",
            "detector",
            "checkpoint",
        ),
        exercise="drift",
        chapter_question=4,
        minutes=65,
    ),
    Module(
        8,
        "mlops",
        "How do many models stay under control?",
        ("pipeline", "time_machine", "by_hand", "checkpoint"),
        exercise="registry",
        chapter_question=7,
        minutes=65,
    ),
    Module(
        9,
        "governance",
        "Is it fair, explainable, private, accountable, legal?",
        ("thresholds", "explanation", "privacy", "checkpoint"),
        exercise="fairness",
        minutes=65,
    ),
    Module(
        10,
        "culture_and_skills",
        "What happens to the people?",
        ("tasks", "together", "reskilling", "checkpoint"),
        chapter_question=8,
        minutes=65,
    ),
    Module(
        11,
        "measuring_success",
        "How would we know?",
        ("vanity", "goodhart", "experiment", "checkpoint"),
        exercise="value",
        minutes=65,
    ),
    Module(
        12,
        "case_and_pitfalls",
        "What did the leaders do, and where do others fail?",
        ("evidence", "purgatory", "diagnosis", "two_years", "checkpoint"),
        minutes=65,
    ),
    Module(
        13,
        "future",
        "What changes next?",
        ("automl", "build_or_buy", "fleet", "checkpoint"),
        minutes=65,
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
    """One stop of a path: some or all steps of a module, and the minutes.

    ``before`` is what readers of some steps should know before the decision: its terms, and the
    findings of the sections that the path skips. Its figures are the lesson's. ``sections`` are the
    headings of the sections with these steps, in order.
    """

    module: Module
    steps: tuple[str, ...]
    minutes: int
    before: str = ""
    sections: tuple[str, ...] = ()


@dataclass(frozen=True)
class Assignment:
    """The end of a path: title, notebook (in the lessons' folder) and minutes."""

    title: str
    notebook: str
    minutes: int


@dataclass(frozen=True)
class LearningPath:
    """A path through the course for one kind of reader.

    ``reader`` describes that reader. ``challenge_hours`` is the time of a reader who tried every
    challenge, if reported. ``last`` is the assignment at the end; ``hours`` leaves it out.
    """

    title: str
    stops: tuple[Stop, ...]
    challenge_hours: int | None = None
    last: Assignment | None = None
    reader: str = ""

    @property
    def hours(self) -> int:
        """Time to read and explore all stops, rounded up to hours."""
        return math.ceil(sum(stop.minutes for stop in self.stops) / 60)


def _whole(slug: str) -> Stop:
    return Stop(_BY_SLUG[slug], _BY_SLUG[slug].steps, _BY_SLUG[slug].minutes)


def _part(slug: str, minutes: int, *steps: str) -> Stop:
    sections = tuple(_SECTIONS[step] for step in steps)
    return Stop(_BY_SLUG[slug], steps, minutes, _BEFORE[slug], sections)


_BY_SLUG = {module.slug: module for module in MODULES}

_SECTIONS = {
    "definitions": "1. Print the headline you like",
    "alarms": "1. A thousand machines",
    "matrix": "1. The matrix that everybody draws",
    "shift": "1. Make your own drift",
    "tasks": "1. A fifth of the hours",
    "goodhart": "4. Pay for the number",
    "purgatory": "2. Forty pilots, fourteen people",
    "two_years": "Two years of your decisions",
    DECISION: "Your decision",
}

# The terms of a decision and the findings of skipped sections, for readers of part of a lesson.
_BEFORE = {
    "scaling_gap": (
        "A pilot must pass four gates: an owner, data, integration, and use. At today's gates "
        "forty pilots bring about two that live. Pilots share a fate if a common cause ends "
        "several of them; luck then moves the count further."
    ),
    "people_and_change": (
        "Section 4 orders levers. Workflow puts the alert into the work order; an override lets a "
        "crew decide against an alarm. In its model override, then workflow, then training brings "
        "use to 70%, the reverse to 54%. Whether an override or a second check does more rests on "
        "a figure that nobody has measured. In a shadow period alarms are recorded and nobody "
        "sees them."
    ),
    "prioritization": (
        "The best set under money, foundations and people of three roles is thirteen pilots on "
        "two foundations. Less cost it delivers €9.2 million, a ranked list 7.7, quick wins 3.8. "
        "If values may lie anywhere in the sponsors' ranges (full doubt), no place among the first "
        "five is safe. The margin is how far one estimate "
        "may move before the best set changes; for store assortment it is 7%."
    ),
    "drift": (
        "Forty quiet inputs, each tested at 5%, raise an alarm on 87% of days; a correction for "
        "their number cures that. Outcomes take 12 months, and waiting costs about €2.0 million "
        "here. Early defaults by cohort (loans of one month) earn about €0.9 million of it back. "
        "To recalibrate moves all scores to a new base rate; out of time means tested on later "
        "months. A model that is retrained on a broken feed keeps the fault."
    ),
    "culture_and_skills": (
        "In section 5, 400 of 1,000 posts go. With half of the people trained and a year's "
        "notice, 223 are cut. Training for all leaves 152 cuts, and needs new posts to lead to. "
        "Three years' notice leaves 95, since 8% a year leave by choice, and more once they know. "
        "With all trained and four years' notice, at most 40 are cut in 95 of 100 worlds."
    ),
    "measuring_success": (
        "A pair is two tasks, and chance picks the one that is done with the tool. Minutes "
        "measured so, times the month's tasks, less the cost, are measured value. It finds more "
        "than nine tenths of what the best use cases bring; in month 3, with 2 pairs each, "
        "an opinion beats it. A guardrail is a measure that must not get worse; two of the shop's "
        "twelve wins broke it. Reported minutes are what users say; the share who return is active "
        "users by accounts."
    ),
    "case_and_pitfalls": (
        "Two people code a pilot: each gives it one of seven causes. From status notes alone they "
        "agree on 33 of 40 and are right on 18; with one card of evidence each, 24 are right. A "
        "rule by value over cost stops a pilot whose likely value is below a multiple of its "
        "cost. At 1.7 the rest brings €15.1 million; at 3.2 it fits into one year's people and "
        "money, and brings 6.7. After the two years you write the board paper."
    ),
}

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
            _part("prioritization", 15, "matrix", DECISION),
            _part("drift", 15, "shift", DECISION),
            _part("culture_and_skills", 15, "tasks", DECISION),
            _part("measuring_success", 20, "goodhart", DECISION),
            _PREVIEW,
        ),
        # Four hours, from a reader who solved the challenges of all stops except drift.
        challenge_hours=4,
        last=_BOARD_PAPER,
        reader="For those who decide and do not code.",
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
    ),
    "whole": LearningPath(
        "The course",
        tuple(_whole(module.slug) for module in MODULES),
        reader="For those who want all of it.",
    ),
}
"""Paths by their names in `course_map`; their hours leave out the exercises."""
