"""Everything that we make can be used by everybody: axe-core and a keyboard, in the real browser."""

import re

import pytest
from playwright.sync_api import expect

from browser.accessible import violations
from browser.lab import Notebook
from browser.pages import PHONE, leaf
from course.explore import drift
from scaling_ai_kit.pages.build import build
from scaling_ai_kit.pages.sources import read_course

pytestmark = pytest.mark.browser

NAMES = ["index.html", *(source.page for source in read_course().sources)]
WIDGETS = (".course-explorable", ".course-checkpoint")
# What a reader folds out on a page.
FOLDED = ".page-beat > details, .page-coding > details, .page-contents, .page-menu"
# The contrast that WCAG 2.2 asks of text (AA).
TEXT = 4.5
# Each word of a chart: its colour, that of what it stands on, and the word.
WORDS = """() => {
  const onWhite = (mark) => {
    const style = getComputedStyle(mark);
    const share = style.opacity * style.fillOpacity;
    return `rgb(${style.fill.match(/[0-9]+/g).slice(0, 3).map((part) => Math.round(share * part + (1 - share) * 255)).join(", ")})`;
  };
  const ground = (text) => {  // the bar, cell or card that the word stands on, or the white behind all
    const { x, y, width, height } = text.getBoundingClientRect();
    const [left, top] = [x + width / 2, y + height / 2];
    const under = [...text.ownerSVGElement.querySelectorAll(":is(.mark-rect, .mark-symbol) path")].filter((mark) => {
      if (!getComputedStyle(mark).fill.startsWith("rgb(")) return false;
      const box = mark.getBoundingClientRect();
      return box.left <= left && left <= box.right && box.top <= top && top <= box.bottom;
    });
    return under.length ? onWhite(under.at(-1)) : "rgb(255, 255, 255)";
  };
  const halos = [...document.querySelectorAll("svg.marks text[stroke=white]")].map((text) => text.textContent);
  return [...document.querySelectorAll("svg.marks text")].filter((text) => text.textContent)
    .map((text) => [getComputedStyle(text).fill, halos.includes(text.textContent) ? "rgb(255, 255, 255)" : ground(text), text.textContent]);
}"""
# The spacing that WCAG 2.2 asks a page to bear.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
  p { margin-bottom: 2em !important }"""
MOVING = """(scope) => [...document.querySelectorAll(scope)].filter((element) => {
  const style = getComputedStyle(element);
  return style.animationName !== "none" || style.transitionDuration !== "0s"
    || style.scrollBehavior !== "auto";
}).map((element) => element.outerHTML.slice(0, 100))"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("pages")
    build(out, live=True)
    return out


@pytest.fixture
def reader(site, browser):
    with leaf(site, browser) as fresh:
        yield fresh


@pytest.fixture
def phone(site, browser):
    with leaf(site, browser, viewport=PHONE) as fresh:
        yield fresh


@pytest.fixture(scope="module")
def lesson(notebook: Notebook):
    """The drift module in JupyterLab, all cells run and all of it in sight."""
    notebook.open("modules/07_drift.ipynb")
    notebook.run_all()
    notebook.unroll()
    expect(notebook.page.locator(".course-chart:has(svg.marks)")).to_have_count(2)
    return notebook


def answer(scope):
    """Commit to every guess, answer every question and decide, as somebody does who reads on.

    What was answered on an earlier page, and the browser has kept, is not asked again.
    """
    for decision in scope.locator(".course-decision").all():
        if decision.get_by_role("radio").count():
            decision.get_by_role("radio").first.check()
            decision.get_by_role("textbox").fill("It costs least.")
            decision.get_by_role("button", name="Decide").click()
    for fold in scope.locator(".course-checkpoint details").all():  # all are open for axe
        fold.evaluate("fold => { fold.removeAttribute('name'); fold.open = true; }")
    for question in scope.locator(".course-choices:not(.course-decision *)").all():
        if question.get_by_role("radio").count():
            question.get_by_role("radio").first.check()
        elif question.get_by_role("slider").count():
            question.get_by_role("slider").first.press("ArrowLeft")
        else:
            continue
        question.get_by_role("button", name=re.compile("Commit|Check")).click()
    for card in scope.locator(".course-explorable").all():
        expect(card.locator(".course-summary")).not_to_be_empty()


def contrast(one, other):
    """The contrast of two CSS colours, as WCAG 2.2 defines it."""
    pale, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (pale + 0.05) / (dark + 0.05)


def luminance(colour):
    shares = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


# Pages --------------------------------------------------------------------------------------------


@pytest.mark.wcag("axe")
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_on_a_page(name, reader):
    reader.open(name)
    assert violations(reader.page) == []


@pytest.mark.wcag("axe")
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_on_a_phone_after_everything_is_answered(name, phone):
    phone.open(name)
    answer(phone.page)
    for preset in phone.page.get_by_role("group", name="Presets").get_by_role("button").all():
        preset.click()
    for fold in phone.page.locator(FOLDED).all():
        fold.locator("summary").first.click()
    assert violations(phone.page) == []


