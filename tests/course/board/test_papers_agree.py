"""Five learners' papers: none says two things of one matter, or praises what a lesson refutes."""

import re

import pytest

from course import world
from course.board import boards, decisions, paper_parts
from course.board.conflicts import conflicts
from course.syllabus.syllabus import MODULES
from support.tempers import drawn_boards, paper_of, tempers

TEMPERS = tempers()

# What a lesson's own model or text speaks against: it may be chosen, and it must not pay.
REFUTED = {
    "data_at_scale": {"count"},  # counting alone loses money
    "platforms": {"centre"},  # Meridian's units are unlike
    "prioritization": {"businesses"},  # each chooses for itself, and nothing is shared
    "governance": {"person"},  # nobody answers for the model
}
LIMITS = (  # as the sentences of numbers state them, and as others might
    r"(?:At most (\d+) pilots may be open|its limit is (\d+)|decision 12 lets (\d+) be open)",
    r"(?:(\d+) pilots begin in a year|Decision 1 lets (\d+) pilots begin)",
    r"(?:(\d+)% of the budget is kept|keeps (\d+)% of the budget)",
    r"[Aa]t most (\d+) people are",
)

# What is said of an open question today, and decisions under which it would be wrong.
WRONG_UNDER = {
    r"touch the credit model\.$": {("mlops", "owners")},
    r"nobody alone answers": {("mlops", "owners")},
    r"Nothing is ruled out for next year": {("prioritization", "few")},
    r"no rule and no review ends a pilot": {("prioritization", "businesses")},
    r"A pilot is chosen if it has a sponsor": {("platforms", "centre")},
}


@pytest.fixture(params=TEMPERS)
def decided(request):
    """Return a learner's decisions and the paper as Markdown."""
    board = TEMPERS[request.param]
    return board, paper_of(board).markdown


def of_decision(paper, module):
    """Return all that the paper says of one decision."""
    return "\n".join(
        re.findall(rf"^- \*\*{re.escape(label(module))}\.\*\*.*$", paper, re.MULTILINE)
    )


def label(module):
    (lesson,) = (each.number for each in MODULES if each.slug == module)
    return f"{lesson} {decisions.decision(module)['topic']}"


def test_no_limit_has_two_values(decided):
    _, paper = decided
    for limit in LIMITS:
        values = {next(filter(None, match.groups())) for match in re.finditer(limit, paper)}
        assert len(values) <= 1, (limit, values)


def test_two_decisions_never_ask_for_the_same_number():
    labels = [
        number["label"].partition(" (")[0]
        for module in boards.deciding()
        for number in decisions.decision(module)["number"]
    ]
    assert len(set(labels)) == len(labels)


def test_a_system_that_nobody_funds_is_named_wherever_a_decision_runs_it(decided):
    board, paper = decided
    match = re.search(r".*(?:does not fund|nobody has said who pays).*", paper)
    sentence = match[0] if match else ""
    options = {each["key"]: each for each in decisions.decision("prioritization")["option"]}
    funding = board.get("prioritization")
    funded_pilots = options[funding["option"]]["funds"] if funding else []
    systems = [decisions.decision(module).get("system") for module in board]
    for pilot in (world.systems()[key].pilot for key in systems if key):
        assert (pilot in sentence) == (pilot not in funded_pilots), pilot


def test_no_option_that_its_lesson_refutes_pays(decided):
    board, paper = decided
    for module, options in REFUTED.items():
        if module in board and board[module]["option"] in options:
            row = of_decision(paper, module)
            assert not re.search(r"\b(saves?|bring) €", row), row
            assert not re.search(rf"Decision {label(module).split()[0]} \(.*?\) earns", paper)


def test_what_is_refuted_hardly_ever_pays_on_any_board():
    for module in ("platforms", "prioritization"):
        for option in REFUTED[module]:
            rows = drawn_boards(without=module)
            changed_boards = [{**board, module: {"option": option}} for board in rows]
            total = boards.play([*rows, *changed_boards]).total[-1].reshape(2, -1)
            assert (total[1] <= total[0]).mean() > 0.95, (module, option)


@pytest.mark.parametrize("sentence", WRONG_UNDER)
def test_what_is_open_does_not_contradict_what_is_decided(sentence):
    (module,) = (
        each for each in boards.deciding() if re.search(sentence, decisions.option_text(each, None))
    )
    for decided_module, option in WRONG_UNDER[sentence]:
        board = {decided_module: {"option": option, "numbers": {}, "reason": "So.", "seen": {}}}
        plan, *_ = paper_parts.parts(board, {})
        assert not re.search(sentence, dict(plan.blocks[-1])[label(module)])


def test_the_paper_names_the_decisions_that_its_two_years_play(decided):
    _, paper = decided
    words = re.search(r"It plays decisions ([\d, ]+) and (\d+); the others move nothing", paper)
    played_numbers = [*words[1].split(", "), words[2]]
    feeding_numbers = [
        each.number
        for each in MODULES
        if each.slug in boards.deciding() and decisions.effects(each.slug, None)
    ]
    assert played_numbers == [str(number) for number in feeding_numbers]


def test_no_number_is_printed_that_means_nothing_under_the_option(decided):
    board, paper = decided
    for module, choice in board.items():
        row = of_decision(paper, module)
        void = decisions.chosen(module, choice).get("without", ())
        for number in decisions.decision(module)["number"]:
            sentence = decisions.number_text(number, choice["numbers"][number["key"]])
            assert (sentence in row) == (number["key"] not in void), (module, sentence)


def test_pilots_that_lesson_1_begins_and_the_model_does_not_are_named(decided):
    board, _ = decided
    if "case_and_pitfalls" in board:
        effects, pilots_begun = boards.effects(board), boards.play([board]).begun[-1, 0]
        pilots_planned = effects["launches"] * (24 - effects["pause"]) / 12
        pace = "decision 1's" if "scaling_gap" in board else "today's"
        is_named = f"of {pace} pace" in " ".join(conflicts(board))
        assert is_named == (pilots_begun < pilots_planned - 0.5)
