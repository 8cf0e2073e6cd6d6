// A checkpoint: ungraded questions, with a second try and an explanation of each option.
import { make } from "./elements.js";
import { questions } from "./question.js";

export function render({ model, el }) {
  el.classList.add("course-checkpoint");
  el.setAttribute("role", "region");
  el.setAttribute("aria-label", model.get("title"));
  el.addEventListener("keydown", (event) => event.stopPropagation()); // keys are the control's, not JupyterLab's
  el.append(make("p", { class: "course-title" }, model.get("title")), ...questions(model));
}

export default { render };
