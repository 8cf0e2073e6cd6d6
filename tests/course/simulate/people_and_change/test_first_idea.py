"""TODO: what the model promises, and against what it is checked that is not ours."""

from course.simulate.people_and_change import product


def test_two_amounts_work_together():
    assert product(2, 3) == 6
