// The board paper and the list of the reader's own decisions, instead of the stored ones of a reader without any.
import { kept } from "./kept.js";
import { decided, drawInView } from "./own.js";
import { offerParagraphs } from "./paragraphs.js";

const THEIR_WORDS = '[data-shows="board_paper"], [data-shows="register"]';

// After a reload the browser scrolls back, and past the short page from before the drawing.
const ANYWHERE_ABOVE = "100000px 0px 200px";

let drawing = Promise.resolve(); // one after the other, because a cell first runs those that it needs

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
  offerParagraphs(cell);
  const failed = () => { words.textContent = "Your decisions are not drawn. Press Show to try again."; };
  const draw = async () => {
    words.textContent = "Drawing your decisions …";
    if (!await cell.runWithNeeds()) failed();
  };
  const queue = () => { drawing = drawing.then(draw); };
  drawInView(cell.el, shown, () => {
    wake();
    if (python.started) queue();
    else if (python.failed) failed();
    else python.addEventListener("started", queue, { once: true }); // when the reader has loaded it
  }, ANYWHERE_ABOVE);
}

/** Return what a paper shows: the decisions, and which questions have been looked into. */
function shown() {
  const made = decided();
  const explored = Object.entries(kept.all()).filter(([, { guess, skipped }]) => guess !== undefined || skipped);
  return made && made + explored.map(([step]) => step).sort();
}
