"""Cells as HTML: Markdown with links that lead to pages, and highlighted code."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

_CODE = HtmlFormatter(nowrap=True)


def relink(notebook: str, page: str, pages: Mapping[str, str]) -> Callable[[str], str]:
    """Return what turns a link of a notebook into one of its page.

    Parameters
    ----------
    notebook, page
        Where the link stands: the notebook's path in the course, its page's path in the site.
    pages
        Page by notebook, for all notebooks that have a page.

    Raises
    ------
    ValueError
        The returned function meets a link to something that the site does not hold.
    """

    def follow(link: str) -> str:
        if "://" in link or link.startswith("#"):
            return link
        target, mark, anchor = link.partition("#")
        named = posixpath.normpath(posixpath.join(posixpath.dirname(notebook), target))
        if named not in pages:
            raise ValueError(
                f"{notebook} links to {link}, which is no page. Link to a notebook that the course "
                "has, or to a full address."
            )
        return posixpath.relpath(pages[named], posixpath.dirname(page) or ".") + mark + anchor

    return follow


def markdown(text: str, follow: Callable[[str], str]) -> str:
    """Return a Markdown cell as HTML; headings have the anchors that JupyterLab gives them."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.use(anchors_plugin, max_level=4, slug_func=anchor)
    tokens = parser.parse(text)
    for token in _all(tokens):
        if token.type == "link_open":
            token.attrs["href"] = follow(str(token.attrs["href"]))
    html = str(parser.renderer.render(tokens, parser.options, {}))
    # A wide table scrolls within itself; the page does not.
    html = html.replace("<table>", '<div class="page-scroll" tabindex="0"><table>')
    return html.replace("</table>", "</table></div>")


def anchor(heading: str) -> str:
    """Return the anchor of a heading, as JupyterLab writes it."""
    return heading.replace(" ", "-")


def headings(text: str) -> list[str]:
    """Return the headings of the second level, for a table of contents."""
    tokens = MarkdownIt("commonmark").parse(text)
    return [
        tokens[number + 1].content
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]


def code(source: str) -> str:
    """Return a code cell as HTML."""
    shown = highlight(source, PythonLexer(), _CODE).rstrip("\n")
    return f'<pre class="page-code page-scroll" tabindex="0"><code>{shown}</code></pre>'


def _all(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *(token.children or []))]
