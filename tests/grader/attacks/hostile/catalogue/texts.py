"""Read attacks that are nothing but text: ``<family>.txt``, in the format that README.md explains."""

import re
from pathlib import Path

from hostile.catalogue.helpers import SOLVED, in_range
from hostile.model import Family
from hostile.target import QUESTIONS


def read(add: Family) -> None:
    """Add the attacks of a family's file."""
    text = Path(__file__).with_name(f"{add.family}.txt").read_text(encoding="utf-8")
    shared_codes: dict[str, str] = {}
    for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        head, *parts = re.split(r"^--- (.+)\n", block, flags=re.MULTILINE)
        name, _, about = head.partition("\n")
        if name.startswith("code: "):
            shared_codes[name.removeprefix("code: ")] = about
        else:
            _add(add, name, about, dict(zip(parts[::2], parts[1::2], strict=True)), shared_codes)


# Answers that are all the same expression.
_EVERY_ANSWER = {
    "q_mean": "def mean_price(prices): return {}",
    "q_region": "def by_region(sales): return {}",
    "q_best": "best_month = {}",
    "q_account": "Account = lambda *arguments: {}",
    "q_model": "def fit_model(features, target): return {}",
    "q_drop": "def drop_negatives(values): return None",
    "q_age": "def parse_age(text): return {}",
    "q_twice": "def apply_twice(function, value): return {}",
}


def _add(
    add: Family, name: str, about: str, parts: dict[str, str], shared_codes: dict[str, str]
) -> None:
    code, answers, after, files, options = "", {}, {}, {}, {}
    for part, body in parts.items():
        match part.split():
            case ["code", *where]:
                code = _code(body, where, shared_codes)
            case ["every", "answer", expression]:
                answers |= {key: text.format(expression) for key, text in _EVERY_ANSWER.items()}
            case ["as", "released", *questions]:
                answers = {key: text for key, text in answers.items() if key not in questions}
            case ["answer", *questions]:
                answers |= dict.fromkeys(questions, body)
            case ["after", *questions]:
                after |= dict.fromkeys(questions, body)
            case ["file", *paths]:
                files |= dict.fromkeys(paths, body)
            case ["the", "rest", "is", "right"]:
                options["keeps"] = tuple(name for name in QUESTIONS if f"q_{name}" not in answers)
                answers = SOLVED | answers
            case ["alone"]:
                options["alone"] = True
            case _:
                raise ValueError(f"{name}: '--- {part}' is no part of an attack; see README.md.")
    add(name, about, code, answers=answers, after=after, files=files, **options)


def _code(body: str, where: list[str], shared_codes: dict[str, str]) -> str:
    """Return code after what it begins with: looking for the range, or a code that is shared."""
    match where:
        case []:
            return body
        case ["in", "range", *further]:
            return in_range(_code(body, further, shared_codes))
        case ["after", name]:
            return shared_codes[name] + body
        case _:
            raise ValueError(f"'--- code {' '.join(where)}' is no part; see README.md.")
