"""An answer is cut where a reader would cut it."""

from pathlib import Path

import nbformat
import pytest

from grader.written.segments import passages

ROOT = Path(__file__).parents[3]


def texts(answer):
    return [passage.text for passage in passages(answer)]


CUTS = {
    "sentences": (
        "Data drifted. Retrain it! Why not?",
        ["Data drifted.", "Retrain it!", "Why not?"],
    ),
    "items of a list": ("- one owner\n* two feeds\n+ three", ["one owner", "two feeds", "+ three"]),
    "numbered items": ("1. first thing\n2) second thing", ["first thing", "second thing"]),
    "emphasis": ("**Drift** is _the_ `cause`.", ["Drift is the cause."]),
    "headings": ("## My diagnosis\nCompare both.", ["My diagnosis", "Compare both."]),
    "abbreviations": (
        "Use checks, e.g. PSI or KS. Then stop.",
        ["Use checks, e.g. PSI or KS.", "Then stop."],
    ),
    "arrows": ("old tills -> late feeds", ["old tills ->", "late feeds"]),
    "figures": (
        "It fell from 0.88 to 0.79 in 3.5 months.",
        ["It fell from 0.88 to 0.79 in 3.5 months."],
    ),
    "comments": ("Seen. <!-- not seen --> Seen too.", ["Seen.", "Seen too."]),
    "figures with a sign": (
        "<20% scale and >80% try.",
        ["<20% scale and >80% try."],
    ),
    "signs alone": ("---\n***\n. . .", []),
    "nothing": ("", []),
    "blank": (" \n\t\n", []),
}


@pytest.mark.parametrize(("answer", "expected"), list(CUTS.values()), ids=list(CUTS))
def test_it_is_cut(answer, expected):
    assert texts(answer) == expected


def test_a_label_gives_its_kind_to_the_lines_up_to_the_next():
    found = passages("Failure 1: no owner\nRemedy: name a sponsor\nand give a budget\n\nOne more.")
    assert [(p.text, p.slot) for p in found] == [
        ("no owner", "problem"),
        ("name a sponsor", "remedy"),
        ("and give a budget", "remedy"),
        ("One more.", ""),
    ]


@pytest.mark.parametrize(
    "label", ["Action", "Remedies", "Solution 2", "Fix", "What to do", "ACTION"]
)
def test_these_labels_announce_a_remedy(label):
    assert passages(f"{label}: map the codes")[0].slot == "remedy"


@pytest.mark.parametrize(
    "label", ["Obstacle", "Failure #2", "Root cause", "Why it fails", "CHALLENGE"]
)
def test_these_labels_announce_a_problem(label):
    assert passages(f"{label}: codes differ")[0].slot == "problem"


def test_nothing_but_space_and_marks_is_lost():
    answer = "Intro: we had 40 pilots.\n\n> quoted line; and more\n\n* **Bold** item\n"
    assert " ".join(texts(answer)) == "Intro: we had 40 pilots. quoted line; and more Bold item"


def test_a_very_long_answer_is_cut_off_instead_of_stopping_the_grader():
    assert len(passages("Word again. " * 500)) == 120


def test_lines_that_an_editor_wrapped_are_one_sentence():
    answer = (
        "The gap is the difference between the many firms that\n"
        "try AI in a pilot and the few whose systems run in\n"
        "all stores.\n"
        "- We name an owner for each of the feeds of the stores\n"
        "- we count\n"
        "Short note\nanother note"
    )
    assert texts(answer) == [
        answer.split("\n- ", maxsplit=1)[0].replace("\n", " "),
        "We name an owner for each of the feeds of the stores",
        "we count",
        "Short note",
        "another note",
    ]


def test_what_the_released_cells_say_is_nobodys_answer():
    written = [
        cell.source
        for path in (ROOT / "exercises/chapter_questions").glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").endswith("_written")
    ]
    assert len(written) == 8
    assert [passages(text) for text in written] == [[]] * 8
