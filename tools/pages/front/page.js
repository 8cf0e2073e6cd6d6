// A page without a kernel: draws its charts, and stands in for the kernel of its widgets.

/** What a widget asks of its model. A preset's scene was simulated when the page was built. */
class PageModel {
  constructor(state) {
    this.state = state;
    this.listeners = [];
  }

  get(name) {
    return this.state[name];
  }

  set(name, value) {
    this.state[name] = value;
    this.tell(name);
    if (name === "values") this.show(value);
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

  /** Show the scene of the preset with these values, on top of the default's. */
  show(values) {
    const wanted = JSON.stringify(values);
    const [preset] = Object.entries(this.state.presets).find(([, held]) => JSON.stringify(held) === wanted);
    const { data, summary } = this.state.scenes[preset];
    this.state.scene = { data: { ...this.first ??= this.state.scene.data, ...data }, summary };
    this.tell("scene");
  }
}

/** Turn columns into the rows that Vega reads. */
function rows(columns) {
  const names = Object.keys(columns);
  return columns[names[0]].map((_, row) =>
    Object.fromEntries(names.map((name) => [name, columns[name][row]])));
}

/** Let the reader point at a mark and see its figures, where the chart says nothing else. */
function pointable(spec) {
  const { config = {} } = spec;
  return { ...spec, config: { ...config, mark: { tooltip: true, ...config.mark } } };
}

/** An explorable whose presets work; its other controls show where they stand. */
async function drawExplorable(state, el, figure) {
  for (const [name, columns] of Object.entries(state.scene.data)) {
    for (const frame of [name, `baseline_${name}`]) state.spec.datasets[frame] = rows(columns);
  }
  await explorable({ model: new PageModel({ ...state, spec: pointable(state.spec) }), el });
  const note = figure.querySelector(".page-note");
  note.id = `${figure.id}-note`;
  const controls = el.querySelector(".course-controls");
  controls.setAttribute("aria-describedby", note.id);
  controls.after(note);
  for (const control of controls.querySelectorAll("input, select")) control.disabled = true;
}

function drawCheckpoint(state, el) {
  checkpoint({ model: new PageModel(state), el });
}

async function drawChart(spec, el) {
  const { vegaEmbed } = await globalThis.courseVega;
  el.classList.add("course-chart");
  await vegaEmbed(el, pointable(spec), { actions: false, renderer: "svg" });
  reachable(el);
  hideEmptyLayers(el);
}

/** Draw a figure; where that fails, its picture stays. */
async function draw(figure) {
  const drawers = { explorable: drawExplorable, checkpoint: drawCheckpoint, chart: drawChart };
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
