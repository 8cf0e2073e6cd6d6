// Progress from two places, by the table that course/learner/join.py is held to as well.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isSound, joined, stepsIn } from "../page/facts.js";

const CASES = JSON.parse(readFileSync(new URL("../../tests/progress_cases.json", import.meta.url), "utf-8"));

for (const { rule, mine, theirs, both } of CASES.joined) {
  test(rule, () => {
    assert.deepEqual(joined(mine, theirs), both);
    assert.deepEqual(joined(both, theirs), both, "a file that is added twice changes nothing");
  });
}

for (const [step, facts] of CASES.odd) {
  test(`${step} can't hold ${JSON.stringify(facts)}`, () => assert.equal(isSound(step, facts), false));
}

for (const [step, facts] of CASES.sound) {
  test(`${step} may hold ${JSON.stringify(facts)}`, () => assert.equal(isSound(step, facts), true));
}

test("a file says why it holds no progress", () => {
  assert.deepEqual(stepsIn('{"format": 1, "steps": {"a.b": {"guess": 1}}}'), { "a.b": { guess: 1 } });
  for (const [text, why] of [["", /not JSON/], ['{"format": 2}', /not of format 1/], ['{"format": 1, "steps": {"a": 1}}', /facts by name/]]) {
    assert.throws(() => stepsIn(text), { message: why });
  }
});
