// The reader's progress, kept in this browser in the format of the file that course.learner.progress writes:
// {"format": 1, "steps": {"drift.shift": {"guess": 81, "solved": [...]}, ...}}. All pages of the site
// share it. If the browser keeps nothing, it lasts as long as the page.
//
// kept.get(step)         the facts of a step, or {}
// kept.put(step, facts)  add facts to a step, as progress.record does
// kept.all()             the facts of all steps, by name
// kept.replace(steps)    keep exactly these steps, from Python's progress file
// kept.text()            all of it as the text of a file
// kept.add(text)         add such a file and lose nothing; returns the number of its steps
// kept.listen(listener)  call it after each change, by this page or another
// kept.lasting()         whether the browser keeps it
import { setAside } from "./visits.js";
import { FORMAT, isSound, joined, stepsIn } from "./facts.js";

const KEPT_AS = "scaling-ai-course.progress";

export const kept = (() => {
  const listeners = [];
  let unsaved = null; // the text, if the browser keeps none

  const stored = () => {
    if (unsaved !== null) return unsaved;
    try {
      return localStorage.getItem(KEPT_AS);
    } catch {
      return null; // the reader has disabled it
    }
  };
  const all = () => {
    const text = stored();
    if (text === null) return {};
    try {
      return stepsIn(text);
    } catch (problem) {
      console.warn(`What was kept could not be read: ${problem.message}. It stays as ${KEPT_AS}.broken.`);
      setAside(KEPT_AS, text);
      return {};
    }
  };
  const asText = (steps) => JSON.stringify({ format: FORMAT, steps }, null, 1);
  const replace = (steps) => {
    const text = asText(steps);
    try {
      localStorage.setItem(KEPT_AS, text);
      unsaved = null;
    } catch {
      unsaved = text;
    }
    for (const listener of listeners) listener();
  };
  addEventListener("storage", ({ key }) => {
    if (key === KEPT_AS || key === null) for (const listener of listeners) listener();
  });
  return {
    all,
    replace,
    get: (step) => all()[step] ?? {},
    put(step, facts) {
      const steps = all();
      replace({ ...steps, [step]: { ...steps[step], ...facts } });
    },
    text: () => asText(all()),
    add(text) {
      const steps = all();
      const added = Object.entries(stepsIn(text));
      const odd = added.find(([step, facts]) => !isSound(step, facts));
      if (odd) throw new Error(`what it says of “${odd[0]}” makes no sense`);
      replace({ ...steps, ...Object.fromEntries(added.map(([step, facts]) => [step, joined(steps[step] ?? {}, facts)])) });
      return added.length;
    },
    listen: (listener) => { listeners.push(listener); },
    lasting: () => {
      try {
        localStorage.setItem(`${KEPT_AS}.try`, "");
        localStorage.removeItem(`${KEPT_AS}.try`);
        return unsaved === null;
      } catch {
        return false;
      }
    },
  };
})();
