"""Boards: decisions together, what each one moved, and the paper that says so."""

from datetime import UTC, datetime

import numpy as np
import pytest

from course import board_paper, boards, decide, decisions, progress, promises
from course.conflicts import conflicts
from course.paper import BoardPaper
from course.simulate.culture_and_skills import play

FINISH = boards.REFERENCE["Stop and finish"]


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
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


def test_costs_add_up_factors_multiply_and_the_rest_is_averaged():
    board = {"mlops": {"option": "all"}, "infrastructure": {"option": "freeze"}}
    apart = [decisions.effects(module, made) for module, made in board.items()]
    together = boards.effects(board)
    assert together["cost"] == pytest.approx(sum(each["cost"] for each in apart))
    assert together["incidents"] == pytest.approx(apart[0]["incidents"] * apart[1]["incidents"])
    one = boards.effects({"scaling_gap": {"option": "value"}})
    assert one["launches"] == decisions.effects("scaling_gap", {"option": "value"})["launches"]


def test_the_boards_decide_what_the_course_asks():
    for name, board in boards.REFERENCE.items():
        for module, made in board.items():
            asked = decisions.decision(module)
            assert made["option"] in [option["key"] for option in asked["option"]], name
            keys = {number["key"] for number in asked["number"]}
            assert set(made.get("numbers", {})) <= keys, name


@pytest.mark.parametrize("module", boards.deciding())
def test_every_option_of_every_decision_moves_something_that_shows(module):
    for option in decisions.decision(module)["option"]:
        board = {**FINISH, module: {"option": option["key"]}}
        moved = boards.moved_by(board).loc[module]
        assert moved.abs().to_dict() != pytest.approx(dict.fromkeys(moved.index, 0), abs=0.05)


@pytest.mark.parametrize("module", boards.deciding())
def test_no_option_is_the_best_in_everything_on_every_board(module):
    options = [option["key"] for option in decisions.decision(module)["option"]]
    best = set(options)
    for board in boards.REFERENCE.values():
        ends = boards.at_the_end({key: {**board, module: {"option": key}} for key in options})
        good = ends[["live", "money", "total", "trust"]].assign(calm=-ends["incidents"]).round(3)
        best &= {key for key in options if (good.loc[key] >= good.max()).all()}
    assert not best


def test_a_decision_taken_back_moves_the_board_back():
    moved = boards.moved_by(FINISH)
    without = {name: made for name, made in FINISH.items() if name != "governance"}
    ends = boards.at_the_end({"with": FINISH, "without": without})
    assert list(moved.index) == [module for module in boards.deciding() if module in FINISH]
    assert moved.loc["governance", "live"] == pytest.approx(ends["live"].diff().iloc[-1] * -1)


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
        "a month",
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
    assert f"1 of {asked} questions is decided." in paper().markdown
    assert f"not examined: {asked - 1} of {asked - 1}." in paper().markdown
    assert decisions.option_text("mlops", None) in paper().markdown
    assert "Still to be written." in board_paper().markdown
    decide_all()
    assert f"{asked} of {asked} questions are decided. Played" in paper().markdown


def test_what_was_only_opened_is_neither_evidence_nor_examined():
    progress.record("mlops.pipeline", skipped=True)
    progress.record("drift.shift", skipped=True)
    decide("drift").decide("calendar", "Late.", looks=6, stop=80)
    assert "- Evidence seen: none" in paper().markdown
    question = decisions.decision("mlops")["question"]
    assert f"Lesson 8. {question} Not examined. Until then:" in paper().markdown
    progress.record("mlops.pipeline", skipped=True, solved=["a"])
    assert f"Lesson 8. {question} Until then:" in paper().markdown


