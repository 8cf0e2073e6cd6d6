// Say once on a page that the browser doesn't keep what the reader has just done.
import { button } from "./cells.js";
import { kept } from "./kept.js";
import { notice } from "./notice.js";
import { save } from "./progress.js";

export function tellOfUnsaved() {
  if (document.querySelector(".door-kept")) return; // the front page always says what is kept
  let isTold = false;
  kept.listen(() => {
    if (isTold || kept.lasting()) return;
    isTold = true;
    notice("This browser's storage is full, or closed to this page. Your guesses, answers and decisions are gone when you leave the page, unless you save them.",
      button("Save to a file", "Save to a file", () => { save(); }));
  });
}
