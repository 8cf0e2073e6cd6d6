// Questions of a checkpoint: a wrong answer shows its reason; in the end, each option does.
import { choices } from "./choices.js";
import { make } from "./elements.js";

/** The questions of a model, in their order; the first answer goes to the model. */
export function questions(model) {
  const answers = () => model.get("answers");
  return model.get("questions").map(({ id, prompt, options }) => choices({
    prompt,
    options: options.map((option) => option.text),
    right: options.findIndex((option) => option.correct),
    button: "Check",
    chosen: answers()[id],
    keep(index) {
      model.set("answers", { ...answers(), [id]: index });
      model.save_changes();
    },
    reason(index, isTried) {
      const { text, correct, why } = options[index];
      return make("p", { class: correct ? "course-right" : isTried ? "course-wrong" : "course-other" },
        make("strong", {}, `${correct ? "✓" : "✗"} ${text} `), why);
    },
  }));
}