def test_the_paper_says_when_a_month_pays_and_what_closing_would_bring():
    for name, board in boards.REFERENCE.items():
        month, total = boards.beside_closing(board)
        money = boards.play([board], boards.LATER).money[:, 0]
        assert total == pytest.approx(money.sum())
        paying = [at for at, brought in enumerate(money) if brought > 0]
        assert month == min(paying, default=None), name
    decide("drift").decide("calendar", "Late.", looks=6, stop=80)
    _, total = boards.beside_closing(boards.learners_board())
    said = f"Five years cost €{-total / 1000:.1f} million more than closing everything"
    assert f"No month within five years brings more than it costs. {said}" in paper().markdown
    decide("people_and_change").decide("override", "Answered.", false=7, shadow=4)
    decide("prioritization").decide("few", "It ends.", foundations=20, margin=10)
    decide("case_and_pitfalls").decide("review", "Evidence.", open=8, review_after=4)
    month, _ = boards.beside_closing(boards.learners_board())
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


def test_what_two_decisions_move_together_is_less_than_what_each_moves_alone():
    one, other = "scaling_gap", "case_and_pitfalls"
    neither = {name: made for name, made in FINISH.items() if name not in {one, other}}
    ends = boards.at_the_end({"both": FINISH, "neither": neither})["live"]
    alone = boards.moved_by(FINISH)["live"]
    assert alone[one] > 1
    assert alone[other] > 1
    assert ends["both"] - ends["neither"] < alone[one] + alone[other] - 0.3


def test_every_reference_board_loses_money_and_the_platform_most():
    ends = boards.at_the_end(boards.REFERENCE)
    assert (ends["total"] < 0).all()
    assert ends["total"].idxmin() == "Platform first"
    dearer = ends["total"] < ends.loc["As it is", "total"]
    assert list(ends.index[dearer]) == ["Launch more", "Platform first"]
    assert list(ends.index[ends["money"] > 0]) == ["Stop and finish"]


def test_ordered_to_obey_the_board_that_finishes_loses_what_the_lesson_says():
    assert boards.moved_by(FINISH)["money"].idxmax() == "people_and_change"
    ordered = {**FINISH, "people_and_change": {"option": "order"}}
    ends = boards.at_the_end({"as it is": FINISH, "ordered": ordered})
    assert [boards.in_euros(money) for money in ends["money"]] == [
        "€40,000",
        f"{boards.MINUS}€99,000",
    ]


def drawn_boards(without, count=60):
    """Return boards that luck decides, most questions of each, and one of them never."""
    rng = np.random.default_rng(3)
    asked = [module for module in boards.deciding() if module != without]
    return [
        {
            module: {"option": str(rng.choice(options))}
            for module in asked
            if rng.random() < 0.8
            for options in [[option["key"] for option in decisions.decision(module)["option"]]]
        }
        for _ in range(count)
    ]


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
    dearer = (ends.loc["today", "total"] - ends.loc["own", "total"]) / 1000
    said = paper().markdown
    more = f", €{abs(dearer):.1f} million {'more' if dearer > 0 else 'less'} than doing nothing"
    beside = more if abs(dearer) >= 0.05 else ", about the same as doing nothing"
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
        decide("scaling_gap").decide("value", "Finance can count it.", target=target, open=8)
        ends = boards.at_the_end({"own": boards.learners_board()}).loc["own"]
        live = f"today's two included: {ends['at_target']:.1f} then."
        assert f"Our target is {target} in month 18, by our definition." in paper().markdown
        assert live in paper().markdown
    lower = {"scaling_gap": {"option": "value", "numbers": {"target": 2, "open": 8}}}
    assert boards.effects(lower) == boards.effects(boards.learners_board())
    decide("scaling_gap").decide("businesses", "Each counts its own.", target=12, open=8)
    assert "target" not in paper().markdown
    assert "12" not in paper().markdown.split("Still open")[0].split("##")[1]


def promise(option, notice, cut):
    return {promises.MODULE: {"option": option, "numbers": {"notice": notice, "cut": cut}}}


