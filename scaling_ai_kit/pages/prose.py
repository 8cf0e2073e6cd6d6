"""Turn cells into HTML: Markdown with links to pages, and highlighted code."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise, takewhile
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers.python import PythonLexer

from course.syllabus.syllabus import COURSE, MODULES
from scaling_ai_kit.pages.formulas import mathml

_CODE = HtmlFormatter(nowrap=True)
_TEX = re.compile(r"\$\$|\\[a-zA-Z]{2,}|\$[^$\s\d](?:[^$\n]*[^$\s])?\$")
_REFERENCE = re.compile(r"\s*\[S\d+\]")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z“])")


def relink(notebook: str, page: str, pages: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that turns a notebook's link into its page's.

    Parameters
    ----------
    notebook, page
        The place of the link: the notebook's path in the course, its page's path in the site.
    pages
        Page by notebook, for all notebooks that have a page.

    Raises
    ------
    ValueError
        Raised by the returned function for a link to something that the site lacks.
    """

    def follow(link: str) -> str:
        if "://" in link or link.startswith("#"):
            return link
        target, mark, anchor = link.partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(notebook), target))
        if path not in pages:
            raise ValueError(_without_page(notebook, link, path))
        return posixpath.relpath(pages[path], posixpath.dirname(page) or ".") + mark + anchor

    return follow


def _without_page(notebook: str, link: str, path: str) -> str:
    """Return why a link leads nowhere: its exercise isn't released, or there is no such page."""
    folder, exercise = posixpath.split(posixpath.dirname(path))
    if folder == COURSE.folders["exercises"] and exercise in {each.exercise for each in MODULES}:
        text = posixpath.basename(notebook).replace(".ipynb", ".md")
        return (
            f"{text} links to an exercise that isn't released. "
            f"Run: coursekit assignments, then grader release {exercise}."
        )
    return (
        f"{notebook} links to {link}, which is no page. Link to a notebook that the course has, or "
        "to a full address."
    )


def markdown(text: str, follow: Callable[[str], str]) -> str:
    """Return a Markdown cell as HTML, with JupyterLab's heading anchors."""
    parser = _parser()
    tokens = parser.parse(text)
    for token in _all(tokens):
        if token.type == "link_open":
            token.attrs["href"] = follow(str(token.attrs["href"]))
    html = str(parser.renderer.render(tokens, parser.options, {}))
    # A wide table scrolls within itself; the page does not.
    html = html.replace("<table>", '<div class="page-scroll" tabindex="0"><table>')
    return html.replace("</table>", "</table></div>")


def anchor(heading: str) -> str:
    """Return a heading's anchor as in JupyterLab."""
    return heading.replace(" ", "-")


def headings(text: str) -> list[tuple[str, str]]:
    """Return second-level headings with anchors, for a table of contents."""
    tokens = _parser().parse(text)
    return [
        (plain(tokens[number + 1]), str(token.attrs["id"]))
        for number, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag == "h2"
    ]


def divided(text: str) -> list[str]:
    """Return a text in parts, of which all but the first begin with a second-level heading."""
    lines = text.splitlines(keepends=True)
    starts = [
        token.map[0]
        for token in _parser().parse(text)
        if token.type == "heading_open" and token.tag == "h2" and token.map
    ]
    ends = [*starts, len(lines)]
    return ["".join(lines[start:end]) for start, end in zip([0, *starts], ends, strict=True)]


def sections(text: str) -> list[tuple[str, str, str, str]]:
    """Return each section as heading, anchor, plain text, and those words of it that are bold.

    Text before the first heading comes first, without heading and anchor.
    """
    blocks: list[tuple[str, str, list[str], list[str]]] = [("", "", [], [])]
    tokens = _parser().parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type != "inline":
            continue
        if before and before.type == "heading_open":
            blocks.append((plain(token), str(before.attrs.get("id", "")), [], []))
        else:
            blocks[-1][2].append(plain(token))
            blocks[-1][3].extend(_bold(token))
    return [
        (heading, place, " ".join(parts), " ".join(bold)) for heading, place, parts, bold in blocks
    ]


def _bold(inline: Token) -> Iterator[str]:
    depth = 0
    for child in inline.children or []:
        depth += {"strong_open": 1, "strong_close": -1}.get(child.type, 0)
        if depth and (words := child.content.strip()):
            yield words


def opening(text: str, most: int = 200) -> str:
    """Return a text's first sentences, for the page's description.

    A first line in italics, which sets the scene of a lesson, is left out.
    """
    tokens = _parser().parse(text)
    paragraphs = (
        after
        for token, after in pairwise(tokens)
        if token.type == "paragraph_open" and not _emphasised(after)
    )
    sentences = _SENTENCE_END.split(plain(next(paragraphs, Token("inline", "", 0))))
    lengths = [len(" ".join(sentences[: count + 1])) for count in range(len(sentences))]
    fitting = list(takewhile(lambda length: length <= most, lengths))
    return " ".join(sentences[: max(len(fitting), 1)])


def plain(inline: Token) -> str:
    """Return a paragraph's or heading's words, without markup and source references."""
    words = {"softbreak": " ", "hardbreak": " "}
    parts = (
        words.get(child.type, "" if child.type == "html_inline" else child.content)
        for child in inline.children or []
    )
    return _REFERENCE.sub("", "".join(parts)).strip()


def code(source: str) -> str:
    """Return a code cell as HTML."""
    html = highlight(source, PythonLexer(), _CODE).rstrip("\n")
    return f'<pre class="page-code page-scroll" tabindex="0"><code>{html}</code></pre>'


def left_as_tex(html: str) -> list[str]:
    """Return TeX outside code, which a reader would see as source.

    Two prices in one line, "$5 and $6", don't count.
    """
    text = re.sub(r"<(script|style|pre|code)\b.*?</\1>|<[^>]+>", "", html, flags=re.DOTALL)
    return _TEX.findall(text)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    parser.use(anchors_plugin, max_level=4, slug_func=anchor)
    return parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, renderer=_formula)


def _formula(source: str, how: dict[str, Any]) -> str:
    block = how["display_mode"]
    try:
        markup = mathml(source, block=block)
    except ValueError as problem:
        raise ValueError(
            f"The formula {source} cannot be drawn: {problem}. Write it with the commands that "
            "grader/split_grader/pages/formulas.py knows, or add this one there."
        ) from problem
    return f'<div class="page-scroll" tabindex="0">{markup}</div>' if block else markup


def _emphasised(inline: Token) -> bool:
    children = inline.children or []
    return bool(children) and (children[0].type, children[-1].type) == ("em_open", "em_close")


def _all(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *(token.children or []))]
