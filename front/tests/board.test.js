// Numbers of the board paper, as Python writes and computes them.
import assert from "node:assert/strict";
import { test } from "node:test";

globalThis.courseBoardData = { modules: {}, words: {} };
const { fill, fixed, halfUp, listed } = await import("../board/say.js");
const { run } = await import("../board/tape.js");

test("exact halves go to the even digit, and others to the nearer one", () => {
  assert.deepEqual([0.5, 1.5, 2.5, -2.5, -0.5].map((value) => fixed(value, 0)), ["0", "2", "2", "-2", "-0"]);
  assert.deepEqual([0.25, 0.75, 0.35, 2.45, -0.04].map((value) => fixed(value, 1)), ["0.2", "0.8", "0.3", "2.5", "-0.0"]);
  assert.deepEqual([0.125, 1.005].map((value) => fixed(value, 2)), ["0.12", "1.00"]);
  assert.deepEqual([2.5, -2.5, 0.4].map(halfUp), [3, -3, 0]);
});

test("a text takes figures by name, in their form, and keeps what looks like a place within them", () => {
  assert.equal(fill("{who}: {share:.0f}% of {who}, {low:.1f}", { who: "{low}", share: 12.5, low: 0.25 }), "{low}: 12% of {low}, 0.2");
  assert.deepEqual([[3], [12, 3], [9, 12, 3]].map(listed), [" 3", "s 3 and 12", "s 3, 9 and 12"]);
});

test("a tape repeats what was recorded", () => {
  const steps = [["round", 0], ["where", 1, 2, "7.5"], ["greater", 0, 1], ["higher", 3, 4], ["subtract", 6, "0.5"]];
  const { out } = run({ inputs: ["x", "on", "y"], steps, outputs: { out: [3, 4, 7] } }, { x: [2.5], on: [0], y: [4] });
  assert.deepEqual(out, [2, 7.5, 7]);
});
