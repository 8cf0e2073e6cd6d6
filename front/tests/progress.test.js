// What the front page says about the reader's progress.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withStorage } from "./browser.js";

withStorage();
const { keptInWords } = await import("../page/progress.js");

for (const [steps, expected] of [
  [{}, "This browser keeps nothing of you yet."],
  [{ "drift.shift": { guess: 81 } }, "This browser keeps: 1 explorable."],
  [
    { "drift.shift": { guess: 0, solved: ["One."] }, "drift.wave": { skipped: true }, "drift.checkpoint": { answered: 1 }, "drift.decision": { option: "a" } },
    "This browser keeps: 2 explorables, 1 with a challenge solved, 1 checkpoint, 1 decision.",
  ],
  [
    { "exercise-drift.q1": { passed: true }, "exercise-drift.q2": { passed: true }, "exercise-drift.q3": { passed: false } },
    "This browser keeps: drift checked (q1, q2).",
  ],
]) {
  test(expected, () => assert.equal(keptInWords(steps), expected));
}
