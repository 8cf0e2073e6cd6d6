// The front end of every explorable: a guess, then a sentence, a chart and the controls that move both.
// Python sends nothing of the answer before the guess. Afterwards the chart is drawn once; at each
// move Python sends new rows and a new sentence, and Vega repaints.
import { make, rows } from "./elements.js";
import { goals } from "./goals.js";
import { guessForm, marks } from "./guess.js";
import { headline } from "./head.js";
import { panelOf } from "./panel.js";
import { drawPanels, loadVega } from "./panels.js";
import { sweep, told } from "./verdict.js";

const STILL = "Run this cell to move it.";

/** The model that carries Vega: its line to the kernel is ours. A page without a kernel has none. */
async function carrier(model) {
  const id = model.get("_vega")?.slice("IPY_MODEL_".length);
  return id ? model.widget_manager.get_model(id) : null;
}

/** A setting as text: equal ones alike, in whatever order their controls stand. */
const ordered = (values) => JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));

export async function render({ model, el }) {
  const authored = JSON.parse(model.get("authored"));
  let moves = 0;
  let near = []; // how near the present scene is to each challenge
  let panels = null;
  let shown = {};
  let ghosts = { guess: [], truth: [] }; // the guess and its answer, as rows
  let answered = false; // just now
  let asked = []; // the settings at which they are shown: at others they would read as the answer there
  const isAnswered = () => Object.keys(model.get("answer")).length > 0;
  const tell = (name, value) => { model.set(name, value); model.save_changes(); };
  const change = (values) => { moves += 1; tell("values", { ...model.get("values"), ...values }); mark(); };

  const panel = panelOf(authored, model, change);
  const list = goals(authored.challenges);
  const outcome = make("p", { class: "course-verdict", role: "status", tabindex: -1, hidden: true });
  const note = make("p", { class: "course-run", hidden: true }, STILL);
  const head = headline(authored.title);
  const chart = make("div", { class: "course-chart", role: "group", "aria-label": authored.spec.description }, "Drawing …");
  const form = authored.guess && guessForm(authored.guess, {
    commit: (guess) => answer({ guess }),
    skip: () => answer({ skipped: true }),
    mark: (rows) => { panels?.show("guess", rows); panels?.run(); },
  });
  el.classList.add("course-explorable");
  el.setAttribute("role", "region");
  el.setAttribute("aria-label", authored.title);
  el.addEventListener("keydown", (event) => event.stopPropagation()); // keys are the control's, not JupyterLab's
  el.dataset.lesson = authored.lesson;
  const plain = !authored.pictured && authored.guess?.kind === "choice";
  el.classList.toggle("course-plain", plain);
  // How tall they are: on a phone the headline and the chart's lower end stay in sight.
  const measure = () => {
    el.style.setProperty("--course-tall", `${chart.offsetHeight}px`);
    el.style.setProperty("--course-said", `${head.point.offsetHeight}px`);
  };
  const sizes = new ResizeObserver(measure);
  [chart, head.point].forEach((part) => sizes.observe(part));
  el.append(head.element, note, make("div", { class: "course-body" },
    outcome, make("div", { class: "course-main" }, chart),
    make("div", { class: "course-side" }, ...(form ? [form.element] : []), panel.element, list.element)));

  const bundle = await carrier(model);
  const { vegaEmbed } = await loadVega(bundle);
  const live = () => bundle?.comm_live ?? true;
  /** Without a kernel, nothing that looks alive: the chart stays, and words say how to wake it. */
  const settle = () => {
    const open = Boolean(model.get("revealed"));
    const asks = Boolean(form) && !open && !isAnswered() && live();
    el.classList.toggle("course-asks", asks);
    el.classList.toggle("course-open", open);
    panel.element.hidden = !open || !live();
    if (form) form.element.hidden = !asks;
    list.element.hidden = !open || authored.challenges.length === 0;
    head.open(open);
    note.hidden = live();
  };
  /** Put the reader where to read on: the button is gone. */
  const lead = () => {
    (outcome.hidden ? panel.element : outcome).focus({ preventScroll: true });
    measure();
    outcome.scrollIntoView({ block: "nearest" }); // nothing scrolls if it is hidden, or in sight
  };
  /** Keep the answer, which is asked for once, even if the chart takes a while. */
  const answer = (given) => {
    answered = true;
    tell("answer", given);
    if (model.get("revealed")) return;
    outcome.textContent = "guess" in given ? "Your guess is kept." : "The chart is on its way.";
    outcome.hidden = false;
    settle();
    lead();
  };
  const mark = () => {
    const solved = model.get("solved");
    panel.unlock(solved);
    if (list.update(solved, moves, near)) panel.open(); // a hint may be about any control
  };
  const show = (name, sent, read) => {
    const text = JSON.stringify(sent);
    if (shown[name] !== text) panels.show(name, read(sent)); // what stays need not be drawn again
    shown[name] = text;
  };
  const paint = async () => {
    const scene = JSON.parse(model.get("shown"));
    for (const [name, columns] of Object.entries(scene.data)) show(name, columns, rows);
    const here = asked.includes(ordered(model.get("values")));
    for (const [name, marks] of Object.entries(ghosts)) show(name, here ? marks : [], (same) => same);
    head.show(scene);
    near = scene.near ?? [];
    mark();
    await panels.run();
  };
  const veil = async () => {
    if (plain) return; // nothing to look at, nor to guess on
    panels = await drawPanels(vegaEmbed, chart, authored.spec, { guess: form.draft() });
    const view = panels.viewOf("guess");
    if (view && live()) form.reach(view);
  };
  const unveil = async () => {
    const { spec, first, at, ...rest } = JSON.parse(model.get("revealed"));
    chart.setAttribute("aria-label", spec.description);
    const { guess } = model.get("answer");
    const data = Object.fromEntries(Object.entries(first).flatMap(([name, columns]) =>
      [[name, rows(columns)], [`baseline_${name}`, rows(columns)]]));
    if (guess !== undefined) {
      asked = at.map(ordered);
      ghosts = { guess: marks(authored.guess, guess, "you:"), truth: marks(authored.guess, rest.truth, "answer:") };
      outcome.replaceChildren(...told(authored.guess, guess, rest));
    }
    const held = el.contains(document.activeElement);
    outcome.hidden = guess === undefined;
    settle();
    if (held) lead();
    panels?.finalize();
    panels = null;
    const drawn = await drawPanels(vegaEmbed, chart, spec, data);
    drawn.views.forEach(panel.drag);
    shown = {};
    panels = drawn;
    await paint(); // the state may have moved on meanwhile
    if (document.activeElement === outcome) lead(); // the headline is longer now
    if (answered && ghosts.guess.length) sweep(chart, panels.viewOf("guess"), authored.guess, ghosts);
    answered = false;
  };
  const moved = () => { if (panels && model.get("revealed")) paint(); };
  const listeners = { "change:values": panel.sync, "change:shown": moved, "change:revealed": unveil, "change:solved": mark };
  for (const [event, listener] of Object.entries(listeners)) model.on(event, listener);
  bundle?.on("comm_live_update", settle);
  panel.sync();
  settle();
  mark();
  await (model.get("revealed") ? unveil() : veil());
  return () => {
    for (const [event, listener] of Object.entries(listeners)) model.off(event, listener);
    bundle?.off("comm_live_update", settle);
    panels?.finalize();
  };
}

export default { render };
