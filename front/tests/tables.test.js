// Which columns of a table are text.
import assert from "node:assert/strict";
import { test } from "node:test";
import { isText } from "../page/tables.js";

for (const [cells, expected] of [
  [["4.8", "−12", "1,000"], false],
  [["€95,000", "−\u2060€65,000", "€1.7m"], false],
  [["12%", "NaN", ""], false],
  [["value planned", "efficiency", "3"], true],
  [["C09", "C11"], true],
]) {
  test(`${cells.join(" | ")} is ${expected ? "text" : "no text"}`, () => assert.equal(isText(cells), expected));
}
