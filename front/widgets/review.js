// A review: questions that are due again, and a line that says what comes next.
import { make } from "./elements.js";
import { questions } from "./question.js";

export function render({ model, el }) {
  const outlook = make("p", { class: "course-summary", role: "status" });
  const say = () => { outlook.textContent = model.get("outlook"); };
  el.classList.add("course-checkpoint", "course-review");
  el.setAttribute("role", "region");
  el.setAttribute("aria-label", model.get("title"));
  el.addEventListener("keydown", (event) => event.stopPropagation()); // keys are the control's, not JupyterLab's
  const asked = questions(model).flatMap((question, index) =>
    [make("p", { class: "course-source" }, model.get("questions")[index].source), question]);
  el.append(make("p", { class: "course-title" }, model.get("title")), ...asked, outlook);
  model.on("change:outlook", say);
  say();
  return () => model.off("change:outlook", say);
}

export default { render };
