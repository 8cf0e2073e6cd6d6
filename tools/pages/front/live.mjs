// Widgets whose other end is in Python: those that the page drew itself, and those that a cell makes.
import { NotDone } from "./python.mjs";

const { Model } = globalThis.coursePage;

/** All widgets of a page that Python knows, by its name for them. */
export class Live {
  #python;
  #models = new Map(); // the name of a widget -> its model
  #opened = new WeakMap(); // a model of the page -> the promise of its widget's name
  #connected = []; // the models of the page for which Python answers

  constructor(python) {
    this.#python = python;
    python.addEventListener("changed", ({ detail }) => {
      for (const [widget, changes] of Object.entries(detail)) this.#models.get(widget)?.take(changes);
    });
    python.addEventListener("anew", () => {
      this.#models.clear();
      this.#opened = new WeakMap();
    });
    for (const event of ["busy", "loading"]) {
      python.addEventListener(event, () => this.#connected.forEach((model) => model.tell("waiting")));
    }
  }

  /** Exchange what answers for a widget of the page: from now on it is Python. */
  connect(model, call) {
    if (model.python) return;
    const open = () => {
      if (!this.#opened.has(model)) this.#opened.set(model, this.#open(model, call));
      return this.#opened.get(model);
    };
    model.python = sender(this.#python, model, open);
    model.prepare = open;
    this.#connected.push(model);
  }

  async #open(model, call) {
    const { widget } = await this.#python.ask("open", { call });
    this.#models.set(widget, model);
    // What was moved while Python was away.
    if (model.get("values")) model.python({ values: model.get("values") });
    return widget;
  }

  /** Draw a widget that a cell has shown, in an element; return what ends it. */
  async show(widget, el) {
    const { state, script, kind } = await this.#python.ask("shown", { widget });
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    const { default: front } = await import(url).finally(() => URL.revokeObjectURL(url));
    const model = new Model(state);
    model.python = sender(this.#python, model, async () => widget);
    this.#models.set(widget, model);
    el.dataset.kind = kind;
    const end = await front.render({ model, el });
    return () => {
      end?.();
      if (this.#models.delete(widget)) this.#python.ask("close", { widget });
    };
  }
}

/** Note a problem for whoever builds pages; that Python is gone, the page says itself. */
export function report(problem) {
  if (!(problem instanceof NotDone)) console.error(problem);
}

/** What sends a model's changes: one message at a time, and of each trait the last value only. */
function sender(python, model, open) {
  let held = null;
  let busy = false;
  const send = async () => {
    const widget = await open();
    while (held) {
      const [changes, turn] = [held, model.turn];
      held = null;
      await python.ask("set", { widget, changes }, { take: (changed) => model.take(changed, turn) });
    }
  };
  return (changes) => {
    held = { ...held, ...changes };
    if (busy) return;
    busy = true;
    send().catch(report).finally(() => { busy = false; });
  };
}
