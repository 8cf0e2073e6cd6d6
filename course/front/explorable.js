// The front end of every explorable: prediction, controls, chart, summary.
// The chart is drawn once; afterwards Python sends new rows and a new summary, and Vega repaints.

/** Vega arrives once per kernel, in a model that all explorables share, and is loaded once per page. */
async function loadVega(model) {
  globalThis.courseVega ??= (async () => {
    const id = model.get("_vega").slice("IPY_MODEL_".length);
    const bundle = await model.widget_manager.get_model(id);
    const url = URL.createObjectURL(new Blob([bundle.get("source")], { type: "text/javascript" }));
    try {
      return await import(/* webpackIgnore: true */ url);
    } finally {
      URL.revokeObjectURL(url);
    }
  })();
  try {
    return await globalThis.courseVega;
  } catch (error) {
    delete globalThis.courseVega; // the next explorable tries again
    throw error;
  }
}

/** One labelled control. Native inputs: they work from the keyboard and name themselves. */
function control(spec, get, set) {
  const id = `control-${serial()}`;
  const label = make("label", { for: id }, spec.label);
  if (spec.kind === "choice") {
    const select = make("select", { id },
      ...spec.options.map((option) => make("option", { value: option }, option)));
    const sync = () => { select.value = get(); };
    select.addEventListener("change", () => set(select.value));
    return { element: make("div", { class: "course-control" }, label, select), sync };
  }
  if (spec.kind === "toggle") {
    const box = make("input", { id, type: "checkbox" });
    const sync = () => { box.checked = get(); };
    box.addEventListener("change", () => set(box.checked));
    return { element: make("div", { class: "course-control course-toggle" }, box, label), sync };
  }
  if (spec.kind === "points") return points(spec, get, set, label, id);
  const range = make("input", { id, type: "range", min: spec.low, max: spec.high, step: spec.step });
  const output = make("output", { for: id });
  const show = () => {
    const number = Number(range.value).toLocaleString("en", { maximumFractionDigits: 3 });
    output.textContent = `${number}${spec.unit ? " " + spec.unit : ""}`;
    range.setAttribute("aria-valuetext", output.textContent);
  };
  const sync = () => { range.value = get(); show(); };
  range.addEventListener("input", () => { show(); set(Number(range.value)); });
  return { element: make("div", { class: "course-control" }, label, range, output), sync };
}

/** Points in a plane: choose one and move it by two sliders, or drag it in the chart. */
function points(spec, get, set, label, id) {
  const select = make("select", { id },
    ...Object.keys(spec.value).map((name) => make("option", { value: name }, name)));
  const place = (name, [x, y]) => {
    const [oldX, oldY] = get()[name];
    if (x !== oldX || y !== oldY) set({ ...get(), [name]: [x, y] });
  };
  const along = ["x", "y"].map((axis, number) => control(
    { ...spec[axis], kind: "slider" },
    () => get()[select.value][number],
    (value) => place(select.value, get()[select.value].with(number, value))));
  const sync = () => along.forEach((item) => item.sync());
  select.addEventListener("change", sync);
  const element = make("div", { class: "course-points", role: "group", "aria-label": spec.label },
    make("div", { class: "course-control" }, label, select), ...along.map((item) => item.element));

  const snapped = ({ low, high, step }, value) =>
    Number((low + Math.round((Math.min(Math.max(value, low), high) - low) / step) * step).toFixed(9));
  const start = (view, event, name) => {
    select.value = name;
    sync();
    const plane = event.target.parentNode.getScreenCTM().inverse();
    const move = ({ clientX, clientY }) => {
      const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(plane);
      place(name, [snapped(spec.x, view.scale("x").invert(x)), snapped(spec.y, view.scale("y").invert(y))]);
    };
    const end = new AbortController();
    addEventListener("pointermove", move, { signal: end.signal });
    for (const type of ["pointerup", "pointercancel"]) {
      addEventListener(type, () => end.abort(), { signal: end.signal });
    }
  };
  const drag = (view) => {
    view.container().classList.add("course-draggable");
    view.addEventListener("pointerdown", (event, item) => {
      const name = item?.datum?.point;
      if (!(name in spec.value) || select.matches(":disabled")) return;
      event.preventDefault(); // no selection of text on the way
      start(view, event, name);
    });
  };
  return { element, sync, drag };
}

