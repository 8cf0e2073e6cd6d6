"""The board paper: all decisions on two pages, with what they moved, to print or to hand in."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from course import boards, decisions, front, progress
from course.syllabus import MODULES, Module

_LONGEST = 400
_OPEN = "Still to be written."
_PARAGRAPHS: Final = {
    "limits": "What the evidence cannot show",
    "conflicts": "Where decisions pull against each other",
    "risk": "The risk that remains",
    "sign": "What would change our mind",
}
_LEFT_OUT = (
    "Each decision is taken back alone to see its part; these parts overlap and do not add up. "
    "Money is in euros, less the wages of those who build and the cost of the decisions. "
    "Incidents are counted since the first day; more products have more of them. Trust is that of "
    "the people who could use a product. The two years are a small model with invented figures. It "
    "leaves out chance, competitors, people who leave, differences between products, and all that "
    "comes after month 24. It tests whether decisions fit each other, not whether they are right."
)
_BESIDE = "Stop and finish"
_COLUMNS: Final = ("Question", "Decision", "Reason", "Evidence seen", "Moved in two years")
_WIDTHS: Final = (12, 39, 34, 15)  # percent; the evidence stands below the decision


class BoardPaper:
    """The paper as it is now: the learner's decisions, two years of them, and four paragraphs.

    Attributes
    ----------
    markdown : str
        The paper as Markdown, to paste into an answer.
    page : str
        The paper as an HTML document of its own, without any link to the network; it prints on two
        pages.
    """

    def __init__(
        self, paragraphs: Mapping[str, str], clock: Callable[[], datetime] = progress.now
    ) -> None:
        self._own = {
            head: _paragraph(name, paragraphs.get(name, "")) for name, head in _PARAGRAPHS.items()
        }
        self._day = progress.in_words(clock().date())
        self._board = boards.learners_board()

    def save(self, path: str | Path, *, replace: bool = False) -> Path:
        """Write the paper into an HTML file, to print.

        Raises
        ------
        ValueError
            The name does not end in ``.html``.
        FileExistsError
            There is such a file already and `replace` is False; it is left as it is.
        """
        target = Path(path)
        if target.suffix != ".html":
            raise ValueError(
                f"{target.name}: expected a name that ends in .html, to print. To hand it in, copy "
                "what print(paper.markdown) shows."
            )
        if target.exists() and not replace:
            raise FileExistsError(
                f"{target} exists already. Choose another name, or say replace=True."
            )
        target.write_text(self.page, encoding="utf-8")
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
        lines += ["## Still open", "", *(f"- {said}" for said in self._still_open()), ""]
        lines += ["## After two years", ""]
        lines += [*_markdown_table(self._ends()), "", _LEFT_OUT, ""]
        for head, text in self._own.items():
            lines += [f"## {head}", "", text, ""]
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
        question, decision, reason, evidence, moved = _COLUMNS
        heads = "".join(
            f'<th scope="col" style="width: {width}%">{head}</th>'
            for head, width in zip(
                (question, f"{decision}. {evidence}", reason, moved), _WIDTHS, strict=True
            )
        )
        still_open = "".join(f"<li>{html.escape(said)}</li>" for said in self._still_open())
        return (
            f"<h1>{html.escape(self._title())}</h1><p>{html.escape(self._summary())}</p>"
            f'<div class="wide" tabindex="0"><table><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
            f"<h2>Still open</h2><ul>{still_open}</ul>"
            f"<h2>After two years</h2>{_html_table(self._ends())}<p>{_LEFT_OUT}</p>"
            + "".join(
                f"<h2>{head}</h2><p>{html.escape(text)}</p>" for head, text in self._own.items()
            )
        )

    def _title(self) -> str:
        return f"Paper for the board of Meridian Group, {self._day}"

    def _summary(self) -> str:
        ends = boards.at_the_end({"own": self._board, **boards.REFERENCE})
        own, today, beside = (ends.loc[name] for name in ("own", "As it is", _BESIDE))
        return (
            f"{len(self._board)} of {len(boards.deciding())} questions are decided. Played forward "
            f"two years, {own['live']:.1f} products are in use: {today['live']:.1f} if all stayed "
            f"as it is, {beside['live']:.1f} under a board that stops and finishes. The two years "
            f"{_against(own['total'], today['total'])} if all stayed as it is. The last month "
            f"{_against(own['money'], today['money'])} if all stayed as it is."
        )

    def _decided(self) -> list[Module]:
        return [module for module in MODULES if module.slug in self._board]

    def _still_open(self) -> list[str]:
        """Return the questions that are open, each with what holds until then."""
        left = [
            module
            for module in MODULES
            if module.slug in boards.deciding() and module.slug not in self._board
        ]
        said = [
            f"{module.question} Until then: {decisions.option_text(module.slug, None)}"
            for module in left
        ]
        return said or ["Nothing."]

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


def board_paper(
    risk: str = "", sign: str = "", limits: str = "", conflicts: str = ""
) -> BoardPaper:
    """Show the board paper of your decisions, to print or to hand in.

    Each paragraph is yours: a few sentences on one line, at most 400 characters.

    Parameters
    ----------
    risk
        The risk that remains: whom it hits, and how you would notice.
    sign
        What you would have to see to change your mind: a figure and a date.
    limits
        What the evidence that you saw cannot show.
    conflicts
        Where two of your decisions pull against each other.

    Examples
    --------
    >>> paper = board_paper(risk="Two crews carry the trust of sixty.", sign="Use below 40%.")
    >>> text = paper.markdown  # print it and paste it; paper.save("board.html") is for paper

    Raises
    ------
    ValueError
        A paragraph is longer than 400 characters.
    TypeError
        A paragraph is not text.
    """
    return BoardPaper({"risk": risk, "sign": sign, "limits": limits, "conflicts": conflicts})


def _paragraph(name: str, text: str) -> str:
    if not isinstance(text, str):
        raise TypeError(f"{name} is {text!r}; expected text between quotes.")
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
        "money": f"{'+' if moved['money'] > 0 else ''}{boards.in_euros(moved['money'])} a month",
        "incidents": f"{moved['incidents']:+.1f} incidents",
        "trust": f"{100 * moved['trust']:+.0f} points of trust",
    }
    least = {"live": 0.05, "money": 0.5, "incidents": 0.05, "trust": 0.005}
    kept = [words for name, words in said.items() if abs(moved[name]) >= least[name]]
    return "; ".join(kept).replace("-", boards.MINUS) or "nothing that shows"


def _against(thousand: float, other: float) -> str:
    """Return what an amount brings or loses, and beside another, as words before a condition."""
    sign, verb = (-1, "lost") if thousand < 0 else (1, "brought")
    more = sign * (round(thousand) - round(other))
    beside = f"{boards.in_euros(abs(more))} {'more' if more > 0 else 'less'} than"
    return f"{verb} {boards.in_euros(abs(thousand))}, {beside if more else 'the same as'}"


def _row(cells: list[str]) -> str:
    question, decision, reason, evidence, moved = (html.escape(cell) for cell in cells)
    lines = moved.replace("; ", "<br>")
    return (
        f"<tr><td>{question}</td><td>{decision}<br><em>Seen: {evidence}</em></td><td>{reason}</td>"
        f'<td class="moved">{lines}</td></tr>'
    )


def _table(ends: pd.DataFrame) -> pd.DataFrame:
    """Return the boards' ends in words, a row a board."""
    return pd.DataFrame(
        {
            "Board": ends.index,
            "In use": ends["live"].map("{:.1f}".format),
            "Last month": ends["money"].map(boards.in_euros),
            "Two years": ends["total"].map(boards.in_euros),
            "Incidents": ends["incidents"].map("{:.1f}".format),
            "A product": (ends["incidents"] / ends["live"]).map("{:.1f}".format),
            "Trust of 100": (100 * ends["trust"]).map("{:.0f}".format),
        }
    )


def _markdown_table(ends: pd.DataFrame) -> list[str]:
    table = _table(ends)
    ruler = ["---", *["---:"] * (table.shape[1] - 1)]
    return [f"| {' | '.join(row)} |" for row in (table.columns, ruler, *table.to_numpy())]


def _html_table(ends: pd.DataFrame) -> str:
    table = _table(ends).to_html(index=False, border=0, classes="figures")
    return f'<div class="wide" tabindex="0">{table}</div>'
