"""The modules keep the promises of their style, and each content rule can fail."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from scaling_ai_kit import lint_content as lint
from scaling_ai_kit import module_text
from scaling_ai_kit.lint_reasons import DOCUMENT, reasons, with_reasons
from tools import lint_prose

TEXTS = sorted(lint.TEXT.glob("*.md"))
CASES = [
    pytest.param(rule, text, id=f"{text.stem}-{rule.__name__}")
    for text in TEXTS
    for rule in lint.rules_for(text)
]

FACE = "![](faces/vendor.svg) "

GOOD = """\
---
kernelspec:
  name: python3
---

# Title

The core takes about 10 minutes.

## What you will be able to do

- Name three kinds of drift.
- Compute an index.
- Choose a remedy.

## Try it

```{code-cell} ipython3
:tags: [wide]

from course import explore

explore.toy.shift()
```

In a survey of 1,854 people, 42% said so [[S1]](#Sources). Your model loses 9%.

```{code-cell} ipython3
charts.alt_text(alt.Chart(frame).mark_line(), "A line.")
```

![A line that falls](line.png)

## Claim check

The claim rests on 100 cases [S1](#sources).

## Checkpoint

```{code-cell} ipython3
checkpoint("toy")
```

## Summary

You saw drift. Go on to the [exercise](../exercises/toy/toy.ipynb).

## Key terms

**Drift**: a change.

## Sources

- **S1** A survey, 2024.
"""

QUESTION = """
[[question]]
id = "q{0}"
prompt = "Which?"
options = [
  { text = "This", correct = true, why = "It is the right one." },
  { text = "That", why = "It is the wrong one." },
]
"""


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write a module's text with a change; returns its path."""
    monkeypatch.setattr(lint, "QUESTIONS", tmp_path)
    (tmp_path / "toy.toml").write_text(
        "".join(QUESTION.replace("{0}", str(number)) for number in range(4)), encoding="utf-8"
    )

    def change(old="", new=""):
        assert old in GOOD
        path = tmp_path / "01_toy.md"
        path.write_text(GOOD.replace(old, new), encoding="utf-8")
        module_text.pieces.cache_clear()
        return path

    return change


@pytest.mark.parametrize(("rule", "text"), CASES)
def test_a_module_keeps_the_rule(rule, text):
    problems = [f"{text.name}:{line}: {rule.__name__}: {message}" for line, message in rule(text)]
    assert not problems, "\n".join(with_reasons(problems))


def bench(write, *titles):
    """A workbench with these sections."""
    path = write().with_stem("01_toy_workbench")
    text = "# Workbench\n\n" + "\n\n".join(f"## {title}\n\nDo it." for title in titles)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_workbench_has_rules_of_its_own_and_belongs_to_its_lesson(write):
    path = bench(write, *(f"Task {number}. Count" for number in range(1, 6)), "Sources")
    assert [rule for rule in lint.rules_for(path) if rule(path)] == []
    assert lint.stated_time not in lint.rules_for(path)
    assert module_text.slug(path) == "toy"


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        ((1, 2, 3, 4), 'a workbench has 5 to 8 sections "## Task n. ...", this one 4'),
        ((1, 2, 4, 3, 5), 'expected "## Task 3. ..."'),
    ],
)
def test_a_workbench_with_too_few_tasks_or_wrong_numbers_is_found(write, numbers, message):
    path = bench(write, *(f"Task {number}. Count" for number in numbers))
    assert lint.tasks(path)[0][1] == message


@pytest.mark.parametrize(
    "rule",
    [*lint.MODULE_RULES, *lint.PROSE_RULES],
    ids=lambda rule: rule.__name__,
)
def test_a_good_module_has_no_problem(rule, write):
    assert rule(write()) == []


