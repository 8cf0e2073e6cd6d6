// Questions of a checkpoint: once one is answered, each option shows its explanation.
import { choices } from "./choices.js";
import { make } from "./elements.js";

/** The questions of a model, in their order; an answer goes to the model. */
export function questions(model) {
  const answers = () => model.get("answers");
  return model.get("questions").map(({ id, prompt, options }) => choices({
    prompt,
    options: options.map((option) => option.text),
    button: "Check",
    chosen: answers()[id],
    commit(index) {
      if (answers()[id] !== index) {
        model.set("answers", { ...answers(), [id]: index });
        model.save_changes();
      }
      return options.map((option, i) => make("p",
        { class: option.correct ? "course-right" : i === index ? "course-wrong" : "course-other" },
        make("strong", {}, `${option.correct ? "✓" : "✗"} ${option.text} `), option.why));
    },
  }));
}
