// The paragraphs of the board paper that only the reader can write. Their boxes write into the cell's code, so the
// paper, what is kept and what is handed in agree; the drawn paper follows each key without Python.
import { make } from "../widgets/elements.js";
import { button } from "./cells.js";

const PARAGRAPHS = { risk: "The risk that remains", sign: "What would change your mind" };
const LONGEST = 300; // characters, as board_paper() demands
const MARKS = { H1: "# ", H2: "## ", LI: "- ", P: "" };

/** Offer a box for each paragraph that a cell's code passes to board_paper(). */
export function offerParagraphs(cell) {
  if (written(cell.source, "risk") === null) return;
  const names = Object.keys(PARAGRAPHS);
  const boxes = names.map((name) => make("textarea", { class: "page-answer", rows: 4, maxlength: LONGEST, name }));
  const labels = boxes.map((box) => make("label", { class: "page-paragraph" }, PARAGRAPHS[box.name], box));
  const outputs = cell.el.querySelector(".page-outputs");
  const show = () => {
    for (const [index, box] of boxes.entries()) {
      const text = written(cell.source, box.name);
      labels[index].hidden = text === null; // the reader's own code has another form
      if (text === null) continue;
      if (onOneLine(box.value) !== text) box.value = text;
      fill(outputs, box.name, text);
    }
    const link = outputs.querySelector("a[download]");
    if (link) fillSaved(link, boxes.filter((_, index) => !labels[index].hidden));
  };
  for (const box of boxes) {
    box.addEventListener("input", () => { cell.source = rewritten(cell.source, box.name, onOneLine(box.value)); });
  }
  cell.tools.before(...labels);
  cell.el.addEventListener("codechange", show);
  new MutationObserver(show).observe(outputs, { childList: true }); // a paper may be drawn from earlier words
  show();
}

/** Offer to put the drawn paper into a written answer. */
export function offerPaper(answer) {
  const put = button("Put my paper here", "Put my paper here", () => {
    const paper = document.querySelector(".page-outputs .page-scroll:has([data-own])");
    if (!paper) answer.say("There is no paper yet: decide something in a lesson first.");
    else if (answer.source === answer.authored || confirm("Replace what is in the box with your paper?")) answer.source = asMarkdown(paper);
  });
  answer.el.prepend(make("p", {}, put));
}

function asMarkdown(paper) {
  const words = (node) => (node.nodeName === "B" ? `**${node.textContent}**` : node.textContent);
  const blocks = [...paper.querySelectorAll("h1, h2, li, p:not(:has(a))")];
  return `${blocks.map((block) => MARKS[block.tagName] + [...block.childNodes].map(words).join("")).join("\n\n")}\n`;
}

/** Put a paragraph into a paper. */
function fill(paper, name, text) {
  for (const place of paper.querySelectorAll(`[data-own="${name}"]`)) place.textContent = text || place.dataset.open;
}

/** Put what is in the boxes into the document that a link saves. */
function fillSaved(link, boxes) {
  const bytes = Uint8Array.from(atob(link.href.split(",")[1]), (each) => each.charCodeAt(0));
  const saved = new DOMParser().parseFromString(new TextDecoder().decode(bytes), "text/html");
  for (const { name, value } of boxes) fill(saved, name, onOneLine(value));
  const text = new TextEncoder().encode(`<!doctype html>${saved.documentElement.outerHTML}`);
  link.href = `data:text/html;base64,${btoa(Array.from(text, (each) => String.fromCharCode(each)).join(""))}`;
}

const onOneLine = (text) => text.trim().replace(/\s+/g, " ");
const argument = (name) => new RegExp(`^(\\s*${name}=)("(?:[^"\\\\]|\\\\.)*")(?=,$)`, "m");

/** Return the text that code passes under a name, or null if it isn't alone on a line. */
function written(code, name) {
  const found = argument(name).exec(code);
  try {
    return found && JSON.parse(found[2]);
  } catch {
    return null;
  }
}

function rewritten(code, name, text) {
  return code.replace(argument(name), (_, start) => start + JSON.stringify(text));
}
