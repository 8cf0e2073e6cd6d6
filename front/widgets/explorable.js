// The front end of every explorable: a guess, then controls, a sentence and a chart that follow.
// Python sends nothing of the answer before the guess. Afterwards the chart is drawn once; at each
// move Python sends new rows and a new sentence, and Vega repaints.
import { control } from "./controls.js";
import { make, rows } from "./elements.js";
import { goals } from "./goals.js";
import { guessForm, marks, verdict } from "./guess.js";
import { drawPanels, loadVega } from "./panels.js";

const STILL = "Run this cell to move it.";

/** The model that carries Vega: its line to the kernel is ours. A page without a kernel has none. */
async function carrier(model) {
  const id = model.get("_vega")?.slice("IPY_MODEL_".length);
  return id ? model.widget_manager.get_model(id) : null;
}

/** Show a text, and for a moment the figures in it that have changed. */
function say(element, text) {
  const before = element.textContent.split(/\s+/);
  if (element.textContent === text) return;
  const parts = text.split(/(\s+)/).map((word) =>
    /\d/.test(word) && before.length > 1 && !before.includes(word) ? make("mark", { class: "course-changed" }, word) : word);
  element.replaceChildren(...parts);
}

/** A setting as text: equal ones alike, in whatever order their controls stand. */
const ordered = (values) => JSON.stringify(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));

/** The controls, the presets and the sentence below them. */
function panelOf(authored, model, change) {
  const controls = authored.controls.map((spec) =>
    control(spec, () => model.get("values")[spec.name], (value) => change({ [spec.name]: value })));
  const presets = authored.presets.map(([name, values]) => {
    const button = make("button", { type: "button", class: "course-button" }, name);
    button.addEventListener("click", () => change(values));
    return { button, needs: authored.challenges.filter(({ opens }) => opens.includes(name)) };
  });
  const element = make("fieldset", { class: "course-controls-box", hidden: true, tabindex: -1 },
    make("legend", { class: "course-unseen" }, "Controls"),
    make("div", { class: "course-buttons", role: "group", "aria-label": "Presets" }, ...presets.map((preset) => preset.button)),
    make("div", { class: "course-controls" }, ...controls.map((item) => item.element)));
  return {
    element,
    sync: () => controls.forEach((item) => item.sync()),
    drag: (view) => controls.forEach((item) => item.drag?.(view)),
    unlock(solved) {
      for (const { button, needs } of presets) button.hidden = needs.some(({ text }) => !solved.includes(text));
    },
  };
}

export async function render({ model, el }) {
  const authored = JSON.parse(model.get("authored"));
  let moves = 0;
  let panels = null;
  let shown = {};
  let ghosts = {}; // the guess and its answer, as rows
  let asked = []; // the settings at which they are shown: at others they would read as the answer there
  const isAnswered = () => Object.keys(model.get("answer")).length > 0;
  const tell = (name, value) => { model.set(name, value); model.save_changes(); };
  const change = (values) => { moves += 1; tell("values", { ...model.get("values"), ...values }); mark(); };

  const panel = panelOf(authored, model, change);
  const list = goals(authored.challenges);
  const outcome = make("p", { class: "course-verdict", role: "status", tabindex: -1, hidden: true });
  const note = make("p", { class: "course-run", hidden: true }, STILL);
  const summary = make("p", { class: "course-summary", role: "status", hidden: true });
  const point = make("p", { class: "course-point" });
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
  el.append(make("p", { class: "course-title" }, authored.title), outcome, note,
    make("div", { class: "course-body" },
      make("div", { class: "course-side" }, ...(form ? [form.element] : []), panel.element, summary),
      make("div", { class: "course-main" }, point, chart), list.element));

  const bundle = await carrier(model);
  const { vegaEmbed } = await loadVega(bundle);
  const live = () => bundle?.comm_live ?? true;
  /** Without a kernel, nothing that looks alive: the chart stays, and words say how to wake it. */
  const settle = () => {
    const open = Boolean(model.get("revealed"));
    panel.element.hidden = !open || !live();
    if (form) form.element.hidden = open || isAnswered() || !live();
    list.element.hidden = !open || authored.challenges.length === 0;
    summary.hidden = !open;
    note.hidden = live();
  };
  /** Keep the answer, which is asked for once, even if the chart takes a while. */
  const answer = (given) => {
    tell("answer", given);
    if (model.get("revealed")) return;
    outcome.textContent = "guess" in given ? "Your guess is kept." : "The chart is on its way.";
    outcome.hidden = false;
    settle();
    outcome.focus({ preventScroll: true }); // the button is gone
  };
  const mark = () => {
    const solved = model.get("solved");
    list.update(solved, moves);
    panel.unlock(solved);
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
    say(summary, scene.summary);
    point.textContent = scene.title;
    mark();
    await panels.run();
  };
  const veil = async () => {
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
      outcome.textContent = verdict(authored.guess, guess, rest);
    }
    const held = el.contains(document.activeElement);
    outcome.hidden = guess === undefined;
    settle();
    if (held) (outcome.hidden ? panel.element : outcome).focus({ preventScroll: true }); // the button is gone
    panels?.finalize();
    panels = null;
    const drawn = await drawPanels(vegaEmbed, chart, spec, data);
    drawn.views.forEach(panel.drag);
    shown = {};
    panels = drawn;
    await paint(); // the state may have moved on meanwhile
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
