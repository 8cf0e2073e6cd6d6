"""The board paper: all decisions on two pages, with what they moved, to print or to hand in."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pandas as pd

from course import front, progress
from course.board import boards, paper_rows, plans_in_words
from course.board.conflicts import conflicts

_LONGEST = 400
_OPEN = "Still to be written."
_PARAGRAPHS: Final = {
    "limits": "What the evidence cannot show",
    "conflicts": "Where decisions pull against each other",
    "risk": "The risk that remains",
    "sign": "What would change our mind",
}
_LEFT_OUT = (
    "“Moved” is our plan less the same plan without that one decision; the parts do not sum to the "
    "whole. “Launch more” begins 40 pilots a year and orders crews to obey. “Platform first” lends "
    "specialists and has three gates. “Stop and finish” starts nothing for a year, reviews pilots "
    "and answers overrides. Live counts pilots that became products, not the lender's own credit "
    "models. Use: of the people who could use a product, the share who do. Trust: how far they "
    "rely on it, from 0 to 100. Incidents, in which a live product does harm, are counts under "
    "“Moved”, and per live product in the boards. Euros are what use brings, as if lesson 6 had "
    "chosen the open pilots too, less incidents, the wages of 14 people and lessons 4 and 8. Other "
    "decisions' costs and lesson 6's seven million are left out. We assume that everybody's trust "
    "moves as the 60 crews' does (lesson 4). Finishing a sound pilot takes 18 person-months; "
    "lesson 6 plans ten. Left out of this small, invented model: chance, competitors, people who "
    "leave, fairness, and differences between products. Five-year figures assume that all goes on "
    "as decided. The model tests whether decisions fit each other, not whether they are right."
)
_OWN, _TODAY, _BESIDE = "Our plan", "As it is", "Alternative: stop and finish"
_OTHERS: Final = {
    "As it is": _TODAY,
    "Launch more": "Alternative: launch more",
    "Platform first": "Alternative: platform first",
    "Stop and finish": _BESIDE,
}
_CONFLICTS = "What does not fit yet"
_GUESSED = "case_and_pitfalls.two_years"
_GUESS_FIRST = (
    "Three other boards are compared here once you have guessed in lesson 12's two years."
)
_COLUMNS: Final = (
    "Question",
    "Decision",
    "Reason",
    "Evidence seen",
    "Moved in two years",
    "Left out",
)
# Percent; what was seen and left out is below the decision.
_WIDTHS: Final = (10, 56, 25, 9)


class BoardPaper:
    """The paper as it is now: the learner's decisions, two years of them, and four paragraphs.

    Attributes
    ----------
    markdown : str
        The paper as Markdown, to paste into an answer.
    page : str
        The paper as a separate HTML document, without any link to the network; it prints on two
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
        for row in self._rows():
            lines += [f"## {row[0]}", "", f"**{row[1]}**", ""]
            pairs = zip(_COLUMNS[2:], row[2:], strict=True)
            lines += [*(f"- {head}: {text}" for head, text in pairs), ""]
        lines += ["## Still open", "", *(f"- {said}" for said in self._still_open()), ""]
        boards_ = _markdown_table(self._ends()) if _may_see() else [_GUESS_FIRST]
        lines += ["## After two years", "", *boards_, "", _LEFT_OUT, ""]
        if said := conflicts(self._board):
            lines += [f"## {_CONFLICTS}", "", *(f"- {sentence}" for sentence in said), ""]
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
        rows = "".join(_row(cells) for cells in self._rows())
        question, decision, reason, evidence, moved, left_out = _COLUMNS
        heads = "".join(
            f'<th scope="col" style="width: {width}%">{head}</th>'
            for head, width in zip(
                (question, f"{decision}. {evidence}. {left_out}", reason, moved),
                _WIDTHS,
                strict=True,
            )
        )
        table = (
            f'<div class="wide" tabindex="0"><table><thead><tr>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div>"
        )
        said = conflicts(self._board)
        ends = _html_table(self._ends()) if _may_see() else f"<p>{_GUESS_FIRST}</p>"
        return (
            f"<h1>{html.escape(self._title())}</h1><p>{html.escape(self._summary())}</p>"
            f"{table if rows else ''}"
            f"<h2>Still open</h2>{_list(self._still_open())}"
            f"<h2>After two years</h2>{ends}<p>{_LEFT_OUT}</p>"
            f"{f'<h2>{_CONFLICTS}</h2>{_list(said)}' if said else ''}"
            + "".join(
                f"<h2>{head}</h2><p>{html.escape(text)}</p>" for head, text in self._own.items()
            )
        )

    def _title(self) -> str:
        return f"Paper for the board of Meridian Group, {self._day}"

    def _summary(self) -> str:
        ends = self._ends()
        today = ends.loc[_TODAY]
        if not self._board:
            return (
                "Nothing is decided yet, and all stays as it is. In the model, after two years "
                f"{today['live']:.1f} products are in production. {plans_in_words.trend(today)}"
            )
        own = ends.loc[_OWN]
        live = (
            f"In the model, after two years {own['live']:.1f} products are in production; "
            "today, two of the forty pilots are. "
            f"If all stays as it is, there will be {today['live']:.1f}."
        )
        total = f"Two years {plans_in_words.against(own['total'], today['total'])}."
        ahead = plans_in_words.ahead(boards.ahead_from(self._board))
        closing = plans_in_words.beside_closing(*boards.beside_closing(self._board))
        money = [total, plans_in_words.trend(own), ahead, closing]
        return " ".join([self._count(), live, *self._target(own), *money])

    def _count(self) -> str:
        made, asked = len(self._board), len(boards.deciding())
        unproved = sum(not paper_rows.examined(each["seen"]) for each in self._board.values())
        evidence = {
            0: "after a look at the evidence",
            made: "without a look at the evidence",
        }.get(unproved, f"{unproved} of them without a look at the evidence")
        decided = f"All {asked}" if made == asked else f"{made} of {asked}"
        count = f"{decided} questions {'is' if made == 1 else 'are'} decided, {evidence}."
        left = [module for module in boards.deciding() if module not in self._board]
        if not left:
            return count
        unseen = sum(not paper_rows.examined(progress.done(module)) for module in left)
        of_them = {0: "none", len(left): "all"}.get(unseen, unseen)
        return (
            f"{count} The other {len(left)} stay as they are today, unless a decision says "
            f"otherwise; {of_them} of these {len(left)} are unexamined."
        )

    def _target(self, own: pd.Series) -> list[str]:
        """Return the learner's target, if any, and what the model counts."""
        target = boards.target(self._board)
        if target is None:
            return []
        live, month = own["at_target"], boards.TARGET_MONTH
        verdict = (
            "enough, if they meet it"
            if boards.reaches(live, target)
            else "too few, even if all meet it"
        )
        return [
            f"Our target is {target:.0f} in month {month}, by our definition.",
            f"The model has {live:.1f} products then, today's two included: {verdict}.",
        ]

    def _decided(self) -> list[str]:
        return [module for module in boards.deciding() if module in self._board]

    def _still_open(self) -> list[str]:
        """Return the questions that are open, each with what holds until then."""
        lines = [
            paper_rows.open_question(module, self._board)
            for module in boards.deciding()
            if module not in self._board
        ]
        return lines or ["Nothing."]

    def _rows(self) -> list[list[str]]:
        """Return the cells of each decision."""
        moved = boards.moved_by(self._board)
        return [
            paper_rows.cells(module, self._board[module], moved.loc[module])
            for module in self._decided()
        ]

    def _ends(self) -> pd.DataFrame:
        own = {_OWN: self._board} if self._board else {}
        others = {_OTHERS[name]: board for name, board in boards.REFERENCE.items()}
        return boards.at_the_end({**own, **others})


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


