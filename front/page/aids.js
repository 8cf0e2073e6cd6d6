// Aids for those who learn alone: a hint after two honest attempts at an answer, a solution after four.
// An attempt is honest if the answer was changed and checked, and differs from earlier ones in more than spaces.
// The page of a class has no aids.
import { make } from "../widgets/elements.js";
import { button } from "./cells.js";
import { beside } from "./visits.js";

const KEPT_AS = "scaling-ai-course.tried";
const AFTER = { hint: 2, solution: 4 };

/** Return a short number for a text without its spaces. */
function mark(text) {
  let sum = 0;
  for (const letter of text.replace(/\s+/g, "")) sum = (Math.imul(sum, 31) + letter.codePointAt(0)) | 0;
  return sum;
}

/** Return the marks of all honest attempts, with this one. */
export function withAttempt(marks, text, authored) {
  const here = mark(text);
  return here === mark(authored) || marks.includes(here) ? marks : [...marks, here].slice(-AFTER.solution);
}

/** What was tried on this page, by cell. */
export class Attempts {
  #notebook;
  #unsaved = {}; // if the browser keeps nothing

  constructor(notebook) {
    this.#notebook = notebook;
  }

  #all() {
    try {
      return JSON.parse(beside.get(KEPT_AS)) ?? {};
    } catch {
      return {};
    }
  }

  of(cell) {
    return this.#all()[this.#notebook]?.[cell] ?? this.#unsaved[cell] ?? [];
  }

  add(cell, text, authored) {
    const all = this.#all();
    this.#unsaved[cell] = withAttempt(this.of(cell), text, authored);
    beside.set(KEPT_AS, JSON.stringify({ ...all, [this.#notebook]: { ...all[this.#notebook], [cell]: this.#unsaved[cell] } }));
    return this.of(cell);
  }
}

/** Return a button and the place that it shows and hides. */
function folded(words, label, content) {
  const place = make("div", { class: "page-aid", hidden: true }, content);
  const press = button(words, label, () => {
    place.hidden = !place.hidden;
    press.setAttribute("aria-expanded", String(!place.hidden));
  });
  press.setAttribute("aria-expanded", "false");
  press.hidden = true;
  return [press, place];
}

const plain = (packed) => new TextDecoder().decode(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0)));

/**
 * Offer a cell's aids after the button `check`; return the function that notes an attempt, and says what is new.
 */
export function offerAids(cell, { hint, solution }, attempts, check) {
  const id = cell.el.dataset.cell;
  const code = make("pre", { class: "page-code page-scroll", tabindex: "0" }, make("code", {}, plain(solution)));
  const [hintButton, hintPlace] = folded("Hint", `Hint for ${id}`, make("p", {}, hint));
  const [solutionButton, solutionPlace] = folded("Show a solution", `Show a solution of ${id}`, code);
  check.after(hintButton, solutionButton);
  cell.el.append(hintPlace, solutionPlace);
  const show = () => {
    const { length } = attempts.of(id);
    hintButton.hidden = length < AFTER.hint;
    solutionButton.hidden = length < AFTER.solution;
  };
  show();
  return () => {
    const before = attempts.of(id).length;
    const { length } = attempts.add(id, cell.source, cell.authored);
    show();
    if (length === before) return "";
    return { [AFTER.hint]: "There is a hint now.", [AFTER.solution]: "There is a solution now." }[length] ?? "";
  };
}
