"""Draw the faces of a lesson's visitors: ``python -m tools.faces``.

One construction and a few dials: skin, hair, coat and what they bring. A role keeps its face in
every lesson. A text shows one with ``![](faces/architect.svg)``; the name is in the sentence, so
the picture needs no words. The drawings are our own, under the course's licence for content.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from course import charts

FOLDER = Path(__file__).parents[1] / "modules" / "faces"

_GROUND = "#E3EBF2"
_SKIN = {"light": "#F2D3B8", "tan": "#D9A877", "brown": "#A9744A", "dark": "#6F4A30"}
_TONE = {
    "black": "#2A1D17",
    "brown": "#5A3A22",
    "blond": "#C99A4B",
    "red": "#9A4A22",
    "grey": "#8F8F8F",
}
# Over a head of radius 22 at (40, 36).
# ruff: noqa: E501 - paths
_HAIR = {
    "short": "M18 34C17 12 63 12 62 34C58 24 50 22 40 22C30 22 22 24 18 34Z",
    "side": "M17 36C14 12 66 8 63 36C60 28 56 24 50 21C42 27 28 27 21 26C19 28 18 32 17 36Z",
    "bob": "M16 48C12 8 68 8 64 48C61 50 58 48 58 44C60 30 52 25 40 25C28 25 20 30 22 44C22 48 19 50 16 48Z",
    "long": "M14 62C10 4 70 4 66 62Q60 66 57 58C62 30 52 25 40 25C28 25 18 30 23 58Q20 66 14 62Z",
    "crown": "M18 36C16 26 20 18 26 16C22 24 22 28 20 36ZM62 36C64 26 60 18 54 16C58 24 58 28 60 36Z",
    "bun": "M18 34C17 12 63 12 62 34C56 23 48 21 40 21C32 21 24 23 18 34ZM40 3a8 8 0 1 1 0 16a8 8 0 1 1 0-16Z",
    "curls": "M16 38a8 8 0 0 1 3-13a9 9 0 0 1 12-11a9 9 0 0 1 18 0a9 9 0 0 1 12 11a8 8 0 0 1 3 13C60 24 50 24 40 24C30 24 20 24 16 38Z",
    "scarf": "M15 60C6 -4 74 -4 65 60L40 68ZM40 20C20 20 20 56 40 57C60 56 60 20 40 20Z",
    "none": "",
}
_BEARD = "M19 40C20 62 60 62 61 40C58 48 50 43 40 43C30 43 22 48 19 40Z"
_MOUTH = {
    "smile": "M34 47q6 4 12 0",
    "grin": "M32 46q8 8 16 0",
    "flat": "M34 48h12",
    "doubt": "M34 49q6-3 12-1",
}
# At the lower right.
_THING = {
    "bag": "M54 66h20v16H54ZM59 66q0-8 5-8t5 8",
    "book": "M52 62q6-3 12 0q6-3 12 0v18q-6-3-12 0q-6-3-12 0ZM64 62v18",
    "box": "M52 62h22v18H52ZM52 68h22M63 62v6",
    "bulb": "M60 75q-5-4-4-10a8 8 0 0 1 16 0q1 6-4 10v5h-8ZM60 80h8",
    "chart": "M52 58h24v24H52ZM57 78v-6M64 78V65M71 78V69",
    "clipboard": "M54 60h18v22H54ZM59 58h8v4h-8ZM58 68h10M58 73h10",
    "coin": "M53 70a11 11 0 1 0 22 0a11 11 0 1 0-22 0ZM68 66q-7-3-7 4t7 4M58 70h7",
    "flag": "M56 83V58h18l-4 6l4 6H56",
    "folder": "M50 62h9l3 3h14v16H50Z",
    "horn": "M52 67v8h6l16 7V60l-16 7Z",
    "laptop": "M53 60h22v15H53ZM49 79h30",
    "plan": "M52 62h24v18H52ZM60 62v18M60 71h16",
    "scales": "M64 58v23M56 81h16M54 62h20M50 72l4-10l4 10ZM70 72l4-10l4 10Z",
    "server": "M54 58h20v8H54ZM54 66h20v8H54ZM54 74h20v8H54ZM58 62h3M58 70h3M58 78h3",
    "wrench": "M54 80L66 68a7 7 0 0 1 9-9l-5 5l3 3l5-5a7 7 0 0 1-9 9L57 83Z",
}


@dataclass(frozen=True)
class Face:
    """How somebody looks."""

    skin: str
    hair: str
    tone: str
    coat: str
    thing: str
    mouth: str = "smile"
    glasses: bool = False
    beard: bool = False

    def svg(self) -> str:
        """Return the drawing."""
        glasses = (
            f'<g fill="none" stroke="{charts.INK}" stroke-width="1.8"><circle cx="32" cy="37" r="5.5"/>'
            '<circle cx="48" cy="37" r="5.5"/><path d="M37.5 37h5"/></g>'
        )
        beard = f'<path d="{_BEARD}" fill="{_TONE[self.tone]}"/>'
        skin = f'fill="{_SKIN[self.skin]}"'
        # A scarf has a hole for the face, so the head is drawn below it like hair.
        hair = f'<path d="{_HAIR[self.hair]}" fill="{self._hair_colour()}" fill-rule="evenodd"/>'
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 84 84" width="48" height="48">'
            f'<rect width="84" height="84" rx="18" fill="{_GROUND}"/>'
            f'<path d="M12 84C12 66 25 60 40 60C55 60 68 66 68 84Z" fill="{self.coat}"/>'
            f'<path d="M33 54h14v8q-7 6-14 0Z" {skin}/><circle cx="40" cy="36" r="22" {skin}/>'
            f"{beard if self.beard else ''}{hair}"
            f'<path d="M30 37a2 2 0 1 1 4 0a2 2 0 1 1-4 0ZM46 37a2 2 0 1 1 4 0a2 2 0 1 1-4 0Z" fill="{charts.INK}"/>'
            f'<path d="{_MOUTH[self.mouth]}" fill="none" stroke="{self._lips()}" stroke-width="2" '
            f'stroke-linecap="round"/>{glasses if self.glasses else ""}'
            f'<path d="{_THING[self.thing]}" fill="#fff" stroke="{charts.INK}" stroke-width="2" '
            'stroke-linejoin="round"/></svg>\n'
        )

    def _hair_colour(self) -> str:
        return self.coat if self.hair == "scarf" else _TONE[self.tone]

    def _lips(self) -> str:
        return "#fff" if self.beard and self.tone in {"black", "brown"} else charts.INK


FACES = {
    "architect": Face("brown", "curls", "black", charts.ORANGE, "plan", glasses=True),
    "chief-data-scientist": Face("tan", "bob", "black", charts.BLUE, "laptop", glasses=True),
    "chief-executive": Face("light", "short", "grey", charts.INK, "flag", "grin"),
    "consultant": Face("light", "side", "brown", charts.GREY, "chart", "grin"),
    "data-scientist": Face("brown", "long", "black", charts.SKY, "laptop"),
    "engineer": Face("light", "curls", "red", charts.ORANGE, "wrench", beard=True),
    "finance-director": Face("dark", "short", "grey", charts.GREEN, "coin", "doubt", glasses=True),
    "head-of-change": Face("light", "curls", "blond", charts.YELLOW, "flag", "grin"),
    "head-of-communications": Face("tan", "long", "brown", charts.PINK, "horn", "grin"),
    "head-of-credit": Face("brown", "side", "black", charts.BLUE, "folder"),
    "head-of-data": Face("dark", "bun", "black", charts.SKY, "book"),
    "head-of-innovation": Face("tan", "short", "black", charts.YELLOW, "bulb", "grin", beard=True),
    "head-of-it": Face("light", "crown", "grey", charts.BLUE, "folder", "flat", glasses=True),
    "head-of-lending": Face("light", "bob", "red", charts.PINK, "clipboard", "doubt"),
    "head-of-manufacturing": Face("dark", "none", "black", charts.ORANGE, "wrench"),
    "head-of-marketing": Face("brown", "curls", "brown", charts.PINK, "horn", "grin"),
    "head-of-operations": Face("dark", "short", "black", charts.GREEN, "server", "flat"),
    "head-of-personnel": Face("brown", "scarf", "black", charts.GREEN, "book"),
    "head-of-purchasing": Face("tan", "crown", "black", charts.GREEN, "coin", "flat"),
    "head-of-recruiting": Face("light", "long", "blond", charts.YELLOW, "clipboard"),
    "head-of-the-online-shop": Face("dark", "curls", "black", charts.SKY, "bag"),
    "head-of-risk": Face("dark", "bob", "black", charts.GREEN, "scales", "flat", glasses=True),
    "lawyer": Face("light", "bun", "grey", charts.INK, "scales", "flat", glasses=True),
    "plant-manager": Face("tan", "side", "grey", charts.ORANGE, "wrench", "flat", beard=True),
    "risk-officer": Face("brown", "short", "black", charts.GREEN, "scales", "doubt"),
    "sales-director": Face("light", "side", "blond", charts.ORANGE, "chart", "grin"),
    "sponsor": Face("tan", "bob", "blond", charts.YELLOW, "bulb", "grin"),
    "store-manager": Face("brown", "bun", "black", charts.GREEN, "clipboard"),
    "vendor": Face("tan", "short", "brown", charts.YELLOW, "box", "grin"),
}
"""Faces by role, as the file is called: a role in words, with hyphens."""


def main() -> None:
    """Write all faces."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.svg"):
        old.unlink()
    for role, face in FACES.items():
        (FOLDER / f"{role}.svg").write_text(face.svg(), encoding="utf-8")
    print(f"{len(FACES)} faces in {FOLDER}")


if __name__ == "__main__":
    main()
