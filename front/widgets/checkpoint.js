// A checkpoint: ungraded questions, one open at a time, with a second try and an explanation of each option.
import { make, serial } from "./elements.js";
import { questions } from "./question.js";

export function render({ model, el }) {
  el.classList.add("course-checkpoint");
  el.setAttribute("role", "region");
  el.setAttribute("aria-label", model.get("title"));
  el.addEventListener("keydown", (event) => event.stopPropagation()); // keys are the control's, not JupyterLab's
  const asked = model.get("questions");
  const first = Math.max(0, asked.findIndex(({ id }) => !(id in model.get("answers"))));
  const name = `checkpoint-${serial()}`; // the browser closes the others of this name
  const heads = asked.map((_, index) => make("summary", {}, `Question ${index + 1} of ${asked.length}`));
  const mark = () => asked.forEach(({ id, options }, index) => {
    const answer = options[model.get("answers")[id]];
    if (answer) heads[index].dataset.answered = answer.correct ? "✓" : "✗";
  });
  el.append(make("div", { class: "course-questions" }, ...questions(model).map((question, index) =>
    make("details", { name, open: index === first }, heads[index], question))));
  model.on("change:answers", mark);
  mark();
  return () => model.off("change:answers", mark);
}

export default { render };
