"""Lesson 5 as a learner meets it: a platform to doubt, structures to compare, a label to flip."""

import pytest
from playwright.sync_api import expect

from browser.lab import Notebook

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", autouse=True)
def _run(notebook: Notebook) -> None:
    notebook.open("modules/05_platforms_workbench.ipynb")
    notebook.run_all()


def test_every_explorable_of_the_library_stands_in_the_workbench(notebook):
    from course.explore import platforms  # noqa: PLC0415

    assert notebook.failures() == []
    assert len(notebook.explorables()) == len(platforms.__all__)


def test_a_slow_company_does_not_get_its_money_back(notebook, picture):
    platform = notebook.page.get_by_role("region", name="When has a platform paid?")
    notebook.open_controls(platform)
    summary = platform.locator(".course-summary")
    expect(summary).to_contain_text("89 of 100 companies have their money back")
    with notebook.expect_repaint(platform):
        platform.get_by_label("New use cases a year").press("ArrowLeft")
    expect(summary).to_contain_text("24 of 100 companies have their money back")
    picture("slow-company")


def test_unclear_owners_make_the_hybrid_slow(notebook):
    models = notebook.page.get_by_role("region", name="One centre, a team in each unit")
    notebook.open_controls(models)
    summary = models.locator(".course-summary")
    expect(summary).to_contain_text("Hybrid: 12.4 weeks")
    owners = models.get_by_label("Requests with a clear owner")
    for _ in range(7):
        owners.press("ArrowLeft")
    expect(summary).to_contain_text("Hybrid: 25.4 weeks")


def test_a_lighter_score_for_regulation_frees_cedar(notebook):
    profile = notebook.page.get_by_role("region", name="Which judgement decides the label?")
    notebook.open_controls(profile)
    profile.get_by_label("Organisation", exact=True).select_option("Cedar Insurance")
    profile.get_by_label("Criterion", exact=True).select_option("regulation")
    profile.get_by_label("Change its score by").press("ArrowRight")
    expect(profile.locator(".course-summary")).to_contain_text("+0.53: federated")
