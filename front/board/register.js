// All decisions in a table, as in course/board/register.py.
import { chosen, keptOf, numbersOf } from "./boards.js";
import { data, modules } from "./data.js";
import { escaped } from "./say.js";
import { numberInWords } from "../widgets/numbers.js";

/** Return the table of what is kept; `link` makes a page's address of its path in the site, `inWords` words of a day. */
export function register(steps, link, inWords) {
  const board = keptOf(steps); // with options of older editions, which are open in the paper
  const rows = Object.entries(modules).map(([module, { number, question, page }]) => {
    const lesson = `${number} <a href="${escaped(link(page))}">${escaped(question)}</a>`;
    if (!(module in board)) return row([lesson, data.register.open, "", "", ""]);
    const { date, reason, seen = {}, numbers = {} } = board[module];
    const texts = [chosen(module, board)?.text ?? board[module].option, ...numbersOf(module, board).filter(({ key }) => key in numbers)
      .map((each) => numberInWords(each, numbers[each.key]))];
    return row([lesson, inWords(date), texts.map(escaped).join("<br>"), escaped(reason), escaped(inSteps(seen))]);
  });
  return data.register.table.replace("{rows}", () => rows.join(""));
}

const row = (cells) => `<tr>${cells.map((content) => data.register.cell.replace("{content}", () => content)).join("")}</tr>`;

/** Return the steps seen before a decision, each with its facts. */
function inSteps(seen) {
  const words = Object.entries(seen).map(([step, facts]) => {
    const said = Object.entries(facts).map(([name, fact]) => inFacts(name, fact)).filter(Boolean);
    return said.length ? `${step.replaceAll("_", " ")} (${said.join("; ")})` : step;
  });
  return words.join(", ") || data.register.nothing;
}

/** Return a fact in words: lists and tables by length, true facts by name. */
function inFacts(name, fact) {
  const value = name === "guess" && fact?.said !== undefined ? fact.said : fact; // with the values of an unusual question
  if (name === "guess" && Array.isArray(value)) return data.register.drawn;
  if (typeof value === "object" && value !== null) return `${name}: ${Object.keys(value).length}`;
  if (value === true) return name;
  return value === false || value === null ? "" : `${name}: ${value}`;
}
