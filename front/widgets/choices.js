// A question with radio buttons: used by guesses and by checkpoints.
import { make, serial } from "./elements.js";

/** A question and its options; `chosen()` is the index of the one that is checked, or -1. */
export function radios(prompt, options) {
  const group = `choice-${serial()}`;
  const inputs = options.map((_, index) =>
    make("input", { type: "radio", name: group, id: `${group}-${index}`, value: index }));
  const element = make("fieldset", { class: "course-choices" },
    make("legend", {}, prompt),
    ...options.map((text, index) =>
      make("label", { for: `${group}-${index}` }, inputs[index], " ", text)));
  return { element, inputs, chosen: () => inputs.findIndex((input) => input.checked) };
}

const FEWEST = 3; // options, for a second try

/**
 * A question, its options and a button. A wrong answer shows its own reason, and may be tried once more; then all
 * reasons are shown, and read aloud. `keep(index)` is called once, with the first answer.
 */
export function choices({ prompt, options, right, button, chosen, keep, reason }) {
  const question = radios(prompt, options);
  const submit = make("button", { type: "button", class: "course-button", disabled: true }, button);
  const answer = make("div", { class: "course-answer", role: "status", tabindex: -1 });
  const tried = [];
  const settle = () => {
    question.inputs.forEach((input, i) => { input.checked = i === tried.at(-1); input.disabled = true; });
    submit.hidden = true;
    answer.replaceChildren(...options.map((_, index) => reason(index, tried.includes(index))));
  };
  const tryAgain = (index) => {
    Object.assign(question.inputs[index], { checked: false, disabled: true });
    submit.disabled = true;
    answer.replaceChildren(reason(index, true), make("p", {}, "Try once more: the other options are open. Your first answer counts."));
  };
  question.element.addEventListener("change", () => { submit.disabled = false; });
  submit.addEventListener("click", () => {
    const index = question.chosen();
    if (tried.length === 0) keep(index);
    tried.push(index);
    if (index === right || tried.length > 1 || options.length < FEWEST) settle();
    else tryAgain(index);
    answer.focus(); // the button may be gone: without this, the focus would fall to the page
  });
  question.element.append(make("div", { class: "course-buttons" }, submit), answer);
  if (chosen !== null && chosen !== undefined) {
    tried.push(chosen);
    settle();
  }
  return question.element;
}
