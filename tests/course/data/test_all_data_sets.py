"""What all data sets promise: a sample, variants, a truth that is held back, and errors in words."""

from importlib import import_module
from pathlib import Path

import pytest

from course import data

DATASETS = Path(__file__).parents[3] / "datasets"
TABLES = {
    "adoption": ["levers", "start"],
    "fleet": ["devices", "update"],
    "metrics": ["months", "outcomes", "experiments", "declared"],
    "operating_models": ["organisations", "criteria"],
    "portfolio": ["pilots", "foundations", "limits"],
    "registry": ["log", "versions"],
    "requests": ["log", "traffic", "routes", "versions"],
    "retail": ["feed", "stores", "products", "codes"],
    "sensors": ["windows", "lines"],
    "tasks": ["tasks", "diary", "teams"],
    "team": ["roles", "work"],
}
ALIKE = ["adoption start", "retail stores", "retail products", "retail codes", "tasks teams"]
"""Tables that every learner has alike."""
SMALL = {"requests log": {"as_of": 2}, "sensors windows": {"weeks": 2}}
FACTS = ["obligations", "surveys", "timeline"]
HELD_BACK = {
    "metrics": {"kind", "minutes", "launch", "lost"},
    "portfolio": {"kind", "delivered", "cause", "remedy"},
    "registry": {"flaw", "goes_live"},
    "requests": {"flaw", "size"},
    "sensors": {"failures_per_1000", "share_real"},
    "surveys": {"trap", "note"},
}
SAMPLES = {
    "adoption": {},
    "credit": {"per_month": 20},
    "hiring": {"applicants": 200},
    "obligations": {},
    "operating_models": {},
    "portfolio": {},
    "registry": {},
    "requests": {"one_in": 60_000},
    "retail": {"stores": 500, "days": 2, "products": 1},
    "sensors": {"weeks": 4},
    "surveys": {},
    "tasks": {"table": "diary"},
    "team": {"table": "work"},
    "timeline": {},
}
"""The options that give the committed sample; of two data sets it is a choice of rows."""


def tables(name):
    return [{"table": table} for table in TABLES[name]] if name in TABLES else [{}]


def load(name, options, **more):
    size = SMALL.get(f"{name} {options.get('table')}", {})
    return data.load(name, **size, **options, **more)


@pytest.mark.parametrize("name", [*SAMPLES, "fleet", "metrics"])
def test_the_committed_sample_is_what_the_loader_gives(name):
    rows = data.load(name, **SAMPLES.get(name, {}))
    rows = {"fleet": rows.iloc[::25]}.get(name, rows)
    rows = rows.query("month in (6, 24)") if name == "metrics" else rows
    text = (DATASETS / name / "sample.csv").read_text(encoding="utf-8")
    assert text == rows.to_csv(index=False, lineterminator="\n")


@pytest.mark.parametrize("name", sorted({*TABLES, "hiring"}))
def test_a_variant_is_stable_and_its_own(name):
    for options in tables(name):
        ada, again, usual = (load(name, options, variant=one) for one in ("ada", "ada", None))
        assert ada.equals(again)
        table = f"{name} {options.get('table')}"
        assert ada.equals(usual) == (table in ALIKE), table
    assert not data.truth(name, "ada").equals(data.truth(name))


@pytest.mark.parametrize("name", FACTS)
def test_facts_are_the_same_for_everybody_and_every_kind_has_a_remedy(name):
    assert data.load(name, variant="ada").equals(data.load(name))
    truth = data.truth(name)
    assert data.truth(name, "ada").equals(truth)
    assert set(truth["kind"]) == set(import_module(f"course.data.{name}").REMEDIES)
    assert not truth.isna().any(axis=None)
    card = data.card(name, planted_truths=True)
    for kind, count in truth["kind"].value_counts().items():
        assert f"| `{kind}` | {count} |" in card


@pytest.mark.parametrize("name", HELD_BACK)
def test_the_truth_is_held_back(name):
    columns = {column for options in tables(name) for column in load(name, options)}
    assert not HELD_BACK[name] & columns


@pytest.mark.parametrize("name", data.names())
def test_a_card_explains_the_columns_of_all_tables(name):
    card = data.card(name)
    for options in tables(name):
        assert [c for c in load(name, options) if f"`{c}`" not in card] == [], options


@pytest.mark.parametrize("name", TABLES)
def test_an_unknown_table_is_answered_with_those_that_there_are(name):
    expected = f"table is 'nowhere'; expected one of {', '.join(TABLES[name])}"
    with pytest.raises(ValueError, match=expected):
        data.load(name, table="nowhere")


@pytest.mark.parametrize("name", sorted({*TABLES, "credit", "hiring"}))
def test_a_variant_is_text(name):
    for function in (data.load, data.truth):
        with pytest.raises(TypeError, match="variant is 7; expected the learner's identity as te"):
            function(name, variant=7)