/** The commitment that opens the controls; returns nothing where the explorable asks for none. */
function prediction(model, open) {
  const spec = model.get("prediction");
  if (!spec.prompt) return [];
  const skip = make("button", { type: "button", class: "course-button course-quiet" }, "Just explore");
  skip.addEventListener("click", () => { open(); skip.hidden = true; });
  return [choices({
    prompt: `Predict first. ${spec.prompt}`,
    options: spec.options,
    button: "Commit to this",
    chosen: model.get("predicted"),
    extra: [skip],
    commit(index) {
      if (model.get("predicted") !== index) {
        model.set("predicted", index);
        model.save_changes();
      }
      open();
      return [
        make("p", {}, `You predicted: ${spec.options[index]}. Now move the controls and see.`),
        make("details", {}, make("summary", {}, "Check my prediction"),
          make("p", {}, `${index === spec.answer ? "As you said." : `It is: ${spec.options[spec.answer]}.`} ${spec.explanation}`)),
      ];
    },
  })];
}

/** Turn the columns that Python sends into the rows that Vega reads. */
function rows(columns) {
  const names = Object.keys(columns);
  return columns[names[0]].map((_, row) =>
    Object.fromEntries(names.map((name) => [name, columns[name][row]])));
}

async function render({ model, el }) {
  const change = (values) => {
    model.set("values", { ...model.get("values"), ...values });
    model.save_changes();
  };
  const controls = model.get("controls").map((spec) =>
    control(spec, () => model.get("values")[spec.name], (value) => change({ [spec.name]: value })));
  const presets = Object.entries(model.get("presets")).map(([name, values]) => {
    const button = make("button", { type: "button", class: "course-button" }, name);
    button.addEventListener("click", () => change(values));
    return button;
  });
  const panel = make("fieldset", { class: "course-panel", disabled: true },
    make("legend", {}, "Controls"),
    make("div", { class: "course-buttons", role: "group", "aria-label": "Presets" }, ...presets),
    make("div", { class: "course-controls" }, ...controls.map((item) => item.element)));
  const open = () => { panel.disabled = false; };
  const asked = prediction(model, open);
  if (asked.length === 0) open();
  const chart = make("div", { class: "course-chart" }, "Drawing …");
  const summary = make("p", { class: "course-summary", role: "status" });
  el.classList.add("course-explorable");
  el.setAttribute("role", "region");
  el.setAttribute("aria-label", model.get("title"));
  el.addEventListener("keydown", (event) => event.stopPropagation()); // keys are the control's, not JupyterLab's
  el.append(make("p", { class: "course-title" }, model.get("title")), ...asked, panel, chart, summary);

  const sync = () => controls.forEach((item) => item.sync());
  const say = () => { summary.textContent = model.get("scene").summary; };
  model.on("change:values", sync);
  sync();
  say();

  const { vegaEmbed } = await loadVega(model);
  chart.replaceChildren();
  const { view, finalize } = await vegaEmbed(chart, model.get("spec"), { actions: false, renderer: "svg" });
  reachable(chart);
  controls.forEach((item) => item.drag?.(view));
  const shown = {};
  const paint = async () => {
    const { data } = model.get("scene");
    for (const [name, columns] of Object.entries(data)) {
      const sent = JSON.stringify(columns);
      if (shown[name] !== sent) view.data(name, rows(columns)); // what stays need not be drawn again
      shown[name] = sent;
    }
    say();
    await view.runAsync();
    hideEmptyLayers(chart);
  };
  model.on("change:scene", paint);
  await paint(); // the state may have moved on while Vega was loading
  return () => {
    model.off("change:values", sync);
    model.off("change:scene", paint);
    finalize();
  };
}

export default { render };
