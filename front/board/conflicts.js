// Where decisions of one board do not fit each other, as in course/board/conflicts.py.
import { chosen, effects, number, numbersOf, play } from "./boards.js";
import { data, modules } from "./data.js";
import { halfUp, listed, say } from "./say.js";

const [ARRIVALS, CREWS, FUNDING, DRIFT] = ["scaling_gap", "people_and_change", "prioritization", "drift"];
const [PROMISE, SORTING, NEXT] = ["culture_and_skills", "case_and_pitfalls", "future"];

/** Return a sentence for each conflict, the gravest first. */
export function conflicts(board) {
  const grave = [broken, withoutNotice, stoppedToday, unfunded, stopped, waiting, tooLittle, missed];
  const lesser = [paused, stoppedByItsRule, crowded, heldUp];
  const pairs = data.pairs.filter(([one, other]) => [one, other].every(([module, keys]) => keys.includes(board[module]?.option)));
  return [...grave.map((rule) => rule(board)), ...pairs.map(([, , words]) => words), ...lesser.map((rule) => rule(board))]
    .filter(Boolean);
}

function broken(board) {
  if (!(PROMISE in board)) return "";
  const [cut, notice] = ["cut", "notice"].map((key) => number(PROMISE, board, key));
  const [mean, likely] = data.promises[chosen(PROMISE, board).trained][notice];
  if (cut >= likely) return "";
  const ceiling = cut ? say("ceiling", { cut }) : say("ceiling_of_nobody");
  const luck = say(cut < mean ? "not_only_bad_luck" : "bad_luck");
  return say("broken", { ceiling, mean, likely, month: Math.max(1, notice), luck });
}

function withoutNotice(board) {
  const isPromised = PROMISE in board && (chosen(PROMISE, board).needs ?? []).includes("notice");
  return isPromised && !number(PROMISE, board, "notice") ? say("without_notice") : "";
}

function stoppedToday(board) {
  const { accuracy: today } = data.facts;
  if (!(DRIFT in board)) return "";
  const stop = number(DRIFT, board, "stop");
  return stop > today ? say("stopped_today", { today, stop }) : "";
}

function unfunded(board) {
  const unpaid = systems(board).filter(([, { pilot }]) => !funded(board).includes(pilot));
  if (!unpaid.length) return "";
  const payer = say(FUNDING in board ? "payer" : "payer_while_open");
  const levers = unpaid.some(([module]) => module === CREWS) ? say("levers") : "";
  return say("unfunded", { payer, systems: unpaid.map(([, { name }]) => name).join(", ") }) + levers;
}

function stopped(board) {
  const pilots = SORTING in board ? countedOn(chosen(SORTING, board).stops ?? [], board) : "";
  return pilots && say("stopped", { pilots });
}

function waiting(board) {
  const pilots = board[NEXT]?.option === "uses" ? countedOn(data.hiringOrCredit, board) : "";
  return pilots && say("waiting", { pilots });
}

function tooLittle(board) {
  if (!(FUNDING in board)) return "";
  const share = number(FUNDING, board, "foundations");
  const budget = data.facts.budget * share / 100;
  const { foundations: needed } = chosen(FUNDING, board);
  if (budget >= needed) return "";
  return say("too_little", { share, needed, in_euros: budget ? say("in_euros", { budget }) : "" });
}

function missed(board) {
  if (!(ARRIVALS in board) || !numbersOf(ARRIVALS, board).some(({ key }) => key === "target")) return "";
  const target = number(ARRIVALS, board, "target");
  const live = play(board).live[data.facts.month];
  return halfUp(live) >= target ? "" : say("missed", { target, month: data.facts.month, live });
}

function paused(board) {
  if (!(ARRIVALS in board && FUNDING in board)) return "";
  const { launches: begin, pause } = effects(board);
  return begin && pause ? say("paused", { begin, pause }) : "";
}

function stoppedByItsRule(board) {
  if (!(CREWS in board) || !numbersOf(CREWS, board).some(({ key }) => key === "use")) return "";
  const { used } = chosen(CREWS, board);
  return used >= 10 * number(CREWS, board, "use") ? "" : say("stopped_by_its_rule", { used });
}

function crowded(board) {
  if (!(FUNDING in board && SORTING in board)) return "";
  const { limit } = effects(board);
  const pilots = funded(board).length;
  return pilots <= limit ? "" : say("crowded", { funded: pilots, limit });
}

function heldUp(board) {
  if (!(SORTING in board)) return "";
  const moved = effects(board);
  const { open, begun: all } = play(board);
  const planned = halfUp(moved.launches * (data.tapes.months - moved.pause) / 12);
  const begun = halfUp(all.at(-1));
  if (begun >= planned) return "";
  const [left, today] = [halfUp(open[0]), data.facts.open];
  const room = Math.max(0, Math.trunc(moved.limit - open[0]));
  return say("held_up", {
    left: say(left === today ? "left_all" : "left", { left, today }),
    limit: moved.limit,
    waits: say(["waits", "one_begins_at_once"][room] ?? "some_begin_at_once", { room }),
    begin: say(["none_begins", "one_begins"][begun] ?? "begin", { begun }),
    planned,
    pace: say(ARRIVALS in board ? "decided_pace" : "todays_pace"),
  });
}

function countedOn(pilots, board) {
  const words = pilots.map((id) => {
    const deciding = systems(board).filter(([, { pilot }]) => pilot === id).map(([module]) => module);
    if (funded(board).includes(id)) deciding.push(FUNDING);
    const numbers = deciding.map((module) => modules[module].number);
    return numbers.length ? say("counted_on", { pilot: data.pilots[id], id, numbers: listed(numbers) }) : "";
  });
  return words.filter(Boolean).join(", ");
}

/** Return the modules that decide about a pilot, each with it. */
const systems = (board) => Object.keys(board).filter((module) => modules[module].system).map((module) => [module, modules[module].system]);

const funded = (board) => (FUNDING in board ? chosen(FUNDING, board).funds : []);
