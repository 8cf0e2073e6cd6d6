// Where a setting's scene is in a file of all scenes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { placeIn } from "../page/grids.js";

test("settings are in the order that Python writes them, the last control fastest", () => {
  const controls = [
    { name: "size", kind: "slider", low: 0.1, high: 0.4, step: 0.1 },
    { name: "mode", kind: "choice", options: ["a", "b", "c"] },
    { name: "kit", kind: "toggle" },
  ];
  const settings = [0.1, 0.2, 0.3, 0.4].flatMap((size) => ["a", "b", "c"].flatMap((mode) => [false, true].map((kit) => ({ size, mode, kit }))));
  assert.deepEqual(settings.map((values) => placeIn(controls, values)), settings.map((_, index) => index));
});
