// Challenges, one after the other: each turns to a check mark as soon as the learner's setting reaches it.
import { make } from "./elements.js";

const PATIENCE = 12; // moves before hints appear

/** A meter that shows how near a setting is to a goal. */
function meter() {
  const done = make("span", { class: "course-way" });
  const bar = make("div", { class: "course-meter", role: "meter", "aria-label": "How near", "aria-valuemin": 0, "aria-valuemax": 100 }, done);
  const words = make("p", { class: "course-far", "aria-hidden": "true" }); // as the meter's value, once is enough
  const element = make("div", {}, bar, words);
  const update = (near) => {
    element.hidden = near === null;
    const percent = Math.round(100 * (near ?? 0));
    words.textContent = percent < 100 ? `${percent}% of the way` : "The figures fit. What else does the goal ask?";
    bar.setAttribute("aria-valuenow", String(percent));
    bar.setAttribute("aria-valuetext", words.textContent);
    done.style.scale = `${percent / 100} 1`;
  };
  update(null);
  return { element, update };
}

/**
 * A list of goals: those that are reached, and the first one that is open. `update(solved, moves, near)` shows which are
 * reached, and how near the others are: a number from 0 to 1 for each, or null. It returns whether a hint has appeared.
 */
export function goals(challenges) {
  const chips = challenges.map(({ text, hint }) => {
    const mark = make("span", { class: "course-mark", "aria-hidden": "true" }, "○");
    const state = make("span", { class: "course-unseen" }, "Open: ");
    const help = make("p", { class: "course-hint", hidden: true }, `Hint: ${hint}`);
    const far = meter();
    const element = make("li", { class: "course-goal" }, mark, make("div", {}, state, text, far.element, help));
    return { text, element, mark, state, help, far };
  });
  const head = make("p", { class: "course-goals-head" });
  const news = make("span", { class: "course-unseen", role: "status" });
  const element = make("div", { class: "course-goals", role: "group", "aria-label": "Challenges", hidden: true },
    head, make("ul", {}, ...chips.map((chip) => chip.element)), news);
  const update = (solved, moves, near = []) => {
    let isHintNew = false;
    const next = chips.findIndex(({ text }) => !solved.includes(text));
    for (const [index, { text, element: item, mark, state, help, far }] of chips.entries()) {
      const done = solved.includes(text);
      if (done && !item.classList.contains("course-done") && moves > 0) news.textContent = `Solved: ${text}`;
      item.classList.toggle("course-done", done);
      item.hidden = !done && index !== next;
      mark.textContent = done ? "✓" : "○";
      state.textContent = done ? "Solved: " : "Open: ";
      const hides = done || index !== next || moves < PATIENCE;
      isHintNew ||= help.hidden && !hides;
      help.hidden = hides;
      far.update(done ? null : near[index] ?? null);
    }
    const count = chips.length > 1 ? ` ${next + 1} of ${chips.length}` : "";
    head.textContent = next < 0 ? "Challenges met" : `Challenge${count}`;
    return isHintNew;
  };
  return { element, update };
}
