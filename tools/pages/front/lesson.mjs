// A lesson's code: what the reader changes in it is kept, as the answers of an exercise are.
import { Answers } from "./answers.mjs";
import { Keeping } from "./keeping.mjs";

const { edition } = document.documentElement.dataset;
const { notebook } = document.querySelector("article").dataset;
new Keeping(globalThis.coursePage.cells, new Answers(notebook, edition), "the code");
