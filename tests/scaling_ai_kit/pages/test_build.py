"""The folder of static pages: complete, linked, small, and honest about what runs where."""

import base64
import gzip
import html
import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell, new_notebook

from course import decide, explore
from course.explore import drift
from course.overview.map import before
from course.syllabus.syllabus import MODULES, PATHS
from scaling_ai_kit.pages import prose, widgets
from scaling_ai_kit.pages.build import build
from scaling_ai_kit.pages.figures import Figures
from scaling_ai_kit.pages.sources import ROOT, read_course
from support.explored import shown_by_page

# A page with its state comes at one go; what all pages share is loaded once.
LARGEST_PAGE = 60_000  # as a host sends it, compressed
LARGEST_VISIT = 1_500_000  # a page with its scenes and all that pages share, not compressed
LARGEST_SEARCH = 600_000  # loaded when somebody goes to the search box
DRIFT = "modules/07_drift.html"


MENU_WORDS = (
    *("Run All Cells", "Restart Kernel", "the kernel", "fresh kernel", "toolbar", "new cell"),
    *("Validate<", "Submit<", "Shift+Enter", "Shift<", "Ctrl+S", "Double-click"),
    *("ave the notebook", "home folder"),
)


class Reader(HTMLParser):
    """What a page links to, and what can be linked to in it."""

    def __init__(self, page):
        super().__init__()
        self.links, self.anchors, self.images = [], set(), []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if "id" in attributes:
            self.anchors.add(attributes["id"])
        self.links += [attributes[name] for name in ("href", "src") if attributes.get(name)]
        if tag == "img":
            self.images.append(attributes)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PROGRESS", str(out.with_name("progress.json")))
        decide("scaling_gap").decide("started", "The builder's reason.", target=12, begin=40)
        build(out)
    return out


def pages(site):
    return sorted(site.rglob("*.html"))


def test_every_notebook_has_a_page_and_the_index_leads_to_it(site):
    notebooks = [*ROOT.glob("modules/*.ipynb"), *ROOT.glob("exercises/*/*.ipynb")]
    expected = {f"{path.relative_to(ROOT).parts[0]}/{path.stem}.html" for path in notebooks}
    assert {path.relative_to(site).as_posix() for path in pages(site)} == expected | {"index.html"}
    assert expected <= set(Reader(site / "index.html").links)


def test_every_link_leads_to_something_that_is_there(site):
    readers = {page: Reader(page) for page in pages(site)}
    broken_links = []
    for page, reader in readers.items():
        for link in reader.links:
            if re.match(r"https?:|data:", link):
                continue
            target, _, anchor = unquote(link).partition("#")
            file = (page.parent / target).resolve() if target else page
            if not file.exists() or (anchor and anchor not in readers[file].anchors):
                broken_links.append(f"{page.name}: {link}")
    assert broken_links == []


def test_a_page_loads_nothing_from_another_host(site):
    for page in pages(site):
        addresses = re.findall(
            r"<(?:link|script|img|iframe)[^>]*(?:href|src)=\"([^\"]+)", page.read_text()
        )
        assert [address for address in addresses if re.match(r"(https?:)?//", address)] == []


def test_a_page_that_cannot_wake_up_offers_no_hand_in(site):
    page = (site / "exercises" / "drift.html").read_text()
    assert "page-handin" not in page
    assert "openExercise" not in page
    assert 'data-cell="q2_psi" data-role="answer" data-ask="check(&#34;q2_psi&#34;)"' in page


def test_the_modules_are_linked_in_their_order(site):
    order = [page.page for _, page, _ in read_course().lessons() if page]
    for number, page in enumerate(order):
        markup = (site / page).read_text()
        links = {
            rel: re.findall(rf'rel="{rel}" data-path="whole" href="([^"]+)"', markup)
            for rel in ("prev", "next")
        }
        assert set(links["prev"]) == {Path(order[number - 1]).name for _ in order[:1] if number}
        assert set(links["next"]) == {Path(name).name for name in order[number + 1 : number + 2]}


def test_the_landing_page_lists_every_path_with_lessons_exercises_and_time(site):
    markup = (site / "index.html").read_text()
    for name, path in PATHS.items():
        (way,) = re.findall(rf'data-path="{name}".*?</section>', markup, re.DOTALL)
        rows = re.findall(r"<li .*?</li>", way, re.DOTALL)
        assert [re.search(r'data-module="(\w+)"', row)[1] for row in rows] == [
            stop.module.slug for stop in path.stops
        ]
        assert all(f"{stop.minutes} min" in row for stop, row in zip(path.stops, rows, strict=True))
        assert f"About {path.hours} hours in all" in markup
    assert len(rows) == len(MODULES), "the last path is the whole course"
    assert 'href="exercises/drift.html"' in rows[7]
    assert "exercises/" not in rows[0]


def test_the_landing_page_can_be_tried_at_once(site):
    assert [kind for kind, _ in states(site, "index.html")] == ["explorable"]


