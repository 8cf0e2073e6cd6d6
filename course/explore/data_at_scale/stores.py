"""Stores 5 to 500: which rows are broken, and what that costs, store by store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from course.data.retail import KINDS
from course.explore.challenges import Challenge
from course.explore.controls import Choice, Slider
from course.explore.data_at_scale import _map
from course.explore.explorable import Explorable
from course.explore.focus import Focus, focusable
from course.explore.guesses import GuessNumber
from course.explore.scene import Scene
from course.simulate.data_at_scale import REPAIRS, RULES, simulate_stores
from course.simulate.data_at_scale.stores import StoresStudy

_REPAIRS: dict[str, tuple[str, ...]] = {
    "nothing": (),
    "what a rule can repair": RULES,
    "rules, and staff count the shelves": tuple(REPAIRS),
}
_NOTHING, _BY_RULE, _COUNTED = _REPAIRS
_LABELS = {
    "phantom_stock": "phantom stock",
    "product_codes": "local product codes",
    "returns_negative": "returns subtracted from sales",
    "tills_offline": "tills offline",
    "encodings": "broken accents in names",
    "date_formats": "local dates",
    "late_files": "late files",
    "stockouts_zero": "empty shelf recorded as no demand",
    "currency": "local currency",
    "duplicates": "files sent twice",
    "pack_sizes": "cases counted as pieces",
    "missing_files": "missing days",
    "typing_errors": "typing errors: zeros too many",
    "units": "pounds for kilograms",
    "tax": "prices without tax",
    "time_zone": "days cut at midnight in Greenwich",
    "schema_change": "a column renamed",
    "residency": "loyalty figures that may not leave",
    "unit_change": "grams for kilograms",
}
_ALL = "all nineteen defects"
_DEFECTS: dict[str, tuple[str, ...]] = {_ALL: KINDS} | {_LABELS[kind]: (kind,) for kind in KINDS}
_PHANTOM, _ACCENTS, _DATES = (
    _LABELS[kind] for kind in ("phantom_stock", "encodings", "date_formats")
)
_FREE, _MUCH = 0.01, 2
"""Million euros per year: limits for "nothing" and for "much"."""
_FEWEST = 135
"""Stores in the smallest roll-out where one defect alone costs much (tested)."""
_DEAR = 5_000
"""Euros per year from which a store gets a disc."""


@focusable
def stores(focus: Focus) -> Explorable:
    """Choose the stores, a defect and the repair; see broken rows and euros, store by store."""
    return Explorable(
        "data_at_scale.stores",
        title="What breaks between 5 stores and 500?",
        controls=(
            Slider("stores", "Stores in the roll-out", 5, _map.STORES, 5, _map.STORES, "stores"),
            Choice("defects", "What is wrong with the data", tuple(_DEFECTS), _ALL),
            Choice("repair", "Repair", tuple(_REPAIRS), _NOTHING),
        ),
        presets={
            "All 500 stores": {},
            "The pilot": {"stores": 5},
            "Phantom stock alone": {"defects": _PHANTOM},
            "Repaired by rules": {"repair": _BY_RULE},
            "Repaired and counted": {"repair": _COUNTED},
        },
        guess=GuessNumber(
            "All 500 stores send their files every night. In three of 1,000 rows the books show "
            "stock although the shelf is empty. Some more are off by a piece or two, and the rest "
            "is right. What does that cost a year?",
            Slider("cost", "Cost of those rows", 0, _map.MOST, 0.25, 4, "€ million"),
            truth=lambda scene: scene.facts["added"],
            explanation="For a shelf that the books call full the program orders nothing. Nothing "
            "is sold, so the books stay as they are, and the shelf stays empty for weeks.",
            setting={"defects": _PHANTOM},
        ),
        challenges=(
            Challenge(
                "Without repair, find a roll-out and a single defect that hits 40% of its rows "
                "or more and costs nothing.",
                lambda values, scene: (
                    _single(values)
                    and scene.facts["struck"] >= 0.4
                    and abs(scene.facts["added"]) < _FREE
                ),
                hint="A share grows where fewer other countries take part.",
                witness={"stores": 160, "defects": _ACCENTS},
                needs=("stores", "defects"),
            ),
            Challenge(
                "Without repair, find the smallest roll-out in which a single defect costs "
                f"€{_MUCH} million a year or more.",
                lambda values, scene: (
                    values["stores"] <= _FEWEST
                    and _single(values)
                    and scene.facts["added"] >= _MUCH
                ),
                hint="Find the costliest defect in a large roll-out first. Then take stores away.",
                witness={"stores": _FEWEST, "defects": _DATES},
                needs=("stores", "defects"),
            ),
        ),
        model=_model,
        chart=_map.chart,
        before=_map.before,
        focus=focus,
    )


def _single(values: Mapping[str, Any]) -> bool:
    return values["repair"] == _NOTHING and values["defects"] != _ALL


def _model(stores: float, defects: str, repair: str) -> Scene:
    kinds = _DEFECTS[defects]
    study = simulate_stores(int(stores), kinds, _REPAIRS[repair])
    clean = simulate_stores(int(stores), ())
    shops = pd.DataFrame(
        {
            "broken": 100 * study.shops["broken"],
            "euros": study.shops["euros"] - clean.shops["euros"],
        }
    )
    share = _struck(study, kinds)
    cost = (study.cost - clean.cost) / 1e6
    counting = study.money["counting"].sum() / 1e6
    return Scene(
        _map.frames(shops, cost, _DEAR),
        f"{defects[0].upper()}{defects[1:]}: {_map.percent(share)} of the rows of {int(stores)} "
        f"stores are broken. Bad data cost {_map.a_year(cost)}{_with_counting(counting)}; "
        f"{_count(int((shops['euros'] > _DEAR).sum()))} more than €{_DEAR:,}.",
        title=f"{_map.percent(share)} of rows are broken, and bad data cost {_map.a_year(cost)}",
        facts={"struck": share, "added": cost},
    )


def _struck(study: StoresStudy, kinds: tuple[str, ...]) -> float:
    """Return the share of rows that the chosen defects strike; all stores have as many products."""
    if len(kinds) == 1:
        return float(study.struck.set_index("defect")["share"][kinds[0]])
    return float(study.shops["broken"].mean())


def _with_counting(counting: float) -> str:
    return f", {_map.million(counting)} of it for counting" if counting else ""


def _count(stores: int) -> str:
    return "one store pays" if stores == 1 else f"{stores or 'no'} stores pay"
