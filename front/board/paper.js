// The board paper as HTML, as in course/board/paper.py.
import { boardOf } from "./boards.js";
import { data } from "./data.js";
import { parts } from "./parts.js";
import { picture } from "./picture.js";
import { escaped, fill, say } from "./say.js";

/** Return the paper of what is kept, with a link that saves it. The reader's own paragraphs are still to be written. */
export function paper(steps, day) {
  const title = say("title", { day });
  const body = bodyOf(title, steps);
  const bytes = new TextEncoder().encode(fill(data.document, { title: escaped(title), body }));
  const content = btoa(Array.from(bytes, (each) => String.fromCharCode(each)).join(""));
  return body + fill(data.link, { content });
}

function bodyOf(title, steps) {
  const figure = picture(boardOf(steps));
  const all = parts(steps).map(({ head, hasFigure, own, blocks }) => {
    const text = blocks.map((block) => (block === "" ? ownParagraph(own) : inHtml(block)));
    return `<h2>${head}</h2>${hasFigure ? figure : ""}${text.join("")}`;
  });
  return `<h1>${title}</h1>${all.join("")}`;
}

function ownParagraph(own) {
  const words = escaped(data.unwritten[own]);
  return `<p data-own="${own}" data-open="${words}">${words}</p>`;
}

function inHtml(block) {
  if (typeof block === "string") return `<p>${escaped(block)}</p>`;
  const items = block.map(([label, text]) => `<li>${label ? `<b>${label}.</b> ` : ""}${escaped(text)}</li>`);
  return `<ul>${items.join("")}</ul>`;
}
