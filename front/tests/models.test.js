// A page's widgets without Python: scenes that were simulated before, and the reader's earlier work.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { gzipSync } from "node:zlib";
import { withStorage } from "./browser.js";

withStorage();
const { CheckpointModel, DecisionModel, ExplorableModel } = await import("../page/model.js");
const { kept } = await import("../page/kept.js");

const SCENE = (summary, reached = []) => ({ summary, title: "", data: {}, reached });
const CONTROLS = [
  { name: "size", kind: "slider", low: 0, high: 2, step: 1 },
  { name: "mode", kind: "choice", options: ["a", "b"] },
];
const STATE = {
  name: "toy.wave",
  authored: JSON.stringify({
    controls: CONTROLS,
    presets: [["Storm", { size: 2, mode: "b" }]],
    challenges: [{ text: "Calm it." }],
    guess: { kind: "choice", options: ["Up", "Down"], asked_at: {} },
  }),
  values: { size: 1, mode: "a" },
  answer: {},
  solved: [],
  revealed: "",
  shown: "",
  answers: { first: {} },
  scenes: {
    first: SCENE("at first"),
    presets: { Storm: SCENE("in the storm") },
    alone: { size: [SCENE("calm", ["Calm it."]), {}, SCENE("high")], mode: [{}, SCENE("b")] },
  },
};
const summary = (model) => JSON.parse(model.get("shown")).summary;

beforeEach(() => {
  withStorage();
  kept.replace({});
});

test("nothing is revealed before the guess, which the browser then keeps", () => {
  const model = new ExplorableModel(STATE);
  assert.deepEqual([model.get("revealed"), model.get("shown")], ["", ""]);
  model.set("answer", { guess: "Up" });
  assert.equal(summary(model), "at first");
  assert.deepEqual(kept.get("toy.wave"), { guess: "Up" });
  assert.deepEqual(new ExplorableModel(STATE).get("answer"), { guess: "Up" });
});

test("a guess answers only the question at its own values", () => {
  const at = (size) => {
    const authored = JSON.parse(STATE.authored);
    return { ...STATE, authored: JSON.stringify({ ...authored, guess: { ...authored.guess, asked_at: { size } } }) };
  };
  new ExplorableModel(at(2)).set("answer", { guess: "Down" });
  assert.deepEqual(kept.get("toy.wave"), { guess: { said: "Down", at: { size: 2 } } });
  assert.deepEqual(new ExplorableModel(at(2)).get("answer"), { guess: "Down" });
  assert.deepEqual(new ExplorableModel(at(1)).get("answer"), {});
  assert.deepEqual(new ExplorableModel(STATE).get("answer"), {});
});

test("a guess that is no longer an option is asked for again", () => {
  kept.put("toy.wave", { guess: "Sideways" });
  assert.deepEqual(new ExplorableModel(STATE).get("answer"), {});
});

test("one moved control and each preset have their scenes; other settings wait", () => {
  const model = new ExplorableModel(STATE);
  model.set("answer", { skipped: true });
  for (const [values, words, waiting] of [
    [{ size: 2, mode: "a" }, "high", false],
    [{ size: 1, mode: "b" }, "b", false],
    [{ size: 2, mode: "b" }, "in the storm", false],
    [{ size: 0, mode: "b" }, "in the storm", true],
    [{ size: 0, mode: "a" }, "calm", false],
  ]) {
    model.set("values", values);
    assert.deepEqual([summary(model), model.get("waiting")], [words, waiting]);
  }
  assert.deepEqual(kept.get("toy.wave").solved, ["Calm it."]);
});

/** Let the browser load each script after a while; `found` is whether it is there. */
function withScript(name, scenes, found = true) {
  const packed = gzipSync(JSON.stringify(scenes)).toString("base64");
  const script = { setAttribute() {}, append() {}, addEventListener(event, call) { this[event] = call; } };
  const end = () => {
    globalThis.courseScenes = { [name]: packed };
    script[found ? "load" : "error"]();
  };
  globalThis.document = { createElement: () => script, head: { append: () => setTimeout(end, 5) } };
}

test("what a reader sets before the other scenes are there is shown, and solved, once they are", async () => {
  const { first, ...others } = STATE.scenes;
  withScript("toy-1.js", others);
  const model = new ExplorableModel({ ...STATE, scenes: { first, file: "toy-1.js" } });
  model.set("answer", { guess: "Up" });
  model.set("values", { size: 0, mode: "a" });
  model.set("values", { size: 2, mode: "a" });
  assert.deepEqual([summary(model), model.get("waiting")], ["at first", false], "Python need not start");
  await new Promise((shown) => { model.on("change:shown", shown); });
  assert.deepEqual([summary(model), model.get("waiting"), model.get("solved")], ["high", false, ["Calm it."]]);
});

test("where the other scenes can't be loaded, a setting waits for Python", async () => {
  withScript("toy-2.js", {}, false);
  const model = new ExplorableModel({ ...STATE, scenes: { first: STATE.scenes.first, file: "toy-2.js" } });
  model.set("answer", { guess: "Up" });
  model.set("values", { size: 0, mode: "a" });
  await new Promise((waits) => { model.on("change:waiting", waits); });
  assert.deepEqual([summary(model), model.get("waiting")], ["at first", true]);
});

