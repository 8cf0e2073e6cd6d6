// The guess against the truth: a sentence, the way from one to the other, and a sign of joy where they are close.
import { said } from "./controls.js";
import { make } from "./elements.js";

const CLOSE = 0.05; // of the slider, for a number; a line may be off by twice that on average
const TRAVEL = 1200; // milliseconds

/** The sentence that compares a guess with the truth. */
export function verdict(spec, guess, { truth, explanation }) {
  const praise = isClose(spec, guess, truth) ? "Well guessed! " : "";
  return `${praise}${compared(spec, guess, truth)} ${explanation}`;
}

/** The verdict in the page, with a sign of joy where the guess was close. */
export function told(spec, guess, revealed) {
  const words = verdict(spec, guess, revealed);
  const sign = make("span", { class: "course-joy", "aria-hidden": "true" }, "★");
  return isClose(spec, guess, revealed.truth) ? [sign, ` ${words}`] : [words];
}

/** Let the answer travel on the chart, from the guess to its place; it is there at once where motion is unwanted. */
export function sweep(chart, view, spec, { guess, truth }) {
  if (!view || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const scale = view.scale(spec.axis);
  const marks = [...chart.querySelectorAll("svg.marks :is(line, text, path)")];
  const rowOf = (mark) => mark.__data__?.datum ?? {}; // as Vega binds them
  const line = marks.find((mark) => mark.closest(".mark-line") && rowOf(mark).label === guess[0].label);
  for (const mark of marks) {
    const { label, at, value } = rowOf(mark);
    const start = guess.find((row) => row.at === at);
    if (label !== truth[0].label || !start) continue;
    const off = scale(start.value) - scale(value);
    const place = spec.axis === "x" ? `${off}px 0px` : `0px ${off}px`;
    const isLine = line && mark.closest(".mark-line");
    mark.animate([isLine ? { d: `path("${line.getAttribute("d")}")` } : { translate: place }, {}],
      { duration: TRAVEL, easing: "cubic-bezier(0.5, 0, 0.2, 1)" });
  }
}

function isClose(spec, guess, truth) {
  if (spec.kind === "choice") return guess === truth;
  const { low, high, step } = spec.slider;
  const near = (gap, part) => gap <= Math.max(part * (high - low), step / 2);
  return spec.kind === "number" ? near(Math.abs(guess - truth), CLOSE) : near(meanGap(guess, truth), 2 * CLOSE);
}

function compared(spec, guess, truth) {
  if (spec.kind === "choice") {
    return guess === truth ? `You said “${guess}”, and so it is.` : `You said “${guess}”. It is “${truth}”.`;
  }
  if (spec.kind === "number") return `You said ${said(spec.slider, guess)}; it is ${said(spec.slider, truth)}.`;
  const gaps = guess.map((value, i) => Math.abs(value - truth[i]));
  const most = gaps.indexOf(Math.max(...gaps));
  return `Your line is ${said(spec.slider, Number(meanGap(guess, truth).toPrecision(2)))} off on average, most at ${spec.at[most]}: `
    + `you said ${said(spec.slider, guess[most])}; it is ${said(spec.slider, truth[most])}.`;
}

function meanGap(guess, truth) {
  return guess.reduce((sum, value, i) => sum + Math.abs(value - truth[i]), 0) / guess.length;
}
