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

/**
 * A question, its options and a button that commits to one of them.
 * `commit(index)` is called once; what it returns is shown below, and read aloud.
 */
export function choices({ prompt, options, button, chosen, commit }) {
  const question = radios(prompt, options);
  const submit = make("button", { type: "button", class: "course-button", disabled: true }, button);
  const answer = make("div", { class: "course-answer", role: "status", tabindex: -1 });
  const settle = (index) => {
    question.inputs.forEach((input, i) => { input.checked = i === index; input.disabled = true; });
    submit.hidden = true;
    answer.replaceChildren(...commit(index));
  };
  question.element.addEventListener("change", () => { submit.disabled = false; });
  submit.addEventListener("click", () => {
    settle(question.chosen());
    answer.focus(); // the button is gone: without this, the focus would fall to the page
  });
  question.element.append(make("div", { class: "course-buttons" }, submit), answer);
  if (chosen !== null && chosen !== undefined) settle(chosen);
  return question.element;
}
