"""The board paper: five parts, drawn from what a learner has decided, however much that is."""

import re
from base64 import b64decode
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest

from course import board_paper, decide
from course.board import boards, decisions, paper_parts, two_year_figure
from course.board.conflicts import conflicts
from course.board.paper import BoardPaper
from course.learner import progress
from support.tempers import paper_of, tempers

HEADS = [
    "What we will do",
    "Why",
    "What it rests on",
    "The risk that remains",
    "What would change our mind",
]
FINISH = boards.REFERENCE["Stop and finish"]


def paper(risk="Two crews carry all trust.", sign="Use below 40%."):
    return BoardPaper({"risk": risk, "sign": sign}, lambda: datetime(2027, 5, 3, 9, tzinfo=UTC))


def decide_drift(**step):
    if step:
        progress.record("drift.shift", **step)
    decide("drift").decide("calendar", "Outcomes <come> late.", looks=6, stop=80)


def part(document, head):
    """Return the text under a heading."""
    return document.markdown.partition(f"## {head}\n")[2].partition("\n## ")[0]


def drawn(board):
    return ET.fromstring(two_year_figure.figure(board))  # noqa: S314 - our own markup


@pytest.mark.parametrize("temper", ["empty", *tempers()])
def test_every_paper_has_five_parts_and_repeats_no_line(temper):
    document = paper_of(tempers().get(temper, {}))
    assert re.findall("^## (.*)$", document.markdown, re.MULTILINE) == HEADS
    assert re.findall("<h2>(.*?)</h2>", document.page) == HEADS
    texts = [line for line in document.markdown.splitlines() if line and "first guess" not in line]
    assert len(set(texts)) == len(texts)
    assert not re.search(r"\bnan\b|None,|[{}]|  |\.\.", document.markdown)
    assert "http://" not in document.page
    assert "https://" not in document.page


def test_every_question_is_in_the_paper_decided_or_open():
    decide_drift()
    plan = part(paper(), HEADS[0])
    assert f"1 of {len(boards.deciding())} questions is decided." in plan
    for module in boards.deciding():
        choice = decisions.kept(module)
        assert decisions.option_text(module, choice) in plan, module


def test_a_decision_comes_with_its_reason_and_its_lessons_figures():
    decide_drift()
    document = paper()
    assert "- **7 Credit model.** Retrain each quarter" in part(document, "What we will do")
    assert "- **7 Credit model.** Outcomes <come> late." in part(document, "Why")
    assert "Outcomes &lt;come&gt; late." in document.page
    assert "In four years the lender saves €8.5" in part(document, "What it rests on")
    assert "3 May 2027" in document.markdown


def test_a_limit_that_stops_a_decision_is_a_sign_and_is_said_once():
    decide_drift()
    limit = "below an accuracy of 80% on sound inputs"
    assert limit in part(paper(), "What would change our mind")
    assert paper().markdown.count(limit) == 1
    for module, key in paper_parts.SIGNS:
        assert key in [number["key"] for number in decisions.decision(module)["number"]]


def test_the_sign_that_decision_13_names_is_what_would_change_our_mind():
    for option in decisions.decision("future")["option"]:
        decide("future").decide(option["key"], "The dates move.", cases=2000, again=6)
        action, sign = option["text"].split(" Sign: ")
        assert action in part(paper(), "What we will do")
        plan, mind = (part(paper(), HEADS[number]) for number in (0, -1))
        assert f"**13 Not next year.** {sign[0].upper()}{sign[1:]} We look for the sign" in mind
        assert "Sign:" not in plan


def test_of_many_misfits_the_gravest_are_shown_and_the_others_counted():
    bold, hiring = tempers()["bold"], {"option": "uses", "numbers": {"cases": 2000, "again": 6}}
    board = {**bold, "future": hiring}
    document, sentences = paper_of(board), conflicts(board)
    assert len(sentences) == 7
    risk = part(document, "The risk that remains")
    assert [sentence in risk for sentence in sentences] == [n < 5 for n in range(7)]
    assert "the gravest first" in risk
    assert "There are 2 lesser ones, which appear once some of these are settled." in risk


def test_what_was_only_opened_counts_as_not_tried():
    decide_drift(skipped=True)
    assert "We decided without trying any simulation" in paper().markdown
    progress.record("mlops.pipeline", predicted="Six")
    decide("mlops").decide("all", "Seen.", early=30, forms=30)
    assert "before we decided, except for decision 7." in paper().markdown
    progress.record("drift.shift", skipped=True, solved=["a"])
    decide("drift").decide("calendar", "We saw it.", looks=6, stop=80)
    assert "We tried a simulation of each question" in paper().markdown


