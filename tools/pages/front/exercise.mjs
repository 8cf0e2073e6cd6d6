// An exercise in its page: answers are kept while one types, checked, put back, and handed in as a notebook.
import { Answers } from "./answers.mjs";
import { button } from "./cells.mjs";
import { asFile, fileName, filled, plain, textOf } from "./notebook.mjs";
import { Outputs } from "./outputs.mjs";
import { Written } from "./written.mjs";

const { cells, live, make, python } = globalThis.coursePage;
const LEARNER = "scaling-ai-course.learner";
const holder = document.querySelector("#release");
const release = JSON.parse(holder.textContent);
const released = new Map(release.cells.map((cell) => [cell.id, textOf(cell)]));
const answers = new Answers(holder.dataset.notebook, document.documentElement.dataset.edition);

const written = [...document.querySelectorAll(".page-written")].map((el) => new Written(el, released.get(el.dataset.cell)));
const open = [...cells, ...written].filter(({ el }) => el.dataset.cell && ["answer", "own"].includes(el.dataset.role));

let file = null; // the notebook as it stands now, made when it is first asked for

/** Show what is kept; a cell in which somebody writes is left alone. */
function show() {
  const kept = answers.cells;
  file = null;
  for (const cell of open) {
    const text = kept[cell.el.dataset.cell] ?? cell.authored;
    if (cell.source !== text && !cell.el.contains(document.activeElement)) cell.source = text;
  }
}

function keepsWhatIsWritten(cell) {
  const id = cell.el.dataset.cell;
  cell.authored = released.get(id);
  cell.changed = (text) => {
    file = null;
    back.hidden = Object.keys(answers.before).length === 0;
    if ((answers.cells[id] ?? cell.authored) === text) return;
    const kept = answers.put(id, text === cell.authored ? null : text);
    cell.say(kept ? "Saved" : "This browser keeps nothing: hand in before you leave.");
  };
  cell.reset = () => reset([cell], "this answer");
}

function reset(some, what) {
  if (!confirm(`Put ${what} back to what the course gave you? What you wrote is kept: “Bring back” returns it.`)) return;
  answers.reset(some.map(({ el }) => el.dataset.cell));
  some.forEach((cell) => { cell.source = cell.authored; });
}

function bringBack() {
  answers.bringBack();
  show();
}

/** Check an answer, with the cells that it may need run before. */
function checks(cell) {
  const { ask, cell: id } = cell.el.dataset;
  if (!ask) return;
  const place = make("div", { class: "page-outputs" });
  const outputs = new Outputs(place, live);
  const name = ask.startsWith("check") ? "Check" : "Feedback";
  const press = button(name, `${name} on ${id}`, async () => {
    cell.say(python.ready ? "Running …" : "Waiting for Python …");
    const last = cells.indexOf(cell); // nothing is run for a written answer
    for (const each of cells.slice(0, last + 1)) {
      if (!each.stale || each.el.dataset.role === "test") continue;
      await each.run();
      if (each.stale) return; // Python was stopped
    }
    try {
      await outputs.run(python, { source: `__import__("course").${ask}`, number: 0 });
      cell.say("");
    } catch (problem) {
      cell.say(problem.message);
    }
  });
  cell.tools.querySelector("button").after(press);
  cell.el.append(place);
}

/** Say that the exercise has changed since the answers were begun, with what has no place in it any more. */
function tellOfAnotherEdition() {
  if (!answers.ofAnotherEdition) return;
  const lost = Object.entries(answers.cells).filter(([id]) => !open.some(({ el }) => el.dataset.cell === id));
  const banner = make("div", { class: "page-banner", role: "status" },
    make("p", {}, "This exercise has changed since you began. Your answers are all here: read the questions again and run the checks."));
  for (const [id, text] of lost) {
    banner.append(make("details", {}, make("summary", {}, `Your answer to ${id}, which the exercise has no longer`), make("pre", {}, text)));
  }
  banner.append(button("I have seen it", "I have seen that the exercise has changed", () => {
    answers.accept();
    banner.remove();
  }));
  document.querySelector(".door-news")?.remove(); // it says the same, of any page
  document.querySelector("article").before(banner);
}

const form = document.querySelector(".page-handin form");
const identity = form.querySelector("input");
const handed = form.querySelector(".page-handed");

function handIn(event) {
  event.preventDefault();
  const learner = plain(identity.value);
  identity.setCustomValidity(learner ? "" : "Write a name or number with at least one letter or digit.");
  if (!form.reportValidity()) return;
  remember(identity.value);
  const name = fileName(learner, holder.dataset.notebook);
  const url = URL.createObjectURL(new Blob([asFile(filled(release, answers.cells, learner))], { type: "application/x-ipynb+json" }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  const asked = open.filter(({ el }) => el.dataset.role === "answer");
  const left = asked.filter((cell) => cell.source === cell.authored).length;
  handed.textContent = `${name} is on its way to your downloads. Give it to your course as your instructor said.`
    + (left ? ` ${left} of ${asked.length} answers are still empty.` : "");
}

function remember(learner) {
  try {
    localStorage.setItem(LEARNER, learner);
  } catch {} // then it is asked for again
}

function remembered() {
  try {
    return localStorage.getItem(LEARNER) ?? "";
  } catch {
    return "";
  }
}

const all = make("button", { type: "button", class: "page-button" }, "Reset the exercise");
const back = make("button", { type: "button", class: "page-button" }, "Bring back");
all.addEventListener("click", () => reset(open, "the whole exercise"));
back.addEventListener("click", bringBack);
document.querySelector(".page-run").append(all, back);
back.hidden = Object.keys(answers.before).length === 0;
open.forEach(keepsWhatIsWritten);
[...cells, ...written].forEach(checks);
show();
answers.listen(show);
tellOfAnotherEdition();
python.notebook = () => ({ path: holder.dataset.notebook, text: file ??= asFile(filled(release, answers.cells, plain(remembered()))) });
identity.value = remembered();
identity.addEventListener("input", () => identity.setCustomValidity(""));
form.addEventListener("submit", handIn);
