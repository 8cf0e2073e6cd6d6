// The two years of a board as a picture, as in course/board/two_year_figure.py.
import { play } from "./boards.js";
import { data } from "./data.js";
import { escaped, fill, fixed, say } from "./say.js";

const { width: WIDTH, height: HEIGHT, left: LEFT, right: RIGHT, top: TOP, bottom: BOTTOM, ticks: TICKS, apart: APART } = data.picture.sizes;

/** Return a board's two years, and those of all as it is, as HTML. */
export function picture(board) {
  const played = (Object.keys(board).length ? [board, {}] : [{}]).map(play);
  const panels = data.picture.panels.map(([title, unit, measure, scale]) =>
    panel(say("panel", { title, unit }), played.map((years) => years[measure].map((value) => value / scale))));
  const lines = say(played.length > 1 ? "lines" : "one_line");
  return fill(data.picture.figure, { panels: panels.join(""), caption: say("figure", { lines }) });
}

/** Return one measure; `lines` has a list per board, the reader's first. */
function panel(title, lines) {
  const ticks = ticksOf(Math.min(0, ...lines.flat()), Math.max(...lines.flat()));
  const months = lines[0].length - 1;
  const across = lines[0].map((_, month) => LEFT + month * (WIDTH - RIGHT - LEFT) / months);
  const down = (value) => HEIGHT - BOTTOM - (value - ticks[0]) / (ticks.at(-1) - ticks[0]) * (HEIGHT - TOP - BOTTOM);
  const names = ["our_plan", "all_as_it_is"].slice(-lines.length).map((name) => say(name));
  const said = lines.map((line, index) => say("from_to", { start: written(line[0]), end: written(line.at(-1)), name: names[index] }));
  const styles = data.picture.lines.slice(-lines.length);
  const drawn = lines.map((line, index) => fill(data.picture.line, {
    style: styles[index],
    points: line.map((value, month) => `${fixed(across[month], 1)},${fixed(down(value), 1)}`).join(" "),
  }));
  return fill(data.picture.panel, {
    alt: escaped(say("alt", { title, months, said: said.join("; ") })),
    title: text(0, 13, title, "start", "600"),
    axes: axes(ticks, down, across),
    drawn: drawn.join(""),
    last: last(lines, down),
  });
}

function axes(ticks, down, across) {
  const up = ticks.map((tick) => fill(data.picture.tick, { left: LEFT, y: down(tick), right: WIDTH - RIGHT, opacity: tick === 0 ? "0.8" : "0.25" })
    + text(LEFT - 5, down(tick) + 4, short(tick), "end"));
  const months = across.map((x, month) => (month % 6 ? "" : text(x, HEIGHT - 21, String(month), "middle")));
  const middle = across.reduce((one, other) => one + other, 0) / across.length;
  return [...up, ...months, text(middle, HEIGHT - 5, say("month"), "middle")].join("");
}

/** Return each line's last value next to its end. */
function last(lines, down) {
  let places = lines.map((line) => down(line.at(-1)));
  if (places.length === 2 && Math.abs(places[0] - places[1]) < APART) {
    const middle = (places[0] + places[1]) / 2;
    const up = places[0] <= places[1] ? 1 : -1;
    places = [middle - up * APART / 2, middle + up * APART / 2];
  }
  const weights = ["700", "400"].slice(-lines.length);
  return lines.map((line, index) => text(WIDTH - RIGHT + 4, places[index] + 4, written(line.at(-1)), "start", weights[index])).join("");
}

const text = (x, y, words, anchor, weight = "400") => fill(data.picture.text, { x, y, words, anchor, weight });

/** Return round numbers from at most `low` to at least `high`. */
function ticksOf(low, high) {
  const least = ((high - low) || 1) / TICKS;
  const size = 10 ** Math.floor(Math.log10(least));
  const step = [1, 2, 5, 10].map((factor) => size * factor).find((each) => each >= least);
  const [first, end] = [Math.floor(low / step), Math.ceil(high / step)];
  return Array.from({ length: end - first + 1 }, (_, index) => step * (first + index));
}

const signed = (words) => words.replace("-", data.picture.minus);
const written = (value) => signed(fixed(value, 1));
/** As Python's format "g", for round numbers. */
const short = (value) => signed(String(Number(value.toPrecision(6))));
