// A question with radio buttons: used by predictions and by checkpoints.

/**
 * A question, its options and a button that commits to one of them.
 * `commit(index)` is called once; what it returns is shown below, and read aloud.
 */
function choices({ prompt, options, button, chosen, commit, extra = [] }) {
  const group = `choice-${serial()}`;
  const inputs = options.map((_, index) =>
    make("input", { type: "radio", name: group, id: `${group}-${index}`, value: index }));
  const submit = make("button", { type: "button", class: "course-button", disabled: true }, button);
  const answer = make("div", { class: "course-answer", role: "status" });
  const settle = (index) => {
    inputs.forEach((input, i) => { input.checked = i === index; input.disabled = true; });
    submit.hidden = true;
    extra.forEach((element) => { element.hidden = true; });
    answer.replaceChildren(...commit(index));
  };
  inputs.forEach((input) => input.addEventListener("change", () => { submit.disabled = false; }));
  submit.addEventListener("click", () => settle(inputs.findIndex((input) => input.checked)));
  const element = make("fieldset", { class: "course-choices" },
    make("legend", {}, prompt),
    ...options.map((text, index) =>
      make("label", { for: `${group}-${index}` }, inputs[index], " ", text)),
    make("div", { class: "course-buttons" }, submit, ...extra),
    answer);
  if (chosen !== null && chosen !== undefined) settle(chosen);
  return element;
}