@pytest.mark.wcag("axe")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_before_and_after_the_guess_with_a_hint_and_when_all_is_solved(
    scheme, site, browser
):
    with leaf(site, browser, color_scheme=scheme) as reader:
        reader.open("modules/07_drift.html")
        assert violations(reader.page) == []
        answer(reader.page)
        assert violations(reader.page) == []
        card = reader.page.get_by_role("region", name="Make your own drift")
        size = card.get_by_role("slider", name="How far it moves")
        for key in (*["ArrowLeft"] * 6, *["ArrowRight"] * 6):
            size.press(key)
        goals = card.get_by_role("group", name="Challenges")
        expect(goals).to_contain_text("Hint: ")
        assert violations(reader.page) == []
        card.get_by_label("What moves").select_option("what leads to default (concept drift)")
        size.press("End")
        expect(goals).to_contain_text("Solved: ")
        assert violations(reader.page) == []


@pytest.mark.wcag("axe")
def test_axe_finds_nothing_where_no_script_runs(reader):
    markup = (reader.site / "modules" / "07_drift.html").read_text(encoding="utf-8")
    plain = reader.site / "modules" / "plain.html"
    plain.write_text(re.sub(r"<script.*?</script>", "", markup, flags=re.DOTALL), encoding="utf-8")
    reader.page.goto(plain.as_uri())
    expect(reader.page.locator(".page-still img").first).to_be_visible()
    assert violations(reader.page) == []


@pytest.mark.wcag("1.4.3")
def test_the_figures_of_a_mark_can_be_read(reader):
    reader.open("modules/07_drift.html")
    answer(reader.page)
    reader.page.locator("#explorable-1 .mark-symbol path").last.hover()
    figures = reader.page.locator("#vg-tooltip-element td")
    expect(figures.first).to_be_visible()
    for colour in figures.evaluate_all(
        "(cells) => cells.map((cell) => getComputedStyle(cell).color)"
    ):
        assert contrast(colour, "rgb(255, 255, 255)") >= TEXT