def test_every_page_has_a_description_of_its_own_and_names_no_host(site):
    descriptions = {}
    for page in pages(site):
        markup = page.read_text()
        (description,) = re.findall(r'<meta name="description" content="([^"]+)">', markup)
        assert re.findall(r'property="og:description" content="([^"]+)"', markup) == [description]
        assert 30 < len(html.unescape(description)) < 320, page.name
        descriptions[page.name] = description
        assert "://" not in markup[: markup.index("</head>")]
    assert len(set(descriptions.values())) == len(descriptions)


def test_an_exercise_leads_back_to_its_lesson(site):
    assert "../modules/07_drift.html" in Reader(site / "exercises" / "drift.html").links


def test_what_the_search_finds_is_there(site):
    script = (site / "assets" / "search.js").read_text()
    index = json.loads(script.split("globalThis.courseSections = ")[1].rstrip(";\n"))
    anchors = [Reader(site / page).anchors for page, _ in index["pages"]]
    missing_anchors = [
        (index["pages"][page][0], anchor)
        for page, _, anchor, *_ in index["sections"]
        if anchor and anchor not in anchors[page]
    ]
    assert missing_anchors == []


def test_the_first_page_shows_the_executive_path_with_its_lessons_only(site):
    page = (site / "modules" / "00_start_here.html").read_text()
    (table,) = re.findall(r"<caption>The executive path</caption>.*?</table>", page, re.DOTALL)
    stops = PATHS["executive"].stops
    assert [int(number) for number in re.findall(r"<tr>\s*<td>(\d+)</td>", table)] == [
        stop.module.number for stop in stops
    ]
    assert "section 1, Count and check: a thousand machines; Your decision: 20 min" in table
    assert '<a href="../exercises/board_paper.html">Board paper</a>' in table
    answers = [html.escape(before(stop)) for stop in stops if stop.is_part]
    assert [
        html.escape(html.unescape(text))
        for text in re.findall(r"<summary>Before you decide</summary>(.*?)</details>", table)
    ] == answers, "folded, since it answers what the lesson asks"
    assert "About 3 hours in all" in table
    assert "exercise</a>" not in table, "a path without code leads to no exercise"


def test_an_exercise_of_no_lesson_is_listed_on_its_own(tmp_path):
    question = "exercises/chapter_questions/q4_drift.ipynb"  # linked by the lesson
    for name in ("modules/07_drift.ipynb", "exercises/drift/drift.ipynb", question):
        (tmp_path / "course" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / "course" / name)
    other = tmp_path / "course" / "exercises" / "exam" / "exam.ipynb"
    other.parent.mkdir()
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Eight questions")]), other)
    course = read_course(tmp_path / "course")
    assert [(source.title, source.page) for source in course.further()] == [
        ("Eight questions", "exercises/exam.html")
    ]


def test_a_notebook_without_a_title_is_refused(tmp_path):
    (tmp_path / "modules").mkdir()
    nbformat.write(new_notebook(), tmp_path / "modules" / "01_toy.ipynb")
    with pytest.raises(ValueError, match=r"01_toy\.ipynb: a page needs a title"):
        read_course(tmp_path)


def test_every_picture_has_an_alternative_text_and_its_size(site):
    images = [image for page in pages(site) for image in Reader(page).images]
    assert len(images) > 15
    for image in images:
        if image["src"].startswith("faces/"):
            assert image["alt"] == ""  # the name is in the sentence
            continue
        assert len(image["alt"].split()) >= 5
        assert int(image["width"]) > 100 < int(image["height"])


def test_pages_and_what_they_share_are_small(site):
    sizes = {page.name: len(gzip.compress(page.read_bytes())) for page in pages(site)}
    assert {name: size for name, size in sizes.items() if size > LARGEST_PAGE} == {}
    search, *shared_files = sorted(
        (site / "assets").iterdir(), key=lambda file: file.name != "search.js"
    )
    whole = {
        page.name: sum(
            file.stat().st_size
            for file in [
                page,
                *page.parent.glob(f"{page.stem}-[0-9]*.js"),
                *(each for each in shared_files if f"assets/{each.name}" in text),
            ]
        )
        for page in pages(site)
        for text in [page.read_text(encoding="utf-8")]
    }
    assert {name: size for name, size in whole.items() if size > LARGEST_VISIT} == {}
    assert search.stat().st_size < LARGEST_SEARCH


def states(site, page):
    """The state of each figure of a page, by its kind."""
    markup = (site / page).read_text(encoding="utf-8")
    figures = re.findall(
        r'data-kind="(\w+)".*?<script type="application/json">(.*?)</script>', markup, re.DOTALL
    )
    return [(kind, json.loads(state)) for kind, state in figures]


def scenes_next_to(site, page, title):
    """The scenes in the file next to a page, of the explorable with a title."""
    (state,) = [
        state
        for kind, state in states(site, page)
        if kind == "explorable" and json.loads(state["authored"])["title"] == title
    ]
    assert set(state["scenes"]) == {"first", "file"}, "the page itself is light"
    script = (site / page).with_name(state["scenes"]["file"]).read_text()
    return state, json.loads(gzip.decompress(base64.b64decode(script.split('"')[3])))


