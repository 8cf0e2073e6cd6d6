"""The rules read what vectors do not tell apart: figures, denials, contradictions."""

import numpy as np
import pytest

from grader.written import figures, rules
from grader.written.encoder import Encoded

FIGURES = [
    ("More than 80% try", [80]),
    ("eighty percent", [80]),
    ("80 per cent and 20 pct", [80, 20]),
    ("four in five", [80]),
    ("1 out of 5 firms", [20]),
    ("eight of ten companies", [80]),
    ("a fifth of them", [20]),
    ("four fifths", [80]),
    ("15 to 20% of firms", [15, 20]),
    ("15-20% of firms", [15, 20]),
    ("16,5 % of firms", [16.5]),
    ("in 2024 we had 40 pilots", []),
    ("five of the pilots in 20 months", []),
    ("half of them", [50]),
    ("80+% and (85+ %)", [80, 85]),
    ("> 4/5 try, < 1/5 scale", [80, 20]),
    ("Out of a hundred firms more than eighty try, not even twenty go live.", [80, 20]),
]
SHARES = [
    ("More than 80% of organisations experiment with AI.", {"tries"}),
    ("Fewer than 20% scale it beyond the pilot.", {"scales", "scales_plainly"}),
    (
        "Over 80% experiment, but under 20% get it into production.",
        {"tries", "scales", "scales_plainly"},
    ),
    ("About 20% of them survive.", {"scales"}),
    ("More than 80% of projects never make it out of the pilot.", {"scales"}),
    ("More than 80% successfully scale AI across the enterprise.", {"scales_wrong"}),
    ("Fewer than 20% of organisations experiment with AI.", {"tries_wrong"}),
    ("About half of the firms manage.", set()),
    ("Many try and few scale.", set()),
    ("Everybody has demos, nearly everyone experiments (80+ %)", {"tries"}),
    ("What the scaling gap is: eighty percent of companies are trying it.", {"tries"}),
    ("Very few company-wide systems \u2013 more than eight in ten try.", {"tries"}),
    ("Four out of five firms, or more, never get it out of the pilot.", {"scales"}),
    ("Preparing the data takes 80% of the effort.", set()),
    ("Of the digital budget roughly 20% goes to AI.", set()),
    ("Fewer than 15% of all IT spending reaches production.", set()),
    ("Nine pilots out of ten look good when you try them.", set()),
    ("Between 10 and 40% make it.", set()),
    ("It goes from 5% to almost half.", set()),
]
CLAIMS_DENIED = [
    "It is simply wrong that over 80% of companies experiment.",
    "Nor is it true that few scale.",
    "It is a misconception that data matter.",
    "I reject the idea that ownership holds anybody back.",
    "I doubt that more than 80% of firms experiment with AI.",
    "Hardly anybody would say that 80% of firms experiment with AI.",
    "It is a lie that more than 80% of organisations use AI.",
    "No survey shows that more than 80% of firms experiment.",
]
CLAIMS = [
    "It is true that few scale.",
    "The figure is wrong by half.",
    "That people matter is no myth.",
    "I doubt that a better model would help.",
    "Nobody doubts that more than 80% of firms try it.",
    "No study is needed to see that fewer than 20% scale.",
]
DISAGREES = [
    "I disagree.",
    "I do not agree, since most of the work is data.",
    "No. Most problems lie elsewhere.",
    "Hence disagreement.",
    "The statement does not hold.",
    "So to me the claim is wrong.",
    "It's a myth.",
    "I agree on one condition: that the firm sells research.",
    "I partly agree.",
    "The main challenge is the culture, not the data scientists.",
    "As a statement on scaling I can't sign it.",
]
AGREES = [
    "I agree with the statement.",
    "I fully agree.",
    "Yes, it is.",
    "The statement is right.",
    "Hence recruiting is the main challenge.",
]
NO_STANCE = [
    "There are those who would agree and those who would not.",
    "Both sides have a point.",
    "Data engineers build the pipelines.",
]
DENIES = [
    "You should not retrain the model.",
    "There is no need to monitor it.",
    "Monitoring is a waste of money.",
    "Training the crews would be a mistake.",
    "It isn't necessary to check the data.",
    "You don't need a sponsor.",
    "We mustn't involve the crews.",
    "Retraining is pointless.",
]
AFFIRMS = [
    "Retrain on recent data and validate before release.",
    "You should not only retrain but also monitor.",
    "You must not forget to monitor.",
    "It is not enough to retrain; add alerts.",
    "Nobody owned the result, so name a sponsor.",
    "Monitoring never ends.",
]
CONTRARY = [
    ("Q1", "The reason is purely the algorithm.", {"why"}),
    ("Q1", "The gap is a myth.", {"gap"}),
    ("Q1", "The cause is data and ownership, rarely the model.", set()),
    ("Q8", "Other roles are not needed.", {"roles"}),
    ("Q8", "Culture is irrelevant.", {"org"}),
    ("Q8", "Data scientists are the largest group.", {"share"}),
    ("Q8", "You need data engineers, product managers and translators.", set()),
    ("Q4", "The gap is a myth.", set()),
]


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_figures_are_read_in_digits_and_in_words(text, expected):
    assert [value for _, value in figures.figures(text)] == pytest.approx(expected)


