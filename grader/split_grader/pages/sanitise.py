"""Make a student's HTML harmless, and keep what honest work needs.

The filters replace nbconvert's filters of the same names, which let Markdown through unchanged and
take a data frame's table apart. HTML so long or so deep that a library would take minutes over it
is shown as plain text, because students choose the length and form of their notebooks.
"""

import re
from html import escape
from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import ALLOWED_TAGS
from nbconvert.filters import Highlight2HTML, markdown2html
from nbconvert.filters.ansi import ansi2html

_TAGS = ALLOWED_TAGS | {
    *(
        "p",
        "div",
        "span",
        "pre",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "img",
        "sub",
        "sup",
    ),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "dl", "dt", "dd", "del"),
    *("details", "summary", "kbd", "u", "s", "mark", "small", "figure", "figcaption"),
}
_EVERYWHERE = {"class", "id", "title", "style", "align", "dir", "lang"}
_OF_A_TAG = {
    "a": {"href"},
    "img": {"alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "table": {"border"},
    "ol": {"start"},
    "details": {"open"},
}
_STYLES = CSSSanitizer(allowed_css_properties=["color", "text-align", "font-weight", "font-style"])
# bleach removes tags and leaves their content, which isn't text for these two.
_NOT_TEXT = re.compile(r"<(style|script)\b", re.IGNORECASE)
_END_OF = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("style", "script")}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_WITHOUT_END = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})
# Parsers are slow on HTML that no person writes. Each limit is far above honest work.
_MOST_HTML = 2_000_000
_MARK = re.compile(r"[<&=]")
_MOST_MARKS = 20_000
_DEEPEST = 200
_MOST_MARKDOWN = 500_000
_MOST_FORMULAS = 1_000
_FORMULA = re.compile(r"\\\\*[(\[]|\\begin|\$")
_BACKSLASHES = re.compile(r"\\{200}")  # the search for formulas takes the square of a run's length
_MOST_CODE = 20_000
_MOST_COLOURED = 500_000
# Highlighting time grows with the square of the length of a line, of blank space, of a colour code.
_UNUSUAL_CODE = re.compile(r"[^\n]{1000}|\s{300}")
_UNUSUAL_COLOUR = re.compile(r"\x1b\[[^@-~\n]{100}")


def is_heavy_html(html: str) -> bool:
    """Return whether HTML is too long or too deep."""
    marks = sum(1 for _ in _MARK.finditer(html))
    return len(html) > _MOST_HTML or marks > _MOST_MARKS or _depth(html) > _DEEPEST


def _depth(html: str) -> int:
    """Return how deep tags are nested, whether or not they match."""
    depth = deepest = 0
    for tag in _TAG.finditer(html):
        if tag[1]:
            depth = max(0, depth - 1)
        elif tag[2].lower() not in _WITHOUT_END:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def clean_html(html: Any) -> str:
    """Remove scripts, styles, frames, forms and pictures from elsewhere."""
    text = html.decode("utf-8", "replace") if isinstance(html, bytes) else str(html)
    text = _without_programs(text)
    if is_heavy_html(text):
        return plain_text(text)
    return _cleaned(text)


def _without_programs(html: str) -> str:
    """Remove styles and scripts, looking at each letter once."""
    parts, at, endless = [], 0, set[str]()
    while begin := _NOT_TEXT.search(html, at):
        name = begin[1].lower()
        end = None if name in endless else _END_OF[name].search(html, begin.end())
        if end is None:
            endless.add(name)
        parts.append(html[at : begin.end() if end is None else begin.start()])
        at = begin.end() if end is None else end.end()
    return "".join([*parts, html[at:]])


def plain_text(text: str) -> str:
    """Return HTML that shows the text letter by letter."""
    return f"<pre>{escape(text)}</pre>"


def _cleaned(text: str) -> str:
    return str(
        bleach.clean(
            text,
            tags=_TAGS,
            attributes=_is_allowed,
            protocols={"http", "https", "mailto", "data"},
            css_sanitizer=_STYLES,
            strip=True,
        )
    )


def clean_markdown(source: str) -> str:
    """Convert Markdown to harmless HTML."""
    if len(source) > _MOST_MARKDOWN or _BACKSLASHES.search(source) or is_heavy_html(source):
        return plain_text(source)
    if sum(1 for _ in _FORMULA.finditer(source)) > _MOST_FORMULAS:
        return plain_text(source)
    return clean_html(markdown2html(source))


def clean_ansi(text: Any) -> str:
    """Convert printed text to HTML, with its colours."""
    text = str(text)
    if len(text) > _MOST_COLOURED or _UNUSUAL_COLOUR.search(text):
        return escape(text.replace("\x1b", ""))
    return str(ansi2html(text))


class HighlightCode(Highlight2HTML):
    """Highlights the source of a cell, unless it's longer or wider than people write."""

    def __call__(
        self, source: str, language: str | None = None, metadata: dict[str, Any] | None = None
    ) -> str:
        """Return the source as HTML."""
        if len(source) > _MOST_CODE or _UNUSUAL_CODE.search(source):
            return f'<div class="highlight">{plain_text(source)}</div>'
        return str(super().__call__(source, language, metadata))  # type: ignore[no-untyped-call]


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if tag == "img" and name == "src":
        # A picture from elsewhere would tell its server who reads the page.
        return value.startswith("data:image/")
    if value.strip().lower().startswith("data:"):
        return False
    return name in _EVERYWHERE or name in _OF_A_TAG.get(tag, set())
