// The sentences of course/board/wording.py with their figures, formatted as Python formats them.
import { data } from "./data.js";

/** Round to a whole number, halves away from zero. */
export const halfUp = (value) => Math.sign(value) * Math.floor(Math.abs(value) + 0.5);

/** Return a number with some digits after the point; exact halves go to the even digit, as in Python. */
export function fixed(value, digits) {
  if (value < 0) return `-${fixed(-value, digits)}`;
  const halves = value * 2 ** (digits + 1);
  if (!Number.isInteger(halves) || halves % 2 === 0) return value.toFixed(digits);
  const below = Math.floor(value * 10 ** digits);
  return ((below % 2 === 0 ? below : below + 1) / 10 ** digits).toFixed(digits);
}

/** Fill in the places of a text: {name}, or {name:.1f}. */
export function fill(text, figures) {
  return text.replace(/\{(\w+)(?::\.(\d)f)?\}/g, (_, name, digits) =>
    digits === undefined ? String(figures[name]) : fixed(figures[name], Number(digits)));
}

/** Return one of the sentences with its figures. */
export const say = (name, figures = {}) => fill(data.words[name], figures);

/** Return the numbers of decisions, to follow the word "decision". */
export function listed(numbers) {
  const most = numbers.toSorted((one, other) => one - other);
  const last = most.pop();
  return most.length ? `s ${most.join(", ")} and ${last}` : ` ${last}`;
}

const ESCAPED = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

/** Return text as HTML. */
export const escaped = (text) => text.replace(/[&<>"']/g, (letter) => ESCAPED[letter]);
