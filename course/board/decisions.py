"""Decisions: one at the end of a module, kept with its reason.

A decision is in ``<module>.toml``, in the course's folder of decisions. It has a ``prompt``, a
``hint``, ``option`` tables (``key``, ``text``) and up to two ``number`` tables (``key``, ``label``,
``says``, ``unit``, ``low``, ``high``, ``step``, ``default``). ``says`` is the number as a sentence,
with ``{value}`` in it.

In a course with a board paper, it also has a ``topic``, ``outside`` (what the two years leave out)
and a table ``today`` (``text``, ``feeds``), and each option and number has ``feeds``. ``feeds``
names what a decision changes in the two years that the course simulates at its end: ``today`` and
each option give every effect a value, and a number adds to the option's value per unit. A test
derives each value from the lesson's model; effects that no model gives are left out.

An option may have ``without`` (numbers that mean nothing under it), ``needs`` (numbers that must
not be 0 under it), ``funds`` (the pilots that it pays for), ``stops`` (the open pilots that it
ends), ``trained`` (the share of people trained in lesson 10's model), ``used`` (% of crews that use
the alerts after half a year in lesson 4's), ``shows`` (what its lesson's own model says of it; a
sentence with a figure of `course.board.lesson_figures` in braces is in the paper only) and
``meanwhile`` (by module, how things are there once it is chosen, until that is decided too). A
number may have ``says_at``: the sentence for single values, by value, where ``says`` would be odd.
A decision may have ``system`` (the key in ``course.world`` of what it is about) and a table
``part``, for paths that take only part of the lesson: ``before`` says what the decision takes for
granted, and ``sections`` has the headings of the steps on such a path.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import anywidget
import traitlets

from course.base.require import read_toml
from course.board.decision_checks import EFFECTS, check
from course.browser import front
from course.learner import progress
from course.syllabus.syllabus import COURSE, DECISION

_DECISIONS = COURSE.place("decisions")
_LONGEST_REASON = 200
_KEPT_VERSIONS = 5
_HEADING: Final = "Your decision"


def modules() -> list[str]:
    """Return the modules that ask for a decision."""
    return sorted(file.stem for file in _DECISIONS.glob("*.toml"))


def decision(module: str) -> dict[str, Any]:
    """Return a module's decision as in its file.

    Raises
    ------
    ValueError
        If the module has no decision, or its file lacks something or names an unknown effect.
    """
    path = _DECISIONS / f"{module}.toml"
    if not path.exists():
        raise ValueError(
            f"There is no decision {module!r}; there are: {', '.join(modules()) or 'none yet'}. "
            f"A new one belongs in {path}."
        )
    return _load(path)


@cache  # a board reads all of them whenever a slider moves
def _load(path: Path) -> dict[str, Any]:
    contents = {"hint": "", "number": [], **read_toml(path)}
    check(contents, path.stem, on_paper=COURSE.has_board_paper)
    return contents


def before(module: str) -> str:
    """Return what a decision takes for granted, for readers of part of the lesson.

    Raises
    ------
    ValueError
        If the module's file has no ``part``.
    """
    return str(_part(module)["before"])


def sections(module: str, steps: Iterable[str]) -> list[str]:
    """Return the headings of the sections with these steps.

    Raises
    ------
    ValueError
        If the module's file has no ``part``, or its ``sections`` lack a step.
    """
    headings = {DECISION: _HEADING, **_part(module)["sections"]}
    if missing := [step for step in steps if step not in headings]:
        raise ValueError(
            f"{module}.toml: a path in course.toml takes {', '.join(missing)}, and "
            "`part.sections` has no heading for it. Copy the section's heading from the lesson."
        )
    return [headings[step] for step in steps]


def _part(module: str) -> dict[str, Any]:
    part: dict[str, Any] | None = decision(module).get("part")
    if part is None:
        raise ValueError(
            f"{module}.toml has no table `part`, and a path in course.toml takes part of "
            "the lesson. Write what its decision takes for granted (`before`), and the headings "
            "of its sections (`sections`)."
        )
    return part


def kept(module: str) -> dict[str, Any] | None:
    """Return the learner's decision, or None.

    Returns
    -------
    dict
        ``option`` (a key), ``numbers`` by key, ``reason``, ``date`` (ISO), ``seen`` (the facts of
        the module's steps at that time, by name), ``history`` (earlier versions, oldest first).
    """
    return progress.done(module).get("decision")


def effects(module: str, choice: Mapping[str, Any] | None) -> dict[str, float]:
    """Return the effects of a decision, by the names in ``EFFECTS``.

    Parameters
    ----------
    module
        The module's slug.
    choice
        ``option`` (a key) and ``numbers`` by key, as from `kept`; missing numbers have their
        defaults. None: nothing is decided, and things stay as they are today.
    """
    file = decision(module)
    if choice is None:
        return dict(file["today"]["feeds"])
    feeds = {option["key"]: option["feeds"] for option in file["option"]}
    by_effect: dict[str, float] = dict(feeds[choice["option"]])
    for file_number in numbers_of(module, choice):
        value = number(module, choice, file_number["key"])
        for name, slope in file_number["feeds"].items():
            by_effect[name] += slope * value
    return by_effect


def numbers_of(module: str, choice: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the numbers that the chosen option uses."""
    file = decision(module)
    void = {option["key"]: option.get("without", ()) for option in file["option"]}
    left_out_keys = void.get(choice["option"], ())
    return [each for each in file["number"] if each["key"] not in left_out_keys]


def number(module: str, choice: Mapping[str, Any], key: str) -> float:
    """Return one number of a decision, or its default if missing."""
    (field,) = (each for each in decision(module)["number"] if each["key"] == key)
    return float(choice.get("numbers", {}).get(key, field["default"]))


def decide(module: str, clock: Callable[[], datetime] = progress.now) -> Decision:
    """Show a module's decision, and keep the learner's choice.

    Parameters
    ----------
    module
        The module's slug.
    clock
        Returns the time, for the date.
    """
    return Decision(module, clock)


class Decision(anywidget.AnyWidget):
    """A module's decision: options, a number or two, and a one-line reason.

    Examples
    --------
    >>> decision = decide("drift")
    >>> decision.decide("outcomes", "Only outcomes show harm.", looks=4, stop=80)  # from code
    """

    _esm = front.module("decision")
    _css = front.style()

    title = traitlets.Unicode(_HEADING).tag(sync=True)
    prompt = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    longest_reason = traitlets.Int(_LONGEST_REASON).tag(sync=True)
    options: traitlets.List[Any] = traitlets.List().tag(sync=True)
    numbers: traitlets.List[Any] = traitlets.List().tag(sync=True)
    decided = traitlets.Dict().tag(sync=True)  # by the page or by `decide`
    versions: traitlets.List[Any] = traitlets.List().tag(sync=True)  # as kept, oldest first

    def __init__(self, module: str, clock: Callable[[], datetime] = progress.now) -> None:
        self._module, self._clock = module, clock
        file = decision(module)
        super().__init__(
            prompt=file["prompt"],
            hint=file["hint"],
            options=[
                {
                    "key": option["key"],
                    "text": option["text"],
                    "without": option.get("without", []),
                    "paper": on_paper(file, option) if COURSE.has_board_paper else "",
                }
                for option in file["option"]
            ],
            numbers=[
                {name: value for name, value in number.items() if name != "feeds"}
                for number in file["number"]
            ],
            versions=_versions(kept(module)),
        )

    def decide(self, option: str, reason: str, **numbers: float) -> None:
        """Decide from code, as in the page.

        Raises
        ------
        ValueError
            If an option or number is unknown, a number is outside its range, or the reason is empty
            or too long; nothing is kept.
        """
        choice = {"option": option, "numbers": numbers, "reason": reason}
        self.decided = _check_choice(decision(self._module), choice)

    @traitlets.observe("decided")
    def _keep(self, change: dict[str, Any]) -> None:
        version = _check_choice(decision(self._module), change["new"])
        before, facts = kept(self._module), {**version, "seen": _explorable_facts(self._module)}
        if before is None or any(before[name] != value for name, value in facts.items()):
            history = [_version(item) for item in _versions(before)][-_KEPT_VERSIONS:]
            progress.record(
                f"{self._module}.decision",
                **facts,
                date=self._clock().date().isoformat(),
                history=history,
            )
        self.versions = _versions(kept(self._module) or version)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        bundle, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return {**bundle, "text/html": self._page(), "text/plain": self.prompt}, metadata

    def _page(self) -> str:
        """Return the question, and the last decision, for a reader without a kernel."""
        options = "".join(f"<li>{html.escape(option['text'])}</li>" for option in self.options)
        latest = self.versions[-1] if self.versions else None
        sentence = (
            f"<p>Your decision: {html.escape(in_words(self._module, latest))}</p>" if latest else ""
        )
        return f"<p><strong>{html.escape(self.prompt)}</strong></p><ul>{options}</ul>{sentence}"


def in_words(module: str, choice: dict[str, Any]) -> str:
    """Return a decision as one line: the option, the numbers and the reason."""
    reason = f"Because: {choice['reason']}"
    return " ".join([option_text(module, choice), *number_texts(module, choice), reason])


def on_paper(file: Mapping[str, Any], option: Mapping[str, Any]) -> str:
    """Return what the board paper will say of an option.

    Parameters
    ----------
    file
        A decision, from `decision`.
    option
        One of its options.
    """
    if wording := option.get("shows", ""):
        sentences = wording.split(". ")
        text = ". ".join(sentence for sentence in sentences if "{" not in sentence)
        more = " It will also say what the lesson's own model gives for these numbers."
        return f"The board paper will say: {text.rstrip('.')}.{more if '{' in wording else ''}"
    numbers = [each for each in file["number"] if each["key"] not in option.get("without", ())]
    changes = []
    for name, today in file["today"]["feeds"].items():
        is_open = any(each["feeds"].get(name) for each in numbers)
        if is_open or option["feeds"][name] != today:
            changes.append(_change(name, option["feeds"][name], is_open=is_open))
    if changes:
        return f"The board paper will play two years in which this changes: {'; '.join(changes)}."
    if file["today"]["feeds"]:
        return "The board paper will play two years that go as they would without it."
    return f"The board paper will play two years that leave out {file['outside']}."


def _change(name: str, value: float, *, is_open: bool) -> str:
    """Name an effect and how much of it an option brings; the reader's numbers leave it open."""
    text = EFFECTS[name][0]
    what = text.removeprefix("factor on ")
    if is_open:
        amount = "by your numbers"
    elif what != text:
        amount = f"{abs(value - 1):.0%} {'more' if value > 1 else 'less'}"
    else:
        amount = f"{value:.0%}" if text.startswith("share ") else f"{value:g}"
    return f"{what} ({amount})"


def chosen(module: str, choice: Mapping[str, Any]) -> dict[str, Any]:
    """Return the option that was chosen, as the module's file has it."""
    (option,) = (each for each in decision(module)["option"] if each["key"] == choice["option"])
    return dict(option)


def option_text(module: str, choice: Mapping[str, Any] | None) -> str:
    """Return the text of the chosen option, or of today's state."""
    if choice is None:
        return str(decision(module)["today"]["text"])
    texts = {option["key"]: option["text"] for option in decision(module)["option"]}
    return str(texts.get(choice["option"], choice["option"]))


def number_texts(module: str, choice: dict[str, Any]) -> list[str]:
    """Return each number as a sentence."""
    return [
        number_text(number, choice["numbers"][number["key"]])
        for number in numbers_of(module, choice)
        if number["key"] in choice["numbers"]
    ]


def number_text(number: Mapping[str, Any], value: float) -> str:
    """Return the sentence of one number, from its table in the module's file."""
    text = f"{value:,g}"
    return str(number.get("says_at", {}).get(text, number["says"])).format(value=text)


def _explorable_facts(module: str) -> dict[str, Any]:
    """Return the facts about the module's explorables: guesses and challenges."""
    others = ("decision", "checkpoint")
    return {step: facts for step, facts in progress.done(module).items() if step not in others}


def _version(version: dict[str, Any]) -> dict[str, Any]:
    return {name: version[name] for name in ("option", "numbers", "reason", "date")}


def _versions(latest: dict[str, Any] | None) -> list[dict[str, Any]]:
    """Return all versions for the page, each with its date in words."""
    if latest is None:
        return []
    return [
        {**_version(version), "day": progress.in_words(date.fromisoformat(version["date"]))}
        for version in [*latest["history"], latest]
    ]


def _check_choice(file: dict[str, Any], choice: dict[str, Any]) -> dict[str, Any]:
    """Return option, numbers and reason in their stored form, or raise ValueError."""
    options = [option["key"] for option in file["option"]]
    if choice["option"] not in options:
        raise ValueError(
            f"There is no option {choice['option']!r}; there are: {', '.join(options)}."
        )
    fields = {number["key"]: number for number in file["number"]}
    if set(choice["numbers"]) != set(fields):
        raise ValueError(
            f"Expected the numbers {', '.join(fields) or 'none'}; "
            f"got {', '.join(choice['numbers']) or 'none'}."
        )
    for name, value in choice["numbers"].items():
        low, high = fields[name]["low"], fields[name]["high"]
        if not low <= value <= high:
            raise ValueError(f"{name} is {value}; expected a number from {low} to {high}.")
    reason = " ".join(choice["reason"].split())
    if not 0 < len(reason) <= _LONGEST_REASON:
        raise ValueError(
            f"The reason has {len(reason)} characters; expected one line of 1 to {_LONGEST_REASON}."
        )
    return {"option": choice["option"], "numbers": dict(choice["numbers"]), "reason": reason}
