"""The board paper: all decisions on one page, with what they moved, to print or to hand in."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from course import boards, decisions, front, progress
from course.syllabus import MODULES, Module

_LONGEST = 600
_OPEN = "Still to be written."
_LEFT_OUT = (
    "The two years are a small model with invented figures. It leaves out chance, competitors, "
    "people who leave, differences between products, and all that comes after month 24. It tests "
    "whether decisions fit each other, not whether they are right."
)
_COLUMNS: Final = ("Question", "Decision", "Reason", "Evidence seen", "Moved in two years")
_WIDTHS: Final = (14, 35, 25, 14, 12)  # percent


class BoardPaper:
    """The paper as it is now: the learner's decisions, two years of them, and two paragraphs.

    Attributes
    ----------
    markdown : str
        The paper as Markdown, to paste into an answer.
    page : str
        The paper as an HTML document of its own, without any link to the network; it prints on two
        pages.
    """

    def __init__(self, risk: str, sign: str, clock: Callable[[], datetime] = progress.now) -> None:
        self._risk, self._sign = _paragraph("risk", risk), _paragraph("sign", sign)
        self._day = progress.in_words(clock().date())
        self._board = boards.learners_board()

    def save(self, path: str | Path, *, replace: bool = False) -> Path:
        """Write the paper into a file: HTML or Markdown, as the name ends.

        Raises
        ------
        ValueError
            The name ends neither in ``.html`` nor in ``.md``.
        FileExistsError
            There is such a file already and `replace` is False; it is left as it is.
        """
        target = Path(path)
        texts = {".html": lambda: self.page, ".md": lambda: self.markdown}
        if target.suffix not in texts:
            raise ValueError(
                f"{target.name}: expected a name that ends in .html (to print) or .md (to hand in)."
            )
        if target.exists() and not replace:
            raise FileExistsError(
                f"{target} exists already. Choose another name, or say replace=True."
            )
        target.write_text(texts[target.suffix](), encoding="utf-8")
        return target

    @property
    def markdown(self) -> str:
        """The paper as Markdown."""
        lines = [f"# {self._title()}", "", self._summary(), ""]
        for module in self._decided():
            row = self._cells(module)
            lines += [f"## {row[0]}", "", f"**{row[1]}**", ""]
            pairs = zip(_COLUMNS[2:], row[2:], strict=True)
            lines += [*(f"- {head}: {text}" for head, text in pairs), ""]
        lines += ["## Still open", "", self._still_open(), "", "## After two years", ""]
        lines += [*_markdown_table(self._ends()), "", _LEFT_OUT, ""]
        lines += ["## The risk that remains", "", self._risk, ""]
        lines += ["## What would change our mind", "", self._sign, ""]
        return "\n".join(lines)

    @property
    def page(self) -> str:
        """The paper as an HTML document."""
        title = html.escape(self._title())
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{title}</title><style>{front.style('paper')}</style></head><body><main>{self._body()}</main></body></html>"
        )

    def _repr_mimebundle_(self, **_kwargs: Any) -> dict[str, str]:
        return {"text/html": self._body(), "text/plain": self.markdown}

    def _body(self) -> str:
        rows = "".join(_row(self._cells(module)) for module in self._decided())
        heads = "".join(
            f'<th scope="col" style="width: {width}%">{head}</th>'
            for head, width in zip(_COLUMNS, _WIDTHS, strict=True)
        )
        return (
            f"<h1>{html.escape(self._title())}</h1><p>{html.escape(self._summary())}</p>"
            f'<div class="wide" tabindex="0"><table><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
            f"<h2>Still open</h2><p>{html.escape(self._still_open())}</p>"
            f"<h2>After two years</h2>{_html_table(self._ends())}<p>{_LEFT_OUT}</p>"
            f"<h2>The risk that remains</h2><p>{html.escape(self._risk)}</p>"
            f"<h2>What would change our mind</h2><p>{html.escape(self._sign)}</p>"
        )

    def _title(self) -> str:
        return f"Paper for the board of Meridian Group, {self._day}"

    def _summary(self) -> str:
        asked = len(boards.deciding())
        own = boards.at_the_end({"own": self._board, "today": {}}).round(1)
        live, today = own["live"]
        money = _money(float(own.loc["own", "money"]))
        return (
            f"{len(self._board)} of {asked} questions are decided. Played forward two years, "
            f"{live:.1f} products are in use, where {today:.1f} would be if all stayed as it is. "
            f"The last month brings {money} after all costs."
        )

    def _decided(self) -> list[Module]:
        return [module for module in MODULES if module.slug in self._board]

    def _still_open(self) -> str:
        open_ = [module for module in MODULES if module.slug in boards.deciding()]
        said = [
            f"{module.question} Until then: {decisions.option_text(module.slug, None)}"
            for module in open_
            if module.slug not in self._board
        ]
        return " ".join(said) or "Nothing."

    def _cells(self, module: Module) -> list[str]:
        made = self._board[module.slug]
        moved = boards.moved_by(self._board).loc[module.slug]
        choice = [decisions.option_text(module.slug, made)]
        return [
            f"{module.number}. {module.question}",
            " ".join([*choice, *decisions.number_texts(module.slug, made)]),
            made["reason"],
            _evidence(made["seen"]),
            _moved(moved),
        ]

    def _ends(self) -> pd.DataFrame:
        return boards.at_the_end({"This board": self._board, **boards.REFERENCE})


def board_paper(risk: str = "", sign: str = "") -> BoardPaper:
    """Show the board paper of your decisions, to print or to hand in.

    Parameters
    ----------
    risk
        The risk that remains, in a few sentences of yours; at most 600 characters.
    sign
        What you would have to see to change your mind, the same way.

    Examples
    --------
    >>> paper = board_paper(risk="Two crews carry the trust of sixty.", sign="Use below 40%.")
    >>> text = paper.markdown  # to hand in; paper.save("board.html") writes a page to print

    Raises
    ------
    ValueError
        A paragraph is longer than 600 characters.
    """
    return BoardPaper(risk, sign)


def _paragraph(name: str, text: str) -> str:
    words = " ".join(text.split())
    if len(words) > _LONGEST:
        raise ValueError(
            f"{name} has {len(words)} characters; expected at most {_LONGEST}. A board reads one "
            "paragraph."
        )
    return words or _OPEN


def _evidence(seen: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what had been moved before deciding, with the number of challenges solved."""
    said = []
    for step, facts in seen.items():
        reached = len(facts.get("solved", ()))
        name = step.replace("_", " ")
        said.append(f"{name} ({reached} solved)" if reached else name)
    return ", ".join(said) or "none"


