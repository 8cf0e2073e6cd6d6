// Which beats of a page are done.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withStorage } from "./browser.js";

withStorage();
const { isBeatDone } = await import("../page/contents.js");

for (const [what, steps, expected] of [
  ["a beat that asks nothing is never done", undefined, false],
  ["a beat is open until all that it asks is kept", "drift.shift drift.detector", false],
  ["a beat is done when all that it asks is kept", "drift.shift drift.checkpoint", true],
]) {
  test(what, () => assert.equal(isBeatDone(steps, { "drift.shift": {}, "drift.checkpoint": {} }), expected));
}
