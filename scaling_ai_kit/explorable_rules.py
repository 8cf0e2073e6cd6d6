"""The rules that explorables keep in any course: reachable challenges, and no answer in advance.

They look at the default, the presets, the witnesses and the question's scene only, so they are
quick.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import import_module
from typing import Any

from course import charts
from course.explore import Explorable, GuessChoice
from course.explore.specification import title_of
from course.syllabus.syllabus import Module
from scaling_ai_kit.course_parts import explorables_of, place_of_explorables
from scaling_ai_kit.newcomer import without_progress

_FIGURE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?")


def faults(module: Module) -> list[str]:
    """Return the rules that a lesson's explorables break, as sentences."""
    place = place_of_explorables(module)
    with without_progress():
        return [f"{place}: {fault}" for each in _made(module) for fault in faults_of(each)]


def _made(module: Module) -> Iterator[Explorable]:
    """Yield a lesson's explorables, without those that another check says can't be made."""
    for name in explorables_of(module):
        with suppress(Exception):
            yield getattr(import_module(f"course.explore.{module.slug}"), name)()


def faults_of(explorable: Explorable) -> Iterator[str]:
    """Yield the rules that an explorable breaks: which part, what happens, and what to do."""
    name = explorable.name.partition(".")[2]
    for number, challenge in enumerate(explorable.challenges, start=1):
        which = f'challenge {number} of "{name}"'
        at_witness = explorable.scene_at(challenge.witness)
        if challenge.text not in at_witness["reached"]:
            witness = json.dumps(dict(challenge.witness))
            yield (
                f"{which} is not reached at its witness {witness}, where the chart says: "
                f'"{at_witness["summary"]}" Correct its witness or what it asks for.'
            )
        starts = {"the defaults": explorable.defaults} | {
            f'the preset "{preset}"': values
            for preset, values in explorable.presets.items()
            if preset not in challenge.opens and values != explorable.defaults
        }
        for start, values in starts.items():
            if challenge.text in explorable.scene_at(values)["reached"]:
                hide = "" if start == "the defaults" else ", or name the preset in its opens"
                yield f"{which} is reached at {start}; ask for more{hide}."
    if explorable.guess is None:
        return
    if hints := _told_by_title(explorable):
        yield (
            f'the title of "{name}" gives the answer away, with {_listed(hints)}; ask without it, '
            "as the title is read before the guess."
        )
    if hints := told_before(explorable):
        yield (
            f'the picture of "{name}" before the guess gives the answer away, with '
            f"{_listed(hints)}; leave that out of it."
        )


def _listed(hints: list[str]) -> str:
    return ", ".join(json.dumps(each, ensure_ascii=False) for each in hints)


def _told_by_title(explorable: Explorable) -> list[str]:
    """Return what the title tells of the answer: a figure, or the only option that it names."""
    title, truth = explorable.title.casefold(), explorable.answers()["truth"]
    if isinstance(explorable.guess, GuessChoice):
        options = [
            option
            for option in explorable.guess.options
            if re.search(rf"(?<!\w){re.escape(option.casefold())}(?!\w)", title)
        ]
        return options if options == [truth] else []
    figures = _figures_in(re.sub(r"(?<=\d),(?=\d{3})", "", title))
    return [f"{number:g}" for number in _numbers(truth) if number in figures]


def told_before(explorable: Explorable) -> list[str]:
    """Return what the picture before the guess tells of the answer; empty if it holds none."""
    spec = explorable.before
    rows = charts.rounded(rows_in(spec))
    words = json.dumps([spec, rows], ensure_ascii=False)
    scene, answers = explorable.scene, explorable.answers()
    texts = [scene.summary, scene.title, title_of(explorable.spec), answers["explanation"]]
    return [
        *(text for text in texts if text and text in words),
        *(
            name
            for name, frame in _frames_of_the_answer(explorable, answers).items()
            if frame and all(row in rows for row in frame)
        ),
        *_answers_in(explorable, answers["truth"], rows, words),
    ]


def _frames_of_the_answer(explorable: Explorable, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rows of the scene that the question asks about, by frame.

    A question may ask about another scene than the first. Then rows that both share tell nothing,
    and neither does the first.
    """
    first, target = (
        {
            name: [dict(zip(frame, row, strict=True)) for row in zip(*frame.values(), strict=True)]
            for name, frame in charts.rounded(explorable.scene_at(setting)["data"]).items()
        }
        for setting in answers["at"]
    )
    return {name: frame for name, frame in target.items() if frame != first[name]} or target


def _answers_in(
    explorable: Explorable, truth: Any, rows: list[dict[str, Any]], words: str
) -> list[str]:
    """Return the truth as a row's value, as a figure in its words, or as the only option named."""
    if isinstance(explorable.guess, GuessChoice):
        options = [option for option in explorable.guess.options if option in words]
        return options if options == [truth] else []
    text = " ".join(value for row in rows for value in row.values() if isinstance(value, str))
    figures = _figures_in(text)
    # A count may be a position too: it tells something only where it is one of few values.
    values = [value for row in rows for value in row.values() if isinstance(value, int | float)]
    few = len({*values}) <= 5
    return [
        str(number)
        for number in _numbers(truth)
        if number in figures or (number in values and (few or not float(number).is_integer()))
    ]


def _numbers(truth: Any) -> list[float]:
    return truth if isinstance(truth, list) else [truth]


def _figures_in(words: str) -> set[float]:
    return {float(figure) for figure in _FIGURE.findall(words)}


def rows_in(spec: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return every row that a specification holds, in the chart itself or by name."""
    inline = [data["values"] for data in _data_in(spec) if "values" in data]
    return [row for frame in [*spec.get("datasets", {}).values(), *inline] for row in frame]


def _data_in(spec: Any) -> Iterator[dict[str, Any]]:
    """Yield every ``data`` in a specification, at any depth."""
    if isinstance(spec, dict):
        if isinstance(spec.get("data"), dict):
            yield spec["data"]
        for part in spec.values():
            yield from _data_in(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from _data_in(part)
