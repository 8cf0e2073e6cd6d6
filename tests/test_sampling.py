"""What `make test` leaves out of a large collection: never a whole kind, and always the same."""

import pytest

from support.sampling import heading, sampled
from support.split_cases import FOLDER, blocks

TITLES = [f"{kind}: {place}" for kind in ("read", "write", "run") for place in range(40)]


def test_each_kind_is_hit_however_rare():
    sample = sampled([*TITLES, "rare: one"], every=20, whole=False)
    assert [heading(title) for title in sample] == ["read"] * 2 + ["write"] * 2 + ["run"] * 2 + [
        "rare"
    ]


def test_the_sample_is_the_same_at_each_run_and_in_any_order():
    sample = sampled(TITLES, whole=False)
    assert sample == sampled(TITLES, whole=False)
    assert set(sample) == set(sampled(reversed(TITLES), whole=False))


def test_a_new_case_leaves_the_other_kinds_as_they_are():
    before = sampled(TITLES, whole=False)
    after = sampled([*TITLES, "read: new"], whole=False)
    assert [one for one in before if heading(one) != "read"] == [
        one for one in after if heading(one) != "read"
    ]


def test_everything_is_tried_where_all_is_asked_for():
    assert sampled(TITLES, whole=True) == TITLES


def test_a_name_without_a_heading_is_of_the_kind_that_has_none():
    assert heading("plain equality") == heading("another") == ""


@pytest.mark.parametrize("file", sorted(path.name for path in FOLDER.glob("*.txt")))
def test_every_file_of_split_cases_has_each_of_its_kinds_in_the_sample(file):
    names = list(blocks(file))
    assert {heading(name) for name in sampled(names, whole=False)} == set(map(heading, names))