@pytest.mark.parametrize(("text", "expected"), SHARES)
def test_a_share_counts_for_what_its_clause_says(text, expected):
    said = figures.shares_said(text)
    assert {key for key, holds in said.items() if holds and key != "any"} == expected


@pytest.mark.parametrize("text", CLAIMS_DENIED)
def test_a_claim_that_is_named_to_deny_it_is_denied(text):
    assert rules.denies_claim(text)


@pytest.mark.parametrize("text", CLAIMS)
def test_a_claim_that_stands_is_not_denied(text):
    assert not rules.denies_claim(text)


@pytest.mark.parametrize("text", DISAGREES)
def test_disagreement_with_the_statement_is_seen(text):
    assert rules.disagrees(text)
    assert not rules.agrees(text)


@pytest.mark.parametrize("text", AGREES)
def test_agreement_with_the_statement_is_seen(text):
    assert rules.agrees(text)


@pytest.mark.parametrize("text", NO_STANCE)
def test_no_stance_is_seen_where_there_is_none(text):
    assert not rules.agrees(text)
    assert not rules.disagrees(text)


REJECTS = [
    "I disagree.",
    "So: no.",
    "Position: no.",
    "Nope.",
    "I would contest this.",
    "I cannot subscribe to the sentence.",
    "Hiring isn't the main challenge.",
    "I do not believe that recruiting them is the chief obstacle.",
    "Not the hiring of data scientists but the culture holds firms back.",
    "I'm not convinced by it.",
    "It's not the main challenge.",
    "I don't think it is the biggest obstacle.",
    "It is a mistake to believe so.",
    "The claim falls short.",
    "I take the opposite view.",
]
REJECTS_NOT = [
    "I partly agree.",
    "I agree only in part.",
    "I see no reason to disagree.",
    "I won't say that I disagree.",
    "One can agree or disagree.",
    "Disagree???",
    "Not enough data scientists, but also the wrong ones.",
    "Culture is not the real challenge.",
    "I think that culture is not the main challenge.",
    "I do not believe that data is the main problem.",
    "No. 1 is the culture.",
    "It is a mistake to hire engineers alone.",
    "You need data engineers.",
]


@pytest.mark.parametrize("text", REJECTS)
def test_a_plain_no_to_the_statement_is_seen(text):
    assert rules.rejects(text)
    assert rules.disagrees(text)


@pytest.mark.parametrize("text", REJECTS_NOT)
def test_half_a_no_and_no_no_are_no_plain_no(text):
    assert not rules.rejects(text)


BOTH_SIDES = [
    ["I disagree with the statement.", "But I also agree with it completely."],
    ["I disagree with the statement and I fully agree with it."],
    ["No, hiring is not the point.", "The statement is right after all."],
    ["I disagree; finally I agree with the sentence as it stands."],
]
ONE_SIDE = [
    ["I disagree with the statement.", "I fully agree that talent is scarce."],
    ["I agree with it for a start-up.", "For a bank I disagree."],
    ["I fully agree with the statement."],
]


@pytest.mark.parametrize("texts", BOTH_SIDES)
def test_whoever_disagrees_and_wholly_agrees_takes_both_sides(texts):
    assert rules.takes_both_sides(texts)


@pytest.mark.parametrize("texts", ONE_SIDE)
def test_whoever_agrees_to_a_part_takes_one_side(texts):
    assert not rules.takes_both_sides(texts)


CASED = [
    "Fewer than 20% of organisations experiment with AI.",
    "Over 80% struggle to experiment",
]


@pytest.mark.parametrize("text", CASED)
def test_capitals_say_the_same_of_shares(text):
    assert figures.shares_said(text.upper()) == figures.shares_said(text)


@pytest.mark.parametrize("text", DENIES)
def test_speaking_against_a_step_is_seen(text):
    assert rules.denies(text)
    assert rules.denies(text.upper())