def _moved(moved: pd.Series) -> str:
    """Return what a decision moved, in words; measures that stayed the same are left out."""
    said = {
        "live": f"{moved['live']:+.1f} in use",
        "money": f"{'+' if moved['money'] > 0 else ''}{_money(moved['money'])} a month",
        "incidents": f"{moved['incidents']:+.1f} incidents",
        "trust": f"{100 * moved['trust']:+.0f} trust of 100",
    }
    least = {"live": 0.05, "money": 0.5, "incidents": 0.05, "trust": 0.005}
    kept = [words for name, words in said.items() if abs(moved[name]) >= least[name]]
    return "; ".join(kept) or "nothing that shows"


def _money(thousand: float) -> str:
    return f"{'-' if thousand < 0 else ''}€{abs(thousand):,.0f},000"


def _row(cells: list[str]) -> str:
    *texts, moved = (html.escape(cell) for cell in cells)
    lines = moved.replace("; ", "<br>")
    return f"<tr>{''.join(f'<td>{text}</td>' for text in texts)}<td class='moved'>{lines}</td></tr>"


def _table(ends: pd.DataFrame) -> list[list[str]]:
    """Return the boards' ends as rows of text, the heads first."""
    heads = ["Board", "In use", "Last month", "Two years", "Incidents", "Trust of 100"]
    rows = [
        [
            str(board),
            f"{row['live']:.1f}",
            _money(row["money"]),
            _money(row["total"]),
            f"{row['incidents']:.1f}",
            f"{100 * row['trust']:.0f}",
        ]
        for board, row in ends.iterrows()
    ]
    return [heads, *rows]


def _markdown_table(ends: pd.DataFrame) -> list[str]:
    heads, *rows = _table(ends)
    ruler = ["---", *["---:"] * (len(heads) - 1)]
    return [f"| {' | '.join(row)} |" for row in (heads, ruler, *rows)]


def _html_table(ends: pd.DataFrame) -> str:
    heads, *rows = _table(ends)
    head = "".join(f'<th scope="col" class="number">{text}</th>' for text in heads[1:])
    body = "".join(
        f'<tr><th scope="row">{html.escape(row[0])}</th>'
        + "".join(f'<td class="number">{text}</td>' for text in row[1:])
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide" tabindex="0"><table><thead><tr><th scope="col">{heads[0]}</th>{head}'
        f"</tr></thead><tbody>{body}</tbody></table></div>"
    )
