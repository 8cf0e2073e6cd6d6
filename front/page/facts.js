// The facts of a step from two places: are they sound, and what do both say together?
// course/learner/join.py has the same rules, and tests/progress_cases.json holds both to the same cases.

export const FORMAT = 1;

/** Return the steps in a file's text; an error says why there are none. */
export function stepsIn(text) {
  let content;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Error("it is not JSON");
  }
  if (content?.format !== FORMAT) throw new Error(`it is not of format ${FORMAT}`);
  const { steps } = content;
  if (!isTable(steps) || !Object.values(steps).every(isTable)) throw new Error("its steps are not facts by name");
  return steps;
}

const isText = (value) => typeof value === "string";
const FACTS = { answered: Number.isInteger, answers: isTable, date: isText, history: Array.isArray, numbers: isTable,
  option: isText, passed: (value) => typeof value === "boolean", reason: isText, seen: isTable, solved: Array.isArray };

/** Tell whether the facts of a step have the course's format. */
export function isSound(step, facts) {
  if (!Object.entries(FACTS).every(([name, is]) => !Object.hasOwn(facts, name) || is(facts[name]))) return false;
  if (step.startsWith("review.")) return Object.values(facts).every(isCard);
  if (!Object.hasOwn(facts, "option")) return true;
  const isWhole = (version) => ["option", "numbers", "reason", "date"].every((part) => FACTS[part](version?.[part]));
  return [facts, ...(facts.history ?? [])].every(isWhole);
}

function isCard(card) {
  return isTable(card) && isText(card.due) && (isText(card.last_review) || (card.last_review ?? null) === null);
}

function isTable(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Combine the facts of a step from two places; `joined` in course/learner/join.py states the rule. */
export function joined(mine, theirs) {
  const [under, over] = isAhead(theirs, mine) ? [mine, theirs] : [theirs, mine];
  if ("option" in under && "option" in over) return decidedTwice(under, over);
  const both = Object.keys(under).filter((name) => name in over).map((name) => {
    if (name === "solved") return [name, united(over[name], under[name])];
    const tables = isTable(under[name]) && isTable(over[name]);
    return [name, tables ? joined(over[name], under[name]) : over[name]];
  });
  return { ...under, ...over, ...Object.fromEntries(both) };
}

/** Tell whether facts are more advanced than others: the first difference of these four decides. */
function isAhead(one, other) {
  const standing = ({ date, last_review: review, answered, passed }) => [date || "", review || "", answered || 0, Boolean(passed)];
  const pairs = standing(one).map((part, index) => [part, standing(other)[index]]);
  const difference = pairs.find(([ours, others]) => ours !== others);
  return difference !== undefined && difference[0] > difference[1];
}

/** Merge two versions of a decision: the later one counts, the other becomes part of its history. */
function decidedTwice(earlier, later) {
  const version = ({ option, numbers, reason, date }) => ({ option, numbers, reason, date });
  const isSame = asKey({ ...version(earlier), date: "" }) === asKey({ ...version(later), date: "" });
  const before = [...(earlier.history ?? []), ...(isSame ? [] : [version(earlier)])];
  const history = united(later.history ?? [], before);
  return { ...later, history: history.sort((one, other) => (one.date < other.date ? -1 : Number(one.date > other.date))) };
}

/** Return all items of two lists, each once. */
function united(some, others) {
  const held = new Set(some.map(asKey));
  return [...some, ...others.filter((item) => !held.has(asKey(item)))];
}

/** Return a value as text, the same for tables that differ only in the order of their entries. */
function asKey(value) {
  const ordered = (_, part) => (isTable(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part);
  return JSON.stringify(value, ordered);
}
