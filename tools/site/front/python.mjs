// The worker behind a lesson's page: Python, asked one thing at a time.
//
// The page sends { id, ask, ... }:
//   run      { source, number }   run a cell; its outputs come while it runs     -> { ended }
//   open     { call }             make a widget, as "explore.drift.shift()"      -> { widget, kind, state, script }
//   shown    { widget }           take up a widget that a cell has shown         -> { widget, kind, state, script }
//   set      { widget, changes }  set traits: of an explorable, values in and its scene out, in `changed`
//   close    { widget }           forget a widget
//   specs    { specs }            take the charts' specifications that the page has, by explorable
//   notebook { path, text }       write the notebook of the page where its code looks for it, and work there
//   progress { text }             take the progress file as the page keeps it (course.progress's format)
//
// The worker sends, for each of these, { id, answer, changed, progress } or { id, error }:
//   changed   { widget: { trait: value } }, for all widgets that have changed by themselves
//   progress  the progress file where Python has changed it, or null
// and at any time
//   { id, output }                an output of the cell that runs, as notebooks keep it (nbformat 4)
//   { courseLoading: { what, words, done, total } }, how far loading is; no words: it has failed
import { begin } from "./runtime.mjs";

// What the lesson imports in any case comes at once; the page names it in the worker's address.
const needs = new URL(self.location).searchParams.getAll("needs").map((name) => `${name}.tar.gz`);
const started = begin({
  archives: ["first.tar.gz"],
  after: needs,
  asked: ["scipy.tar.gz", "learn.tar.gz", "rules.tar.gz"].filter((name) => !needs.includes(name)),
  stdout: console.log,
  stderr: console.warn,
}).then((pyodide) => {
  const page = pyodide.pyimport("course_page");
  return page.start((output) => self.postMessage({ id: running, output: JSON.parse(output) }));
});

let running = null;
let last = started;

async function answer({ id, ...message }) {
  const ask = await started;
  running = id;
  try {
    self.postMessage({ id, ...JSON.parse(ask(JSON.stringify(message))) });
  } catch (error) {
    self.postMessage({ id, error: error.message });
  }
}

self.addEventListener("message", ({ data }) => {
  last = last.then(() => answer(data), (error) => self.postMessage({ id: data.id, error: error.message }));
});
