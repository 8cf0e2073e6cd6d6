// An exercise in its page: answers are kept, checked, and handed in as a notebook.
import { make } from "../widgets/elements.js";
import { Attempts, offerAids } from "./aids.js";
import { Answers } from "./answers.js";
import { button, during } from "./cells.js";
import { Keeping } from "./keeping.js";
import { kept } from "./kept.js";
import { asFile, fileName, filled, plain, textOf } from "./notebook.js";
import { Outputs } from "./outputs.js";
import { offerPaper } from "./paragraphs.js";
import { beside } from "./visits.js";
import { Written } from "./written.js";

const LEARNER = "scaling-ai-course.learner";

/** Keep a learner's answers, offer to check each, and to hand all of them in. */
export function openExercise(cells, live, python) {
  const release = JSON.parse(document.querySelector("#release").textContent);
  const released = new Map(release.cells.map((cell) => [cell.id, textOf(cell)]));
  const { notebook } = document.querySelector("article").dataset;
  const answers = new Answers(notebook, document.documentElement.dataset.edition);
  /** @type {NodeListOf<HTMLElement>} */
  const boxes = document.querySelectorAll(".page-written");
  const written = [...boxes].map((el) => new Written(el, released.get(el.dataset.cell)));
  const open = [...cells, ...written].filter(({ el }) => el.dataset.cell && ["answer", "own"].includes(el.dataset.role));
  const handedIn = (learner) => asFile(filled(release, answers.cells, learner));
  let file = null; // the current notebook, made on first use

  for (const cell of open) cell.authored = released.get(cell.el.dataset.cell);
  new Keeping(open, answers, "the exercise", () => { file = null; });
  const aids = JSON.parse(document.querySelector("#aids")?.textContent ?? "{}");
  if (document.querySelector(".page-paragraph")) written.forEach(offerPaper);
  const attempts = new Attempts(notebook);
  for (const cell of [...cells, ...written]) {
    const check = offerCheck(cell, cells, live, python);
    const aid = aids[cell.el.dataset.cell];
    if (check && aid) cell.attempted = offerAids(cell, aid, attempts, check);
  }
  python.notebook = () => ({ path: notebook, text: file ??= handedIn(plain(beside.get(LEARNER) ?? "")) });
  offerHandIn(notebook, open, handedIn);
}

/** Offer to check an answer, after running the cells that it may need; return the button, if there is one. */
function offerCheck(cell, cells, live, python) {
  const { ask, cell: id } = cell.el.dataset;
  const [, exercise] = document.querySelector("article").dataset.notebook.split("/");
  if (!ask) return null;
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
    if (await during(cell, python, () => outputs.run(python, { source, number: 0 }))) {
      const passed = kept.get(`exercise-${exercise}.${id}`).passed;
      cell.say(passed ? "" : cell.attempted?.() ?? "");
    }
  });
  cell.tools.querySelector("button").after(press);
  cell.el.append(place);
  cell.forget = () => outputs.clear(); // the message was about another answer
  return press;
}

/** Save the notebook with all answers as a file, named after the learner. */
function offerHandIn(notebook, open, handedIn) {
  /** @type {HTMLFormElement} */
  const form = document.querySelector(".page-handin form");
  const identity = form.querySelector("input");
  identity.value = beside.get(LEARNER) ?? "";
  identity.addEventListener("input", () => identity.setCustomValidity(""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const learner = plain(identity.value);
    identity.setCustomValidity(learner ? "" : "Write a name or number with at least one letter or digit.");
    if (!form.reportValidity()) return;
    beside.set(LEARNER, identity.value);
    const name = fileName(learner, notebook);
    const url = URL.createObjectURL(new Blob([handedIn(learner)], { type: "application/x-ipynb+json" }));
    make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    const asked = open.filter(({ el }) => el.dataset.role === "answer");
    const left = asked.filter((cell) => cell.source === cell.authored).length;
    form.querySelector(".page-handed").textContent = `${name} is on its way to your downloads. Give it to your course as your instructor said. If you learn alone, keep it.`
      + (left ? ` ${left} of ${asked.length} answers are still empty.` : "");
  });
}