@pytest.mark.parametrize("text", AFFIRMS)
def test_speaking_for_a_step_is_no_denial(text):
    assert not rules.denies(text)


@pytest.mark.parametrize(("name", "text", "expected"), CONTRARY)
def test_the_contrary_of_a_point_is_seen(name, text, expected):
    assert rules.contrary(name, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Not the hiring of data scientists but culture and change management are the hurdle.",
        "The main difficulty is not talent but the culture.",
        "A bank scales nothing if its processes don't change.",
        "The bottleneck was that nobody owned a common process.",
        "What stops them is that managers do not trust the results.",
        "These other experts must not all be hired from outside.",
    ],
)
def test_an_obstacle_is_not_taken_for_a_denial(text):
    assert rules.contrary("Q8", text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "The difficulty is never the organisation.",
        "It has nothing to do with culture.",
        "There is no trouble with processes.",
        "Culture and habits do not matter.",
    ],
)
def test_a_denial_of_the_organisation_is_seen(text):
    assert rules.contrary("Q8", text) == {"org"}


def vectors(*angles):
    """Vectors at these angles, in degrees; only angles between them matter."""
    at = np.deg2rad(angles)
    return [Encoded(np.zeros(2, np.float32), np.array([np.cos(a), np.sin(a)])) for a in at]


class Apart:
    """An encoder to which no two texts are alike."""

    def encode(self, texts, *, plain=True):  # noqa: ARG002
        unit = np.eye(len(texts) + 1, dtype=np.float32)
        return [Encoded(np.zeros(2, np.float32), unit[k]) for k in range(len(texts))]


def test_the_same_sentence_with_and_without_a_not_contradicts():
    pair = ["We should retrain the model now.", "We should not retrain the model now."]
    assert rules.contradicts(pair, vectors(0, 10), Apart())
    assert rules.contradicts(pair[::-1], vectors(10, 0), Apart())


def test_sentences_about_different_things_do_not():
    pair = ["We should retrain the model now.", "The crews do not trust the alerts."]
    assert not rules.contradicts(pair, vectors(0, 80), Apart())


def test_two_alike_that_both_affirm_or_both_deny_do_not():
    assert not rules.contradicts(["We should retrain it right now."] * 2, vectors(0, 5), Apart())
    assert not rules.contradicts(["We should not retrain it now."] * 2, vectors(0, 5), Apart())


def test_both_sides_in_one_sentence_contradict():
    text = "I fully agree with the statement and I also disagree with it."
    assert rules.contradicts([text], vectors(0), Apart())


def test_an_empty_answer_does_not_contradict_itself():
    assert not rules.contradicts([], [], Apart())


TAKEN_BACK = [
    "In truth nothing is ever done twice.",
    "That is not so either; ownership was never a problem.",
    "People complain that it is a bottleneck, which is untrue.",
    "However, I advise against building one.",
    "They may overrule a warning, which means that overruling is forbidden.",
    "Under a fifth scale, this was the figure which turned out to be wrong.",
    "One needs engineers and translators; no, one does not need those at all.",
    "Say openly what happens to their jobs, which is not advisable.",
]
NOT_TAKEN_BACK = [
    "It is not the algorithm but the ownership.",
    "This is not enough: the crews need training as well.",
    "In fact the labels arrive a year later.",
    "Do not retrain before you have looked at the data.",
    "Then see where it is wrong: per product, per channel.",
    "Each week we note how often it was wrong.",
    'A mechanic who says "the thing is nonsense" is sometimes right.',
    "The pilot turned out to be a success.",
    "No, that's not the main challenge.",
]
CHANGED_MIND = [
    "On reflection I do, wholly.",
    "On second thoughts no, codes are the same everywhere.",
    "I correct myself, experimenting is rare.",
    "I should correct myself here: there are few experiments.",
]
SAME_MIND = [
    "The labels have to be corrected first.",
    "Reflection on one's own work takes time.",
    "A person should correct what the model gets wrong.",
]


@pytest.mark.parametrize("text", CHANGED_MIND)
def test_a_change_of_mind_is_seen(text):
    assert rules.changes_mind(text)


@pytest.mark.parametrize("text", SAME_MIND)
def test_what_others_correct_is_no_change_of_mind(text):
    assert not rules.changes_mind(text)


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_a_sentence_that_takes_back_is_seen(text):
    assert rules.retracts(text)


@pytest.mark.parametrize("text", NOT_TAKEN_BACK)
def test_a_sentence_that_only_holds_a_denial_takes_nothing_back(text):
    assert not rules.retracts(text)
