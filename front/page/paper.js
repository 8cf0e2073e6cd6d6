// The board paper of the reader's own decisions, instead of the stored one of a reader without any.
import { kept } from "./kept.js";
import { decided, drawInView } from "./own.js";

const ITS_WORDS = '.page-nobodys[data-shows="board_paper"]';

/** Hide stored papers from readers who have decided something, and say why. */
export function coverPapers() {
  /** @type {NodeListOf<HTMLElement>} */
  const all = document.querySelectorAll(ITS_WORDS);
  const cover = () => {
    for (const words of all) {
      if (!words.isConnected || !decided()) continue; // it is gone once the cell has run
      for (const other of words.parentElement.children) other.toggleAttribute("hidden", other !== words);
      words.textContent = "Your decisions are kept. The paper of them takes Python, which runs where the course is served.";
    }
  };
  kept.listen(cover);
  cover();
}

/** Draw a cell's paper when it comes into view; `wake` starts Python, or offers to. */
export function drawPaper(cell, python, wake) {
  const words = cell.el.querySelector(ITS_WORDS);
  if (!words) return;
  let drawing = Promise.resolve(); // one after the other
  const failed = () => { words.textContent = "The paper of your decisions is not drawn. Run tries again."; };
  const draw = async () => {
    words.textContent = "Drawing the paper of your decisions …";
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
