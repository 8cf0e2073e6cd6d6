"""Lesson 2's stores: squares, discs and words agree."""

import pytest

from course import explore
from course.learner import progress
from scaling_ai_kit.explorable_rules import rows_in


@pytest.fixture
def stores():
    progress.forget()
    explorable = explore.data_at_scale.stores()
    explorable.just_explore()
    return explorable


def test_every_store_has_one_square_and_keeps_it(stores):
    first = stores.scene.data["shops"]
    stores.move(stores=5, defects="local dates")
    later = stores.scene.data["shops"]
    assert first["store"].is_unique
    assert len(first) == 500
    assert (later[["store", "left", "x", "y"]] == first[["store", "left", "x", "y"]]).all(axis=None)
    assert not later.duplicated(["left", "x", "y"]).any()
    assert later["joined"].sum() == 5


def test_the_sentence_counts_the_discs(stores):
    for defects in ("phantom stock", "local dates", "broken accents in names"):
        stores.move(defects=defects)
        discs = int((stores.scene.data["shops"]["filled"] > 0).sum())
        assert f"{discs or 'no'} stores pay more than €5,000" in stores.summary


def test_the_sentence_keeps_the_names_of_places(stores):
    stores.move(defects="days cut at midnight in Greenwich")
    assert stores.summary.startswith("Days cut at midnight in Greenwich: ")


def test_broken_names_paint_squares_and_draw_no_disc_and_phantom_stock_the_reverse(stores):
    stores.move(defects="broken accents in names")
    shops = stores.scene.data["shops"]
    assert (shops["broken"] == 100).sum() == 130
    assert not shops["filled"].any()
    stores.move(defects="phantom stock")
    shops = stores.scene.data["shops"]
    assert shops["broken"].mean() < 1
    assert (shops["filled"] > 0).sum() >= 20


def test_a_repair_leaves_the_squares_and_takes_discs_away(stores):
    before = stores.scene.data["shops"]
    stores.move(repair="what a rule can repair")
    after = stores.scene.data["shops"]
    assert (after["broken"] == before["broken"]).all()
    assert (after["filled"] > 0).sum() < 0.2 * (before["filled"] > 0).sum()


def test_before_the_guess_five_stores_are_in_and_nothing_is_broken(stores):
    squares = [row for row in rows_in(stores.before) if "joined" in row]
    assert len(squares) == 500
    assert sum(row["joined"] for row in squares) == 5
    assert {row["broken"] for row in squares} == {0}
