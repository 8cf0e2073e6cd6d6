"""Formulas are drawn without a network, or left as they were written."""

import pytest

from split_grader.pages.formulas import with_formulas


def test_a_fraction_with_an_index_becomes_mathml():
    html = with_formulas(r"<p>so $\frac{p_i}{n^2}$ it is</p>")
    assert "<mfrac><mrow><msub><mi>p</mi><mi>i</mi></msub></mrow>" in html
    assert "<msup><mi>n</mi><mn>2</mn></msup>" in html
    assert r'aria-label="\frac{p_i}{n^2}"' in html


@pytest.mark.parametrize(
    "text", ["it costs $5 and $6", r"$\unknowncommand{x}$", "$}{$", r"$\frac{1}$", "no formula"]
)
def test_what_is_not_understood_stays_as_it_was(text):
    assert with_formulas(text) == text


def test_a_formula_cannot_bring_in_html():
    assert "<script" not in with_formulas("$a &lt;script&gt; b$")
