"""The one door to the course's data sets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from course import data

DATASETS = Path(__file__).parents[3] / "datasets"


def test_names_lists_the_data_sets():
    assert "credit" in data.names()
    assert data.names() == sorted(data.names())


@pytest.mark.parametrize("name", data.names())
def test_every_data_set_has_rows_truth_and_card(name):
    assert len(data.load(name)) > 0
    assert {"kind", "remedy", "description"} <= set(data.truth(name))
    for section in ("Columns", "How it is made", "Limits", "Licence", "Regenerate"):
        assert f"\n## {section}\n" in data.card(name, planted_truths=True)


def test_options_reach_the_generator():
    frame = data.load("credit", per_month=4, months=3, variant="ada", seed=5, as_of=2)
    assert len(frame) == 8
    assert frame["defaulted"].isna().all()


def test_truth_follows_the_variant():
    assert not data.truth("credit", variant="ada").equals(data.truth("credit"))


def test_retail_card_explains_every_column_and_every_defect():
    card, whole_card = data.card("retail"), data.card("retail", planted_truths=True)
    for table in ("feed", "stores", "products", "codes"):
        assert [c for c in data.load("retail", table=table) if f"`{c}`" not in card] == []
    kinds = set(data.truth("retail")["kind"])
    assert [kind for kind in kinds if f"| `{kind}` |" not in whole_card] == []
    assert [
        spoiler for spoiler in ("planted truths", "phantom_stock", "Latin-1") if spoiler in card
    ] == []


def test_card_can_hide_the_planted_truths_and_nothing_else():
    whole_card, short_card = data.card("credit", planted_truths=True), data.card("credit")
    assert "planted truths" in whole_card
    for spoiler in ("planted truths", "interest rates", "campaign", "broker feed"):
        assert spoiler not in short_card
    assert "\n\n## Licence\n" in short_card
    assert "\n## Limits\n" in short_card


def test_card_is_found_in_the_folder_of_data_sets(tmp_path, monkeypatch):
    folder = tmp_path / "credit"
    folder.mkdir(parents=True)
    (folder / "card.md").write_text("# Installed card\n", encoding="utf-8")
    monkeypatch.setattr(data, "_CARDS", tmp_path)
    assert data.card("credit", planted_truths=True) == "# Installed card\n"
    assert data.card("credit") == "# Installed card\n"


def test_options_reach_the_truth():
    files = data.truth("retail", level="files", stores=100, days=10, defects=["late_files"])
    assert set(files["kind"]) == {"late_files"}
    with pytest.raises(TypeError, match=r"truth\('credit'\) has no option 'level'"):
        data.truth("credit", level="rows")


def test_missing_card_says_where_it_was_expected(tmp_path, monkeypatch):
    monkeypatch.setattr(data, "_CARDS", tmp_path)
    with pytest.raises(FileNotFoundError, match=r"expected .*card\.md"):
        data.card("credit")


@pytest.mark.parametrize("function", [data.load, data.truth, data.card])
def test_unknown_name_lists_what_there_is(function):
    with pytest.raises(ValueError, match=r"no data set 'weather'; there are .*credit"):
        function("weather")


def test_unknown_option_lists_the_options():
    with pytest.raises(
        TypeError, match=r"no option 'stores'; its options are per_month, months, variant"
    ):
        data.load("credit", stores=5)


def test_import_brings_neither_widgets_nor_pandas():
    code = "import sys, course.data; print({'pandas', 'ipywidgets', 'altair'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert run.stdout.strip() == "set()"