@pytest.mark.parametrize(
    ("rule", "old", "new", "line"),
    [
        (lint.objectives, "- Compute an index.\n", "", 12),
        (lint.objectives, "What you will be able to do", "Aims", 1),
        (lint.stated_time, "about 10 minutes", "about 45 minutes", 8),
        (lint.stated_time, "The core takes about 10 minutes.", "It is short.", 1),
        (lint.prediction_first, "explore.toy.shift()", "simulate.toy.shift()", 18),
        (lint.prediction_first, "explore.toy.shift()", "1 + 1", 34),
        (lint.closing_sections, "## Claim check", "## Claims", 1),
        (lint.closing_sections, "**Drift**: a change.", "", 48),
        (lint.checkpoint_questions, 'checkpoint("toy")', 'checkpoint("other")', 1),
        (lint.exercise_link, "../exercises/toy/toy.ipynb", "../exercises/toy.ipynb", 1),
        (lint.claims_are_sourced, "42% said so [[S1]](#Sources)", "42% said so", 26),
        (lint.claims_are_sourced, "100 cases [S1](#sources)", "100 cases", 36),
        (lint.sources_are_listed_and_used, "**S1** A survey", "**S2** A survey", 36),
        (lint.short_paragraphs, "You saw drift. ", "You saw drift. " * 31, 46),
        (lint.short_sentences, "You saw drift.", "You saw " + "very " * 40 + "much.", 46),
        (lint.short_sentences, "You saw drift. ", ("You saw " + "very " * 27 + "much. ") * 12, 1),
        (lint.short_cells, "explore.toy.shift()", "explore.toy.shift()\n" * 12, 18),
        (lint.offline, "explore.toy.shift()", 'pd.read_csv("https://example.org/a.csv")', 18),
        (lint.offline, "explore.toy.shift()", "import requests", 18),
        (lint.described_charts, 'charts.alt_text(alt.Chart(frame).mark_line(), "A line.")', "alt.Chart(frame)", 28),
        (lint.described_charts, "explore.toy.shift()", "from matplotlib import pyplot", 18),
        (lint.described_images, "![A line that falls]", "![]", 32),
        (lint.described_images, "You saw drift.", '<img src="faces/nobody.png" alt=""> You saw drift.', 46),
        (lint.faces_are_of_their_speakers, "You saw drift.", f"{FACE}“Wait,” says the architect.", 46),
        (lint.faces_are_of_their_speakers, "You saw drift.", f"{FACE.replace('vendor', 'wizard')}“Wait.”", 46),
        (lint.links_lead_to_notebooks, "You saw drift.", "See [its card](../datasets/toy/card.md#limits).", 46),
        (lint.british_spelling, "You saw drift.", "You saw the behavior of an organization.", 46),
        (lint.dollars_are_no_formula, "You saw drift.", "It cost $1 billion, or $10,000 a head.", 46),
        (lint.code_is_python, "explore.toy.shift()", "explore.toy.shift(", 21),
    ],
)  # fmt: skip
def test_a_broken_module_is_caught_at_its_line(rule, old, new, line, write):
    problems = rule(write(old, new))
    assert problems
    assert problems[0][0] == line, problems


def test_a_face_has_no_words_of_its_own_next_to_its_speakers_name(write):
    path = write("You saw drift.", f"{FACE}“Buy it,” says a vendor.")
    assert lint.described_images(path) == lint.faces_are_of_their_speakers(path) == []


def test_a_core_next_to_a_workbench_needs_no_key_terms(write):
    path = write("## Key terms\n\n**Drift**: a change.\n\n", "")
    assert lint.closing_sections(path) == [(1, 'no section "## Key terms"')]
    path.with_name("01_toy_workbench.md").touch()
    assert lint.closing_sections(path) == []
    path.write_text(path.read_text(encoding="utf-8").replace("## Summary", "## End"))
    module_text.pieces.cache_clear()
    assert lint.closing_sections(path) == [(1, 'no section "## Summary"')]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (QUESTION, "has 1 questions"),
        (QUESTION * 4, "share an id"),
        (QUESTION.replace("correct = true, ", "") * 4, "one of them right"),
        (QUESTION.replace("It is the wrong one.", "No.") * 4, "says too little"),
        (QUESTION.replace("options =", "choices =") * 4, "it has 0, of which 0 are right"),
    ],
)
def test_a_checkpoint_that_asks_badly_is_caught(content, problem, write, tmp_path):
    path = write()
    (tmp_path / "toy.toml").write_text(content, encoding="utf-8")
    assert any(problem in message for _, message in lint.checkpoint_questions(path))


@pytest.mark.parametrize(
    ("old", "new", "minutes"),
    [
        ("", "", 10),  # 4 for the explorable, 5 for the checkpoint, seconds for the words
        ("You saw drift.", "You saw drift. " + "word " * 180, 15),
        ("explore.toy.shift()", "explore.toy.shift()\nexplore.toy.detector()", 15),
        ("You saw drift.", "**Change it.** Set it to 100.", 15),
        ("You saw drift.", "Change it if you like.", 10),
        ('checkpoint("toy")', "1 + 1", 5),
        ("**Drift**: a change.", "word " * 900, 10),
        ("- **S1** A survey, 2024.", "- **S1** " + "word " * 900, 10),
        ("## Key terms", "## Go further\n\n" + "word " * 900 + "\n\n## Key terms", 10),
        ("explore.toy.shift()", "explore.toy.shift()  # " + "word " * 900, 10),
    ],
)
def test_the_time_of_the_core_follows_from_what_it_asks_for(old, new, minutes, write):
    assert module_text.core_minutes(write(old, new)) == minutes