def test_scenes_of_all_settings_are_next_to_the_page(site):
    shift = drift.shift(only=("kind", "size"))
    state, scenes = scenes_next_to(site, "modules/07_drift.html", shift.title)
    kind, size = map(widgets.positions, shift.controls)
    assert len(scenes["all"]) == len(kind) * len(size)
    scene = shift.scene_at({"kind": kind[4], "size": size[7]})
    place = 4 * len(size) + 7
    assert scenes["all"][place]["summary"] == scene["summary"]
    assert shown_by_page(state, scenes["all"][place]) == scene["data"]


def test_where_there_are_too_many_settings_presets_and_single_controls_are(site):
    title = explore.scaling_gap.funnel().title
    state, scenes = scenes_next_to(site, "modules/01_scaling_gap.html", title)
    controls = json.loads(state["authored"])["controls"]
    assert set(scenes) == {"presets", "alone"}
    assert {name: len(some) for name, some in scenes["alone"].items()} == {
        control["name"]: len(widgets.positions(control)) for control in controls
    }


def test_a_page_shows_no_answer_before_the_guess(site):
    for page in pages(site):
        text = re.sub(r"<script.*?</script>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for kind, state in states(site, page.relative_to(site)):
            if kind == "explorable":
                assert state["scenes"]["first"]["summary"] not in text
                assert (state["revealed"], state["shown"]) == ("", "")


def test_links_to_the_live_edition_and_the_libraries_stand_only_where_they_are(site, tmp_path):
    assert not any("data-python" in page.read_text() for page in pages(site))
    assert "api/index.html" not in Reader(site / "index.html").links
    api = tmp_path / "api" / "index.html"
    api.parent.mkdir()
    api.write_text("api")
    python = tmp_path / "live" / "static" / "pyodide" / "python.js"
    python.parent.mkdir(parents=True)
    python.write_text("python")
    build(tmp_path, only=[DRIFT])
    assert "data-python=" in (tmp_path / DRIFT).read_text()
    assert python.read_text() == "python"
    assert "api/index.html" in Reader(tmp_path / "index.html").links
    assert api.read_text() == "api"


def test_a_page_that_runs_code_speaks_of_its_own_buttons_and_not_of_jupyterlab(tmp_path):
    build(tmp_path, live=True)  # which may be promised before it is built
    assert "data-python=" in (tmp_path / "exercises" / "drift.html").read_text()
    words_of = {}
    for page in pages(tmp_path):
        text = re.sub(r"<(script|pre)\b.*?</\1>", "", page.read_text(), flags=re.DOTALL)
        words_of[page.name] = [word for word in MENU_WORDS if word in re.sub(r"\s+", " ", text)]
    assert {name: words for name, words in words_of.items() if words} == {}


def test_a_second_build_leaves_no_page_of_the_first(tmp_path):
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "99_gone.html").write_text("gone")
    build(tmp_path, only=[DRIFT])
    assert not (tmp_path / "modules" / "99_gone.html").exists()


def test_a_link_to_a_page_becomes_one_and_others_stay():
    follow = prose.relink(
        "modules/07_drift.ipynb",
        "modules/07_drift.html",
        {"exercises/drift/drift.ipynb": "exercises/drift.html"},
    )
    assert follow("../exercises/drift/drift.ipynb#Data") == "../exercises/drift.html#Data"
    assert follow("#Sources") == "#Sources"
    assert follow("https://example.org/a") == "https://example.org/a"
    with pytest.raises(
        ValueError, match=r"07_drift\.ipynb links to \.\./docs/x\.md, which is no page"
    ):
        follow("../docs/x.md")


def test_what_the_builder_has_decided_is_on_no_page(site, tmp_path, monkeypatch):
    """The pages of `site` are built by somebody who has decided lesson 1."""
    assert not any("The builder's reason." in page.read_text() for page in pages(site))
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "empty.json"))
    page = Path("modules", "12_case_and_pitfalls.html")
    summaries = [
        state["scenes"]["first"]["summary"]
        for kind, state in states(site, page)
        if kind == "explorable"
    ]
    assert explore.case_and_pitfalls.two_years().scene.summary in summaries


def test_a_decision_is_asked_on_the_page_whatever_the_builder_has_decided():
    decide("drift").decide("outcomes", "Mine.", looks=4, stop=80)
    state = widgets.decision_state(widgets.decision(widgets.last_call('decide("drift")')), "drift")
    assert state["versions"] == []
    assert state["decided"] == {}
    assert len(state["options"]) == 4
    output = {"output_type": "display_data", "data": {"text/html": "<p>folded</p>"}}
    cell = {"cell_type": "code", "source": 'decide("drift")', "outputs": [output]}
    markup = Figures("toy", "").of_cell(nbformat.from_dict(cell))
    assert 'data-kind="decision"' in markup
    assert '<div class="page-still"><p>folded</p></div>' in markup
    assert "Mine." not in markup
