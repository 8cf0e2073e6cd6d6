// Widgets connected to Python: those that the page drew itself, and those that a cell makes.
import { Model } from "./model.js";
import { NotDone } from "./python.js";

/** All widgets of a page that Python knows, by Python's name for them. */
export class Live {
  #python;
  #models = new Map(); // the name of a widget -> its model
  #opened = new WeakMap(); // a model of the page -> a promise of its widget's name
  #connected = []; // the page's models that are connected to Python

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

  /** Connect a widget of the page to Python. */
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

  /** Make a widget of the page again, from the reader's present decisions. */
  async renew(model) {
    const before = this.#opened.get(model);
    this.#opened.delete(model);
    const [widget] = await Promise.all([before, model.prepare()]);
    if (!widget) return;
    this.#models.delete(widget);
    await this.#python.ask("close", { widget });
  }

  async #open(model, call) {
    const { widget } = await this.#python.ask("open", { call });
    this.#models.set(widget, model);
    for (const values of model.passed?.() ?? []) { // they may have reached a goal
      await this.#python.ask("set", { widget, changes: { values } }, { take: ({ solved }) => model.take({ solved }, 0) });
    }
    // Changes made while Python was away.
    if (model.get("values")) model.python({ values: model.get("values") });
    return widget;
  }

  /** Draw a cell's widget in an element; return the function that ends it. */
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

/** Log a problem for developers; the page itself says when Python is gone. */
export function report(problem) {
  if (!(problem instanceof NotDone)) console.error(problem);
}

/** Return a function that sends a model's changes, one message at a time, with each trait's last value. */
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
