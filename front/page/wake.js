// Start Python at the first sign of use, and let it take over the page's figures.
import { make } from "../widgets/elements.js";
import { cells } from "./cells.js";
import { Live, report } from "./live.js";
import { Python } from "./python.js";

const SIGNS = ["pointerdown", "keydown", "focusin"];
const USED = ".page-figure[data-call], .page-cell";

/** The charts of the page's explorables, so that Python doesn't make them again. */
function specs() {
  const states = [...document.querySelectorAll('.page-figure[data-kind="explorable"] > script')].map(({ textContent }) => JSON.parse(textContent));
  return Object.fromEntries(states.map(({ chart_name: name, authored, answers }) =>
    [name, { chart: answers.spec, before: JSON.parse(authored).spec }]));
}

/** Return the page's Python, not yet started; null where the page can't run it. */
export function pythonOf() {
  const holder = /** @type {HTMLElement} */ (document.querySelector("[data-python]"));
  if (!holder || location.protocol === "file:") return null;
  return new Python(holder.dataset.python.split(" ").filter(Boolean), specs);
}

/** Show the progress of loading at the bottom of the window; return a function that offers to load. */
function statusLine(python) {
  /** @type {HTMLElement} */
  const { dataset: { megabytes } } = document.querySelector("[data-python]");
  const words = make("span", { role: "status" });
  const bar = make("progress", { "aria-label": "Loading" });
  const load = make("button", { type: "button", class: "page-button" });
  const line = make("div", { class: "page-status", hidden: true }, words, bar, load);
  document.body.append(line);
  load.addEventListener("click", () => python.start());
  const show = (text, offer) => {
    if (words.textContent !== text) words.textContent = text; // read aloud once, not for every byte
    load.textContent = offer;
    load.hidden = !offer;
    line.hidden = false;
  };
  python.addEventListener("loading", ({ detail: { what, words: known, done, total } }) => {
    if (known) show(known, "");
    else show("Python could not be loaded. Check that you are online.", "Try again");
    bar.hidden = !known || what === "ready";
    if (total) Object.assign(bar, { value: done, max: total });
    else bar.removeAttribute("value");
    if (python.ready) setTimeout(() => { line.hidden = python.ready; }, 2000);
  });
  return () => {
    bar.hidden = true;
    show("Python waits, because your browser saves data.", `Load Python${megabytes ? ` (${megabytes} MB)` : ""}`);
  };
}

/** Let Python take over the page, once its reader uses it; return the page's cells and live widgets. */
export function wakeAtUse(python, figures) {
  const live = new Live(python);
  const offerPython = statusLine(python);
  const used = new Set(); // touched figures, which each new Python takes over

  /** Take over a figure by making its widget in Python, before or while the reader uses it. */
  const connect = async (figure) => {
    const model = await figures.get(figure);
    if (!model) return;
    live.connect(model, figure.dataset.call);
    model.prepare().catch(report);
  };
  const wake = ({ target }) => {
    const figure = target.closest?.(".page-figure[data-call]");
    if (figure) used.add(figure);
    if (!target.closest?.(USED) || python.failed) return; // after a failure, Run or the line at the bottom tries again
    if (!python.started && python.saves) offerPython();
    else if (!python.started) python.start();
    else if (figure) connect(figure);
  };
  python.addEventListener("started", () => used.forEach(connect));
  for (const sign of SIGNS) document.addEventListener(sign, wake, { capture: true, passive: true });
  const { all, runAll } = cells(python, live);
  if (all.length) offerRun(python, runAll);
  return { cells: all, live };
}

function offerRun(python, runAll) {
  const run = make("button", { type: "button", class: "page-button" }, "Run all cells");
  const anew = make("button", { type: "button", class: "page-button" }, "Restart Python");
  run.addEventListener("click", runAll);
  anew.addEventListener("click", () => python.restart());
  document.querySelector(".page-run").append(run, anew);
}
