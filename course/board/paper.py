"""The board paper: a learner's decisions on two pages, to print or to hand in."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from course.board import boards, paper_parts, two_year_figure
from course.board.paper_parts import UNWRITTEN, Item, Part
from course.board.wording import say
from course.browser import printed
from course.learner import progress
from course.syllabus.syllabus import COURSE

LINK: Final = ("board.html", "Save this paper", "to print it on two pages of A4.")
"""The file's name, and the words of the link that saves it, and after it."""
_LONGEST = 300


class BoardPaper:
    """The paper as it is now, drawn from the learner's register.

    Attributes
    ----------
    markdown : str
        The paper as Markdown, to paste into an answer; the figure is left out.
    page : str
        The paper as a separate HTML document, without any link to the network; it prints on two
        pages.
    """

    def __init__(
        self, paragraphs: Mapping[str, str], clock: Callable[[], datetime] = progress.now
    ) -> None:
        words = {name: _paragraph(name, text) for name, text in paragraphs.items()}
        board = boards.learners_board()
        self._title = say("title", day=progress.in_words(clock().date()))
        self._parts = paper_parts.parts(board, words)
        self._figure = two_year_figure.figure(board)

    @property
    def markdown(self) -> str:
        """The paper as Markdown."""
        return "\n\n".join([f"# {self._title}", *map(_in_markdown, self._parts)]) + "\n"

    @property
    def page(self) -> str:
        """The paper as an HTML document."""
        return printed.document(self._title, self._body())

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, str]:
        link = printed.save_link(self.page, *LINK)
        return {"text/html": self._body() + link, "text/plain": self.markdown}

    def _body(self) -> str:
        parts = "".join(_in_html(part, self._figure) for part in self._parts)
        return f"<h1>{self._title}</h1>{parts}"


def board_paper(risk: str = "", sign: str = "") -> BoardPaper:
    """Show the board paper of your decisions, to print or to hand in.

    Each paragraph is yours: a few sentences on one line, at most 300 characters.

    Parameters
    ----------
    risk
        The risk that remains: whom it hits, and how you would notice.
    sign
        What you would have to see to change your mind: a figure and a date.

    Examples
    --------
    >>> paper = board_paper(risk="Two crews carry the trust of sixty.", sign="Use below 40%.")
    >>> text = paper.markdown  # print it and paste it

    Raises
    ------
    ValueError
        A paragraph is longer than 300 characters, or the course has no board paper.
    TypeError
        A paragraph is not text.
    """
    if not COURSE.has_board_paper:
        raise ValueError(
            f"{COURSE.title} has no board paper, because its decisions don't feed one. "
            "register() shows what you have decided."
        )
    return BoardPaper({"risk": risk, "sign": sign})


def _paragraph(name: str, text: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"{name} is {text!r}; expected text between quotes.")
    words = " ".join(text.split())
    if len(words) > _LONGEST:
        raise ValueError(
            f"{name} has {len(words)} characters; expected at most {_LONGEST}. A board reads one "
            "paragraph."
        )
    return words


def _in_markdown(part: Part) -> str:
    blocks = [
        block
        if isinstance(block, str)
        else "\n".join(f"- {_bold(label, '**{}.** ')}{text}" for label, text in block)
        for block in part.blocks
    ]
    return "\n\n".join([f"## {part.head}", *blocks])


def _in_html(part: Part, figure: str) -> str:
    blocks = [
        f"<p>{html.escape(block)}</p>" if isinstance(block, str) else _list(block)
        for block in part.blocks
    ]
    if part.own:  # a page replaces it while the learner writes
        words, unwritten = map(html.escape, (str(part.blocks[-1]), UNWRITTEN[part.own]))
        blocks[-1] = f'<p data-own="{part.own}" data-open="{unwritten}">{words}</p>'
    return f"<h2>{part.head}</h2>{figure if part.has_figure else ''}{''.join(blocks)}"


def _list(items: list[Item]) -> str:
    rows = (f"<li>{_bold(label, '<b>{}.</b> ')}{html.escape(text)}</li>" for label, text in items)
    return f"<ul>{''.join(rows)}</ul>"


def _bold(label: str, form: str) -> str:
    return form.format(label) if label else ""
