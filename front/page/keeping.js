// Editable cells of a page: keep what the reader types, reset it, and bring it back.
import { make } from "../widgets/elements.js";
import { Answers } from "./answers.js";
import { button } from "./cells.js";

export class Keeping {
  #open;
  #answers;
  #changed;
  #all;
  #back;
  #beside = new Map(); // the button that brings a single cell back, by cell

  /**
   * Keep the text of some cells, `open`, in `answers`. `what` names all of it, as "the exercise".
   * `changed` is called after each change, here or in another window.
   */
  constructor(open, answers, what, changed = () => {}) {
    this.#open = open;
    this.#answers = answers;
    this.#changed = changed;
    this.#all = button(`Reset ${what}`, `Reset ${what}`, () => {
      this.#reset(open, what);
      if (this.#all.hidden) this.#back.focus();
    });
    this.#back = button("Bring back", "Bring back", () => {
      answers.bringBack();
      this.#show();
      if (this.#back.hidden) this.#all.focus();
    });
    document.querySelector(".page-run").append(this.#all, this.#back);
    for (const cell of open) this.#follow(cell);
    this.#show();
    answers.listen(() => this.#show());
    this.#tellOfAnotherEdition();
  }

  /** Show what is kept, except in the cell being edited. */
  #show() {
    const kept = this.#answers.cells;
    for (const cell of this.#open) {
      const text = kept[cell.el.dataset.cell] ?? cell.authored;
      if (cell.source !== text && !cell.el.contains(document.activeElement)) cell.source = text;
    }
    this.#note();
  }

  #follow(cell) {
    const id = cell.el.dataset.cell;
    cell.changed = (text) => {
      if ((this.#answers.cells[id] ?? cell.authored) !== text) {
        const kept = this.#answers.put(id, text === cell.authored ? null : text);
        cell.say(kept ? "Saved" : "This browser keeps nothing: it is gone when you leave.");
      }
      this.#note();
    };
    cell.reset = () => { if (this.#reset([cell], "this cell")) this.#offerBack(cell, id); };
  }

  /** Offer to bring a reset cell back. */
  #offerBack(cell, id) {
    const back = button("Bring back", `Bring back what you wrote in ${cell.name}`, () => {
      back.remove(); // so that the focus is not in the cell, which is then shown
      this.#answers.bringBack([id]);
      this.#show();
      cell.tools.querySelector("button").focus();
    });
    this.#beside.get(id)?.remove();
    this.#beside.set(id, back);
    cell.tools.querySelector(".page-state").before(back);
    back.focus(); // Reset may be gone
  }

  #note() {
    const { cells, before } = this.#answers;
    this.#all.hidden = Object.keys(cells).length === 0;
    this.#back.hidden = Object.keys(before).length === 0;
    for (const [id, back] of this.#beside) if (!(id in before)) back.remove();
    this.#changed();
  }

  #reset(some, what) {
    if (!confirm(`Put ${what} back to what the course gave you? What you wrote is kept: “Bring back” returns it.`)) return false;
    this.#answers.reset(some.map(({ el }) => el.dataset.cell));
    for (const cell of some) {
      cell.source = cell.authored;
      cell.say("");
      cell.forget?.();
    }
    this.#note();
    return true;
  }

  /** Say that the page has changed since the reader began, and show answers without a cell. */
  #tellOfAnotherEdition() {
    if (!this.#answers.ofAnotherEdition) return;
    const banner = make("div", { class: "page-banner", role: "status" },
      make("p", {}, "This page has changed since you began. What you wrote is all here: read the page again, and run it."));
    for (const [id, text] of Object.entries(this.#answers.cells)) {
      if (this.#open.some(({ el }) => el.dataset.cell === id)) continue;
      banner.append(make("details", {}, make("summary", {}, `What you wrote in ${id}, which is no longer here`), make("pre", {}, text)));
    }
    banner.append(button("I have seen it", "I have seen that the page has changed", () => {
      this.#answers.accept();
      banner.remove();
    }));
    document.querySelector(".door-news")?.remove(); // it says the same for any page
    document.querySelector("article").before(banner);
  }
}

/** Keep the reader's changes to a lesson's code, like the answers of an exercise. */
export function keepCode(cells) {
  const { notebook } = document.querySelector("article").dataset;
  if (notebook) new Keeping(cells, new Answers(notebook, document.documentElement.dataset.edition), "the code");
}
