// Show the progress in each listed lesson, and save it to a file.
import { make } from "../widgets/elements.js";
import { kept } from "./kept.js";
import { visits } from "./visits.js";

/** Tell whether a step is done; a guess on the front page doesn't count before its lesson is opened. */
function isDone(step, all) {
  const { step: taste, page } = document.getElementById("taste")?.dataset ?? {};
  return step in all && (step !== taste || page in visits() || Boolean(all[step].solved?.length));
}

/** Show how much of a listed lesson is done: "2 of 4 steps, checkpoint 3 of 5 right". */
function mark(item, all) {
  const { module, steps, all: whole, exercise } = item.dataset;
  const names = steps.split(" ");
  const isStepDone = (step) => isDone(`${module}.${step}`, all);
  const done = names.filter(isStepDone).length;
  const answered = all[`${module}.checkpoint`];
  const passed = Object.entries(all).filter(([name, { passed: is }]) => name.startsWith(`exercise-${exercise}.`) && is);
  const said = [
    done ? `${done} of ${names.length} ${names.length === 1 ? "step" : "steps"}` : "",
    answered?.asked ? `checkpoint ${answered.right} of ${answered.asked} right` : "",
    passed.length ? `exercise: ${passed.length} self-checked` : "",
  ].filter(Boolean);
  item.querySelector(".door-state").textContent = said.join(", ");
  // A finished lesson also counts as its part on a path.
  item.classList.toggle("door-done", done === names.length || whole.split(" ").every(isStepDone));
  return [done, names.length];
}

/** Show how much of a path is done. */
function markWay(way, counts) {
  const [done, steps] = counts.reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  const far = way.querySelector(".door-far");
  far.hidden = done === 0;
  far.replaceChildren(make("progress", { max: steps, value: done, "aria-hidden": "true" }),
    ` You have done ${done} of ${steps} steps.`);
}

/** Return the answers that passed their visible tests, by exercise: ["drift checked (q1, q2)"]. */
function checkedInWords(all) {
  const passed = Object.entries(all).filter(([name, facts]) => name.startsWith("exercise-") && facts.passed)
    .map(([name]) => name.slice("exercise-".length).split("."));
  const byExercise = {};
  for (const [exercise, question] of passed) (byExercise[exercise] ??= []).push(question);
  return Object.entries(byExercise).map(([exercise, questions]) => `${exercise} checked (${questions.join(", ")})`);
}

/** Describe in a sentence what is kept: decisions and answers of all lessons. */
export function keptInWords(all) {
  const names = Object.keys(all);
  const count = (test, one, many) => {
    const number = names.filter((name) => test(all[name], name)).length;
    return number ? [`${number} ${number === 1 ? one : many}`] : [];
  };
  const parts = [
    ...count((facts, name) => ("guess" in facts || facts.skipped) && !name.endsWith(".decision"), "explorable", "explorables"),
    ...count((facts) => facts.solved?.length, "with a challenge solved", "with a challenge solved"),
    ...count((facts, name) => name.endsWith(".checkpoint"), "checkpoint", "checkpoints"),
    ...count((facts, name) => name.endsWith(".decision"), "decision", "decisions"),
  ];
  parts.push(...checkedInWords(all));
  return parts.length ? `This browser keeps: ${parts.join(", ")}.` : "This browser keeps nothing of you yet.";
}

/** Save all progress to a file. */
export function save() {
  const url = URL.createObjectURL(new Blob([kept.text()], { type: "application/json" }));
  make("a", { href: url, download: "my-progress.json" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return "Saved as my-progress.json, where your browser puts downloads.";
}

/** Add the progress in a file. */
async function add(file) {
  try {
    const number = kept.add(await file.text());
    return `${file.name} is added: ${number} ${number === 1 ? "step" : "steps"}. Nothing that was here is lost.`;
  } catch (problem) {
    return `${file.name} does not hold progress: ${problem.message}. Nothing is changed. `
      + "Choose a file that this page or progress.save_as wrote.";
  }
}

function showProgress() {
  const all = kept.all();
  /** @type {NodeListOf<HTMLElement>} */
  const nobodys = document.querySelectorAll(".page-nobodys");
  for (const line of nobodys) line.hidden = Object.keys(all).length === 0;
  const counts = new Map([...document.querySelectorAll("[data-module]")].map((item) => [item, mark(item, all)]));
  for (const way of document.querySelectorAll(".door-way")) {
    markWay(way, [...way.querySelectorAll("[data-module]")].map((item) => counts.get(item)));
  }
  const words = document.querySelector(".door-kept");
  if (!words) return;
  words.textContent = kept.lasting() ? keptInWords(all)
    : "This window keeps nothing after it is closed. Save a file before you leave.";
}

/** Set up the front page's buttons. */
function offerFile() {
  const said = document.querySelector("#door-said");
  /** @type {HTMLInputElement} */
  const chosen = document.querySelector("#door-add");
  document.querySelector("#door-save").addEventListener("click", () => { said.textContent = save(); });
  chosen.addEventListener("change", async () => {
    if (chosen.files.length) said.textContent = await add(chosen.files[0]);
    chosen.value = ""; // the same file may be chosen again
  });
}

export function startProgress() {
  if (document.querySelector("#door-save")) offerFile();
  kept.listen(showProgress);
  showProgress();
}