def test_a_promise_that_cannot_be_kept_costs_trust_when_the_cuts_come():
    impossible, kept = promise("both", 3, 0), promise("both", 36, 100)
    ends = boards.at_the_end({"no": {}, "broken": impossible, "kept": kept})
    assert ends.loc["broken", "trust"] < ends.loc["no", "trust"] - 0.05
    assert ends.loc["kept", "trust"] > ends.loc["no", "trust"] + 0.05
    assert ends.loc["broken", "money"] < ends.loc["kept", "money"]


@pytest.mark.parametrize("option", ["open", "training", "notice", "both"])
@pytest.mark.parametrize("notice", [0, 6, 24, 36, 48])
def test_no_ceiling_below_what_bad_luck_cuts_in_lesson_10_gains_anything(option, notice):
    likely = promises.likely_cuts(promise(option, notice, 0)[promises.MODULE])
    ends = boards.at_the_end(
        {cut: promise(option, notice, cut) for cut in (0, 10 * int(likely // 10 + 1))}
    )
    assert ends["trust"].iloc[0] <= ends["trust"].iloc[1] + 0.002
    assert ends["money"].iloc[0] <= ends["money"].iloc[1] + 0.5


def test_a_ceiling_has_to_hold_with_bad_luck_as_lesson_10_teaches():
    cut = play(trained=1.0, notice=1).cut[:, -1]
    too_low, holds = (promise("training", 12, c)[promises.MODULE] for c in (160, 170))
    assert cut.mean() < 160 < promises.likely_cuts(holds) == np.percentile(cut, 95) < 170
    assert promises.breach(too_low)["breaks_in"] == 12
    assert promises.breach(holds) == {"broken": 0, "breaks_in": 0}


def test_what_does_not_fit_is_named_in_the_paper():
    fine = {**promise("notice", 36, 120), "scaling_gap": {"option": "value"}}
    assert conflicts(fine) == []
    assert "break" not in " ".join(conflicts(promise("notice", 0, 400)))
    assert "set to 0 months" in conflicts(promise("notice", 0, 400))[0]
    assert "month 3, and trust falls" in conflicts(promise("both", 3, 0))[0]
    assert "month 48, which the two years do not show" in conflicts(promise("both", 48, 0))[0]
    decide("scaling_gap").decide("value", "It can be counted.", target=4, open=20)
    assert "What does not fit yet" not in paper().markdown
    decide("case_and_pitfalls").decide("review", "Evidence first.", open=4, review_after=4)
    for form in (paper().markdown, paper().page):
        assert "One decision lets 20 pilots be open at the same time, another 4." in form


def test_a_decision_that_pays_late_or_costs_trust_says_why():
    decide("drift").decide("person", "High debt does harm.", looks=4, stop=80)
    moved = boards.moved_by(boards.learners_board()).loc["drift"]
    assert moved["total"] < 0 < moved["later"]
    assert "pays within five years, not within two" in paper().markdown
    decide("case_and_pitfalls").decide("review", "Evidence first.", open=8, review_after=4)
    assert "trust (more incidents)" in paper().markdown


def test_deciding_well_pays_within_two_years():
    fitting = {
        **FINISH,
        "drift": {"option": "outcomes"},
        "culture_and_skills": {"option": "training"},
    }
    assert boards.ahead_from(fitting) <= 24
    assert boards.ahead_from({}) is None
    assert boards.ahead_from(boards.REFERENCE["Platform first"]) is None


def test_no_line_break_parts_a_minus_from_its_number():
    decide("drift").decide("calendar", "Late.", looks=6, stop=80)
    assert f"{boards.MINUS}€" in paper().markdown
    assert "-€" not in paper().markdown


def test_the_boards_stand_in_the_paper_only_after_the_guess():
    progress.forget()
    assert "Stop and finish |" not in paper().markdown
    assert "The boards stand here once you have guessed" in paper().page
    progress.record("case_and_pitfalls.two_years", skipped=True)
    assert "Alternative: stop and finish |" in paper().markdown


def test_what_the_form_explains_in_brackets_is_no_part_of_the_paper():
    decide("culture_and_skills").decide("both", "It can be kept.", notice=36, cut=100)
    assert "Notice before a post goes: 36 months." in paper().markdown
