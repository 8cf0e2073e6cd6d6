// What every page runs: the header's search and the reader's progress at once, its figures when Vega is there.
import { reachable } from "../widgets/elements.js";
import { startBar } from "./bar.js";
import { followReading } from "./contents.js";
import { startVisit } from "./edition.js";
import { openExercise } from "./exercise.js";
import { drawFigures } from "./figures.js";
import { playGates } from "./gates.js";
import { keepCode } from "./keeping.js";
import { kept } from "./kept.js";
import { showAlone, startLinks } from "./links.js";
import { startOffline } from "./offline.js";
import { drawPapers } from "./paper.js";
import { offerPaths, offerSkipped } from "./path.js";
import { startProgress } from "./progress.js";
import { searchBox } from "./search.js";
import { readable } from "./tables.js";
import { tellOfUnsaved } from "./unsaved.js";
import { pythonOf, wakeAtNeed } from "./wake.js";

const isAlone = showAlone();
offerPaths(document.querySelectorAll(".door-path input, .page-paths input"));
startProgress();
tellOfUnsaved();
drawPapers();
if (!isAlone) {
  startVisit();
  startOffline();
}
document.querySelectorAll(".page-header").forEach(startBar);
document.querySelectorAll(".page-contents").forEach(followReading);
offerSkipped(document.querySelectorAll(".page-skipped"));
document.querySelectorAll(".door-search").forEach(searchBox);
document.querySelectorAll(".door-gates").forEach(playGates);
document.querySelectorAll(".page-scroll").forEach(reachable);
document.querySelectorAll(".page-scroll table").forEach(readable);

const python = pythonOf();
Object.assign(globalThis, { courseKept: kept, coursePage: { python } }); // for the console, and for tests

// The script of Vega comes after this one.
addEventListener("DOMContentLoaded", () => {
  const figures = drawFigures(python);
  startLinks(figures);
  if (!python) return;
  const { cells, live } = wakeAtNeed(python, figures);
  if (isAlone) return;
  if (document.querySelector("#release")) openExercise(cells, live, python);
  else keepCode(cells);
});
