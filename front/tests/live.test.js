// A page's widgets once Python is there: it draws what the page can't, and again after each decision.
import assert from "node:assert/strict";
import { test } from "node:test";
import { withStorage } from "./browser.js";

withStorage();
const { Live } = await import("../page/live.js");
const { ExplorableModel } = await import("../page/model.js");
const { kept } = await import("../page/kept.js");

const SCENE = (summary) => ({ summary, title: "", data: {}, reached: [] });
const STATE = {
  name: "toy.board",
  authored: JSON.stringify({
    controls: [{ name: "board", kind: "choice", options: ["theirs", "mine"] }], presets: [], challenges: [], guess: null,
  }),
  values: { board: "theirs" },
  answer: {},
  solved: [],
  revealed: "",
  shown: "",
  personal: { board: "mine" },
  answers: { first: {} },
  scenes: { first: SCENE("theirs"), presets: {}, alone: { board: [{}, SCENE("of nobody")] } },
};

/** Python as the page sees it, whose widgets show what has been decided when they are asked. */
class Snake extends EventTarget {
  opened = 0;
  closed = [];

  async ask(what, { widget, changes }, { take } = {}) {
    if (what === "open") return { widget: `widget ${this.opened += 1}` };
    if (what === "close") this.closed.push(widget);
    if (what === "set") take({ shown: JSON.stringify(SCENE(`${changes.values.board}: ${kept.get("toy.decision").option}`)) });
    return {};
  }
}

const settled = () => new Promise((resolve) => { setTimeout(resolve, 5); });

test("Python draws the reader's decisions, and draws them again after a new one", async () => {
  kept.put("toy.decision", { option: "go" });
  const [python, model] = [new Snake(), new ExplorableModel(STATE)];
  const live = new Live(python);
  model.set("values", { board: "mine" });
  assert.equal(model.isStale, true);
  live.connect(model, "toy()");
  await model.prepare();
  await settled();
  assert.deepEqual([JSON.parse(model.get("shown")).summary, model.isStale, model.get("waiting")], ["mine: go", false, false]);

  kept.put("toy.decision", { option: "wait" });
  model.renew();
  assert.equal(model.isStale, true);
  await live.renew(model);
  await settled();
  assert.deepEqual([JSON.parse(model.get("shown")).summary, model.isStale, model.get("waiting")], ["mine: wait", false, false]);
  assert.deepEqual(python.closed, ["widget 1"]);
});
