"""A decision is kept with its reason, its date and what had been seen; it can be changed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from course import decide
from course.board import decisions
from course.learner import progress

DECISION = Path(__file__).with_name("decision.toml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(decisions, "_DECISIONS", tmp_path)
    (tmp_path / "drift.toml").write_text(DECISION, encoding="utf-8")
    return tmp_path


def on(day):
    return decide("drift", lambda: datetime(2027, 5, day, 9, tzinfo=UTC))


def test_a_fresh_decision_is_open_and_nothing_is_kept():
    card = on(3)
    assert card.versions == []
    assert decisions.kept("drift") is None


def test_what_is_decided_is_kept_with_the_date_and_what_had_been_seen():
    progress.record("drift.shift", predicted="It falls")
    progress.record("drift.checkpoint", right=4)
    progress.record("mlops.pipeline", predicted="Six")
    on(3).decide("watch", "Only  outcomes\nshow harm. ", looks=6)
    progress.record("drift.retraining", predicted="Later")
    assert decisions.kept("drift") == {
        "option": "watch",
        "numbers": {"looks": 6},
        "reason": "Only outcomes show harm.",
        "date": "2027-05-03",
        "seen": {"shift": {"predicted": "It falls"}},
        "history": [],
    }


def test_the_page_decides_as_the_code_does():
    card = on(3)
    card.decided = {"option": "stop", "numbers": {"looks": 2}, "reason": "Cheap."}
    assert card.versions == [
        {
            "option": "stop",
            "numbers": {"looks": 2},
            "reason": "Cheap.",
            "date": "2027-05-03",
            "day": "3 May 2027",
        }
    ]
    assert on(9).versions == card.versions, "it is shown again on return"


def test_a_changed_decision_keeps_the_earlier_versions_and_the_same_one_adds_none():
    on(3).decide("stop", "Cheap.", looks=2)
    on(4).decide("stop", "Cheap.", looks=2)
    on(5).decide("watch", "I know more.", looks=2)
    record = decisions.kept("drift")
    assert (record["option"], record["date"]) == ("watch", "2027-05-05")
    assert [(old["option"], old["date"]) for old in record["history"]] == [("stop", "2027-05-03")]
    assert [version["option"] for version in on(6).versions] == ["stop", "watch"]


def test_a_decision_that_is_confirmed_after_seeing_more_is_kept_with_what_was_seen():
    on(3).decide("stop", "Cheap.", looks=2)
    progress.record("drift.shift", predicted="It falls")
    on(4).decide("stop", "Cheap.", looks=2)
    record = decisions.kept("drift")
    assert (record["date"], record["seen"]) == ("2027-05-04", {"shift": {"predicted": "It falls"}})
    assert [old["date"] for old in record["history"]] == ["2027-05-03"]


def test_the_history_is_short():
    for day in range(1, 12):
        on(day).decide("watch", f"Reason {day}.", looks=2)
    history = decisions.kept("drift")["history"]
    assert [old["reason"] for old in history] == [f"Reason {day}." for day in range(6, 11)]


def test_a_decision_travels_with_the_progress(tmp_path, monkeypatch):
    on(3).decide("stop", "Cheap.", looks=2)
    file = progress.save_as(tmp_path / "taken.json")
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "elsewhere.json"))
    progress.add_from(file)
    assert decisions.kept("drift")["reason"] == "Cheap."


def test_of_two_decisions_the_later_counts_and_the_earlier_is_kept(tmp_path, monkeypatch):
    on(3).decide("stop", "Cheap.", looks=2)
    file = progress.save_as(tmp_path / "taken.json")
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "elsewhere.json"))
    on(9).decide("watch", "I was elsewhere.", looks=9)
    progress.add_from(file)
    record = decisions.kept("drift")
    assert record["option"] == "watch"
    assert [old["option"] for old in record["history"]] == ["stop"]


def test_a_number_adds_to_what_the_option_feeds():
    on(3).decide("watch", "Only outcomes show harm.", looks=10)
    effects = decisions.effects("drift", decisions.kept("drift"))
    assert effects == pytest.approx({"incidents": 0.2, "cost": 1})


def test_what_is_not_decided_stays_as_it_is_today():
    assert decisions.effects("drift", None) == {"incidents": 0.4, "cost": 0}
    assert decisions.option_text("drift", None) == "Nobody looks."


def test_a_number_that_is_left_out_stands_at_its_default():
    effects = decisions.effects("drift", {"option": "watch"})
    assert effects == pytest.approx({"incidents": 0.26, "cost": 1})


def test_a_number_that_an_option_makes_void_moves_nothing_and_is_not_said(place):
    void = DECISION.replace('key = "watch"', 'key = "watch"\nwithout = ["looks"]')
    (place / "drift.toml").write_text(void, encoding="utf-8")
    choice = {"option": "watch", "numbers": {"looks": 10}}
    assert decisions.effects("drift", choice) == {"incidents": 0.3, "cost": 1}
    assert decisions.number_texts("drift", choice) == []
    assert decisions.number_texts("drift", {**choice, "option": "stop"}) != []


@pytest.mark.parametrize(
    ("looks", "sentence"),
    [
        (10, "Outcomes are looked at in 10 of 12 months."),
        (12, "Outcomes are looked at every month."),
    ],
)
def test_a_number_is_a_sentence_of_its_own_where_the_usual_one_would_be_odd(looks, sentence):
    choice = {"option": "watch", "numbers": {"looks": looks}}
    assert decisions.number_texts("drift", choice) == [sentence]


@pytest.mark.parametrize(
    ("option", "reason", "numbers", "problem"),
    [
        ("stay", "Why not.", {"looks": 2}, "no option 'stay'; there are: stop, watch"),
        ("stop", "Why not.", {}, "Expected the numbers looks; got none"),
        ("stop", "Why not.", {"looks": 13}, "looks is 13; expected a number from 1 to 12"),
        ("stop", "  ", {"looks": 2}, "The reason has 0 characters"),
        ("stop", "x" * 201, {"looks": 2}, "The reason has 201 characters; expected one line"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused_and_nothing_is_kept(
    option, reason, numbers, problem
):
    with pytest.raises(ValueError, match=problem):
        on(3).decide(option, reason, **numbers)
    assert decisions.kept("drift") is None


def test_without_a_kernel_question_options_and_decision_can_be_read_as_text():
    card = on(3)
    card.decide("stop", "1 < 2", looks=2)
    bundle, _ = card._repr_mimebundle_()
    page = bundle["text/html"]
    assert "drifts &amp; nobody looks" in page
    assert page.count("&lt;b&gt;Stop&lt;/b&gt; it.") == 2
    assert "Outcomes are looked at in 2 of 12 months. Because: 1 &lt; 2" in page
    assert bundle["text/plain"] == card.prompt


def test_the_page_is_not_told_what_an_option_feeds():
    card = on(3)
    assert all(set(option) == {"key", "text", "without", "paper"} for option in card.options)
    assert "feeds" not in card.numbers[0]


def test_an_unknown_decision_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"no decision 'drfit'; there are: drift\."):
        decide("drfit")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('prompt = "The', 'other = "The', "the file has no prompt"),
        (
            'key = "watch"',
            'key = "watch"\nwithout = ["cost"]',
            "without of the option 'watch' has cost, which is",
        ),
        ('text = "Watch outcomes."\n', "", r"the option .*'watch'.* has no text"),
        ('unit = "of 12 months"\n', "", r"the number .*'looks'.* has no unit"),
        ("in {value} of", "in 4 of", "'looks' says .* expected a sentence with {value}"),
        ("12 = ", "13 = ", "'looks' has a sentence for 13, which is outside 1 to 12"),
        ('key = "watch"', 'key = "stop"', "options with different keys"),
        ("default = 4", "default = 13", "'looks' needs low <= default <= high"),
        ("default = 4", 'default = "4"', "'looks' needs numbers, not texts: .*'default': '4'"),
        ("step = 1", "step = 0", "step > 0"),
        (
            "{ incidents = 0.4, cost = 0 }",
            "{ accidents = 0.4, cost = 0 }",
            "accidents is not an effect",
        ),
        (", cost = 1 }", " }", "the option 'watch' feeds .*expected what today feeds"),
        ('text = "Nobody looks."\n', "", "the today .* has no text"),
        ("{ incidents = -0.01 }", "{ worth = 1 }", "the number 'looks' feeds .'worth'"),
        ('hint = "For', 'hints = "For', "the file has hints, which is unknown; expected topic"),
        ('key = "stop"', 'key = "stop"\ntrained = 1.0', "the options watch have no trained"),
        ("[today]", '[part]\nbefore = "A term."\n\n[today]', "the part .* has no sections"),
        (
            "[today]",
            '[part]\nbefore = "A term."\nsections = { shfit = "1. A shift" }\n\n[today]',
            "sections for shfit, which .* its steps are shift, label_delay",
        ),
        ('outside = "what a model is worth"\n', "", "the file has no outside"),
    ],
)
def test_a_file_that_lacks_something_is_refused(place, old, new, problem):
    assert old in DECISION
    (place / "drift.toml").write_text(DECISION.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=rf"drift\.toml: .*{problem}"):
        decide("drift")


def test_a_path_through_part_of_a_lesson_needs_its_terms_and_headings(place):
    with pytest.raises(ValueError, match=r"drift\.toml has no table `part`, and a path"):
        decisions.before("drift")
    part = '[part]\nbefore = "A term."\nsections = { shift = "1. A shift" }\n\n[today]'
    (place / "drift.toml").write_text(DECISION.replace("[today]", part), encoding="utf-8")
    decisions._load.cache_clear()
    assert decisions.before("drift") == "A term."
    headings = decisions.sections("drift", ("shift", "decision"))
    assert headings == ["1. A shift", "Your decision"]
    with pytest.raises(
        ValueError, match=r"drift\.toml: .* takes feedback, and `part.sections` has no"
    ):
        decisions.sections("drift", ("shift", "feedback"))
