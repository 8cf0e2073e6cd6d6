// The code cells of a page: an editor, Run, Run all above, Reset, and outputs.
import { make } from "../widgets/elements.js";
import { Outputs } from "./outputs.js";
import { inSite } from "./site.js";

const FIXED = ["given", "test"]; // cells of an exercise that a learner runs but doesn't change

export function button(text, label, press) {
  const element = make("button", { type: "button", class: "page-button", "aria-label": label }, text);
  element.addEventListener("click", press);
  return element;
}

export class Cell {
  #python;
  #pre;
  #text; // the code until there is an editor
  #editor = null;
  #outputs;
  #reset;
  #state;
  #ran = null; // the code that this Python has run

  /** A cell of the page; `above` runs those before it and it, `withNeeds` those that it needs and it. */
  constructor(el, number, python, live, { above, withNeeds }) {
    this.el = el;
    this.number = number;
    this.#python = python;
    /** Run it after the cells above that it needs. @type {() => Promise<boolean>} */
    this.runWithNeeds = withNeeds;
    this.#pre = el.querySelector("pre");
    this.authored = this.#text = this.#pre.textContent;
    /** Called with the code when the reader changes it. @type {(code: string) => void} */
    this.changed = () => {};
    this.#outputs = new Outputs(el.querySelector(".page-outputs"), live);
    this.#state = make("span", { class: "page-state", role: "status" });
    const name = this.name = `cell ${number}`;
    this.#reset = button("Reset", `Reset ${name} to the course's code`, () => this.reset());
    this.#reset.hidden = true;
    const open = !FIXED.includes(el.dataset.role);
    const run = "readers" in el.dataset ? "Show" : "Run"; // it shows the reader's own work, to readers without code too
    this.tools = make("div", { class: "page-tools", role: "group", "aria-label": `Cell ${number}` },
      button(run, `${run} ${name}`, () => this.runWithNeeds()),
      ...(number > 1 ? [button("Run all above", `Run all cells above ${name}, and it`, above)] : []),
      ...(open ? [button("Edit", `Edit ${name}`, () => this.edit()), this.#reset] : []), this.#state);
    this.#pre.after(this.tools);
    if (open) this.#pre.addEventListener("click", () => { if (getSelection().isCollapsed) this.edit(); });
    python.addEventListener("anew", () => { this.#ran = null; });
  }

  get source() {
    return this.#editor?.get() ?? this.#text;
  }

  set source(text) {
    if (this.#editor) {
      this.#editor.set(text);
      return;
    }
    this.#pre.firstElementChild.textContent = text;
    this.#note(text);
  }

  /** Tell whether Python hasn't run the current code yet. */
  get stale() {
    return this.#ran !== this.source;
  }

  /** Restore the course's code. */
  reset() {
    this.source = this.authored;
  }

  /** Show a short message next to the buttons. */
  say(word) {
    this.#state.textContent = word;
  }

  #note(text) {
    this.#text = text;
    this.el.dispatchEvent(new Event("codechange"));
    this.#reset.hidden = text === this.authored;
    this.changed(text);
  }

  /** Replace the code by an editor, and focus it. */
  async edit() {
    if (!this.#editor) {
      const { editor } = await import(inSite("live/static/editor.js"));
      this.#editor ??= editor({
        source: this.#text,
        label: `Code of cell ${this.number}`,
        run: () => this.runWithNeeds(),
        changed: (text) => this.#note(text),
      });
      this.#pre.replaceWith(this.#editor.element);
    }
    this.#editor.focus();
  }

  /** Run it; return whether it ended without an error. */
  async run() {
    const { source, number } = this;
    const call = this.el.querySelector(".page-outputs .page-call");
    if (call) this.el.prepend(call); // the outputs are about to go
    const answer = await during(this, this.#python, () => this.#outputs.run(this.#python, { source, number }));
    if (!answer) return false;
    this.#ran = source;
    this.say(answer.ended ? "Done" : "Stopped by an error");
    return answer.ended;
  }
}

/** Let Python work for a cell, which shows its state and a Stop button; return the result, if any. */
export async function during(cell, python, work) {
  const stop = button("Stop", `Stop ${cell.name}`, () => python.restart());
  const first = cell.tools.querySelector("button");
  const say = () => {
    if (python.failed) return;
    cell.say(python.ready ? "Running …" : "Waiting for Python …");
    if (python.ready) first.after(stop);
  };
  cell.el.setAttribute("aria-busy", "true");
  python.addEventListener("loading", say);
  try {
    const working = work();
    say();
    return await working;
  } catch (problem) {
    cell.say(problem.message);
    return null;
  } finally {
    python.removeEventListener("loading", say);
    cell.el.removeAttribute("aria-busy");
    if (stop.contains(document.activeElement)) first.focus();
    stop.remove();
  }
}

/** Return all cells of the page, in order. */
export function cells(python, live) {
  const all = [];
  const runTo = async (last) => {
    for (const cell of all.slice(0, last)) if (!await cell.run()) return;
  };
  const runWithNeeds = async (last) => {
    const sources = all.slice(0, last).map(({ source }) => source);
    const cell = all[last - 1];
    const needs = await during(cell, python, () => python.ask("needs", { sources }));
    if (!needs) return false;
    const some = needs.cells.map((index) => all[index]);
    const first = some.findIndex(({ stale }) => stale);
    for (const needed of first < 0 ? [] : some.slice(first)) { // what was made from an earlier version is made again
      if (await needed.run()) continue;
      cell.say(`Not run: it needs ${needed.name}, which did not end well`);
      return false;
    }
    return cell.run();
  };
  for (const [index, el] of [...document.querySelectorAll(".page-cell")].entries()) {
    const run = { above: () => runTo(index + 1), withNeeds: () => runWithNeeds(index + 1) };
    all.push(new Cell(el, index + 1, python, live, run));
  }
  return { all, runAll: () => runTo(all.length) };
}
