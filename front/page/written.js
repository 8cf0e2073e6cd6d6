// A written answer: a text box that replaces the released cell.
import { make } from "../widgets/elements.js";
import { Labels } from "./labels.js";

export class Written {
  #box;
  #state;
  #labels;

  constructor(el, authored) {
    this.el = el;
    this.authored = authored;
    /** Called with the text when the learner changes it. @type {(text: string) => void} */
    this.changed = () => {};
    /** Set by the page that keeps the text. */
    this.reset = () => {};
    this.#labels = new Labels(authored);
    const name = this.name = el.dataset.cell;
    this.#box = make("textarea", { class: "page-answer", "aria-label": `Your answer, ${name}`, rows: Math.max(8, authored.split("\n").length + 4) });
    this.#box.value = this.#labels.shown(authored);
    this.#box.addEventListener("input", () => this.changed(this.source));
    this.#state = make("span", { class: "page-state", role: "status" });
    const reset = make("button", { type: "button", class: "page-button", "aria-label": `Reset ${name}` }, "Reset");
    reset.addEventListener("click", () => this.reset());
    this.tools = make("div", { class: "page-tools", role: "group", "aria-label": `Answer ${name}` }, reset, this.#state);
    el.querySelector(".page-prompt").replaceWith(this.#box);
    this.#box.after(this.tools);
  }

  get source() {
    return this.#labels.marked(this.#box.value);
  }

  set source(text) {
    this.#box.value = this.#labels.shown(text);
    this.changed(text);
  }

  say(word) {
    this.#state.textContent = word;
  }
}
