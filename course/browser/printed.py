"""Documents to print: one HTML file each, without any link to the network."""

from __future__ import annotations

import html
from base64 import b64encode

from course.browser import front


def document(title: str, body: str, *more_styles: str) -> str:
    """Return an HTML document that prints on A4.

    Parameters
    ----------
    title
        Its title, as text.
    body
        Its content, as HTML.
    *more_styles
        Names of style sheets in addition to that of paper.
    """
    styles = "".join(map(front.style, ("paper", *more_styles)))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{styles}</style></head>"
        f"<body><main>{body}</main></body></html>"
    )


def save_link(page: str, file: str, words: str, after: str) -> str:
    """Return a link that saves a document, for the output of a cell."""
    content = b64encode(page.encode()).decode()
    return f'<p><a download="{file}" href="data:text/html;base64,{content}">{words}</a> {after}</p>'
