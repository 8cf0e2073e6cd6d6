"""A checkpoint's questions in a browser."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Locator, expect


def in_turn(checkpoint: Locator) -> Iterator[Locator]:
    """Open a checkpoint's questions one after the other; each closes the one before."""
    for fold in checkpoint.locator("details").all():
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        expect(checkpoint.locator("details[open]")).to_have_count(1)
        yield fold.get_by_role("group")


def answer(question: Locator, option: int = 0) -> None:
    """Answer a checkpoint's question, a second time if that was wrong."""
    check = question.get_by_role("button", name="Check")
    question.get_by_role("radio").nth(option).check()
    check.click()
    if check.is_visible():
        expect(question.locator(".course-answer p")).to_have_count(2)
        question.get_by_role("radio", disabled=False).first.check()
        check.click()
