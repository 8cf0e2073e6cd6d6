"""Published figures: each one can be traced, and each trap is real."""

import pytest

from course.data import surveys


@pytest.fixture(scope="module")
def figures():
    return surveys.load()


@pytest.fixture(scope="module")
def comparable(figures):
    """Figures that count organisations, measure AI as a whole and give a sample."""
    return figures[
        (figures["unit"] == "organisations")
        & (figures["technology"] == "AI")
        & (figures["evidence"] == "measured")
        & figures["respondents"].notna()
    ]


def test_every_figure_says_whose_it_is_and_what_it_counts(figures):
    assert figures["figure_id"].is_unique
    assert not figures.drop(columns="respondents").isna().any(axis=None)
    texts = figures.select_dtypes("str")
    assert (texts.apply(lambda column: column.str.strip().str.len()) > 0).all(axis=None)
    assert figures["share"].between(0, 1).all()
    assert figures["year"].between(2019, 2026).all()
    assert figures["respondents"].dropna().gt(0).all()


def test_words_come_from_short_lists(figures):
    assert set(figures["evidence"]) == {"measured", "forecast", "cited"}
    assert set(figures["technology"]) == {"AI", "generative AI"}
    assert set(surveys.BARS) <= set(figures["bar"])
    assert set(figures["flag"].str.split(";").str[0]) == {"primary", "secondary", "recalled"}


def test_a_fact_keeps_its_number(figures):
    assert figures.set_index("figure_id").loc["S17", "fact"] == "1.10"


@pytest.mark.parametrize(
    ("bar", "least", "most", "count"),
    [
        ("beyond pilots", 0.16, 0.38, 3),
        ("enterprise-wide", 0.05, 0.08, 3),
        ("value", 0.06, 0.39, 4),
    ],
)
def test_the_share_that_scales_depends_on_the_bar(comparable, bar, least, most, count):
    shares = comparable.loc[comparable["bar"] == bar, "share"]
    assert (shares.min(), shares.max(), len(shares)) == (least, most, count)


@pytest.mark.parametrize("words", ["expects to have moved", "said on a stage", "fully integrated"])
def test_what_is_often_quoted_is_not_comparable(figures, comparable, words):
    (figure,) = figures.loc[figures["definition"].str.contains(words), "figure_id"]
    assert figure not in set(comparable["figure_id"])


def test_a_survey_has_one_sample_and_one_publisher(figures):
    other_figures = figures[~figures["survey"].str.startswith("algorithmia")]
    for column in ("respondents", "publisher", "source"):
        assert (other_figures.groupby("survey")[column].nunique(dropna=False) == 1).all()


def test_every_trap_has_a_figure_and_a_reason(figures):
    traps = surveys.truth()
    assert set(traps["figure_id"]) <= set(figures["figure_id"])
    assert (traps["description"].str.len() > 10).all()
