"""The form of a decision, without a kernel: numbers that an option makes void, short reasons."""

import json

import pytest
from playwright.sync_api import expect

from course import decide
from course.browser import front

pytestmark = pytest.mark.browser

STARTED = """
const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
const { default: widget } = await import(url);
const model = {
  get: (name) => state[name], set: (name, value) => { state[name] = value; },
  save_changes() {}, on() {}, off() {},
};
widget.render({ model, el: document.body });
"""


@pytest.fixture
def form(browser):
    state = {
        name: value for name, value in decide("scaling_gap").get_state().items() if name[0] != "_"
    }
    source = front.module("decision")
    page = browser.new_page()
    page.set_content(f"<style>{front.style()}</style>")
    script = f"const source = {json.dumps(source)}, state = {json.dumps(state)};{STARTED}"
    page.add_script_tag(content=script.replace("</", "<\\/"), type="module")
    yield page
    page.close()


def test_a_number_that_the_option_makes_void_is_hidden_and_not_said(form):
    target = form.get_by_role("slider", name="Use cases that meet it in 18 months")
    expect(target).to_be_visible()
    form.get_by_role("radio", name="Number of Meridian's businesses").check()
    expect(target).to_be_hidden()
    form.get_by_label("Your reason, in one line").fill("Each business can count for itself.")
    form.get_by_role("button", name="Decide").click()
    expect(form.get_by_role("status")).to_contain_text("20 pilots begin in a year.")
    expect(form.get_by_role("status")).not_to_contain_text("Our target")
    expect(form.get_by_text("That is a short reason")).to_be_hidden()


def test_a_reason_of_few_words_is_kept_and_answered_gently(form):
    form.get_by_role("radio").first.check()
    form.get_by_label("Your reason, in one line").fill("Because.")
    form.get_by_role("button", name="Decide").click()
    expect(form.get_by_role("status")).to_contain_text("Because: Because.")
    expect(form.get_by_text("That is a short reason")).to_be_visible()
