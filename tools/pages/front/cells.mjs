// The code cells of a page: an editor, Run, Run all above, Reset; and what they show.
import { Outputs } from "./outputs.mjs";

const { make } = globalThis.coursePage;
const EDITOR = new URL("../live/static/editor.mjs", import.meta.url);

function button(text, label, press) {
  const element = make("button", { type: "button", class: "page-button", "aria-label": label }, text);
  element.addEventListener("click", press);
  return element;
}

export class Cell {
  #python;
  #pre;
  #editor = null;
  #outputs;
  #reset;
  #state;

  /** A cell of the page; `above` runs those before it. */
  constructor(el, number, python, live, above) {
    this.el = el;
    this.number = number;
    this.#python = python;
    this.#pre = el.querySelector("pre");
    this.authored = this.#pre.textContent;
    this.#outputs = new Outputs(el.querySelector(".page-outputs"), live);
    this.#state = make("span", { class: "page-state", role: "status" });
    const name = `cell ${number}`;
    this.#reset = button("Reset", `Reset ${name} to the course's code`, () => { this.source = this.authored; });
    this.#reset.hidden = true;
    const tools = make("div", { class: "page-tools", role: "group", "aria-label": `Cell ${number}` },
      button("Run", `Run ${name}`, () => this.run()),
      ...(number > 1 ? [button("Run all above", `Run all cells above ${name}, and it`, above)] : []),
      button("Edit", `Edit ${name}`, () => this.edit()), this.#reset, this.#state);
    this.#pre.after(tools);
    this.#pre.addEventListener("click", () => { if (getSelection().isCollapsed) this.edit(); });
  }

  get source() {
    return this.#editor?.get() ?? this.authored;
  }

  set source(text) {
    this.edit().then(() => this.#editor.set(text));
  }

  /** Exchange the code for an editor, and go there. */
  async edit() {
    if (!this.#editor) {
      const { editor } = await import(EDITOR);
      this.#editor ??= editor({
        source: this.authored,
        label: `Code of cell ${this.number}`,
        run: () => this.run(),
        changed: (source) => { this.#reset.hidden = source === this.authored; },
      });
      this.#pre.replaceWith(this.#editor.element);
    }
    this.#editor.focus();
  }

  /** Run it; return whether it came to its end. */
  async run() {
    this.el.setAttribute("aria-busy", "true");
    const say = () => { this.#state.textContent = this.#python.ready ? "Running …" : "Waiting for Python …"; };
    say();
    this.#python.addEventListener("loading", say);
    this.#outputs.begin();
    let drawn = Promise.resolve();
    const output = (each) => { drawn = drawn.then(() => this.#outputs.add(each)); };
    try {
      const { ended } = await this.#python.ask("run", { source: this.source, number: this.number }, { output });
      await drawn;
      this.#outputs.end();
      this.#state.textContent = ended ? "Done" : "Stopped by an error";
      return ended;
    } catch (problem) {
      this.#state.textContent = problem.message;
      return false;
    } finally {
      this.#python.removeEventListener("loading", say);
      this.el.removeAttribute("aria-busy");
    }
  }
}

/** All cells of the page, in their order. */
export function cells(python, live) {
  const all = [];
  const runTo = async (last) => {
    for (const cell of all.slice(0, last)) if (!await cell.run()) return;
  };
  for (const [index, el] of [...document.querySelectorAll(".page-cell")].entries()) {
    all.push(new Cell(el, index + 1, python, live, () => runTo(index + 1)));
  }
  return { all, runAll: () => runTo(all.length) };
}
