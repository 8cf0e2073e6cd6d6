// What a learner writes in an exercise stays in the browser.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Answers } from "../page/answers.js";
import { withStorage } from "./browser.js";

const NOTEBOOK = "exercises/sums/sums.ipynb";
const KEY = `scaling-ai-course.answers.${NOTEBOOK}`;

beforeEach(() => { withStorage(); });

test("answers are kept, reset and brought back", () => {
  const answers = new Answers(NOTEBOOK, "1");
  assert.equal(answers.put("q1", "mine"), true);
  answers.put("q2", "other");
  answers.put("q2", null);
  assert.deepEqual(answers.cells, { q1: "mine" });
  answers.reset(["q1", "q2"]);
  assert.deepEqual([answers.cells, answers.before], [{}, { q1: "mine" }]);
  answers.put("q1", "second");
  answers.bringBack();
  assert.deepEqual([answers.cells, answers.before], [{ q1: "mine" }, { q1: "second" }]);
});

test("a reset removes nothing that an earlier one has put away", () => {
  const answers = new Answers(NOTEBOOK, "1");
  for (const cell of ["q1", "q2"]) {
    answers.put(cell, "mine");
    answers.reset([cell]);
  }
  assert.deepEqual(answers.before, { q1: "mine", q2: "mine" });
  answers.bringBack(["q1"]);
  assert.deepEqual([answers.cells, answers.before], [{ q1: "mine" }, { q2: "mine" }]);
});

test("answers outlive a new edition, which is named until it was seen", () => {
  const first = new Answers(NOTEBOOK, "1");
  assert.equal(first.ofAnotherEdition, false);
  first.put("q1", "mine");
  assert.equal(first.ofAnotherEdition, false);
  const second = new Answers(NOTEBOOK, "2");
  assert.equal(second.ofAnotherEdition, true);
  second.put("q2", "more");
  assert.equal(second.ofAnotherEdition, true);
  second.accept();
  assert.equal(second.ofAnotherEdition, false);
  assert.deepEqual(second.cells, { q1: "mine", q2: "more" });
});

test("where the browser keeps nothing, it says so, and the page still has the answer", () => {
  withStorage({}, true);
  const answers = new Answers(NOTEBOOK, "1");
  assert.equal(answers.put("q1", "mine"), false);
  assert.deepEqual(answers.cells, { q1: "mine" });
});

for (const text of ["{", "null!", '{"cells": {"q1": 3}}', '{"before": null}']) {
  test(`answers that can't be read are set aside: ${text}`, (context) => {
    context.mock.method(console, "warn", () => {});
    const kept = withStorage({ [KEY]: text });
    const answers = new Answers(NOTEBOOK, "1");
    assert.deepEqual(answers.cells, {});
    answers.put("q1", "mine");
    assert.deepEqual(answers.cells, { q1: "mine" });
    assert.equal(kept[`${KEY}.broken`], text);
  });
}
