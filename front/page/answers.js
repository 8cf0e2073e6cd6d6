// A learner's answers in one exercise. This browser keeps them, by the notebook's path, as
// { edition, cells, before }: the edition that the answers belong to, the texts that differ from the
// release by cell, and those that a reset has removed.
import { setAside } from "./visits.js";

const KEPT_AS = "scaling-ai-course.answers.";

export class Answers {
  #key;
  #edition;
  #unsaved = null; // the text, if the browser keeps none

  constructor(notebook, edition) {
    this.#key = KEPT_AS + notebook;
    this.#edition = edition;
  }

  /** Return the texts by cell, as this page or another last saved them. */
  get cells() {
    return this.#read().cells;
  }

  /** Return the texts that a reset has removed, by cell. */
  get before() {
    return this.#read().before;
  }

  /** Tell whether the answers were begun with another edition of the exercise. */
  get ofAnotherEdition() {
    const { edition, cells } = this.#read();
    return edition !== this.#edition && Object.keys(cells).length > 0;
  }

  /** Save the text of one cell; null means as released. Return whether it will survive a reload. */
  put(cell, text) {
    const kept = this.#read();
    const edition = Object.keys(kept.cells).length ? kept.edition : this.#edition;
    return this.#write({ ...kept, edition, cells: changed(kept.cells, { [cell]: text }) });
  }

  /** Reset these cells and remember their texts, in addition to those of earlier resets. */
  reset(cells) {
    const kept = this.#read();
    const away = Object.fromEntries(cells.filter((cell) => cell in kept.cells).map((cell) => [cell, kept.cells[cell]]));
    const none = Object.fromEntries(cells.map((cell) => [cell, null]));
    this.#write({ ...kept, cells: changed(kept.cells, none), before: { ...kept.before, ...away } });
  }

  /** Bring back the texts of some or all cells, and remember the current ones instead. */
  bringBack(cells = Object.keys(this.before)) {
    const kept = this.#read();
    const back = Object.fromEntries(cells.map((cell) => [cell, kept.before[cell]]));
    const replaced = Object.fromEntries(cells.map((cell) => [cell, kept.cells[cell] ?? null]));
    this.#write({ ...kept, cells: { ...kept.cells, ...back }, before: changed(kept.before, replaced) });
  }

  /** Note that the learner has seen that the exercise has changed. */
  accept() {
    this.#write({ ...this.#read(), edition: this.#edition });
  }

  /** Call a listener when another page of this browser changes the same exercise. */
  listen(listener) {
    addEventListener("storage", ({ key }) => { if (key === this.#key || key === null) listener(); });
  }

  #read() {
    const text = this.#unsaved ?? stored(this.#key);
    try {
      const { edition, cells, before } = { edition: null, cells: {}, before: {}, ...JSON.parse(text ?? "{}") };
      return { edition, cells: textsOf(cells), before: textsOf(before) };
    } catch (problem) {
      console.warn(`Your answers could not be read: ${problem.message}. They stay as ${this.#key}.broken.`);
      setAside(this.#key, text);
      return { edition: null, cells: {}, before: {} };
    }
  }

  #write(kept) {
    const text = JSON.stringify(kept);
    try {
      localStorage.setItem(this.#key, text);
      this.#unsaved = null;
    } catch {
      this.#unsaved = text;
    }
    return this.#unsaved === null;
  }
}

/** Return texts by cell with some changes; null removes one. */
function changed(cells, changes) {
  return Object.fromEntries(Object.entries({ ...cells, ...changes }).filter(([, text]) => text !== null));
}

/** Return what the browser keeps under a name; null if it keeps nothing, or may not. */
function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Return texts by cell, or throw an error. */
function textsOf(table) {
  if (!Object.values(table).every((text) => typeof text === "string")) throw new Error("not all of them are texts");
  return table;
}
