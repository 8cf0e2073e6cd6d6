// Two years of the reader's own board, as in course/explore/case_and_pitfalls/two_years.py.
import { boardOf, play, without } from "./boards.js";
import { data, modules } from "./data.js";
import { fixed, halfUp, say } from "./say.js";

const { measures, labels, reference, choices, yours, decided, asToday, open, options } = data.years;

/** Return the scene of what is kept, at a module and an option of it. */
export function scene(steps, { module: label, option }) {
  const before = boardOf(steps);
  const module = labels[label];
  const after = changed(before, module, option);
  const rows = [...Object.entries(reference), [yours, after]].map(([name, board]) => ({ board: name, ...endOf(board) }));
  const words = clause(module in after ? modules[module].options[after[module].option].text : modules[module].today.text);
  const choice = option === decided && !(module in before) ? open : option;
  const summary = [say("setting", { board: yours, module: label, choice, words, has: inWords(rows.at(-1)) })];
  if (after[module]?.option !== before[module]?.option) summary.push(say("as_decided", { has: inWords(endOf(before)) }));
  if (option === asToday) summary.push(choices[module]);
  return { data: { boards: columns(rows) }, summary: summary.join(" "), title: title(rows), reached: [], near: [] };
}

/** Return the board with one decision changed; its numbers stay. */
function changed(board, module, option) {
  if (option === decided) return board;
  if (option === asToday) return without(module, board);
  const key = Object.keys(modules[module].options)[options.indexOf(option)];
  return { ...board, [module]: { ...board[module], option: key } };
}

function endOf(board) {
  const played = play(board);
  return Object.fromEntries(Object.entries(measures).map(([name, factor]) => [name, played[name].at(-1) * factor]));
}

/** Return an option's sentences as one clause. */
function clause(text) {
  const [first, ...others] = text.replace(/\.+$/, "").split(". ");
  return [first, ...others.map((each) => each[0].toLowerCase() + each.slice(1))].join("; ");
}

const WRITTEN = {
  live: (value) => fixed(value, 1),
  money: inEuros,
  incidents: (value) => fixed(value, 1),
  trust: (value) => fixed(value, 0),
};

function inWords(end) {
  return say("has", Object.fromEntries(Object.entries(WRITTEN).map(([name, write]) => [name, write(end[name])])));
}

/** Return thousands of euros in full. */
function inEuros(thousand) {
  const whole = halfUp(thousand);
  return `${whole < 0 ? data.picture.minus : ""}€${Math.abs(whole).toLocaleString("en")}${whole ? ",000" : ""}`;
}

function title(rows) {
  const best = (isBetter) => rows.reduce((one, other) => (isBetter(other, one) ? other : one)).board;
  return say("extremes", {
    most: best((one, other) => one.live > other.live),
    fewest: best((one, other) => one.incidents < other.incidents),
  });
}

function columns(rows) {
  const values = Object.keys(measures).map((name) => [name, rows.map((row) => Number(fixed(row[name], 2)))]);
  const words = Object.entries(WRITTEN).map(([name, write]) => [`${name}_words`, rows.map((row) => write(row[name]))]);
  return { board: rows.map(({ board }) => board), ...Object.fromEntries([...values, ...words]) };
}
