// An exercise in its page: answers are kept, checked, and handed in as a notebook.
import { Answers } from "./answers.mjs";
import { button, during } from "./cells.mjs";
import { Keeping } from "./keeping.mjs";
import { asFile, fileName, filled, plain, textOf } from "./notebook.mjs";
import { Outputs } from "./outputs.mjs";
import { Written } from "./written.mjs";

const { cells, live, make, python } = globalThis.coursePage;
const LEARNER = "scaling-ai-course.learner";
const holder = document.querySelector("#release");
const release = JSON.parse(holder.textContent);
const released = new Map(release.cells.map((cell) => [cell.id, textOf(cell)]));
const { notebook } = document.querySelector("article").dataset;
const answers = new Answers(notebook, document.documentElement.dataset.edition);

const written = [...document.querySelectorAll(".page-written")].map((el) => new Written(el, released.get(el.dataset.cell)));
const open = [...cells, ...written].filter(({ el }) => el.dataset.cell && ["answer", "own"].includes(el.dataset.role));

let file = null; // the current notebook, made on first use

/** Check an answer, after running the cells that it may need. */
function checks(cell) {
  const { ask, cell: id } = cell.el.dataset;
  if (!ask) return;
  const place = make("div", { class: "page-outputs" });
  const outputs = new Outputs(place, live);
  const name = ask.startsWith("check") ? "Check" : "Feedback";
  const press = button(name, `${name} on ${id}`, async () => {
    const last = cells.indexOf(cell); // a written answer needs no cells
    for (const each of cells.slice(0, last + 1)) {
      if (!each.stale || each.el.dataset.role === "test") continue;
      await each.run();
      if (each.stale) return; // Python was stopped
    }
    const source = `__import__("course").${ask}`;
    if (await during(cell, python, () => outputs.run(python, { source, number: 0 }))) cell.say("");
  });
  cell.tools.querySelector("button").after(press);
  cell.el.append(place);
  cell.forget = () => outputs.clear(); // the message was about another answer
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
  const name = fileName(learner, notebook);
  const url = URL.createObjectURL(new Blob([asFile(filled(release, answers.cells, learner))], { type: "application/x-ipynb+json" }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  const asked = open.filter(({ el }) => el.dataset.role === "answer");
  const left = asked.filter((cell) => cell.source === cell.authored).length;
  handed.textContent = `${name} is on its way to your downloads. Give it to your course as your instructor said. If you learn alone, keep it.`
    + (left ? ` ${left} of ${asked.length} answers are still empty.` : "");
}

function remember(learner) {
  try {
    localStorage.setItem(LEARNER, learner);
  } catch {} // ask again next time
}

function remembered() {
  try {
    return localStorage.getItem(LEARNER) ?? "";
  } catch {
    return "";
  }
}

for (const cell of open) cell.authored = released.get(cell.el.dataset.cell);
new Keeping(open, answers, "the exercise", () => { file = null; });
[...cells, ...written].forEach(checks);
python.notebook = () => ({ path: notebook, text: file ??= asFile(filled(release, answers.cells, plain(remembered()))) });
identity.value = remembered();
identity.addEventListener("input", () => identity.setCustomValidity(""));
form.addEventListener("submit", handIn);
