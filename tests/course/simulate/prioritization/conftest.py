"""Small registers, and the default one as the models take it."""

import pandas as pd
import pytest

from course.data import portfolio

LABOUR = {"data_engineer": 0, "ml_engineer": 0, "change_lead": 0}


def table(rows):
    """Pilots from (name, value, cost, needs, overlaps); foundations from (name, cost)."""
    columns = ["name", "value", "cost", "needs", "overlaps"]
    frame = (
        pd.DataFrame(rows, columns=columns[: len(rows[0])])
        if rows
        else pd.DataFrame(columns=columns)
    )
    return frame.assign(**LABOUR).set_index("name")


@pytest.fixture
def small():
    """Four pilots on one foundation: alone none of A and B pays for F, together they do."""
    pilots = table(
        [
            ("A", 900, 300, "F", ""),
            ("B", 900, 300, "F", ""),
            ("C", 400, 200, "", "D"),
            ("D", 500, 400, "", "C"),
        ]
    )
    foundations = pd.DataFrame({"name": ["F"], "cost": [700], **LABOUR}).set_index("name")
    return pilots, foundations


def register(variant=None):
    """Candidates, foundations and limits of a variant."""
    pilots = portfolio.load(variant=variant).set_index("pilot_id")
    pilots["value"] = pilots[["value_low", "value_likely", "value_high"]].mean(axis=1)
    foundations = portfolio.load("foundations", variant).set_index("foundation_id")
    limits = portfolio.load("limits", variant).set_index("resource")["limit"].to_dict()
    return pilots[pilots["stage"] != "in production"], foundations, limits


@pytest.fixture(scope="session")
def meridian():
    return register()


@pytest.fixture(scope="session")
def of_variant():
    return register