def test_an_empty_register_says_what_is_undecided_and_where_that_leads():
    document = paper(risk="", sign="")
    assert f"None of the {len(boards.deciding())} questions is decided yet." in document.markdown
    assert "If all stays as it is, our model has 5.6 products" in part(document, "Why")
    assert "our plan" not in document.page
    assert "the plan" not in part(document, "Why")
    assert part(document, "The risk that remains").strip().startswith("Still to be written:")
    assert part(document, "What would change our mind").strip().startswith("Still to be written:")


def test_why_says_what_the_plan_brings_against_all_as_it_is_and_which_decision_earns_it():
    for module, choice in FINISH.items():
        number_specs = decisions.decision(module)["number"]
        numbers = {number["key"]: number["default"] for number in number_specs}
        decide(module).decide(choice["option"], "It fits.", **numbers)
    board = boards.learners_board()
    why = part(paper(), "Why")
    plan, today = boards.at_the_end({"plan": board, "today": {}}).round(1).itertuples()
    assert f"our model has {plan.live} products" in why
    assert f"if all stays as it is, {today.live}." in why
    assert f"the plan brings €{plan.total / 1000:.1f} million" in why
    assert f"leaving all as it is costs €{-today.total / 1000:.1f} million" in why
    best = boards.moved_by(board)["total"].idxmax()
    assert f"({decisions.decision(best)['topic'].lower()}) earns most" in why


def test_a_plan_that_moves_nothing_says_so():
    decide_drift()
    assert "No single decision moves this by much." in paper().markdown
    assert "earns most" not in paper().markdown


def test_the_figure_draws_both_boards_with_units_and_says_what_it_shows():
    panels = drawn(FINISH).iter("svg")
    ends = boards.at_the_end({"plan": FINISH, "today": {}})
    for svg, name, factor in zip(panels, ("live", "total", "incidents"), (1, 1000, 1), strict=True):
        words = [text.text for text in svg.iter("text")]
        last_values = [f"{value / factor:.1f}".replace("-", boards.MINUS) for value in ends[name]]
        assert words[-2:] == last_values
        assert "Month" in words
        assert "24" in words
        assert re.search(r"\((products|€ million|count)\)", words[0])
        for last in last_values:
            assert f" to {last} " in svg.find("title").text + " "
        plan, today = svg.iter("polyline")
        assert len(plan.get("points").split()) == len(today.get("points").split()) == 25
        assert today.get("stroke-dasharray"), "told apart without colour, too"
        assert not plan.get("stroke-dasharray")
        _, _, width, height = map(float, svg.get("viewBox").split())
        for line in (plan, today):
            for point in line.get("points").split():
                x, y = map(float, point.split(","))
                assert 0 <= x <= width
                assert 0 <= y <= height


def test_last_values_never_cover_each_other():
    for board in [FINISH, {"drift": {"option": "calendar"}}, *tempers().values()]:
        for svg in drawn(board).iter("svg"):
            one, other = [float(text.get("y")) for text in svg.iter("text")][-2:]
            assert abs(one - other) >= 12


def test_without_decisions_the_figure_has_one_line():
    figure = drawn({})
    assert [len(list(svg.iter("polyline"))) for svg in figure.iter("svg")] == [1, 1, 1]
    assert "our plan" not in "".join(figure.itertext())


def test_the_paper_that_a_page_shows_can_be_saved_for_printing():
    decide_drift()
    document = paper()
    markup = document._repr_mimebundle_()["text/html"]
    link = re.search(r'<a download="board.html" href="data:text/html;base64,([^"]+)"', markup)
    assert b64decode(link[1]).decode() == document.page


def test_a_paragraph_that_is_no_text_or_too_long_is_refused_in_words():
    with pytest.raises(TypeError, match="risk is None; expected text between quotes"):
        board_paper(risk=None)
    with pytest.raises(ValueError, match="risk has 301 characters; expected at most 300"):
        board_paper(risk="x" * 301)


def test_no_line_break_parts_a_minus_from_its_number():
    decide_drift()
    assert f"{boards.MINUS}" in paper().page
    assert not re.search(r"-\d", re.sub(r"<[^>]*>", "", paper().page.partition("<body>")[2]))
