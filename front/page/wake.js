// Start Python when a figure needs it, and let it take over the figures that the reader uses.
import { make } from "../widgets/elements.js";
import { cells } from "./cells.js";
import { Live, report } from "./live.js";
import { ExplorableModel } from "./model.js";
import { drawInView } from "./own.js";
import { offerParagraphs } from "./paragraphs.js";
import { Python } from "./python.js";

const SIGNS = ["pointerdown", "keydown", "focusin"];

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

/**
 * Let Python take over the page. It starts when a cell runs, and when a setting was not simulated; a guess, an answer,
 * a decision and the board paper need none. Return the page's cells and live widgets.
 */
export function wakeAtNeed(python, figures) {
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
  const use = ({ target }) => {
    const figure = target.closest?.(".page-figure[data-call]");
    if (!figure) return;
    used.add(figure);
    if (python.started) connect(figure);
  };
  /** Start Python, or offer to; after a failure, only Run and the line at the bottom try again. */
  const wake = () => {
    if (python.started || python.failed) return;
    if (python.saves) offerPython();
    else python.start();
  };
  const follow = (model, figure) => {
    if (!(model instanceof ExplorableModel)) return;
    model.on("change:waiting", () => {
      if (!model.get("waiting")) return;
      used.add(figure);
      if (python.started) connect(figure);
      else wake();
    });
    if (!model.isPersonal) return;
    drawInView(figure, () => {
      if (model.isAnswered && model.isOthers && model.python) live.renew(model).catch(report);
    });
  };
  python.addEventListener("started", () => used.forEach(connect));
  for (const sign of SIGNS) document.addEventListener(sign, use, { capture: true, passive: true });
  for (const [figure, drawing] of figures) drawing.then((model) => follow(model, figure));
  const { all, runAll } = cells(python, live);
  if (all.length) offerRun(python, runAll);
  all.forEach(offerParagraphs);
  return { cells: all, live };
}

function offerRun(python, runAll) {
  const run = make("button", { type: "button", class: "page-button" }, "Run all cells");
  const anew = make("button", { type: "button", class: "page-button" }, "Restart Python");
  run.addEventListener("click", runAll);
  anew.addEventListener("click", () => python.restart());
  document.querySelector(".page-run").append(run, anew);
}
