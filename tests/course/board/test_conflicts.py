"""What does not fit in a board: each conflict is a sentence, and decisions that fit have none."""

import numpy as np
import pytest

from course import decide, load
from course.board import decisions, promises
from course.board.conflicts import conflicts
from course.board.paper import BoardPaper
from course.explore import culture_and_skills
from course.simulate.culture_and_skills import play


def promise(option, notice, cut):
    return {promises.MODULE: {"option": option, "numbers": {"notice": notice, "cut": cut}}}


def test_a_ceiling_has_to_hold_with_bad_luck_as_lesson_10_teaches():
    cut = play(trained=1.0, notice=1).cut[:, -1]
    broken_promise, kept_promise = (promise("training", 12, c)[promises.MODULE] for c in (160, 170))
    assert (
        cut.mean() < 160 < promises.likely_cuts(kept_promise) == round(np.percentile(cut, 95)) < 170
    )
    assert promises.breaks_in(broken_promise) == 12
    assert promises.breaks_in(kept_promise) == 0


@pytest.mark.parametrize(("option", "ceiling"), [("both", 40), ("notice", 60)])
def test_a_ceiling_that_the_lesson_prints_holds_and_the_next_lower_one_breaks(option, ceiling):
    explorable = culture_and_skills.reskilling()
    trained_percent = 100 * decisions.chosen(promises.MODULE, {"option": option})["trained"]
    scene = explorable._model(**explorable.setting({"trained": trained_percent, "notice": 4}))
    assert f"at most {ceiling} in 95 of 100 worlds" in scene.summary
    assert conflicts(promise(option, 48, ceiling)) == []
    (sentence,) = conflicts(promise(option, 48, ceiling - 10))
    assert "breaks in month 48, with bad luck." in sentence


def test_a_notice_counts_whatever_the_option_as_the_lesson_says():
    def cut(option):
        return promises.mean_cuts({"option": option, "numbers": {"notice": 24}})

    assert cut("training") == cut("both") < cut("open") == cut("notice")


def test_what_does_not_fit_is_named_in_the_paper():
    fine = {**promise("notice", 36, 120), "scaling_gap": {"option": "value"}}
    assert conflicts(fine) == []
    assert conflicts(promise("notice", 0, 400)) == [
        "The text promises notice, and its length is set to 0 months."
    ]
    (sentence,) = conflicts(promise("both", 3, 0))
    assert sentence.startswith("Nobody is to be cut. With decision 10, 223 are cut on average")
    assert "breaks in month 3, and not only with bad luck." in sentence
    (sentence,) = conflicts(promise("training", 12, 160))
    assert "breaks in month 12, with bad luck." in sentence
    decide("scaling_gap").decide("value", "It can be counted.", target=4, begin=10)
    assert "don't fit" not in BoardPaper({}).markdown
    decide("prioritization").decide("few", "They are sure.", foundations=20, margin=10)
    paper = BoardPaper({})
    for form in (paper.markdown, paper.page):
        assert (
            "Decision 1 lets 10 pilots begin in a year, and decision 6 begins no new one for 12"
            in form
        )


def test_every_choice_of_pilots_reopens_ended_ones():
    stages = load("portfolio").set_index("pilot_id")["stage"]
    for option in decisions.decision("prioritization")["option"]:
        assert (stages[option["funds"]] == "pilot ended").any(), option["key"]


def test_a_system_that_the_choice_of_pilots_does_not_fund_is_named():
    board = {"people_and_change": {"option": "override"}, "prioritization": {"option": "set"}}
    (sentence,) = conflicts(board)
    assert sentence == (
        "Decision 6 does not fund what other decisions are about: bearing failure "
        "alerts (P27, decision 4). The two years still pay for decision 4's levers, and apply "
        "their effect to all products."
    )
    fraud = {"infrastructure": {"option": "morning"}}
    funding = {"option": "list", "numbers": {"foundations": 35}}
    assert conflicts({**fraud, "prioritization": funding}) == []
    assert conflicts({**fraud, "prioritization": {"option": "set"}}) != []
    (sentence,) = conflicts({"people_and_change": {"option": "override"}})
    assert sentence.startswith("While decision 6 is open, nobody has said who pays for what other")


FEW_BEGIN = {"scaling_gap": {"option": "value", "numbers": {"begin": 4}}}
FULL = {
    **FEW_BEGIN,
    "case_and_pitfalls": {"option": "finish", "numbers": {"open": 4}},
}
FINISHES = {"case_and_pitfalls": {"option": "finish", "numbers": {"open": 20}}}
RULE = {"case_and_pitfalls": {"option": "rule", "numbers": {"open": 20}}}
NOTHING_NEW = {"future": {"option": "uses"}}
HIRING = {"governance": {"option": "recruiting"}}


