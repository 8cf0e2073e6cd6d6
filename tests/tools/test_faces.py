"""The faces of visitors are drawn by the tool, small, and each looks like nobody else."""

import re
from xml.etree import ElementTree as ET

import pytest

from course import charts
from tools.faces import FACES, FOLDER

DRAWN = {role: face.svg() for role, face in FACES.items()}


def test_the_folder_has_what_the_tool_draws():
    drawings = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert drawings == DRAWN, "run python -m tools.faces"


@pytest.mark.parametrize("role", FACES)
def test_a_face_is_small_and_loads_nothing(role):
    svg = DRAWN[role]
    assert len(svg) <= 1000
    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314 - our own
    assert re.findall(r"https?://\S+?\"", svg) == ['http://www.w3.org/2000/svg"']


def test_nobody_looks_like_somebody_else():
    assert len({*FACES.values()}) == len(FACES)
    people = [
        (face.skin, face.hair, face.tone, face.glasses, face.beard) for face in FACES.values()
    ]
    assert len({*people}) == len(people), "coat and thing are not enough"


def test_coats_are_colours_of_the_charts():
    assert {face.coat for face in FACES.values()} <= {*charts.PALETTE, charts.INK}
