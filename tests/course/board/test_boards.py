"""Boards: decisions together, what each one moved, and the paper that says so."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from course import board_paper, decide, progress
from course.board import boards, decisions, paper_rows, plans_in_words
from course.board.paper import BoardPaper
from course.simulate.case_and_pitfalls import MONTHS
from tempers import drawn_boards

FINISH = boards.REFERENCE["Stop and finish"]


@pytest.fixture(autouse=True)
def place():
    progress.record("case_and_pitfalls.two_years", skipped=True)


def decide_all(reason="It fits."):
    for module in boards.deciding():
        asked = decisions.decision(module)
        longest = max(asked["option"], key=lambda option: len(option["text"]))["key"]
        numbers = {number["key"]: number["default"] for number in asked["number"]}
        progress.record(f"{module}.one", predicted=3, solved=["a", "b"])
        progress.record(f"{module}.another", skipped=True)
        decide(module).decide(longest, reason, **numbers)


def paper(risk="Two crews carry all trust.", sign="Use below 40%."):
    return BoardPaper({"risk": risk, "sign": sign}, lambda: datetime(2027, 5, 3, 9, tzinfo=UTC))


def test_a_learner_without_decisions_leaves_all_as_it_is():
    assert boards.learners_board() == {}
    assert boards.effects({}) == boards.effects(boards.REFERENCE["As it is"])


def test_costs_add_up_factors_multiply_and_one_decision_feeds_anything_else():
    board = {
        "mlops": {"option": "all"},
        "people_and_change": {"option": "override"},
        "prioritization": {"option": "set"},
        "case_and_pitfalls": {"option": "rule"},
    }
    apart = {module: decisions.effects(module, made) for module, made in board.items()}
    together = boards.effects(board)
    assert together["cost"] == pytest.approx(
        apart["mlops"]["cost"] + apart["people_and_change"]["cost"]
    )
    assert together["worth"] == pytest.approx(
        apart["prioritization"]["worth"] * apart["case_and_pitfalls"]["worth"]
    )
    assert together["trust"] == apart["people_and_change"]["trust"]
    assert together["launches"] == decisions.effects("scaling_gap", None)["launches"]


def test_the_boards_decide_what_the_course_asks():
    for name, board in boards.REFERENCE.items():
        for module, made in board.items():
            asked = decisions.decision(module)
            assert made["option"] in [option["key"] for option in asked["option"]], name
            keys = {number["key"] for number in asked["number"]}
            assert set(made.get("numbers", {})) <= keys, name


def test_a_decision_taken_back_moves_the_board_back():
    moved = boards.moved_by(FINISH)
    without = {name: made for name, made in FINISH.items() if name != "prioritization"}
    ends = boards.at_the_end({"with": FINISH, "without": without})
    assert list(moved.index) == [module for module in boards.deciding() if module in FINISH]
    assert moved.loc["prioritization", "live"] == pytest.approx(ends["live"].diff().iloc[-1] * -1)


def test_the_paper_says_decision_reason_evidence_and_what_it_moved():
    progress.record("drift.shift", predicted="It falls", solved=["a", "b"])
    decide("drift").decide("calendar", "Outcomes <come> late.", looks=6, stop=80)
    shown = paper()
    assert "Because" not in shown.markdown
    for words in (
        "3 May 2027",
        "## Lesson 7. What makes Meridian touch the credit model?",
        "Retrain each quarter",
        "6 of 12 months",
        "- Reason: Outcomes <come> late.",
        "- Evidence seen: Make your own drift (2 solved)",
        "- Moved in two years: not part of the two-year model",
        "- Left out: the lender's loans. In lesson 7's own model: In four years the lender saves €8.5",
        "| Our plan | ",
        "| Alternative: stop and finish | ",
        "Two crews carry all trust.",
        "Use below 40%.",
    ):
        assert words in shown.markdown, words
    assert "Outcomes &lt;come&gt; late." in shown.page
    assert shown.page.startswith("<!doctype html><html lang=")
    assert "http" not in shown.page


def test_what_is_open_is_named_with_what_holds_until_then():
    decide("drift").decide("calendar", "Late.", looks=6, stop=80)
    asked = len(boards.deciding())
    assert f"1 of {asked} questions is decided, without a look at the evidence." in paper().markdown
    assert f"The other {asked - 1} stay" in paper().markdown
    assert "otherwise; all of these 12 are unexamined." in paper().markdown
    assert decisions.option_text("mlops", None) in paper().markdown
    assert "Still to be written." in board_paper().markdown
    decide_all()
    assert (
        f"All {asked} questions are decided, after a look at the evidence. In" in paper().markdown
    )


def test_what_was_only_opened_is_neither_evidence_nor_examined():
    progress.record("mlops.pipeline", skipped=True)
    progress.record("drift.shift", skipped=True)
    decide("drift").decide("calendar", "Late.", looks=6, stop=80)
    assert "- Evidence seen: none" in paper().markdown
    question = decisions.decision("mlops")["question"]
    assert f"Lesson 8. {question} Not examined. Until then:" in paper().markdown
    progress.record("mlops.pipeline", skipped=True, solved=["a"])
    assert f"Lesson 8. {question} Until then:" in paper().markdown


def test_the_paper_counts_decisions_without_evidence():
    asked = len(boards.deciding())
    decide("drift").decide("calendar", "Late.", looks=6, stop=80)
    progress.record("mlops.pipeline", predicted="Six")
    decide("mlops").decide("all", "Seen.", early=30, forms=30)
    assert (
        f"2 of {asked} questions are decided, 1 of them without a look at the" in paper().markdown
    )


def test_the_paper_says_when_a_month_pays_and_what_closing_would_bring():
    for name, board in boards.REFERENCE.items():
        month, total = boards.beside_closing(board)
        money = boards.play([board], boards.LATER).money[:, 0]
        assert total == pytest.approx(money.sum())
        paying = [at for at, brought in enumerate(money) if brought > 0]
        assert month == min(paying, default=None), name
    decide("drift").decide("calendar", "Late.", looks=6, stop=80)
    _, total = boards.beside_closing(boards.learners_board())
    said = f"Over five years this costs €{-total / 1000:.1f} million more than closing everything"
    assert f"No month within five years brings more than it costs. {said}" in paper().markdown
    decide("people_and_change").decide("override", "Answered.", use=5, shadow=4)
    decide("prioritization").decide("few", "It ends.", foundations=20, margin=10)
    decide("case_and_pitfalls").decide("review", "Evidence.", open=8, review_after=4)
    month, _ = boards.beside_closing(boards.learners_board())
    assert month is not None
    assert f"Month {month} is the first that brings more than it costs." in paper().markdown


def test_a_decision_of_an_older_edition_counts_as_open():
    decide("drift").decide("calendar", "Late.", looks=6, stop=80)
    kept = decisions.kept("drift")
    progress.record("drift.decision", **{**kept, "option": "gone"})
    assert boards.learners_board() == {}
    assert decisions.option_text("drift", None) in paper().markdown


def test_a_paragraph_that_is_no_text_is_refused_in_words():
    with pytest.raises(TypeError, match="risk is None; expected text between quotes"):
        board_paper(risk=None)


def test_the_paper_is_saved_under_its_ending_and_never_over_another(tmp_path):
    page = paper().save(tmp_path / "board.html")
    assert page.read_text(encoding="utf-8") == paper().page
    page.write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="Choose another name, or say replace=True"):
        paper().save(page)
    assert page.read_text(encoding="utf-8") == "mine"
    paper().save(page, replace=True)
    assert page.read_text(encoding="utf-8") == paper().page
    with pytest.raises(ValueError, match=r"board\.pdf: expected a name that ends in \.html"):
        paper().save(tmp_path / "board.pdf")


def test_a_paragraph_that_no_board_reads_is_refused():
    with pytest.raises(ValueError, match="risk has 401 characters; expected at most 400"):
        board_paper(risk="x" * 401)


def test_what_two_decisions_move_together_is_not_what_each_moves_alone():
    one, other = "prioritization", "case_and_pitfalls"
    neither = {name: made for name, made in FINISH.items() if name not in {one, other}}
    ends = boards.at_the_end({"both": FINISH, "neither": neither})["live"]
    alone = boards.moved_by(FINISH)["live"]
    assert abs(ends["both"] - ends["neither"] - alone[one] - alone[other]) > 1


def test_the_reference_boards_end_as_the_lesson_says():
    ends = boards.at_the_end(boards.REFERENCE)
    each = ends["incidents"] / ends["live"]
    assert list(ends.index[ends["money"] > 0]) == ["Stop and finish"]
    assert list(ends.index[ends["total"] > 0]) == ["Stop and finish"]
    assert boards.in_euros(ends.loc["Stop and finish", "money"]) == "€202,000"
    assert each.round(1).to_dict() == {
        "As it is": 1.8,
        "Launch more": 1.9,
        "Platform first": 1.1,
        "Stop and finish": 1.9,
    }
    assert ends["live"].round(1).to_dict() == {
        "As it is": 5.6,
        "Launch more": 4.5,
        "Platform first": 4.8,
        "Stop and finish": 9.2,
    }
    others = [board for name, board in boards.REFERENCE.items() if board is not FINISH]
    assert (boards.play(others).money < 0).sum() == len(others) * MONTHS, "no month pays"
    alone = boards.moved_by(FINISH)["live"].round(1)
    assert (alone["case_and_pitfalls"], alone["prioritization"]) == (1.4, -2.3)
    best = boards.at_the_end({"set": {**FINISH, "prioritization": {"option": "set"}}})
    assert round((best["money"] - ends.loc["Stop and finish", "money"]).item(), -1) == 80
    platform = boards.moved_by(boards.REFERENCE["Platform first"])["money"]
    assert [boards.in_euros(platform[name]) for name in ("platforms", "mlops")] == [
        f"{boards.MINUS}€13,000",
        "€24,000",
    ]


def test_ordered_to_obey_the_board_that_finishes_loses_what_the_lesson_says():
    assert boards.moved_by(FINISH)["money"].idxmax() == "people_and_change"
    ordered = {**FINISH, "people_and_change": {"option": "order"}}
    (money,) = boards.at_the_end({"ordered": ordered})["money"]
    assert boards.in_euros(money) == f"{boards.MINUS}€42,000"


def test_an_order_to_obey_hardly_ever_pays_and_an_answered_override_does():
    module, keys = "people_and_change", ("order", "override")
    rows = drawn_boards(without=module)
    changed = [{**board, module: {"option": key}} for key in keys for board in rows]
    for money in (
        boards.play([*rows, *changed]).money[-1],
        boards.play([*rows, *changed]).total[-1],
    ):
        today, order, override = money.reshape(3, -1)
        assert (order < today).mean() > 0.95
        assert (override > today).mean() > 0.9


def test_the_paper_says_first_what_two_years_cost_and_where_they_lead():
    decide("drift").decide("calendar", "Late.", looks=6, stop=80)
    ends = boards.at_the_end({"own": boards.learners_board(), "today": {}})
    own, today = (round(ends.loc[name, "total"] / 1000, 1) for name in ("own", "today"))
    dearer = round(today - own, 1)
    said = paper().markdown
    more = (
        f", €{abs(dearer):.1f} million {'more' if dearer > 0 else 'less'} than leaving all as it is"
    )
    beside = more if dearer else ", about the same as leaving all as it is"
    assert f"Two years cost €{-ends.loc['own', 'total'] / 1000:.1f} million{beside}." in said
    first, last = (boards.in_euros(-ends.loc["own", name]) for name in ("first", "money"))
    assert f"The first month costs {first}, the last one costs {last}." in said


def test_a_paper_without_decisions_says_so_and_has_no_plan():
    said = paper().markdown
    assert "Nothing is decided yet" in said
    assert "Our plan" not in said
    assert boards.play([{}]).live[0] == 2, "the paper says that two are live today"
    assert "<tbody></tbody>" not in paper().page


def test_the_paper_tests_the_target_and_the_target_moves_nothing():
    for target in (2, 12):
        decide("scaling_gap").decide("value", "Finance can count it.", target=target, begin=20)
        ends = boards.at_the_end({"own": boards.learners_board()}).loc["own"]
        verdict = {2: "enough, if they meet it", 12: "too few, even if all meet it"}[target]
        live = f"has {ends['at_target']:.1f} products then, today's two included: {verdict}."
        assert f"Our target is {target} in month 18, by our definition." in paper().markdown
        assert live in paper().markdown
    lower = {"scaling_gap": {"option": "value", "numbers": {"target": 2, "begin": 20}}}
    assert boards.effects(lower) == boards.effects(boards.learners_board())
    decide("scaling_gap").decide("businesses", "Each counts its own.", target=12, begin=20)
    assert "Our target" not in paper().markdown
    assert "No target is set" in paper().markdown
    assert "12" not in paper().markdown.split("Still open")[0].split("##")[1]


def test_deciding_well_pays_within_two_years():
    assert boards.ahead_from(FINISH) <= 24
    assert boards.ahead_from({}) is None
    assert boards.ahead_from(boards.REFERENCE["Launch more"]) is None


def test_no_line_break_parts_a_minus_from_its_number():
    decide("drift").decide("calendar", "Late.", looks=6, stop=80)
    assert f"{boards.MINUS}€" in paper().markdown
    assert "-€" not in paper().markdown


def test_the_boards_stand_in_the_paper_only_after_the_guess():
    progress.forget()
    assert "Stop and finish |" not in paper().markdown
    assert "Three other boards are compared here once you have guessed" in paper().page
    progress.record("case_and_pitfalls.two_years", skipped=True)
    assert "Alternative: stop and finish |" in paper().markdown


def test_half_a_unit_is_rounded_up_in_amount_and_nothing_is_called_nothing():
    assert boards.in_euros(-2.5) == f"{boards.MINUS}€3,000"
    assert boards.in_euros(0.4) == "€0"
    assert plans_in_words.in_millions(-40) == "about nothing"
    assert plans_in_words.in_millions(-250) == f"{boards.MINUS}€0.3 million"
    month = pd.Series({"first": -0.4, "money": 2.0})
    assert plans_in_words.trend(month) == (
        "The first month brings about nothing, the last one brings €2,000."
    )


def test_a_difference_is_that_of_the_two_figures_as_they_are_printed():
    # 3.0 and 1.8 are printed, whose difference is 4.8; unrounded it is 4.9.
    assert plans_in_words.against(3_040, -1_830) == (
        "bring €3.0 million, €4.8 million more than leaving all as it is"
    )
    assert plans_in_words.against(-1_840, -1_760).endswith("about the same as leaving all as it is")


def test_the_pilots_that_begin_are_counted_and_a_limit_holds_them_up():
    full = {
        "scaling_gap": {"option": "value", "numbers": {"begin": 4}},
        "case_and_pitfalls": {"option": "finish", "numbers": {"open": 4}},
    }
    usual, held = boards.play([{}, full]).begun[-1]
    assert usual == pytest.approx(40)
    assert held < 1


def test_what_a_decision_moves_and_later_loses_is_said_in_both_directions():
    unmoved = {"live": 0, "incidents": 0, "trust": 0}
    for total, later, words in [
        (300, -300, f"+€0.3 million; {boards.MINUS}€0.3 million over five years"),
        (0, -300, f"{boards.MINUS}€0.3 million over five years"),
        (-300, 300, f"{boards.MINUS}€0.3 million; +€0.3 million over five years"),
        (0, 300, "+€0.3 million over five years"),
    ]:
        moved = pd.Series({**unmoved, "total": total, "later": later})
        assert paper_rows._measures(moved).endswith(words), (total, later)
    same = pd.Series({**unmoved, "total": 300, "later": 300})
    assert "five years" not in paper_rows._measures(same)
