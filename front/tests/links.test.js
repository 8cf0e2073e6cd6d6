// Links to an explorable at a setting.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withStorage } from "./browser.js";

withStorage();
const { hashOf, settingOf } = await import("../page/links.js");

const CONTROLS = [
  { name: "servers", kind: "slider", label: "Servers", low: 1, high: 9, step: 2 },
  { name: "mode", kind: "choice", label: "Mode", options: ["a b", "c"] },
  { name: "kit", kind: "toggle", label: "Kit" },
  { name: "plan", kind: "points", label: "Plan" },
];

test("a link sets what fits, at a place that the control can take", () => {
  const asked = new URLSearchParams("servers=4.9&mode=a+b&kit=true");
  assert.deepEqual(settingOf(CONTROLS, asked), { values: { servers: 5, mode: "a b", kit: true }, ignored: [] });
});

test("what does not fit is ignored, and named", () => {
  const asked = new URLSearchParams("servers=99&mode=x&kit=1&plan=2&colour=red&servers=");
  const { values, ignored } = settingOf(CONTROLS, asked);
  assert.deepEqual(values, {});
  assert.deepEqual(ignored, [
    "Servers takes a number from 1 to 9, not “99”",
    "Mode takes a b, c, not “x”",
    "Kit takes true or false, not “1”",
    "Plan can't be set by a link",
    "there is no control “colour”",
    "Servers takes a number from 1 to 9, not “”",
  ]);
});

test("a copied link leads back to the setting", () => {
  const first = { name: "toy.wave", controls: CONTROLS, values: { servers: 1, mode: "c", kit: false, plan: {} } };
  const values = { servers: 7, mode: "a b", kit: false, plan: {} };
  const hash = hashOf(first, values);
  assert.equal(hash, "#explorable=toy.wave&servers=7&mode=a+b");
  const asked = new URLSearchParams(hash.slice(1));
  asked.delete("explorable");
  assert.deepEqual(settingOf(CONTROLS, asked).values, { servers: 7, mode: "a b" });
});