def _may_see() -> bool:
    """Tell whether the boards' table no longer answers what the explorable asks."""
    return bool({"guess", "skipped"} & progress.steps_done().get(_GUESSED, {}).keys())


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


def _list(sentences: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{html.escape(said)}</li>' for said in sentences)}</ul>"


def _row(cells: list[str]) -> str:
    question, decision, reason, evidence, moved, left_out = (html.escape(cell) for cell in cells)
    lines = moved.replace("; ", "<br>")
    return (
        f"<tr><td>{question}</td><td>{decision}<br><em>Seen: {evidence}. Left out: {left_out}"
        f'</em></td><td>{reason}</td><td class="moved">{lines}</td></tr>'
    )


def _table(ends: pd.DataFrame) -> pd.DataFrame:
    """Return the boards' ends in words, a row a board."""
    rounded = ends[["incidents", "live"]].round(1)  # as the reader would divide them
    return pd.DataFrame(
        {
            "Board": ends.index,
            "Live": ends["live"].map("{:.1f}".format),
            "Use": (100 * ends["use"]).map("{:.0f}%".format),
            "First month": ends["first"].map(boards.in_euros),
            "Last month": ends["money"].map(boards.in_euros),
            "Two years": ends["total"].map(plans_in_words.in_millions),
            "Incidents": ends["incidents"].map("{:.1f}".format),
            "Incidents per product": (rounded["incidents"] / rounded["live"]).map("{:.1f}".format),
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
