// Challenges: goals that turn to a check mark as soon as the learner's setting reaches them.
import { make } from "./elements.js";

const PATIENCE = 12; // moves before hints appear

/** A list of goals; `update(solved, moves)` shows which are reached. */
export function goals(challenges) {
  const chips = challenges.map(({ text, hint }) => {
    const mark = make("span", { class: "course-mark", "aria-hidden": "true" }, "○");
    const state = make("span", { class: "course-unseen" }, "Open: ");
    const help = make("p", { class: "course-hint", hidden: true }, `Hint: ${hint}`);
    const element = make("li", { class: "course-goal" }, mark, make("div", {}, state, text, help));
    return { text, element, mark, state, help };
  });
  const news = make("span", { class: "course-unseen", role: "status" });
  const element = make("div", { class: "course-goals", role: "group", "aria-label": "Challenges", hidden: true },
    make("p", { class: "course-goals-head" }, chips.length > 1 ? "Challenges" : "Challenge"),
    make("ul", {}, ...chips.map((chip) => chip.element)), news);
  const update = (solved, moves) => {
    for (const { text, element: item, mark, state, help } of chips) {
      const done = solved.includes(text);
      if (done && !item.classList.contains("course-done") && moves > 0) news.textContent = `Solved: ${text}`;
      item.classList.toggle("course-done", done);
      mark.textContent = done ? "✓" : "○";
      state.textContent = done ? "Solved: " : "Open: ";
      help.hidden = done || moves < PATIENCE;
    }
  };
  return { element, update };
}
