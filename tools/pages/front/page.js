// A page without a kernel: draws its charts, and stands in for the kernel of its widgets.

/** What a widget asks of its model, answered by what was simulated when the page was built. */
class PageModel {
  constructor(state) {
    this.state = { ...state };
    this.first = state;
    this.listeners = [];
  }

  get(name) {
    return this.state[name];
  }

  set(name, value) {
    if (name === "values") this.move(value);
    else this.state[name] = value;
    if (name === "answer") this.unveil();
  }

  save_changes() {} // there is nobody to tell

  on(event, listener) {
    this.listeners.push({ event, listener });
  }

  off(event, listener) {
    this.listeners = this.listeners.filter((kept) => kept.event !== event || kept.listener !== listener);
  }

  tell(name) {
    for (const { event, listener } of this.listeners) if (event === `change:${name}`) listener();
  }

  /** Give what an explorable's kernel gives after the guess. */
  unveil() {
    if (!this.first.answers) return;
    this.state.revealed = JSON.stringify(this.first.answers);
    this.show(this.first.values, this.first.scenes.first);
    this.tell("revealed");
  }

  /** Go to a preset, or to the new position of one control, with the others at their defaults. */
  move(values) {
    const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
    const { scenes, controls, presets, values: first } = this.first;
    const preset = presets.find(([, setting]) => same(setting, values));
    if (preset) return this.show(values, scenes.presets[preset[0]]);
    const before = this.state.values;
    const control = controls.find(({ name }) => !same(values[name], before[name]));
    if (!control) return undefined; // it stands where it stood
    const moved = { ...first, [control.name]: values[control.name] };
    return this.show(moved, scenes.alone[control.name][position(control, values[control.name])]);
  }

  show(values, moved) {
    const scene = { ...this.first.scenes.first, ...moved };
    const whole = Object.entries(this.first.answers.first).map(([name, columns]) =>
      [name, { ...columns, ...scene.data[name] }]);
    this.state.values = values;
    this.state.shown = JSON.stringify({ ...scene, data: Object.fromEntries(whole) });
    this.state.solved = [...new Set([...this.state.solved, ...scene.reached])];
    for (const name of ["values", "shown", "solved"]) this.tell(name);
  }
}

/** The number of a control's position, counted from its lower end or its first option. */
function position(control, value) {
  if (control.kind === "choice") return control.options.indexOf(value);
  if (control.kind === "toggle") return Number(value);
  return Math.round((value - control.low) / control.step);
}

/** Let the reader point at a mark and see its figures, where the chart says nothing else. */
function pointable(spec) {
  const { config = {} } = spec;
  return { ...spec, config: { ...config, mark: { tooltip: true, ...config.mark } } };
}

/** An explorable whose presets work, and whose controls move one at a time. */
async function drawExplorable(state, el, figure) {
  state.answers.spec = pointable(state.answers.spec);
  const { controls, presets } = JSON.parse(state.authored);
  await explorable({ model: new PageModel({ ...state, controls, presets }), el });
  const note = figure.querySelector(".page-note");
  note.id = `${figure.id}-note`;
  const box = el.querySelector(".course-controls");
  box.setAttribute("role", "group");
  box.setAttribute("aria-describedby", note.id);
  el.append(note);
  for (const closed of box.querySelectorAll(".course-points :is(input, select)")) closed.disabled = true;
}

function drawCheckpoint(state, el) {
  checkpoint({ model: new PageModel(state), el });
}

/** A decision, which the page keeps as long as it is open. */
function drawDecision(state, el) {
  decision({ model: new PageModel(state), el });
}

async function drawChart(spec, el) {
  const { vegaEmbed } = await globalThis.courseVega;
  el.classList.add("course-chart");
  await (await drawPanels(vegaEmbed, el, pointable(spec), {}, true)).run();
}

/** Draw a figure; where that fails, its picture stays. */
async function draw(figure) {
  const drawers = {
    explorable: drawExplorable, checkpoint: drawCheckpoint, decision: drawDecision, chart: drawChart,
  };
  const state = JSON.parse(figure.querySelector("script").textContent);
  const el = figure.querySelector(".page-drawing");
  try {
    await drawers[figure.dataset.kind](state, el, figure);
    figure.classList.add("page-drawn");
  } catch (problem) {
    figure.classList.add("page-undrawn");
    console.error(`${figure.id}: ${problem}`);
  }
}

for (const element of document.querySelectorAll(".page-scroll")) reachable(element);
for (const figure of document.querySelectorAll(".page-figure")) draw(figure);
