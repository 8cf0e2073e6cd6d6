"""A feedback page keeps what honest work shows and runs nothing that a student wrote."""

import time

import pandas as pd
import pytest

from split_grader.pages.sanitise import HighlightCode, clean_ansi, clean_html, clean_markdown


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<scr<script></script>ipt>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<img src="http://elsewhere.example/seen.png">',
        '<a href="javascript:alert(1)">mark</a>',
        '<a href="data:text/html,<script>alert(1)</script>">mark</a>',
        "<iframe src='//elsewhere.example'></iframe>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<style>@import url(//elsewhere.example);</style>",
        '<div style="background:url(//elsewhere.example)">x</div>',
        '<form action="//elsewhere.example"><input name=password></form>',
        '<meta http-equiv="refresh" content="0;url=//elsewhere.example">',
        '<p onclick="alert(1)" onmouseover="alert(1)">x</p>',
    ],
)
@pytest.mark.parametrize("clean", [clean_html, clean_markdown])
def test_nothing_runs_and_nothing_is_fetched(clean, hostile):
    html = clean(hostile)
    fragments = ("<script", "<iframe", "<svg", "<style", "<form", "<input", "<meta", "elsewhere")
    assert [text for text in fragments if text in html.lower()] == []
    for part in html.split("<")[1:]:
        tag = part.partition(">")[0].lower()
        assert "on" not in {name.partition("=")[0][:2] for name in tag.split()[1:]}
        assert "javascript:" not in tag
        assert "data:text" not in tag


def test_a_data_frame_stays_a_table_and_its_style_is_no_text():
    html = clean_html(pd.DataFrame({"month": [1], "accuracy": [0.88]}).to_html())
    styled_html = clean_html("<style scoped>\n.dataframe th { top: 0 }\n</style>" + html)
    for part in ("<table", "<thead>", "<th>month</th>", "<td>0.88</td>"):
        assert part in styled_html
    assert ".dataframe th" not in styled_html
    assert "&lt;" not in styled_html


def test_markdown_keeps_its_form_and_its_formulas():
    html = clean_markdown(
        "## Why\n\n> a < b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n`x < 1` and $a_1 < 2$"
    )
    for part in ("<h2", "<blockquote>", "<td>1</td>", "<code>x &lt; 1</code>", "a_1"):
        assert part in html


def test_a_chart_kept_as_a_picture_is_shown():
    picture = '<img src="data:image/png;base64,iVBORw0KGgo=" alt="Accuracy by month">'
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in clean_html(picture)


HIGHLIGHT = HighlightCode()
LONG_WORK = [
    pytest.param(clean_html, "<script " * 100_000, id="scripts without end"),
    pytest.param(clean_html, "<script></style>" * 20_000, id="the wrong end"),
    pytest.param(clean_html, "<div>" * 20_000, id="deep"),
    pytest.param(clean_html, "<b></x>" * 30_000, id="tags that do not match"),
    pytest.param(clean_markdown, "<div>" * 20_000, id="deep in Markdown"),
    pytest.param(clean_markdown, "\\\\(" * 100_000, id="formulas"),
    pytest.param(clean_markdown, "\\begin{a}" * 20_000, id="environments"),
    pytest.param(clean_markdown, "\\" * 99_999, id="backslashes"),
    pytest.param(clean_ansi, "\x1b[" + "1;" * 200_000 + "m", id="one colour"),
    pytest.param(HIGHLIGHT, " \n" * 10_000, id="blank lines"),
    pytest.param(HIGHLIGHT, "a." * 9_000, id="one line"),
]


@pytest.mark.parametrize(("cleaner", "text"), LONG_WORK)
def test_what_a_library_would_take_minutes_for_is_shown_as_plain_text_at_once(cleaner, text):
    begin = time.process_time()
    html = cleaner(text)
    assert time.process_time() - begin < 2
    assert "<script" not in html


def test_long_text_is_shown_whole_and_runs_nothing():
    html = clean_html("<p>5 &lt; 6</p>" * 9_000 + "<script>alert(1)</script><b>last</b>")
    assert html.endswith("&lt;b&gt;last&lt;/b&gt;</pre>")
    assert "alert" not in html


def test_honest_work_of_some_length_keeps_its_form():
    table = pd.DataFrame({"month": range(500), "rate": 0.5, "name": "a"}).to_html()
    picture = f'<img src="data:image/png;base64,{"A" * 900_000}">'
    code = "\n".join(f"rate_{n} = total[{n}] / 12  # of the year" for n in range(300))
    assert "<th>499</th>" in clean_html(table)
    assert picture[:-1] in clean_html(picture)
    assert "<h2" in clean_markdown("## Why\n\n" + "$a_1$ and `x < 1`.\n\n" * 300)
    assert '<span class="mi">12</span>' in HIGHLIGHT(code)
    assert '<span class="ansi-red-fg">no</span>' in clean_ansi("\x1b[31mno\x1b[0m")
