"""What teachers take to class, in a real browser: slides without a network, notes on one page."""

import re

import pytest

from browser.accessible import violations
from browser.pages import leaf
from scaling_ai_kit.pages.sources import read_course
from tools.kit.__main__ import write

pytestmark = pytest.mark.browser

NAMES = [source.slug for _, source, _ in read_course().lessons() if source]


@pytest.fixture(scope="module")
def kit(require, tmp_path_factory):
    require("npm")
    out = tmp_path_factory.mktemp("kit")
    write(out, None)
    return out


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_is_shown_whole_without_a_network(name, kit, browser):
    with leaf(kit, browser) as reader:
        reader.page.goto((kit / "slides" / f"{name}.html").as_uri())
        reader.page.wait_for_function("globalThis.Reveal && Reveal.isReady()")
        high = reader.page.evaluate(
            """() => [...document.querySelectorAll(".slides > section")].map((slide, number) => {
                 Reveal.slide(number);
                 const cut = slide.scrollWidth > Reveal.getConfig().width;
                 return [slide.scrollHeight, cut, slide.innerText.slice(0, 60)];
               }).filter(([height, cut]) => height > Reveal.getConfig().height || cut)"""
        )
        assert high == []
        slides = reader.page.evaluate("Reveal.getTotalSlides()")
        assert slides == reader.page.locator("section").count() > 1, "none is inside another one"
        assert reader.problems == []
        assert reader.reached_for == []


def test_the_arrow_key_leads_to_the_next_slide_and_pictures_are_drawn(kit, browser):
    with leaf(kit, browser) as reader:
        reader.page.goto((kit / "slides" / "07_drift.html").as_uri())
        reader.page.wait_for_function("globalThis.Reveal && Reveal.isReady()")
        reader.page.keyboard.press("ArrowRight")
        reader.page.wait_for_function("Reveal.getIndices().h === 1")
        broken_images = reader.page.evaluate(
            "[...document.images].filter((one) => !one.naturalWidth).map((one) => one.src)"
        )
        assert broken_images == []


@pytest.mark.parametrize("name", NAMES)
def test_notes_print_on_one_page(name, kit, browser):
    page = browser.new_page()
    page.goto((kit / "notes" / f"{name}.html").as_uri())
    pdf = page.pdf(prefer_css_page_size=True)
    assert violations(page) == []
    page.close()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
