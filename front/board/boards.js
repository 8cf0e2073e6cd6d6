// Boards: one decision a module, what all of them move together, and two years of it, as in course/board/boards.py.
import { data, modules } from "./data.js";
import { run } from "./tape.js";

/** Return all decisions that are kept, by module. */
export function keptOf(steps) {
  const made = Object.keys(modules).map((module) => [module, steps[`${module}.decision`]]);
  return Object.fromEntries(made.filter(([, choice]) => choice));
}

/** Return what a reader has decided; a decision of an older edition, whose option there is no more, counts as open. */
export function boardOf(steps) {
  return Object.fromEntries(Object.entries(keptOf(steps)).filter(([module, { option }]) => Object.hasOwn(modules[module].options, option)));
}

/** Return the chosen option of a module. */
export const chosen = (module, board) => modules[module].options[board[module].option];

/** Return the numbers that the chosen option uses. */
export function numbersOf(module, board) {
  const { without = [] } = chosen(module, board) ?? {};
  return modules[module].numbers.filter(({ key }) => !without.includes(key));
}

/** Return one number of a decision, or its default if missing. */
export function number(module, board, key) {
  return board[module].numbers?.[key] ?? modules[module].numbers.find((each) => each.key === key).default;
}

function fed(module, board) {
  if (!(module in board)) return modules[module].today.feeds;
  const feeds = { ...chosen(module, board).feeds };
  for (const { key, feeds: slopes } of numbersOf(module, board)) {
    for (const [name, slope] of Object.entries(slopes)) feeds[name] += slope * number(module, board, key);
  }
  return feeds;
}

const TOGETHER = {
  sum: (values) => values.reduce((one, other) => one + other, 0),
  product: (values) => values.reduce((one, other) => one * other, 1),
  only: ([value]) => value,
};

/** Return what a board's decisions move together, by effect. */
export function effects(board) {
  const all = Object.keys(modules).map((module) => fed(module, board));
  return Object.fromEntries(Object.entries(data.effects).map(([name, { together, low, high }]) => {
    const value = TOGETHER[together](all.filter((feeds) => name in feeds).map((feeds) => feeds[name]));
    return [name, Math.min(Math.max(value, low), high)];
  }));
}

/**
 * Play a board's two years; return a list by measure, from the first day on.
 * @returns {Record<string, number[]>}
 */
export function play(board) {
  const now = Object.fromEntries(Object.entries(effects(board)).map(([name, value]) => [name, [value]]));
  const { first, next, months } = data.tapes;
  const path = [run(first, now)];
  for (let month = 1; month <= months; month += 1) path.push(run(next, { ...path.at(-1), ...inputsOf(now), month: [month] }));
  const played = Object.fromEntries(["live", "open", "begun", "money", "incidents", "trust"].map((name) => [name, path.map((state) => state[name][0])]));
  let sum = 0;
  return { ...played, total: played.money.map((money) => sum += money) };
}

/** Effects and states share names, so a month takes effects under others. */
const inputsOf = (now) => Object.fromEntries(Object.entries(now).map(([name, value]) => [`now_${name}`, value]));

/** Return a board without one of its decisions. */
export const without = (module, board) => Object.fromEntries(Object.entries(board).filter(([name]) => name !== module));
