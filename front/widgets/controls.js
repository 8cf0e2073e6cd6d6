// What a learner can move. Native inputs: they work from the keyboard and name themselves.
import { make, serial } from "./elements.js";

/** A number with its unit: "1 input", "2,000 inputs", "5%", "€1.15 million". */
export function said({ unit }, value) {
  const number = Number(value).toLocaleString("en", { maximumFractionDigits: 3 }).replace("-", "−");
  const word = Array.isArray(unit) ? unit[Number(value) === 1 ? 0 : 1] : unit;
  if (word?.startsWith("€")) return `€${number}${word.slice(1)}`.replace("€−", "−€");
  return `${number}${!word || word.startsWith("%") ? "" : " "}${word}`;
}

/** The nearest value that a slider can take. */
export function snapped({ low, high, step }, value) {
  const within = Math.min(Math.max(value, low), high);
  return Number((low + Math.round((within - low) / step) * step).toFixed(9));
}

/** One labelled control; `sync()` shows the value that `get()` returns. */
export function control(spec, get, set) {
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
    output.textContent = said(spec, range.value);
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

  const drag = (view) => {
    const held = (item) => (select.matches(":disabled") ? "" : item?.datum?.point);
    // A finger that touches a point, or the words on it, moves the point; elsewhere it scrolls the page.
    view.addEventListener("touchstart", (event, item) => { if (held(item) in spec.value) event.preventDefault(); });
    view.addEventListener("pointerdown", (event, item) => {
      const name = held(item);
      if (!(name in spec.value)) return;
      event.preventDefault(); // no selection of text on the way
      select.value = name;
      sync();
      follow(view, event, ({ x, y }) =>
        place(name, [snapped(spec.x, view.scale("x").invert(x)), snapped(spec.y, view.scale("y").invert(y))]));
    });
  };
  return { element, sync, drag };
}

/** Tell where the pointer is in the plot of a view, in the plot's own pixels. */
export function placeOf(view, { clientX, clientY }) {
  const plot = view.container().querySelector(".root > g");
  return new DOMPoint(clientX, clientY).matrixTransform(plot.getScreenCTM().inverse());
}

/**
 * Tell each place of a pressed pointer until it is lifted, with its event; where the page scrolls instead, no more.
 * The marks don't see it on its way: some are drawn again under it, and would leave their tooltips behind.
 */
export function follow(view, { pointerId }, tell) {
  const box = view.container();
  const end = new AbortController();
  const listen = (kind, listener) => box.addEventListener(kind, (event) => {
    if (event.pointerId === pointerId) listener(event);
  }, { signal: end.signal });
  box.setPointerCapture(pointerId);
  listen("pointermove", (event) => tell(placeOf(view, event), event));
  listen("pointerup", (event) => tell(placeOf(view, event), event));
  listen("lostpointercapture", () => end.abort()); // after it is lifted too
}
