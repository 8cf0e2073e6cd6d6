import pandas as pd

from course.simulate.prioritization.matrix import foundation_credit, quadrants, threads

POINTS = pd.DataFrame({"value": [3, 3, 1, 0], "ease": [8, 2, 8, 2]}, index=list("ABCD"))


def test_each_point_falls_into_its_quadrant_and_an_edge_counts_as_above():
    assert quadrants(POINTS, 3, 8).tolist() == ["quick win", "big bet", "fill-in", "leave"]


def test_a_foundation_is_credited_with_what_needs_it():
    credit = foundation_credit(POINTS["value"], {"B": ["D"], "C": ["D"]})
    assert credit.to_dict() == {"A": 0, "B": 0, "C": 0, "D": 4}


def test_a_thread_leads_from_each_point_to_what_it_needs():
    lines = threads(POINTS, {"A": ["D"], "B": ["D", "C"]})
    assert lines["thread"].tolist() == ["A to D", "B to D", "B to C"]
    assert lines.loc[2].tolist() == ["B to C", 2, 3, 8, 1]
    assert threads(POINTS, {}).empty
