// Keep the reader's changes to a lesson's code, like the answers of an exercise.
import { Answers } from "./answers.mjs";
import { Keeping } from "./keeping.mjs";

const { edition } = document.documentElement.dataset;
const { notebook } = document.querySelector("article").dataset;
new Keeping(globalThis.coursePage.cells, new Answers(notebook, edition), "the code");
