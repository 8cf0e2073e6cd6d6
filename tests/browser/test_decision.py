"""A decision and a review in JupyterLab: made, kept, shown again, changed."""

import json
import re
from datetime import UTC, datetime, timedelta

import jupytext
import pytest
from playwright.sync_api import Locator, expect

from browser.lab import Notebook
from browser.questions import answer
from course.recall import deck

pytestmark = pytest.mark.browser

CELLS = """---
kernelspec:
  name: python3
  display_name: Python 3
---

```{code-cell} ipython3
from course import course_map, decide, register, review
```

```{code-cell} ipython3
decide("drift")
```

```{code-cell} ipython3
register()
```

```{code-cell} ipython3
review()
```
"""
REASON = "Only outcomes show harm."


@pytest.fixture(autouse=True)
def _run(notebook: Notebook) -> None:
    name = "decisions.ipynb"
    if not (notebook.lab.root / name).exists():
        jupytext.write(jupytext.reads(CELLS, fmt="md:myst"), notebook.lab.root / name)
        notebook.open(name)
    notebook.lab.progress.unlink(missing_ok=True)
    notebook.run_all()


@pytest.fixture
def card(notebook: Notebook) -> Locator:
    return notebook.page.get_by_role("region", name="Your decision")


def decide(card: Locator) -> None:
    card.get_by_role("radio", name=re.compile("^Watch early defaults")).check()
    card.get_by_role("slider", name=re.compile("^Months with")).press("ArrowRight")
    card.get_by_label("Your reason, in one line").fill(REASON)
    card.get_by_role("button", name="Decide").click()


def test_a_decision_needs_an_option_and_a_reason(card):
    button = card.get_by_role("button", name="Decide")
    expect(button).to_be_disabled()
    card.get_by_role("radio").first.check()
    expect(button).to_be_disabled()
    reason = card.get_by_label("Your reason, in one line")
    reason.fill("   ")
    expect(button).to_be_disabled()
    reason.fill("x" * 300)
    expect(reason).to_have_value("x" * 200)
    expect(button).to_be_enabled()


def test_a_decision_is_kept_and_shown_again_after_a_reload_and_a_new_run(card, notebook, picture):
    picture("open")
    decide(card)
    status = card.get_by_role("status")
    expect(status).to_contain_text(
        re.compile(r"You decided on \d+ \w+ \d{4}: Watch early defaults")
    )
    expect(status).to_contain_text("7 of 12 months.")
    expect(status).to_contain_text(f"Because: {REASON}")
    expect(card.get_by_role("button", name="Change it")).to_be_focused()
    notebook.expect_progress("drift.decision", option="outcomes", reason=REASON)
    picture("decided")

    notebook.reopen()
    expect(card).to_have_count(0)  # nothing that looks alive until it runs again
    notebook.run_all()
    expect(status).to_contain_text(REASON)
    expect(card.get_by_role("radio")).to_have_count(0)
    table = notebook.page.get_by_role("table", name="Your decisions for Meridian")
    expect(table.get_by_role("row", name=re.compile(REASON))).to_be_visible()


def test_a_decision_can_be_changed_and_the_earlier_one_is_remembered(card, notebook):
    decide(card)
    card.get_by_role("button", name="Change it").click()
    choice = card.get_by_role("radio", name=re.compile("^Watch early defaults"))
    expect(choice).to_be_checked()
    expect(choice).to_be_focused()
    expect(card.get_by_label("Your reason, in one line")).to_have_value(REASON)
    card.get_by_role("radio", name=re.compile("^Retrain each quarter")).check()
    card.get_by_role("button", name="Decide").click()
    notebook.expect_progress("drift.decision", option="calendar")
    card.get_by_text("What you decided before").click()
    expect(card.locator("details p")).to_have_count(1)
    expect(card.locator("details p")).to_contain_text("Watch early defaults")


def test_a_review_asks_what_is_due_explains_it_and_says_when_it_comes_again(
    notebook, picture, monkeypatch
):
    monkeypatch.setenv("COURSE_PROGRESS", str(notebook.lab.progress))
    long_ago = datetime.now(UTC) - timedelta(days=9)
    deck.rate("drift", "cure", right=True, at=long_ago)
    deck.rate("data_at_scale", "turned-round", right=False, at=long_ago)
    notebook.run_all()
    review = notebook.page.get_by_role("region", name="Review")
    questions = review.get_by_role("group")
    expect(questions).to_have_count(2)
    expect(questions.first).to_contain_text("In the lesson you made “dates” the first repair")
    expect(review.locator(".course-source").first).to_have_text(re.compile("^Module 2: "))
    picture("asked")

    for question in questions.all():
        answer(question)
        expect(question.locator(".course-right")).to_have_count(1)

    expect(review.get_by_role("status").last).to_contain_text(
        re.compile(r"of 2 right\. The next review is due on \d+ \w+ \d{4}: \d questions?\.")
    )
    steps = json.loads(notebook.lab.progress.read_text())["steps"]
    assert datetime.fromisoformat(steps["review.drift"]["cure"]["due"]) > datetime.now(UTC)
    picture("answered")
