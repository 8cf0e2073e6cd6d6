// The board paper and the list of the reader's own decisions, instead of the stored ones of a reader without any.
import { kept } from "./kept.js";
import { decided, drawInView } from "./own.js";

const THEIR_WORDS = '[data-shows="board_paper"], [data-shows="register"]';

/** Hide stored papers and lists from readers who have decided something, and say why. */
export function coverPapers() {
  /** @type {NodeListOf<HTMLElement>} */
  const all = document.querySelectorAll(THEIR_WORDS);
  const cover = () => {
    for (const words of all) {
      if (!words.isConnected || !decided()) continue; // it is gone once the cell has run
      for (const other of words.parentElement.children) other.toggleAttribute("hidden", other !== words);
      words.textContent = "Your decisions are kept. To draw them takes Python, which runs where the course is served.";
    }
  };
  kept.listen(cover);
  cover();
}

/** Draw a cell's paper or list when it comes into view; `wake` starts Python, or offers to. */
export function drawPaper(cell, python, wake) {
  const words = cell.el.querySelector(THEIR_WORDS);
  if (!words) return;
  let drawing = Promise.resolve(); // one after the other
  const failed = () => { words.textContent = "Your decisions are not drawn. Run tries again."; };
  const draw = async () => {
    words.textContent = "Drawing your decisions …";
    if (!await cell.runWithNeeds()) failed();
  };
  drawInView(cell.el, shown, () => {
    wake();
    if (python.started) drawing = drawing.then(draw);
    else if (python.failed) failed();
    else python.addEventListener("started", draw, { once: true }); // when the reader has loaded it
  });
}

/** Return what a paper shows: the decisions, and which questions have been looked into. */
function shown() {
  const made = decided();
  const explored = Object.entries(kept.all()).filter(([, { guess, skipped }]) => guess !== undefined || skipped);
  return made && made + explored.map(([step]) => step).sort();
}
