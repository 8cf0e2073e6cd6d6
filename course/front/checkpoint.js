// A checkpoint: ungraded questions, each option with its explanation.

function render({ model, el }) {
  const answers = () => model.get("answers");
  const questions = model.get("questions").map((question) => choices({
    prompt: question.prompt,
    options: question.options.map((option) => option.text),
    button: "Check",
    chosen: answers()[question.id],
    commit(index) {
      if (answers()[question.id] !== index) {
        model.set("answers", { ...answers(), [question.id]: index });
        model.save_changes();
      }
      return question.options.map((option, i) => make("p",
        { class: option.correct ? "course-right" : i === index ? "course-wrong" : "course-other" },
        make("strong", {}, `${option.correct ? "✓" : "✗"} ${option.text} `), option.why));
    },
  }));
  el.classList.add("course-checkpoint");
  el.setAttribute("role", "region");
  el.setAttribute("aria-label", model.get("title"));
  el.addEventListener("keydown", (event) => event.stopPropagation()); // keys are the control's, not JupyterLab's
  el.append(make("p", { class: "course-title" }, model.get("title")), ...questions);
}

export default { render };