@pytest.mark.wcag("2.1.1", "2.1.2", "2.4.1", "2.4.3", "2.4.7")
def test_a_lesson_is_done_from_the_keyboard_alone(reader):
    reader.open("modules/07_drift.html")
    keyboard, shift = reader.page.keyboard, drift.shift()
    card = reader.explorable(shift.title)

    keyboard.press("Tab")
    expect(reader.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    keyboard.press("Enter")
    tab_to(card.get_by_role("slider").first)
    keyboard.press("ArrowRight")
    expect(card.get_by_role("slider").first).to_have_value("81")
    tab_to(card.get_by_role("button", name="Commit to this"))
    keyboard.press("Enter")
    tab_to(card.get_by_role("button", name="Hard times"))
    keyboard.press("Enter")
    shift.move(**shift.presets["Hard times"])
    expect(card.locator(".course-summary")).to_have_text(shift.summary)

    question = reader.page.locator(".course-checkpoint .course-choices").first
    tab_to(question.get_by_role("radio").first)
    keyboard.press("Space")
    tab_to(question.get_by_role("button", name="Check"))
    keyboard.press("Space")
    expect(question.locator(".course-answer p").first).to_be_visible()


def tab_to(element, patience=150):
    """Press Tab until an element has the focus, and see that it shows so."""
    for _ in range(patience):
        if element.evaluate("(element) => element === document.activeElement"):
            assert (
                element.evaluate("(element) => getComputedStyle(element).outlineStyle") == "solid"
            )
            return
        element.page.keyboard.press("Tab")
    raise AssertionError(f"{patience} times Tab do not lead to {element}")


@pytest.mark.wcag("1.4.10")
def test_no_chart_scrolls_sideways_on_a_phone(phone):
    phone.open("modules/07_drift.html")
    card = phone.explorable("Make your own drift")
    card.get_by_role("button", name="Just explore").click()
    expect(card.locator(".course-summary")).not_to_be_empty()
    chart = card.locator(".course-chart")
    assert chart.evaluate("(chart) => chart.scrollWidth <= chart.clientWidth")
    assert chart.get_attribute("tabindex") is None


@pytest.mark.wcag("4.1.3")
def test_a_summary_is_announced_when_it_changes(reader):
    reader.open("modules/00_start_here.html")
    card = reader.page.locator(".course-explorable")
    card.get_by_role("button", name="Just explore").click()
    summary = card.locator(".course-summary")
    expect(summary).to_have_role("status")  # read aloud when its text changes
    summary.evaluate("(element) => { globalThis.spoken = element; }")
    card.get_by_role("button", name="Against Gartner").click()
    expect(summary).to_contain_text("48%")
    assert summary.evaluate("(element) => element === globalThis.spoken")


@pytest.mark.wcag("1.4.3")
def test_words_in_charts_stand_out_from_the_ground(reader):
    words = []
    for name in NAMES:
        reader.open(name)
        answer(reader.page)
        words += [(name, *one) for one in reader.page.evaluate(WORDS)]
    assert len(words) > 200
    pale = [(name, word) for name, ink, ground, word in words if contrast(ink, ground) < TEXT]
    assert pale == []


@pytest.mark.wcag("2.2.2")
@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_by_itself(motion, site, browser):
    with leaf(site, browser, reduced_motion=motion) as reader:
        reader.open("modules/07_drift.html")
        answer(reader.page)
        if motion == "reduce":
            assert reader.page.evaluate(MOVING, "*") == []
        # What a guess or a move has set in motion comes to rest.
        reader.page.wait_for_function("document.getAnimations().length === 0")


@pytest.mark.wcag("2.4.2")
def test_no_two_pages_have_the_same_title(site):
    heads = [text.partition("</head>")[0] for text in markup(site)]
    titles = [re.findall("<title>(.+?)</title>", head) for head in heads]
    assert all(len(title) == 1 for title in titles)
    assert len({title for (title,) in titles}) == len(NAMES)


@pytest.mark.wcag(
    "1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.4.2", "2.5.4", "3.3.8", absent=True
)
def test_pages_have_no_sound_film_login_or_motion_sensor(site):
    script = (site / "assets" / "course.js").read_text(encoding="utf-8")
    kinds = r"<(?:audio|video|object|embed)\b|type=.password|devicemotion|deviceorientation"
    assert re.findall(kinds, "".join([script, *markup(site)]), re.IGNORECASE) == []


def markup(site):
    return [(site / name).read_text(encoding="utf-8") for name in NAMES]


@pytest.mark.wcag("3.2.3")
def test_the_bar_has_its_parts_in_the_same_order_on_every_page(site):
    parts = ("page-home", "door-search", "page-menu")
    for name, text in zip(NAMES[1:], markup(site)[1:], strict=True):
        header = text.partition("<header")[2].partition("</header>")[0]
        assert re.findall(f'class="({"|".join(parts)})"', header) == [*parts], name


@pytest.mark.wcag("1.4.12")
@pytest.mark.parametrize("name", ["index.html", "modules/07_drift.html", "exercises/drift.html"])
def test_wider_spacing_of_text_hides_nothing(name, phone):
    phone.open(name)
    script = """() => [...document.querySelectorAll("main *")].filter((element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      return element.checkVisibility() && (overflowX === "hidden" && scrollWidth > clientWidth + 1
        || overflowY === "hidden" && scrollHeight > clientHeight + 1);
    }).map((element) => element.outerHTML.slice(0, 100))"""
    before = phone.page.evaluate(script)
    phone.page.add_style_tag(content=SPACED)
    assert phone.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert phone.page.evaluate(script) == before


@pytest.mark.wcag("2.5.3", "2.5.8")
@pytest.mark.parametrize("name", ["index.html", "modules/07_drift.html", "exercises/drift.html"])
def test_targets_are_large_enough_and_names_contain_their_labels(name, phone):
    phone.open(name)
    answer(phone.page)
    rules = ("target-size", "label-content-name-mismatch")
    assert violations(phone.page, rules=rules) == []


@pytest.mark.wcag("1.3.4")
@pytest.mark.parametrize("name", ["index.html", "modules/07_drift.html"])
def test_a_phone_may_lie_on_its_side(name, site, browser):
    viewport = {"width": PHONE["height"], "height": PHONE["width"]}
    with leaf(site, browser, viewport=viewport) as landscape:
        landscape.open(name)
        assert landscape.page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
        expect(landscape.page.get_by_role("heading", level=1)).to_be_visible()
        assert landscape.page.locator(".course-explorable").count() > 0


# JupyterLab ---------------------------------------------------------------------------------------


@pytest.mark.wcag("axe")
def test_axe_finds_nothing_in_explorables_and_checkpoints_in_jupyterlab(lesson):
    assert violations(lesson.page, *WIDGETS) == []


@pytest.mark.wcag("axe", "2.2.2")
def test_axe_finds_nothing_after_everything_is_answered_and_moved(lesson):
    lesson.page.emulate_media(reduced_motion="reduce")
    answer(lesson.page)
    for card in lesson.explorables():
        with lesson.expect_repaint(card):
            card.get_by_role("group", name="Presets").get_by_role("button").last.click()
    assert violations(lesson.page, *WIDGETS) == []
    assert (
        lesson.page.evaluate(MOVING, ", ".join(f"{widget}, {widget} *" for widget in WIDGETS)) == []
    )


@pytest.mark.wcag("axe")
def test_axe_finds_nothing_in_the_course_map(lesson):
    lesson.open("modules/00_start_here.ipynb")
    lesson.run_all()
    lesson.unroll()
    expect(lesson.page.get_by_role("table", name="The course, and how far you are")).to_be_visible()
    assert violations(lesson.page, "table:has(caption)", *WIDGETS[:1]) == []


@pytest.mark.wcag("axe", "2.4.7")
def test_every_kind_of_control_passes_axe_and_shows_its_focus(lesson):
    lesson.open("toy.ipynb")
    lesson.run_all()
    lesson.unroll()
    for card in lesson.explorables():
        lesson.open_controls(card)
    assert lesson.page.locator(".course-points").count() == 1
    lesson.page.get_by_label("Height of the wave").first.focus()
    tab_to(lesson.page.get_by_label("Shape").first)
    assert violations(lesson.page, *WIDGETS[:1]) == []
