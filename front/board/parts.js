// The five parts of the board paper, as in course/board/paper_parts.py.
import { boardOf, chosen, number, numbersOf, play, without } from "./boards.js";
import { conflicts } from "./conflicts.js";
import { data, modules } from "./data.js";
import { fill, halfUp, listed, say } from "./say.js";
import { numberInWords } from "../widgets/numbers.js";

/**
 * Return the parts: each has a head, and blocks, which are paragraphs or lists of a label and a text.
 * @param {Record<string, any>} steps what is kept
 */
export function parts(steps) {
  const board = boardOf(steps);
  const blocks = [plan(board), reasons(board), evidence(board), [...misfits(board), ""], [signs(board), ""]];
  return data.heads.map((head, index) => ({ ...head, blocks: blocks[index].filter((block) => block.length || block === "") }));
}

function plan(board) {
  const left = Object.keys(modules).filter((module) => !(module in board));
  return [
    data.decided[Object.keys(board).length],
    itemsOf(Object.keys(board), (module) => together(chosen(module, board).does, numbers(module, board, false))),
    ...(left.length ? [say("meanwhile")] : []),
    itemsOf(left, (module) => meanwhile(module, board)),
  ];
}

const together = (...texts) => texts.filter(Boolean).join(" ");

const itemsOf = (names, words) => names.map((module) => [modules[module].label, words(module)]);

/** Return the sentences of the numbers that are signs, or of those that aren't. */
function numbers(module, board, areSigns) {
  const given = board[module].numbers ?? {};
  return numbersOf(module, board).filter(({ key, isSign }) => key in given && isSign === areSigns)
    .map((each) => numberInWords(each, given[each.key])).join(" ");
}

function meanwhile(module, board) {
  const changed = Object.keys(board).map((other) => chosen(other, board).meanwhile?.[module]);
  return changed.find(Boolean) ?? modules[module].today.text;
}

function reasons(board) {
  if (!Object.keys(board).length) return [data.asItIs];
  const [planned, today] = [play(board), play({})];
  const said = say("plan", {
    plan: planned.live.at(-1),
    today: today.live.at(-1),
    plan_brings: inWords(planned.total.at(-1)),
    today_brings: inWords(today.total.at(-1)),
    movers: movers(board, planned.total.at(-1)),
  });
  return [said, itemsOf(Object.keys(board), (module) => board[module].reason)];
}

/** Return which decisions earn and cost most: without one, the others stay. */
function movers(board, total) {
  const moved = Object.keys(board).map((module) => ({ module, value: total - play(without(module, board)).total.at(-1) }));
  const said = Object.entries({ earns_most: 1, costs_most: -1 }).map(([words, sign]) => {
    const { module, value } = moved.reduce((one, other) => (sign * other.value > sign * one.value ? other : one));
    return sign * tenths(value) > 0 ? say(words, { decision: modules[module].about, amount: amount(value) }) : "";
  });
  return together(...said) || say("no_mover");
}

function evidence(board) {
  const made = Object.keys(board);
  const blind = made.filter((module) => !isExamined(board[module].seen));
  const own = itemsOf(made, (module) => shown(module, board)).filter(([, words]) => words);
  let tried = made.length ? say("tried") : "";
  if (blind.length) tried = say("tried_some", { blind: listed(blind.map((module) => modules[module].number)) });
  if (made.length && blind.length === made.length) tried = say("tried_none");
  const says = together(tried, own.length ? say("models_say") : "");
  return [...(says ? [says] : []), own, data.model];
}

/** Return whether a step was guessed at, or reached a goal: more than opened to explore. */
function isExamined(seen) {
  return Object.entries(seen ?? {}).some(([step, { solved, skipped }]) =>
    !data.noEvidence.includes(step) && (solved?.length || !skipped));
}

/** Return what the lesson's model shows of the chosen option, or nothing. */
function shown(module, board) {
  const { shows = "" } = chosen(module, board);
  if (!shows.includes("{")) return shows;
  const { figures } = modules[module];
  return fill(shows, figures.at[figures.by.map((key) => number(module, board, key)).join()]);
}

function misfits(board) {
  const sentences = conflicts(board).map((sentence) => ["", sentence]);
  if (!sentences.length) return [];
  if (sentences.length <= data.mostMisfits) return [say("misfits"), sentences];
  const gravest = sentences.slice(0, data.mostMisfits - 1);
  return [say("misfits_gravest"), gravest, say("misfits_lesser", { lesser: sentences.length - gravest.length })];
}

function signs(board) {
  return itemsOf(Object.keys(board), (module) => together(chosen(module, board).sign, numbers(module, board, true)))
    .filter(([, words]) => words);
}

const inWords = (thousand) => say(tenths(thousand) < 0 ? "costs" : "brings", { amount: amount(thousand) });

function amount(thousand) {
  const millions = Math.abs(tenths(thousand)) / 10;
  return millions ? say("amount", { millions }) : say("no_amount");
}

/** Round thousands of euros to tenths of a million. */
const tenths = (thousand) => halfUp(thousand / 100);
