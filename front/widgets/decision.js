// A decision: options without a right answer, a number or two, and a reason of one line.
import { make, serial } from "./elements.js";
import { numberInWords } from "./numbers.js";

/** A number with its unit: "80%", "4 of 12 months". */
function measured(value, unit) {
  return `${value.toLocaleString("en")}${unit.startsWith("%") ? "" : " "}${unit}`.trim();
}

/** A number with its label; a native slider, so that it is always within its range. */
function slider({ label, unit, low, high, step }, value) {
  const id = `number-${serial()}`;
  const range = make("input", { id, type: "range", min: low, max: high, step, value });
  const output = make("output", { for: id });
  const show = () => {
    output.textContent = measured(Number(range.value), unit);
    range.setAttribute("aria-valuetext", output.textContent);
  };
  range.addEventListener("input", show);
  show();
  const element = make("div", { class: "course-control" }, make("label", { for: id }, label), range, output);
  return { element, value: () => Number(range.value) };
}

/** The form; `commit` gets what is decided. `made` is what the form shows at first, if anything. */
function form(model, made, commit) {
  const group = `decision-${serial()}`;
  const inputs = model.get("options").map(({ key }) => make("input",
    { type: "radio", name: group, id: `${group}-${key}`, value: key, checked: key === made?.option }));
  const labels = model.get("options").map(({ key, text }, index) =>
    make("label", { for: `${group}-${key}` }, inputs[index], " ", text));
  const numbers = model.get("numbers").map((spec) =>
    [spec.key, slider(spec, made?.numbers[spec.key] ?? spec.default)]);
  const reason = make("input", { type: "text", id: `${group}-reason`, required: true, autocomplete: "off",
    maxlength: model.get("longest_reason"), value: made?.reason ?? "", "aria-describedby": `${group}-hint` });
  const submit = make("button", { type: "button", class: "course-button" }, "Decide");
  const chosen = () => inputs.find((input) => input.checked);
  const without = (key) => model.get("options").find((option) => option.key === chosen()?.value)?.without.includes(key);
  const ready = () => {
    submit.disabled = !chosen() || !reason.value.trim();
    numbers.forEach(([key, number]) => { number.element.hidden = Boolean(without(key)); });
  };
  inputs.forEach((input) => input.addEventListener("change", ready));
  reason.addEventListener("input", ready);
  submit.addEventListener("click", () => commit({
    option: chosen().value,
    numbers: Object.fromEntries(numbers.map(([key, number]) => [key, number.value()])),
    reason: reason.value.trim(),
  }));
  ready();
  const element = make("div", { class: "course-form" },
    make("fieldset", { class: "course-choices" }, make("legend", {}, model.get("prompt")), ...labels),
    make("div", {},
      make("div", { class: "course-controls" }, ...numbers.map(([, number]) => number.element)),
      make("div", { class: "course-reason" },
        make("label", { for: reason.id }, "Your reason, in one line"), reason,
        make("span", { id: `${group}-hint` }, model.get("hint"))),
      make("div", { class: "course-buttons" }, submit)));
  return { element, focus: () => (chosen() ?? inputs[0]).focus() };
}

/** A decision as one line: the option, the numbers and the reason. */
function inWords(model, { option, numbers, reason }) {
  const { text, without } = model.get("options").find(({ key }) => key === option) ?? { text: option, without: [] };
  const said = model.get("numbers").filter(({ key }) => key in numbers && !without.includes(key))
    .map((number) => numberInWords(number, numbers[number.key]));
  return [text, ...said, `Because: ${reason}`].join(" ");
}

export function render({ model, el }) {
  const place = make("div", {});
  const when = make("strong", {});
  const what = make("span", {});
  const earlier = make("details", {});
  const consequence = make("p", { id: `consequence-${serial()}` });
  const short = make("p", {}, "That is a short reason. The board will ask for more.");
  const change = make("button", { type: "button", class: "course-button", "aria-describedby": consequence.id }, "Change it");
  const kept = make("div", { hidden: true },
    make("p", { class: "course-prompt" }, model.get("prompt")),
    make("p", { class: "course-summary", role: "status" }, when, " ", what), consequence, short, earlier,
    make("div", { class: "course-buttons" }, change));
  const last = () => model.get("versions").at(-1);
  const show = (made) => {
    when.textContent = made.day ? `You decided on ${made.day}:` : "You decided:";
    what.textContent = inWords(model, made);
    consequence.textContent = model.get("options").find(({ key }) => key === made.option)?.paper ?? "";
    short.hidden = made.reason.trim().split(/\s+/).length >= 5;
    const before = model.get("versions").slice(0, -1);
    earlier.hidden = before.length === 0;
    earlier.replaceChildren(make("summary", {}, "What you decided before"),
      ...before.map((version) => make("p", {}, `${version.day}: ${inWords(model, version)}`)));
    place.replaceChildren();
    kept.hidden = false;
  };
  const ask = (made) => {
    const asked = form(model, made, (decided) => {
      if (last() && inWords(model, decided) === inWords(model, last())) {
        show(last());
      } else {
        model.set("decided", decided);
        model.save_changes();
        show(decided);
      }
      change.focus({ preventScroll: true });
      kept.scrollIntoView({ block: "nearest" }); // the answer is shorter than the form, so it may be above the screen
    });
    kept.hidden = true;
    place.replaceChildren(asked.element);
    return asked;
  };
  const sync = () => show(last());
  change.addEventListener("click", () => {
    ask(model.get("decided").option ? model.get("decided") : last()).focus();
  });
  el.classList.add("course-checkpoint", "course-decision");
  el.setAttribute("role", "region");
  el.setAttribute("aria-label", model.get("title"));
  el.addEventListener("keydown", (event) => event.stopPropagation()); // keys are the control's, not JupyterLab's
  el.append(place, kept);
  if (last()) sync();
  else ask();
  model.on("change:versions", sync);
  return () => model.off("change:versions", sync);
}

export default { render };
