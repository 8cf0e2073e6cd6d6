// The headline of a card: the question, and after the guess the point and the sentence of what is shown.
import { make } from "./elements.js";

/** Show a text, and for a moment the figures in it that have changed. */
function say(element, text) {
  const before = element.textContent.split(/\s+/);
  if (element.textContent === text) return;
  const parts = text.split(/(\s+)/).map((word) =>
    /\d/.test(word) && before.length > 1 && !before.includes(word) ? make("mark", { class: "course-changed" }, word) : word);
  element.replaceChildren(...parts);
}

/** Let an element grow with its text, but not shrink until the width changes: what is below stays where it is. */
function onlyGrow(element) {
  let [width, height] = [0, 0];
  new ResizeObserver(() => {
    if (element.offsetWidth !== width) {
      [width, height] = [element.offsetWidth, 0];
      element.style.minHeight = "";
    }
    if (element.offsetHeight <= height) return;
    height = element.offsetHeight;
    element.style.minHeight = `${height}px`;
  }).observe(element);
}

/** The headline; `show(scene)` says what a scene shows. */
export function headline(title) {
  const point = make("p", { class: "course-point" });
  const summary = make("p", { class: "course-summary", role: "status" });
  const scene = make("div", { class: "course-now", hidden: true }, point, summary);
  [point, summary].forEach(onlyGrow);
  return {
    point,
    element: make("div", { class: "course-head" }, make("p", { class: "course-title" }, title), scene),
    show(words) {
      point.textContent = words.title;
      say(summary, words.summary);
    },
    open(isOpen) { scene.hidden = !isOpen; },
  };
}
