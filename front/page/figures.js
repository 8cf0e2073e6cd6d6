// The figures of a page, which need no Python as long as their scenes are known.
import { render as checkpoint } from "../widgets/checkpoint.js";
import { render as decision } from "../widgets/decision.js";
import { render as explorable } from "../widgets/explorable.js";
import { drawPanels } from "../widgets/panels.js";
import { CheckpointModel, DecisionModel, ExplorableModel } from "./model.js";
import { drawInView } from "./own.js";

/** Show a mark's figures as a tooltip, unless the chart has its own. */
function pointable(spec) {
  const { config = {} } = spec;
  return { ...spec, config: { ...config, mark: { tooltip: true, ...config.mark } } };
}

/** Say why a chart hasn't updated yet; `python` is null on a page that can't run it. `isOwn`: it is of own decisions. */
function waits(python, isOwn) {
  if (isOwn && !python) return "Your decisions are kept. To draw them takes Python, which runs where the course is served.";
  if (isOwn && python.starts) return "Drawing your decisions …";
  if (!python) return "The chart has not followed: this setting needs Python, which runs where the course is served.";
  if (python.failed) return "The chart has not followed: Python could not be loaded.";
  if (python.saves && !python.started) return "The chart has not followed: it needs Python, which waits at the foot of the window.";
  if (python.ready && python.busy) return "Python is busy with a cell. The chart follows when the cell has ended.";
  return "Python is on its way. The chart follows as soon as it is there.";
}

/** Number the regions of a page that have the same name. */
function tellApart(el) {
  const name = el.getAttribute("aria-label");
  const others = [...document.querySelectorAll("[role=region]")].filter((other) => other !== el && other.getAttribute("aria-label") === name);
  if (others.length) el.setAttribute("aria-label", `${name} (${others.length + 1})`);
}

async function drawExplorable(model, el, figure, python) {
  model.first.answers.spec = pointable(model.first.answers.spec);
  const drawn = explorable({ model, el });
  tellApart(el);
  await drawn;
  const note = figure.querySelector(".page-note");
  const wait = () => {
    const words = model.get("waiting") ? waits(python, model.isOthers) : "";
    if (note.textContent !== words) note.textContent = words; // read aloud once
    figure.classList.toggle("page-waiting", model.get("waiting"));
    figure.classList.toggle("page-stale", model.isStale);
  };
  model.on("change:waiting", wait);
  if (model.isPersonal) drawInView(figure, () => { if (model.isAnswered) model.renew(); });
  el.querySelector(".course-side").append(note);
  wait();
  if (python) return;
  for (const closed of el.querySelectorAll(".course-points :is(input, select)")) closed.disabled = true;
}

export async function drawChart(spec, el) {
  const { vegaEmbed } = await globalThis.courseVega;
  el.classList.add("course-chart");
  await (await drawPanels(vegaEmbed, el, pointable(spec), {}, true)).run();
}

/** For each kind of widget, its model and the function that draws it. */
const WIDGETS = {
  explorable: [ExplorableModel, drawExplorable],
  checkpoint: [CheckpointModel, (model, el) => checkpoint({ model, el })],
  decision: [DecisionModel, (model, el) => decision({ model, el })],
};

/** Draw a figure and return its model, if any; if that fails, its picture stays. */
async function draw(figure, python) {
  const state = JSON.parse(figure.querySelector("script").textContent);
  const el = figure.querySelector(".page-drawing");
  const [Kind, drawn] = WIDGETS[figure.dataset.kind] ?? [];
  try {
    const model = Kind && new Kind(state);
    await (model ? drawn(model, el, figure, python) : drawChart(state, el));
    figure.classList.add("page-drawn");
    el.style.minHeight = ""; // it was room for the drawing to come
    if (figure.dataset.kind === "explorable") model.load();
    return model;
  } catch (problem) {
    figure.classList.add("page-undrawn");
    console.error(`${figure.id}: ${problem}`);
    return undefined;
  }
}

/** Draw all figures of the page; return a promise of each one's model. */
export function drawFigures(python) {
  return new Map([...document.querySelectorAll(".page-figure")].map((figure) => [figure, draw(figure, python)]));
}