test("a late scene from Python never replaces a newer one", () => {
  const model = new ExplorableModel(STATE);
  model.set("answer", { skipped: true });
  model.set("values", { size: 0, mode: "b" });
  const { turn } = model;
  model.set("values", { size: 1, mode: "b" });
  model.take({ shown: JSON.stringify(SCENE("late")) }, turn);
  assert.equal(summary(model), "b");
});

test("a checkpoint keeps how many answers are right, and drops an option that is gone", () => {
  const questions = [{ id: "q1", options: [{ correct: true }, { correct: false }] }, { id: "q2", options: [{ correct: true }] }];
  const state = { name: "toy.checkpoint", questions };
  new CheckpointModel(state).set("answers", { q1: 1, q2: 0 });
  assert.deepEqual(kept.get("toy.checkpoint"), { answered: 2, right: 1, asked: 2, answers: { q1: 1, q2: 0 } });
  kept.put("toy.checkpoint", { answers: { q1: 7, q2: 0 } });
  assert.deepEqual(new CheckpointModel(state).get("answers"), { q2: 0 });
});

test("a decision keeps its earlier versions and what the reader had seen", () => {
  kept.put("toy.wave", { guess: "Up" });
  const model = new DecisionModel({ name: "toy.decision" });
  model.set("decided", { option: "wait", numbers: {}, reason: "So." });
  model.set("decided", { option: "go", numbers: {}, reason: "Because." });
  const { option, history, seen, date } = kept.get("toy.decision");
  assert.deepEqual([option, history.map((version) => version.option), seen], ["go", ["wait"], { wave: { guess: "Up" } }]);
  assert.match(date, /^\d{4}-\d\d-\d\d$/);
  assert.deepEqual(model.get("versions").map((version) => version.option), ["wait", "go"]);
});

test("a setting that shows the reader's decisions waits for Python, and no other does", () => {
  kept.put("toy.decision", { option: "go", numbers: {}, reason: "So.", date: "2026-11-01", history: [] });
  const model = new ExplorableModel({ ...STATE, personal: { mode: "b" } });
  model.set("answer", { guess: "Up" });
  assert.deepEqual([summary(model), model.get("waiting"), model.isStale], ["at first", false, false]);
  model.set("values", { size: 1, mode: "b" });
  assert.deepEqual([model.get("waiting"), model.isStale], [true, true], "the page's scene is of nobody's decisions");
  model.take({ shown: JSON.stringify(SCENE("as I decided")) }, model.turn);
  assert.deepEqual([summary(model), model.get("waiting"), model.isStale], ["as I decided", false, false]);
  kept.put("toy.decision", { option: "wait" });
  model.renew();
  assert.deepEqual([model.get("waiting"), model.isStale], [true, true]);
  model.take({ shown: JSON.stringify(SCENE("as I decide now")) }, model.turn);
  assert.deepEqual([summary(model), model.isStale], ["as I decide now", false]);
  model.set("values", { size: 2, mode: "a" });
  assert.deepEqual([summary(model), model.get("waiting")], ["high", false]);
});

test("a setting that shows the reader's decisions is drawn at once where the page can play them", (context) => {
  const scene = (steps, { size }) => SCENE(`${steps["toy.decision"].option} at ${size}`);
  globalThis.courseBoard = { scenes: { "toy.wave": scene } };
  context.after(() => { delete globalThis.courseBoard; });
  kept.put("toy.decision", { option: "go" });
  const model = new ExplorableModel({ ...STATE, personal: { mode: "b" } });
  model.set("answer", { skipped: true });
  model.set("values", { size: 2, mode: "b" });
  assert.deepEqual([summary(model), model.get("waiting"), model.isStale], ["go at 2", false, false]);
  kept.put("toy.decision", { option: "wait" });
  model.renew();
  assert.equal(summary(model), "wait at 2");
});

test("a reader who has decided nothing sees the page's scene at each setting", () => {
  const model = new ExplorableModel({ ...STATE, personal: { mode: "b" } });
  model.set("answer", { skipped: true });
  model.set("values", { size: 1, mode: "b" });
  assert.deepEqual([summary(model), model.get("waiting")], ["b", false]);
});

test("a setting before the guess shows nothing and solves nothing", () => {
  const model = new ExplorableModel(STATE);
  model.set("values", { size: 0, mode: "a" });
  assert.deepEqual([model.get("shown"), model.get("solved")], ["", []]);
  model.set("answer", { skipped: true });
  assert.equal(summary(model), "calm");
});

test("settings that pass while Python is away are kept for it", () => {
  const model = new ExplorableModel(STATE);
  model.set("answer", { skipped: true });
  model.set("values", { size: 0, mode: "b" });
  model.set("values", { size: 1, mode: "b" });
  model.set("values", { size: 2, mode: "a" });
  model.set("values", { size: 0, mode: "b" });
  assert.deepEqual(model.passed(), [], "Python is asked for the present one anyway");
  model.set("values", { size: 0, mode: "b" });
  model.set("values", { size: 1, mode: "a" });
  assert.deepEqual(model.passed(), [{ size: 0, mode: "b" }]);
  assert.deepEqual(model.passed(), []);
});
