"""Nothing is clipped and no label covers another, on a wide screen and on a phone."""

import pytest
from playwright.sync_api import expect

from browser.gallery import NAMES, make, write
from browser.pages import PHONE, leaf
from course import progress

pytestmark = pytest.mark.browser

# Their charts are still those of the first edition; each leaves the list when it is drawn anew.
FIRST_EDITION = {
    name
    for name in NAMES
    if not name.startswith(("people_and_change.", "scaling_gap.", "start_here."))
}
SECOND_EDITION = [name for name in NAMES if name not in FIRST_EDITION]
SCREENS = {
    "1280 px": {"width": 1280, "height": 800},
    "390 px": PHONE,
    "200% zoom": {"width": 640, "height": 400},
}

# Text that leaves its drawing, or whose middle half lies on that of another text. Descenders and the
# space above a letter may touch; words that cover one another may not.
FAULTS = """
(root) => [...root.querySelectorAll("svg.marks")].flatMap((svg) => {
  const frame = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")]
    .filter((text) => text.textContent.trim() && Number(text.getAttribute("opacity") ?? 1) > 0)
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


@pytest.fixture(autouse=True)
def quiet():
    """Stands in for the check of JupyterLab's window: these tests need no server."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("gallery")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PROGRESS", str(out / "progress.json"))
        progress.forget()
        write(out, **{name: make(name) for name in SECOND_EDITION})
    return out


def states_of(shown):
    """Press each preset, and move each control to both of its ends; yield what was done."""
    for preset in shown.get_by_role("group", name="Presets").get_by_role("button").all():
        if preset.is_visible():
            preset.click()
            yield preset.inner_text()
    for slider in shown.get_by_role("slider", disabled=False).all():
        for key in ("Home", "End"):
            slider.press(key)
            yield f"{slider.get_attribute('aria-valuetext')} ({key})"
    for choice in shown.locator(".course-controls > .course-control select").all():
        for option in choice.locator("option").all():
            choice.select_option(option.inner_text())
            yield option.inner_text()
    for toggle in shown.get_by_role("checkbox").all():
        toggle.press("Space")
        yield "toggled"


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", SECOND_EDITION)
def test_every_word_has_a_place_of_its_own_and_nothing_scrolls_sideways(
    name, screen, site, browser
):
    with leaf(site, browser, viewport=SCREENS[screen]) as reader:
        reader.open(f"{name}.html")
        shown = reader.page.locator(".course-explorable")
        faults = {"veiled": shown.evaluate(FAULTS)}
        commit(shown)
        faults["guessed"] = shown.evaluate(FAULTS)
        for state in states_of(shown):
            reader.page.wait_for_timeout(50)  # Vega paints in the next frame
            faults[state] = shown.evaluate(FAULTS)
        assert {state: found for state, found in faults.items() if found} == {}
        width = SCREENS[screen]["width"]
        assert reader.page.evaluate("document.documentElement.scrollWidth") == width
        assert reader.problems == []


@pytest.mark.parametrize("screen", ["1280 px", "390 px"])
@pytest.mark.parametrize("name", SECOND_EDITION)
def test_controls_sentence_and_chart_share_one_screen(name, screen, site, browser):
    with leaf(site, browser, viewport=SCREENS[screen]) as reader:
        reader.open(f"{name}.html")
        shown = reader.page.locator(".course-explorable")
        commit(shown)
        boxes = [
            shown.locator(part).bounding_box()
            for part in (".course-controls", ".course-summary", ".course-chart")
        ]
        top = min(box["y"] for box in boxes)
        bottom = max(box["y"] + box["height"] for box in boxes)
        assert bottom - top <= SCREENS[screen]["height"]
        controls, summary, _ = boxes
        gap = summary["y"] - (controls["y"] + controls["height"])
        assert 0 <= gap < 30  # the sentence stands directly below the controls


def commit(shown):
    """Guess the first thing that comes to mind."""
    if shown.get_by_role("radio").count():
        shown.get_by_role("radio").first.check()
    else:
        shown.get_by_role("slider").first.press("ArrowLeft")
    shown.get_by_role("button", name="Commit to this").click()
    expect(shown.locator(".course-summary")).not_to_be_empty()
