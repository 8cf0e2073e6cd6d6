// Which attempts at an answer count for a hint and a solution.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withStorage } from "./browser.js";

withStorage();
const { Attempts, withAttempt } = await import("../page/aids.js");
const GIVEN = "def fall():\n    raise NotImplementedError";

test("an answer that is unchanged, or changed in spaces alone, is no attempt", () => {
  assert.deepEqual(withAttempt([], GIVEN, GIVEN), []);
  assert.deepEqual(withAttempt([], `${GIVEN}\n\n`, GIVEN), []);
  const once = withAttempt([], "def fall(): return 1", GIVEN);
  assert.equal(once.length, 1);
  assert.deepEqual(withAttempt(once, "def fall():  return 1", GIVEN), once);
});

test("attempts are kept by cell, and survive a reload", () => {
  const attempts = new Attempts("exercises/toy/toy.ipynb");
  for (const answer of ["a", "b", "a"]) attempts.add("q1", answer, GIVEN);
  assert.equal(attempts.of("q1").length, 2);
  assert.equal(attempts.of("q2").length, 0);
  assert.equal(new Attempts("exercises/toy/toy.ipynb").of("q1").length, 2);
});

test("where the browser keeps nothing, they last as long as the page", () => {
  withStorage({}, true);
  const attempts = new Attempts("exercises/toy/toy.ipynb");
  for (const answer of ["a", "b"]) attempts.add("q1", answer, GIVEN);
  assert.equal(attempts.of("q1").length, 2);
});
