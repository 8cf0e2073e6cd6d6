"""Read attacks that are nothing but text: ``<family>.txt``, in the format that README.md explains."""

import re
from pathlib import Path

from hostile.catalogue.helpers import SOLVED, in_range
from hostile.model import Family
from hostile.target import QUESTIONS


def read(add: Family) -> None:
    """Add the attacks of a family's file."""
    text = Path(__file__).with_name(f"{add.family}.txt").read_text(encoding="utf-8")
    for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        head, *parts = re.split(r"^--- (.+)\n", block, flags=re.MULTILINE)
        name, _, about = head.partition("\n")
        _add(add, name, about, dict(zip(parts[::2], parts[1::2], strict=True)))


def _add(add: Family, name: str, about: str, parts: dict[str, str]) -> None:
    code, answers, after, files, options = "", {}, {}, {}, {}
    for part, body in parts.items():
        match part.split():
            case ["code"]:
                code = body
            case ["code", "in", "range"]:
                code = in_range(body)
            case ["answer", question]:
                answers[question] = body
            case ["after", question]:
                after[question] = body
            case ["file", path]:
                files[path] = body
            case ["the", "rest", "is", "right"]:
                options["keeps"] = tuple(name for name in QUESTIONS if f"q_{name}" not in answers)
                answers = SOLVED | answers
            case ["alone"]:
                options["alone"] = True
            case _:
                raise ValueError(f"{name}: '--- {part}' is no part of an attack; see README.md.")
    add(name, about, code, answers=answers, after=after, files=files, **options)
