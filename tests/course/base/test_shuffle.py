"""Options are shuffled: always in the same order, and without a pattern."""

from collections import Counter

from scipy.stats import chisquare

from course.base.shuffle import shuffled


def test_the_order_is_always_the_same_and_keeps_every_item():
    assert shuffled("abc", "drift/input-alarm") == shuffled("abc", "drift/input-alarm")
    assert sorted(shuffled("abc", "drift/input-alarm")) == ["a", "b", "c"]


def test_an_edited_text_moves_nothing():
    before = shuffled(["yes", "no", "perhaps"], "drift/psi")
    after = shuffled(["yes", "never", "perhaps"], "drift/psi")
    assert [{"no": "never"}.get(text, text) for text in before] == after


def test_every_order_is_as_frequent_as_the_others():
    orders = Counter("".join(shuffled("abc", f"module/{number}")) for number in range(3000))
    assert len(orders) == 6
    assert chisquare(list(orders.values())).pvalue > 0.001
