// What a page draws of the reader's own decisions: as built, a page knows only a reader who has decided nothing.
import { kept } from "./kept.js";

/** Return all that the reader has decided as text; nothing is "". */
export function decided() {
  const made = Object.entries(kept.all()).filter(([step, { option }]) => step.endsWith(".decision") && option !== undefined);
  return made.length ? JSON.stringify(made.sort(([one], [other]) => (one < other ? -1 : 1))) : "";
}

/** Call `draw` whenever an element is in or near the view and the decisions have changed. */
export function drawInView(el, draw, near = "200px") {
  let drawn = "";
  let isSeen = false;
  const look = () => {
    const now = decided();
    if (!isSeen || now === drawn) return;
    drawn = now;
    draw();
  };
  kept.listen(look);
  new IntersectionObserver((entries) => {
    isSeen = entries.at(-1).isIntersecting;
    look();
  }, { rootMargin: near }).observe(el);
}
