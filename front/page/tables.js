// Tables with text: it is on the left and wraps, and on a phone each row is a card.

const NUMBER = /^[-+−–\s]*[€$£]?[-+−]?[\d.,\s]+[a-zA-Z%€]{0,3}$|^(nan|none|true|false|-|–|)$/i;
const LONG = 24; // characters, which a phone has no room for in a column

/** Tell whether most of a column's cells are words. */
export function isText(cells) {
  const words = cells.filter((text) => !NUMBER.test(text.trim().replace(/[\u2060\u00a0]/g, "")));
  return words.length > cells.length / 2;
}

/** Mark a table's columns of text, and name each cell's column for the cards. */
export function readable(table) {
  const head = [...table.tHead?.rows ?? []].at(-1);
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  if (!head || !rows.length || rows.some((row) => row.cells.length !== head.cells.length)) return; // cells over several rows
  let longest = 0;
  for (const [column, title] of [...head.cells].entries()) {
    const cells = rows.map((row) => row.cells[column]);
    for (const cell of cells) cell.dataset.column = title.textContent.trim();
    if (!isText(cells.map((cell) => cell.textContent))) continue;
    longest = Math.max(longest, ...cells.map((cell) => cell.textContent.length));
    for (const cell of [title, ...cells]) cell.classList.add("page-text");
  }
  if (longest < LONG || head.cells.length < 3) return;
  table.classList.add("page-cards");
  // A screen reader doesn't see a table in one that is displayed as blocks, unless it says so.
  table.setAttribute("role", "table");
  for (const part of [table.tHead, ...table.tBodies]) part.setAttribute("role", "rowgroup");
  for (const row of table.rows) row.setAttribute("role", "row");
  for (const cell of table.querySelectorAll("th, td")) {
    const kind = cell.tagName === "TD" ? "cell" : cell.closest("thead") ? "columnheader" : "rowheader";
    cell.setAttribute("role", kind);
  }
}
