// Where a setting's scene is in a file of all scenes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { placeIn, sceneIn } from "../page/scenes.js";

test("settings are in the order that Python writes them, the last control fastest", () => {
  const controls = [
    { name: "size", kind: "slider", low: 0.1, high: 0.4, step: 0.1 },
    { name: "mode", kind: "choice", options: ["a", "b", "c"] },
    { name: "kit", kind: "toggle" },
  ];
  const settings = [0.1, 0.2, 0.3, 0.4].flatMap((size) => ["a", "b", "c"].flatMap((mode) => [false, true].map((kit) => ({ size, mode, kit }))));
  assert.deepEqual(settings.map((values) => placeIn(controls, values)), settings.map((_, index) => index));
});

test("points have scenes where they are by default, and for one that moves alone", () => {
  const plane = { name: "places", kind: "points", x: { low: 0, high: 1, step: 1 }, y: { low: 0, high: 2, step: 1 }, value: { a: [0, 0], b: [1, 1] } };
  const cut = { name: "cut", kind: "slider", low: 1, high: 3, step: 1, value: 2 };
  const grid = { all: ["cut 1", "cut 2", "cut 3"], points: { a: ["0 0", "0 1", "0 2", "1 0", "1 1", "1 2"] } };
  const scene = (places, value = 2) => sceneIn(grid, [plane, cut], { places: { ...plane.value, ...places }, cut: value });
  assert.deepEqual([scene({}), scene({}, 3)], ["cut 2", "cut 3"]);
  assert.deepEqual([scene({ a: [0, 2] }), scene({ a: [1, 0] })], ["0 2", "1 0"]);
  assert.deepEqual([scene({ a: [1, 0] }, 3), scene({ b: [0, 0] }), scene({ a: [0, 1], b: [0, 0] })], [undefined, undefined, undefined]);
});
