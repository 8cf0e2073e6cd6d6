// Say when a page has changed since the last visit, and lead back to where the reader was.
import { make } from "../widgets/elements.js";
import { alongPath, chosenPath } from "./path.js";
import { beside, VISITS, visits } from "./visits.js";

/** Show a line above the page that can be closed. */
function news(words) {
  const close = make("button", { type: "button", class: "course-button" }, "Close");
  const line = make("div", { class: "door-news", role: "status" }, make("p", {}, words), close);
  close.addEventListener("click", () => {
    line.remove();
    document.getElementById("content").focus();
  });
  document.querySelector("#content").prepend(line);
}

function visit({ page, edition }) {
  const all = visits();
  const before = all[page];
  if (before && before.edition !== edition) {
    const day = new Date(before.at).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    news(`This page is a newer edition than the one that you saw on ${day}. Your guesses, answers and decisions are kept.`);
  }
  const title = document.querySelector("h1")?.textContent ?? "";
  beside.set(VISITS, JSON.stringify({ ...all, [page]: { edition, at: new Date().toISOString(), title } }));
}

/**
 * Make a returning reader's first button lead to the last open lesson; on a path, if that one is done, to the
 * first unfinished one.
 */
function goOn(link) {
  const lessons = Object.entries(visits()).filter(([page]) => page.startsWith("modules/"));
  if (!lessons.length) return;
  const [page, { title }] = lessons.sort(([, one], [, other]) => one.at.localeCompare(other.at)).at(-1);
  const stops = [...document.querySelectorAll(`.door-way[data-path="${chosenPath()}"] > ol > li`)];
  const open = stops.filter((stop) => !stop.classList.contains("door-done"))
    .map((stop) => stop.querySelector("a")).filter(Boolean); // in a package, what isn't in it has none
  const isOpen = open.some((next) => next.getAttribute("href") === page);
  const next = isOpen || !open.length ? null : open[0];
  link.href = next?.getAttribute("href") ?? page;
  link.textContent = `Go on: ${next?.textContent ?? title}`;
  for (const other of link.parentElement.children) other.classList.remove("door-button");
  link.classList.add("door-button");
  link.parentElement.prepend(link);
}

export function startVisit() {
  const { page, edition } = document.documentElement.dataset;
  if (page) visit({ page, edition });
  for (const link of document.querySelectorAll(".door-on")) alongPath(() => goOn(link));
}
