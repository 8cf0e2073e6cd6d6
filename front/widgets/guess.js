// The question before anything is shown: a choice, a number on an axis, or a line to draw.
import { radios } from "./choices.js";
import { control, follow, placeOf, said, snapped } from "./controls.js";
import { make, serial } from "./elements.js";

/** The rows that the chart draws of a guess, or of the truth; `who` says whose it is. */
export function marks(spec, value, who) {
  if (spec.kind === "number") {
    const unit = spec.slider.unit === "%" ? "%" : ""; // the axis has the others
    return [{ value, label: `${who} ${said({ unit }, value)}` }];
  }
  if (spec.kind === "line") return spec.at.map((at, i) => ({ at, value: value[i], label: who }));
  return [];
}

/**
 * The form: `commit(value)` and `skip()` are called once; `mark(rows)` draws the guess as it moves.
 * `reach(view)` lets the pointer set the guess in the empty chart.
 */
export function guessForm(spec, { commit, skip, mark }) {
  const button = make("button", { type: "button", class: "course-button course-commit", disabled: true }, "Commit to this");
  const quiet = make("button", { type: "button", class: "course-button course-quiet" }, "Just explore");
  const ready = () => { button.disabled = false; };
  const prompt = make("span", {}, make("strong", {}, "Your guess first."), ` ${spec.prompt}`);
  const kinds = { choice: chooseOption, number: placeNumber, line: drawLine };
  const part = kinds[spec.kind](spec, prompt, (value) => { ready(); mark(marks(spec, value, "you:")); });
  button.addEventListener("click", () => commit(part.value()));
  quiet.addEventListener("click", skip);
  part.element.append(make("div", { class: "course-buttons" }, button, quiet));
  return { element: part.element, reach: part.reach, draft: () => marks(spec, part.value(), "you:") };
}

function chooseOption(spec, prompt, changed) {
  const question = radios(prompt, spec.options);
  const value = () => spec.options[question.chosen()];
  question.element.addEventListener("change", () => changed(value()));
  return { element: question.element, value, reach() {} };
}

function placeNumber(spec, prompt, changed) {
  let value = spec.slider.value;
  const set = (next) => { value = next; slider.sync(); changed(value); };
  const slider = control(spec.slider, () => value, set);
  slider.sync();
  const element = make("fieldset", { class: "course-choices" }, make("legend", {}, prompt), slider.element,
    make("p", { class: "course-how" }, "Move the slider, or press on the chart."));
  const reach = (view) => press(view, (place) =>
    set(snapped(spec.slider, view.scale(spec.axis).invert(place[spec.axis]))));
  return { element, value: () => value, reach };
}

function drawLine(spec, prompt, changed) {
  const value = spec.at.map(() => spec.slider.value);
  const id = `control-${serial()}`;
  const select = make("select", { id }, ...spec.at.map((at, i) => make("option", { value: i }, String(at))));
  const set = (i, next) => { value[i] = next; select.value = i; slider.sync(); changed(value); };
  const slider = control(spec.slider, () => value[Number(select.value)], (next) => set(Number(select.value), next));
  select.addEventListener("change", slider.sync);
  slider.sync();
  const element = make("fieldset", { class: "course-choices" }, make("legend", {}, prompt),
    make("div", { class: "course-control" }, make("label", { for: id }, spec.place), select), slider.element,
    make("p", { class: "course-how" }, "Draw on the chart, or choose a place and move the slider."));
  const [along, across] = spec.axis === "y" ? ["x", "y"] : ["y", "x"];
  const reach = (view) => {
    const scale = view.scale(along);
    const places = spec.at.map((at) => scale(at) + (scale.bandwidth?.() ?? 0) / 2);
    press(view, (place) => {
      const gaps = places.map((pixel) => Math.abs(pixel - place[along]));
      set(gaps.indexOf(Math.min(...gaps)), snapped(spec.slider, view.scale(across).invert(place[across])));
    });
  };
  return { element, value: () => value, reach };
}

/**
 * Tell where the pointer is pressed in a plot, and where it goes until it is lifted. A finger tells by a tap or
 * by a move sideways: one that moves up or down scrolls the page.
 */
function press(view, tell) {
  const box = view.container();
  box.classList.add("course-drawable");
  box.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // no selection of text on the way
    let draws = event.pointerType !== "touch";
    if (draws) tell(placeOf(view, event));
    follow(view, event, (place, { type, clientX, clientY }) => {
      draws ||= type === "pointerup" || Math.abs(clientX - event.clientX) > Math.abs(clientY - event.clientY);
      if (draws) tell(place);
    });
  });
}
