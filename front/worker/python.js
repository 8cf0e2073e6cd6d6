// The worker behind a lesson's page: Python, which handles one request at a time.
//
// The page sends { id, ask, ... }:
//   run      { source, number }   run a cell; outputs arrive while it runs       -> { ended }
//   needs    { sources }          find the cells that the last of these needs                  -> { cells }
//   open     { call }             make a widget, as "explore.drift.shift()"      -> { widget, kind, state, script }
//   shown    { widget }           connect to a widget that a cell has shown      -> { widget, kind, state, script }
//   set      { widget, changes }  set traits: of an explorable, values in and its scene out, in `changed`
//   close    { widget }           forget a widget
//   specs    { specs }            store the page's chart specifications, by explorable
//   notebook { path, text }       write the page's notebook where its code expects it, and change to that folder
//   progress { text }             store the page's progress file (course.learner.progress's format)
//
// The worker sends, for each of these, { id, answer, changed, progress } or { id, error }:
//   changed   { widget: { trait: value } }, for all widgets that Python has changed
//   progress  the progress file if Python has changed it, or null
// and at any time:
//   { id, output }                an output of the running cell, in notebook format (nbformat 4)
//   { courseLoading: { what, words, done, total } }, the progress of loading; without words it has failed
import { begin } from "./runtime.js";

// The page names the archives that the lesson always imports in the worker's address; they are loaded first.
const needs = new URL(self.location.href).searchParams.getAll("needs").map((name) => `${name}.tar.gz`);
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

addEventListener("message", ({ data }) => {
  last = last.then(() => answer(data), (error) => self.postMessage({ id: data.id, error: error.message }));
});