def test_code_names_and_addresses_keep_their_american_spelling(write):
    path = write("You saw drift.", "You saw `color` in [a page](https://example.org/behavior).")
    assert lint.british_spelling(path) == []


@pytest.mark.parametrize(
    "link",
    [
        "[a](00_start_here.ipynb#You)",
        "[a](https://example.org/a.pdf)",
        "[a](#Sources)",
        "`f[0](x)`",
    ],
)
def test_a_link_that_a_page_can_follow_is_no_problem(link, write):
    assert lint.links_lead_to_notebooks(write("You saw drift.", link)) == []


@pytest.mark.parametrize("amounts", ["$1 billion.", "\\$1 and \\$2.", "`$1` and $2."])
def test_one_dollar_sign_or_escaped_ones_are_no_formula(amounts, write):
    assert lint.dollars_are_no_formula(write("You saw drift.", amounts)) == []


@pytest.mark.parametrize(
    "own",
    [
        "A simulated 30% fell.",
        "Your model loses 30%.",
        'They say "30% of models fail". Ask which.',
        "In this worked case it is 30%.",
    ],
)
def test_a_figure_of_our_own_or_a_quoted_one_needs_no_source(write, own):
    assert lint.claims_are_sourced(write("You saw drift.", own)) == []


def test_a_figure_that_the_cell_above_printed_needs_no_source(write):
    assert lint.claims_are_sourced(write("![A line", "It falls by 30%.\n\n![A line")) == []
    assert lint.claims_are_sourced(write("You saw drift.", "It falls by 30%."))


def test_a_figure_about_others_needs_its_source_even_where_it_speaks_to_you(write):
    assert lint.claims_are_sourced(write("You saw drift.", "You know that 30% of companies fail."))


def test_the_document_lists_every_rule_of_the_linters_with_its_reason():
    rules = {*lint.MODULE_RULES, *lint.PROSE_RULES, lint.tasks, *lint_prose.RULES}
    assert set(reasons()) == {rule.__name__ for rule in rules}
    assert all(module_text.words(text) >= 4 for _, text in reasons().values())


def test_after_the_problems_the_rules_are_explained_once_each_with_their_lines():
    problems = ["a.md:1: nor: nor it: b", "a.md:2: nor: nor it: c", "a.md:3: tasks: ## Task 3"]
    *first, nor, tasks = with_reasons(problems)
    assert first == problems
    line = (
        DOCUMENT.read_text(encoding="utf-8")
        .splitlines()
        .index(f"| `nor` | {reasons()['nor'][1]} |")
    )
    assert nor == f"docs/authoring.md:{line + 1}: nor: {reasons()['nor'][1]}"
    assert tasks.split(": ")[1] == "tasks"


def test_one_lesson_can_be_read_alone(write, tmp_path, monkeypatch):
    monkeypatch.setattr(lint, "TEXT", tmp_path)
    monkeypatch.setattr(lint, "current", lambda: SimpleNamespace(folder=tmp_path))
    path = write("You saw drift.", "You saw behavior.")
    path.with_name("02_other.md").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    spelling = [line for line in lint.problems(["toy"]) if "spelling" in line]
    assert spelling == ["01_toy.md:46: british_spelling: American spelling: behavior"]
    assert len([line for line in lint.problems() if "spelling" in line]) == 2


def test_questions_that_are_not_toml_are_told_with_their_line(write, tmp_path):
    path = write()
    (tmp_path / "toy.toml").write_text("[[question]\n", encoding="utf-8")
    ((_, message),) = lint.checkpoint_questions(path)
    assert "toy.toml can't be read as TOML" in message
    assert "line 1" in message


def test_no_rule_reports_twice(tmp_path):
    rules = lint.rules_for(tmp_path / "01_toy.md")
    assert len(set(rules)) == len(rules)


def test_the_start_page_is_held_to_the_rules_of_prose_only(tmp_path):
    assert lint.rules_for(tmp_path / "00_start_here.md") == lint.PROSE_RULES


def test_the_command_prints_what_the_tests_find():
    process = subprocess.run(
        [sys.executable, "-m", "scaling_ai_kit", "lint"],
        capture_output=True,
        text=True,
        check=False,
    )
    count = sum(len(rule(text)) for text in TEXTS for rule in lint.rules_for(text))
    assert len(process.stdout.splitlines()) == count
    assert process.returncode == bool(count)
    assert process.stderr == ""
