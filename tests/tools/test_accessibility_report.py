"""The accessibility report says what the tests say."""

import pytest

from tools import accessibility
from tools.accessibility import CRITERIA, axe_criteria, marked_tests, report


def test_the_report_is_that_of_the_tests():
    assert accessibility.REPORT.read_text(encoding="utf-8") == report(), "run make accessibility"


def test_every_criterion_of_the_two_levels_is_in_it_once():
    levels = [level for level, _ in CRITERIA.values()]
    assert (levels.count("A"), levels.count("AA")) == (31, 24), "as WCAG 2.2 has them"
    for number, (_, name) in CRITERIA.items():
        assert report().count(f"| {number} {name} |") == 1


def test_axe_looks_at_contrast_and_not_at_what_its_rules_leave_out_by_default():
    assert {"1.4.3", "4.1.2", "3.1.1"} <= axe_criteria()
    assert not {"2.1.4", "2.5.3", "4.1.1"} & axe_criteria()


def test_a_test_that_goes_takes_its_criterion_with_it(tmp_path):
    (tmp_path / "test_one.py").write_text(
        '@pytest.mark.wcag("2.1.1", "axe")\n@pytest.mark.slow\ndef test_keys_are_enough():\n    pass\n'
        '@pytest.mark.wcag("1.2.1", absent=True)\ndef test_no_film():\n    pass\n'
    )
    link = "[Keys are enough](../tests/browser/test_one.py)."
    assert f"| 2.1.1 Keyboard | A | 9.2.1.1 | Supports | {link} axe-core. |" in report(tmp_path)
    assert "(Prerecorded) | A | 9.1.2.1 | Not applicable | [No film]" in report(tmp_path)
    (tmp_path / "test_one.py").write_text("")
    assert "| 2.1.1 Keyboard | A | 9.2.1.1 | Partly evaluated | axe-core. |" in report(tmp_path)
    assert "| 2.4.3 Focus Order | A | 9.2.4.3 | Not evaluated |  |" in report(tmp_path)


def test_an_unknown_criterion_is_told(tmp_path):
    (tmp_path / "test_one.py").write_text('@pytest.mark.wcag("9.9.9")\ndef test_it():\n    pass\n')
    with pytest.raises(ValueError, match=r"test_it names 9.9.9. Expected criteria of WCAG 2.2"):
        marked_tests(tmp_path)
