"""Make HTML that a student had a part in harmless, and keep what honest work needs of it.

The filters stand in for nbconvert's of the same names: its own lets Markdown through as it is and
takes a data frame's table apart.
"""

import re
from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from bleach.sanitizer import ALLOWED_TAGS
from nbconvert.filters import markdown2html

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
# bleach takes tags away and leaves what stands between them, which for these is no text.
_NOT_TEXT = re.compile(r"<(style|script)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


def clean_html(html: Any) -> str:
    """Return HTML without scripts, styles, frames, forms, and pictures from elsewhere."""
    text = html.decode("utf-8", "replace") if isinstance(html, bytes) else str(html)
    return str(
        bleach.clean(
            _NOT_TEXT.sub("", text),
            tags=_TAGS,
            attributes=_is_allowed,
            protocols={"http", "https", "mailto", "data"},
            css_sanitizer=_STYLES,
            strip=True,
        )
    )


def clean_markdown(source: str) -> str:
    """Return Markdown as harmless HTML."""
    return clean_html(markdown2html(source))


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if tag == "img" and name == "src":
        # A picture from elsewhere would tell somebody who reads the page.
        return value.startswith("data:image/")
    if value.strip().lower().startswith("data:"):
        return False
    return name in _EVERYWHERE or name in _OF_A_TAG.get(tag, set())
