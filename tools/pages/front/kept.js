// The reader's progress, kept in this browser in the format of the file that course.progress writes:
// {"format": 1, "steps": {"drift.shift": {"guess": 81, "solved": [...]}, ...}}. All pages of the site
// share it. If the browser keeps nothing, it lasts as long as the page.
//
// courseKept.get(step)         the facts of a step, or {}
// courseKept.put(step, facts)  add facts to a step, as progress.record does
// courseKept.all()             the facts of all steps, by name
// courseKept.replace(steps)    keep exactly these steps, from Python's progress file
// courseKept.text()            all of it as the text of a file
// courseKept.add(text)         add such a file and lose nothing; returns the number of its steps
// courseKept.listen(listener)  call it after each change, by this page or another
// courseKept.lasting()         whether the browser keeps it

const KEPT_FORMAT = 1;
const KEPT_AS = "scaling-ai-course.progress";

/** Return the steps in a file's text; an error says why there are none. */
function stepsIn(text) {
  let content = null;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Error("it is not JSON");
  }
  if (content?.format !== KEPT_FORMAT) throw new Error(`it is not of format ${KEPT_FORMAT}`);
  const { steps } = content;
  if (!isTable(steps) || !Object.values(steps).every(isTable)) throw new Error("its steps are not facts by name");
  return steps;
}

const isText = (value) => typeof value === "string";
const FACTS = { answered: Number.isInteger, answers: isTable, date: isText, history: Array.isArray, numbers: isTable,
  option: isText, passed: (value) => typeof value === "boolean", reason: isText, seen: isTable, solved: Array.isArray };

/** Tell whether facts have the course's format (course/_join.py checks the same). */
function isSound(step, facts) {
  if (!Object.entries(FACTS).every(([name, is]) => !Object.hasOwn(facts, name) || is(facts[name]))) return false;
  if (step.startsWith("review.")) return Object.values(facts).every((card) => isTable(card) && isText(card.due));
  if (!Object.hasOwn(facts, "option")) return true;
  const isWhole = (version) => ["option", "numbers", "reason", "date"].every((part) => FACTS[part](version?.[part]));
  return [facts, ...(facts.history ?? [])].every(isWhole);
}

function isTable(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Return all items of two lists, each once. */
function united(some, others) {
  const held = new Set(some.map((item) => JSON.stringify(item)));
  return [...some, ...others.filter((item) => !held.has(JSON.stringify(item)))];
}

/** Return how advanced facts are: the day of a decision or a review, or the count of answers or passes. */
function standing({ date, last_review: review, answered, passed }) {
  return date ?? review ?? Number(answered ?? passed ?? 0);
}

/** Merge two versions of a decision: the later one counts, the other becomes part of its history. */
function decidedTwice(earlier, later) {
  const { option, numbers, reason, date } = earlier;
  const said = ({ option: key, numbers: sizes, reason: why }) => JSON.stringify([key, Object.entries(sizes).sort(), why]);
  const before = said(earlier) === said(later) ? [] : [{ option, numbers, reason, date }];
  const history = united(later.history ?? [], [...(earlier.history ?? []), ...before]);
  return { ...later, history: history.sort((one, other) => one.date.localeCompare(other.date)) };
}

/** Merge a step's facts from two places. Lists are united; otherwise the more advanced fact counts. */
function joined(mine, theirs) {
  const [under, over] = standing(theirs) > standing(mine) ? [mine, theirs] : [theirs, mine];
  if ("option" in under && "option" in over) return decidedTwice(under, over);
  const both = Object.keys(under).filter((name) => name in over).map((name) => {
    if (name === "solved") return [name, united(over[name], under[name])];
    const tables = isTable(under[name]) && isTable(over[name]);
    return [name, tables ? joined(over[name], under[name]) : over[name]];
  });
  return { ...under, ...over, ...Object.fromEntries(both) };
}

globalThis.courseKept = (() => {
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
      localStorage.setItem(`${KEPT_AS}.broken`, text);
      localStorage.removeItem(KEPT_AS);
      return {};
    }
  };
  const asText = (steps) => JSON.stringify({ format: KEPT_FORMAT, steps }, null, 1);
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
