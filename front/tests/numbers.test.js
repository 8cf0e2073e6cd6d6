// Numbers as a learner reads them, and guesses compared with the truth.
import assert from "node:assert/strict";
import { test } from "node:test";
import { said, snapped } from "../widgets/controls.js";
import { rows } from "../widgets/elements.js";
import { marks } from "../widgets/guess.js";
import { verdict } from "../widgets/verdict.js";

for (const [unit, value, expected] of [
  [["input", "inputs"], 1, "1 input"],
  [["input", "inputs"], 2000, "2,000 inputs"],
  ["%", 5, "5%"],
  ["% of all", -5.25, "−5.25% of all"],
  ["€ million", 1.15, "€1.15 million"],
  ["€", -3, "−€3"],
  ["", 0.12345, "0.123"],
  ["weeks", "7", "7 weeks"],
]) {
  test(`${value} in ${unit || "no unit"} is ${expected}`, () => assert.equal(said({ unit }, value), expected));
}

for (const [value, expected] of [[0.34, 0.3], [0.36, 0.4], [-2, 0.1], [7, 0.9], [0.3 * 3, 0.9]]) {
  test(`a slider from 0.1 to 0.9 takes ${value} as ${expected}`, () => {
    assert.equal(snapped({ low: 0.1, high: 0.9, step: 0.1 }, value), expected);
  });
}

test("columns become rows", () => {
  assert.deepEqual(rows({ month: [1, 2], note: ["a", null] }), [{ month: 1, note: "a" }, { month: 2, note: null }]);
  assert.deepEqual(rows({}), []);
});

const NUMBER = { kind: "number", slider: { unit: "%", low: 0, high: 100, step: 1 } };
const LINE = { kind: "line", at: [1, 2, 3], slider: { unit: "weeks", low: 0, high: 10, step: 1 } };

test("a guess is marked in the chart with its number, or as a line", () => {
  assert.deepEqual(marks(NUMBER, 40, "you:"), [{ value: 40, label: "you: 40%" }]);
  assert.deepEqual(marks({ kind: "number", slider: { unit: "weeks" } }, 4, "you:"), [{ value: 4, label: "you: 4" }]);
  assert.deepEqual(marks(LINE, [5, 6, 7], "you:").at(-1), { at: 3, value: 7, label: "you:" });
  assert.deepEqual(marks({ kind: "choice" }, "Yes", "you:"), []);
});

for (const [spec, guess, truth, expected] of [
  [{ kind: "choice" }, "Yes", "Yes", "Well guessed! You said “Yes”, and so it is. Why."],
  [{ kind: "choice" }, "Yes", "No", "You said “Yes”. It is “No”. Why."],
  [NUMBER, 40, 55, "You said 40%; it is 55%. Why."],
  [NUMBER, 40, 45, "Well guessed! You said 40%; it is 45%. Why."], // a twentieth of the slider
  [NUMBER, 40, 45.1, "You said 40%; it is 45.1%. Why."],
  [LINE, [5, 6, 7], [5, 9, 8], "Your line is 1.3 weeks off on average, most at 2: you said 6 weeks; it is 9 weeks. Why."],
]) {
  test(`a guess is compared: ${expected}`, () => {
    assert.equal(verdict(spec, guess, { truth, explanation: "Why." }), expected);
  });
}