def wants(target):
    return {"scaling_gap": {"option": "value", "numbers": {"target": target}}}


def chosen(option, **numbers):
    return {"prioritization": {"option": option, "numbers": numbers}}


@pytest.mark.parametrize(
    ("board", "sentence"),
    [
        (FULL, "In the model none begins in two years, not the 8 of decision 1's pace"),
        (chosen("set", foundations=20), "(€1.40 million); its choice of pilots needs €1.63"),
        (chosen("list"), "keeps 25% of the budget for foundations (€1.75 million)"),
        (
            chosen("businesses", foundations=10),
            "(€0.70 million); its choice of pilots needs €0.96",
        ),
        (
            {**chosen("few"), "case_and_pitfalls": {"option": "review"}},
            "Decision 6 chooses 9 pilots, and decision 12 lets 8 be open",
        ),
        (
            {**RULE, **HIRING},
            "rule stops what other decisions are about: applicant ranking (P36, decision 9).",
        ),
        (
            {**RULE, **chosen("businesses")},
            "are about: chat assistant for customers (P15, decision 6)",
        ),
        (
            {**RULE, **HIRING, **chosen("businesses")},
            "(P15, decision 6), applicant ranking (P36, decisions 6 and 9).",
        ),
        (
            {"drift": {"option": "alarm", "numbers": {"stop": 80}}},
            "At 79% the credit model is below decision 7's limit of 80%",
        ),
        (
            {"mlops": {"option": "owners"}, "governance": {"option": "businesses"}},
            "Decision 8 gives each model one owner",
        ),
        ({"platforms": {"option": "units"}, **chosen("few")}, "and decision 6 chooses for all"),
        ({"platforms": {"option": "centre"}, **chosen("list")}, "Decision 5's committee ranks"),
        ({**FINISHES, **chosen("set")}, "decision 6 reopens ended ones as well"),
        (
            {"case_and_pitfalls": {"option": "review", "numbers": {"open": 4}}},
            "of today's pace.",
        ),
        (
            {"case_and_pitfalls": {"option": "review", "numbers": {"open": 4}}},
            "Decision 12 leaves 10 of the 18 open pilots on the first day, and its limit is 4;",
        ),
        (
            {**NOTHING_NEW, **HIRING},
            "so what other decisions are about would wait: applicant ranking (P36, decision 9).",
        ),
        (
            {**NOTHING_NEW, **chosen("set")},
            "limit increase for good customers (P22, decision 6), job advert texts (P39, decision",
        ),
        (
            {"scaling_gap": {"option": "value"}, "measuring_success": {"option": "accounts"}},
            "Decision 1 counts money that finance confirms; decision 11's number doesn't measure any.",
        ),
        (FULL, "Decision 12 leaves all 18 open pilots on the first day, and its limit is 4;"),
        (wants(12), "Decision 1 wants 12 use cases by month 18; the model has"),
    ],
)
def test_each_conflict_is_said_in_a_sentence(board, sentence):
    assert any(sentence in each for each in conflicts(board)), conflicts(board)


@pytest.mark.parametrize(
    "board",
    [
        {**FULL, "case_and_pitfalls": {"option": "review", "numbers": {"open": 20}}},
        chosen("set"),
        chosen("list", foundations=35),
        chosen("few"),
        {**RULE, **FEW_BEGIN, **chosen("list", foundations=35)},
        {"drift": {"option": "alarm"}},
        {"mlops": {"option": "owners"}},
        {"platforms": {"option": "units"}, **chosen("businesses")},
        wants(5),
        {"scaling_gap": {"option": "businesses", "numbers": {"target": 12}}},
        NOTHING_NEW,
        {**chosen("set", foundations=30), "future": {"option": "service"}},
        {"scaling_gap": {"option": "value"}, "measuring_success": {"option": "value"}},
    ],
)
def test_decisions_that_fit_have_no_conflict(board):
    assert conflicts(board) == []


def test_the_gravest_conflict_comes_first():
    mild = {**FULL, **HIRING, "mlops": {"option": "owners"}}
    assert "breaks in month 12" in conflicts({**mild, **promise("training", 12, 160)})[0]
    assert "of decision 1's pace" in conflicts(mild)[-1]


@pytest.mark.parametrize(("option", "most"), [("check", 3), ("override", 7), ("promise", 5)])
def test_a_roll_out_that_lesson_4_would_stop_is_named(option, most):
    for use in range(1, 10):
        board = {"people_and_change": {"option": option, "numbers": {"use": use}}}
        text = " ".join(conflicts(board))
        assert ("roll-out would stop" in text) == (use > most)
    assert "stops if" not in " ".join(conflicts({"people_and_change": {"option": "order"}}))
