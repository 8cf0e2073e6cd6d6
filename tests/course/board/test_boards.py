"""Boards: decisions together, and what each one moved."""

import pytest

from course import decide
from course.board import boards, decisions
from course.learner import progress
from course.simulate.case_and_pitfalls import MONTHS
from support.tempers import drawn_boards

FINISH = boards.REFERENCE["Stop and finish"]


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
    apart = {module: decisions.effects(module, choice) for module, choice in board.items()}
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
        for module, choice in board.items():
            decision = decisions.decision(module)
            assert choice["option"] in [option["key"] for option in decision["option"]], name
            keys = {number["key"] for number in decision["number"]}
            assert set(choice.get("numbers", {})) <= keys, name


def test_a_decision_taken_back_moves_the_board_back():
    effects = boards.moved_by(FINISH)
    without = {name: choice for name, choice in FINISH.items() if name != "prioritization"}
    ends = boards.at_the_end({"with": FINISH, "without": without})
    assert list(effects.index) == [module for module in boards.deciding() if module in FINISH]
    assert effects.loc["prioritization", "live"] == pytest.approx(ends["live"].diff().iloc[-1] * -1)


def test_what_two_decisions_move_together_is_not_what_each_moves_alone():
    one, other = "prioritization", "case_and_pitfalls"
    neither = {name: choice for name, choice in FINISH.items() if name not in {one, other}}
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
    board = {**FINISH, "people_and_change": {"option": "order"}}
    (money,) = boards.at_the_end({"ordered": board})["money"]
    assert boards.in_euros(money) == f"{boards.MINUS}€42,000"


def test_an_order_to_obey_hardly_ever_pays_and_an_answered_override_does():
    module, keys = "people_and_change", ("order", "override")
    rows = drawn_boards(without=module)
    changed_boards = [{**board, module: {"option": key}} for key in keys for board in rows]
    for money in (
        boards.play([*rows, *changed_boards]).money[-1],
        boards.play([*rows, *changed_boards]).total[-1],
    ):
        today, order, override = money.reshape(3, -1)
        assert (order < today).mean() > 0.95
        assert (override > today).mean() > 0.9


def test_the_pilots_that_begin_are_counted_and_a_limit_holds_them_up():
    full = {
        "scaling_gap": {"option": "value", "numbers": {"begin": 4}},
        "case_and_pitfalls": {"option": "finish", "numbers": {"open": 4}},
    }
    usual_count, limited_count = boards.play([{}, full]).begun[-1]
    assert usual_count == pytest.approx(40)
    assert limited_count < 1


def test_a_decision_of_an_older_edition_counts_as_open():
    decide("drift").decide("calendar", "Late.", looks=6, stop=80)
    progress.record("drift.decision", **{**decisions.kept("drift"), "option": "gone"})
    assert boards.learners_board() == {}


def test_a_target_moves_nothing():
    low, high = (
        {"scaling_gap": {"option": "value", "numbers": {"target": target, "begin": 20}}}
        for target in (2, 12)
    )
    assert boards.effects(low) == boards.effects(high)
    assert (boards.target(low), boards.target(high)) == (2, 12)


def test_half_a_unit_is_rounded_away_from_zero():
    assert boards.in_euros(-2.5) == f"{boards.MINUS}€3,000"
    assert boards.in_euros(0.4) == "€0"
