// What a learner has written in one exercise. This browser keeps it, by the notebook's path, as
// { edition, cells, before }: the edition that the answers are for, the texts that differ from the release
// by cell, and those that a reset has put away.

const KEPT_AS = "scaling-ai-course.answers.";

export class Answers {
  #key;
  #edition;
  #unsaved = null; // the text, where the browser keeps none

  constructor(notebook, edition) {
    this.#key = KEPT_AS + notebook;
    this.#edition = edition;
  }

  /** The texts by cell, as this page or another has kept them last. */
  get cells() {
    return this.#read().cells;
  }

  /** What a reset has put away, by cell. */
  get before() {
    return this.#read().before;
  }

  /** Whether the answers were begun on another edition of the exercise. */
  get ofAnotherEdition() {
    const { edition, cells } = this.#read();
    return edition !== this.#edition && Object.keys(cells).length > 0;
  }

  /** Keep the text of one cell; null for what was released. Return whether it will still be there after a reload. */
  put(cell, text) {
    const kept = this.#read();
    const edition = Object.keys(kept.cells).length ? kept.edition : this.#edition;
    return this.#write({ ...kept, edition, cells: changed(kept.cells, { [cell]: text }) });
  }

  /** Put the texts of these cells away; a second reset keeps what an earlier one has put away of others. */
  reset(cells) {
    const kept = this.#read();
    const away = Object.fromEntries(cells.filter((cell) => cell in kept.cells).map((cell) => [cell, kept.cells[cell]]));
    const none = Object.fromEntries(cells.map((cell) => [cell, null]));
    this.#write({ ...kept, cells: changed(kept.cells, none), before: { ...kept.before, ...away } });
  }

  /** Bring back what was put away, of some cells or of all. What stands there now is put away in its place. */
  bringBack(cells = Object.keys(this.before)) {
    const kept = this.#read();
    const back = Object.fromEntries(cells.map((cell) => [cell, kept.before[cell]]));
    const replaced = Object.fromEntries(cells.map((cell) => [cell, kept.cells[cell] ?? null]));
    this.#write({ ...kept, cells: { ...kept.cells, ...back }, before: changed(kept.before, replaced) });
  }

  /** The learner has seen that the exercise has changed. */
  accept() {
    this.#write({ ...this.#read(), edition: this.#edition });
  }

  /** Call a listener when another page of this browser has written in the same exercise. */
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
      localStorage.setItem(`${this.#key}.broken`, text);
      localStorage.removeItem(this.#key);
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

/** Texts by cell with some changed; null takes one out. */
function changed(cells, changes) {
  return Object.fromEntries(Object.entries({ ...cells, ...changes }).filter(([, text]) => text !== null));
}

/** What the browser keeps under a name; null where it keeps nothing, or may not. */
function stored(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Texts by cell, or an error. */
function textsOf(table) {
  if (!Object.values(table).every((text) => typeof text === "string")) throw new Error("not all of them are texts");
  return table;
}
