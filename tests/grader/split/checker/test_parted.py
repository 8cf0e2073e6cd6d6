"""Containers that are two things after a call: a change is seen as long as the test holds one."""

import split_grader.split.both.crossing  # noqa: F401 - so that all kinds of values travel
from split_grader.split.checker.parted import Parted


def test_a_container_that_the_test_holds_is_not_forgotten():
    parted = Parted()
    mine = [1, 2, 3]
    parted.note(mine)
    parted.note([4])  # the next call
    assert not parted.have_changed()
    mine.append(4)
    assert parted.has_changed(mine)
    assert parted.have_changed()


def test_containers_that_nobody_holds_any_more_are_forgotten():
    parted = Parted()
    for number in range(100):
        parted.note([number])
    assert len(parted._known) <= 2
