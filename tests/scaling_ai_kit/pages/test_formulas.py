"""Formulas of lessons and exercises, drawn by the browser."""

import pytest

from scaling_ai_kit.pages import prose


def html(text):
    return prose.markdown(text, lambda link: link)


def test_formulas_in_a_line_and_on_their_own_become_mathml():
    markup = html("The share $p_0$ of `$n$` answers:\n\n$$\n\\frac{p}{n} \\pm z\\sqrt{n}\n$$\n")
    assert "<msub><mi>p</mi><mn>0</mn></msub>" in markup
    assert '<math display="block"' in markup
    assert "<mfrac>" in markup
    assert "<msqrt>" in markup
    assert "<code>$n$</code>" in markup
    assert prose.left_as_tex(markup) == []


def test_words_in_a_formula_are_upright():
    assert "<mtext>ceiling</mtext>" in html(r"$\text{ceiling} \cdot t$")


def test_prices_are_no_formula():
    markup = html("It costs $5 a day, or $30 a week.")
    assert "<math" not in markup
    assert prose.left_as_tex(markup) == []


def test_a_formula_that_cannot_be_drawn_stops_the_build():
    with pytest.raises(ValueError, match=r"\\oint x cannot be drawn: unknown command oint"):
        html(r"So $\oint x$.")


@pytest.mark.parametrize("text", ["<p>$$x$$</p>", r"<td>\frac{1}{2}</td>", "<p>the $n$ rows</p>"])
def test_what_is_left_of_tex_is_found(text):
    assert prose.left_as_tex(f"<pre>$x$ </pre><code>$$</code>{text}")
