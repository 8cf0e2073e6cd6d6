"""Nothing is clipped and no label covers another, on a wide screen and on a phone."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from browser.gallery import NAMES, commit, make, states_of, write
from browser.pages import PHONE, leaf
from course.learner import progress
from support.sampling import sampled

pytestmark = pytest.mark.browser

PARTS = (".course-summary", ".course-chart", ".course-controls")
# What JupyterLab leaves of 800 pixels; a cell is as wide there as this page.
LAB = 679
# Taller than that with all controls: their panels are rows of words, which can't be lower.
TALL = {
    "drift.shift",
    "governance.thresholds",
    "infrastructure.load",
    "platforms.break_even",
    "prioritization.matrix",
    "prioritization.selection",
}

SCREENS = {
    "1280 px": {"width": 1280, "height": 800},
    "390 px": PHONE,
    "200% zoom": {"width": 640, "height": 400},
}

SMALL_PHONE = {"width": 390, "height": 664}

# Whether an element's first line is in the window, and nothing lies over it.
IN_SIGHT = """
(element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  const { left, top, width, height } = range.getClientRects()[0] ?? element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}
"""

# Text that leaves its drawing, or whose middle half lies on that of another text. Descenders and the
# space above a letter may touch; words that cover one another may not; a halo is no word.
FAULTS = """
(root) => [...root.querySelectorAll("svg.marks")].flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")]
    .filter((text) => text.textContent.trim() && Number(text.getAttribute("opacity") ?? 1) > 0)
    .filter((text) => text.getAttribute("stroke") !== "white")
    .map((text) => ({ words: text.textContent, box: text.getBoundingClientRect() }));
  const out = texts.filter(({ box }) => box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
    .map(({ words }) => `clipped: ${words}`);
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.3 * Math.min(a.height, b.height);
  const pairs = texts.flatMap((one, i) => texts.slice(i + 1)
    .filter((other) => over(one.box, other.box)).map((other) => `collide: ${one.words} / ${other.words}`));
  return [...out, ...pairs];
})
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("gallery")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PROGRESS", str(out / "progress.json"))
        progress.forget()
        write(out, **{name: make(name) for name in NAMES})
    return out


def one_of(screens):
    """Each explorable on one of the screens; on all of them with WHOLE=1."""
    cases = [(name, screen) for name in NAMES for screen in screens]
    sample = sampled(cases, every=len(screens), kind=lambda case: case[0])
    return pytest.mark.parametrize(("name", "screen"), sample)


@contextmanager
def opened(name, screen, site, browser):
    """The page of an explorable; at the end, nothing on it went wrong or scrolls sideways."""
    with leaf(site, browser, viewport=SCREENS[screen], reduced_motion="reduce") as reader:
        reader.open(f"{name}.html")
        yield reader.page.locator(".course-explorable")
        width = reader.page.evaluate("document.documentElement.scrollWidth")
        assert width == SCREENS[screen]["width"]
        assert reader.problems == []


@pytest.mark.parametrize("name", NAMES)
def test_on_a_phone_every_word_has_a_place_of_its_own_before_and_after_the_guess(
    name, site, browser
):
    with opened(name, "390 px", site, browser) as card:
        assert card.evaluate(FAULTS) == []
        commit(card)
        assert card.evaluate(FAULTS) == []


@one_of(list(SCREENS))
def test_every_word_has_a_place_of_its_own_wherever_the_controls_stand(name, screen, site, browser):
    with opened(name, screen, site, browser) as card:
        commit(card)
        faults = {state: card.evaluate(FAULTS) for state in states_of(card)}
        assert {state: each for state, each in faults.items() if each} == {}


@one_of(["1280 px", "390 px"])
def test_controls_sentence_and_chart_share_one_screen(name, screen, site, browser):
    with opened(name, screen, site, browser) as card:
        commit(card)
        summary, chart, controls = (box(card, part) for part in PARTS)
        assert summary.bottom <= chart.top
        if screen == "1280 px":
            assert chart.right <= controls.left
            assert chart.right - chart.left >= 1.8 * (controls.right - controls.left)
            assert max(chart.bottom, controls.bottom) - summary.top <= SCREENS[screen]["height"]
        else:
            card.locator(".course-controls").first.evaluate("e => e.scrollIntoView(false)")
            _, chart, controls = (box(card, part) for part in PARTS)
            height = min(chart.bottom, controls.top) - max(chart.top, 0)
            assert height >= 200  # the chart stays in sight while a control moves


@pytest.mark.parametrize("name", sampled(NAMES, every=6))
def test_on_a_small_phone_nothing_covers_the_question_its_answer_or_the_headline(
    name, site, browser
):
    with leaf(site, browser, viewport=SMALL_PHONE, has_touch=True, is_mobile=True) as reader:
        reader.open(f"{name}.html")
        card = reader.page.locator(".course-explorable")
        card.evaluate("e => { e.style.marginBlock = '1000px'; }")  # a lesson's text around it
        question = card.locator(".course-choices strong")
        question.evaluate("e => e.scrollIntoView()")
        assert question.evaluate(IN_SIGHT)
        commit(card)
        expect(card.locator(".course-verdict")).to_be_focused()
        assert card.locator(".course-verdict").evaluate(IN_SIGHT)
        control = card.locator(".course-controls :is(input, select)").first
        control.focus()
        assert control.evaluate(IN_SIGHT)
        assert card.locator(".course-point").evaluate(IN_SIGHT)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in TALL])
def test_a_card_fits_a_window_of_jupyterlab(name, site, browser):
    with leaf(
        site, browser, viewport={"width": 880, "height": 800}, reduced_motion="reduce"
    ) as reader:
        reader.open(f"{name}.html")
        card = reader.page.locator(".course-explorable")
        commit(card)
        assert card.bounding_box()["height"] <= LAB


def box(card, part):
    """The edges of a part of a card."""
    return SimpleNamespace(
        **card.locator(part).first.evaluate("e => e.getBoundingClientRect().toJSON()")
    )
