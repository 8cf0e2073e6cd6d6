// The board paper and the list of the reader's own decisions, instead of the stored ones of a reader without any.
import { make, reachable } from "../widgets/elements.js";
import { inWords, today } from "./days.js";
import { kept } from "./kept.js";
import { decided, drawInView } from "./own.js";
import { inSite } from "./site.js";
import { readable } from "./tables.js";

// After a reload the browser scrolls back, and past the short page from before the drawing.
const ANYWHERE_ABOVE = "100000px 0px 200px";

const DRAWN = {
  board_paper: ({ paper }) => paper(kept.all(), inWords(today())),
  register: ({ register }) => register(kept.all(), inSite, inWords),
};

/** Draw each paper and list when it comes into view, and again when its decisions change. */
export function drawPapers() {
  const courseBoard = globalThis.courseBoard; // its script is on pages that show decisions
  if (!courseBoard) return;
  for (const [name, draw] of Object.entries(DRAWN)) {
    /** @type {NodeListOf<HTMLElement>} */
    const all = document.querySelectorAll(`[data-shows="${name}"]`);
    for (const words of all) keepDrawn(words, () => draw(courseBoard));
  }
}

/** Keep what is drawn next to the stored words, which stay for a reader who takes all decisions back. */
function keepDrawn(words, draw) {
  const outputs = words.parentElement;
  let place = null;
  drawInView(outputs, () => {
    if (!words.isConnected) return; // Python has run the cell
    place?.remove();
    place = null;
    outputs.classList.toggle("page-decided", decided() !== "");
    if (!decided()) return;
    place = make("div", { class: "page-scroll" });
    place.innerHTML = draw();
    place.querySelectorAll("table").forEach(readable);
    reachable(place);
    outputs.append(place);
  }, ANYWHERE_ABOVE);
}
