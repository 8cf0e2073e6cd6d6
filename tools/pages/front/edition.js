// Where the reader was: a word where a page says something else than at the last visit, and the way back.

const VISITS = "scaling-ai-course.visits";

function visits() {
  try {
    return JSON.parse(beside.get(VISITS)) ?? {};
  } catch {
    return {};
  }
}

/** A line above the page that can be put away. */
function news(words) {
  const close = make("button", { type: "button", class: "course-button" }, "Close");
  const line = make("div", { class: "door-news", role: "status" }, make("p", {}, words), close);
  close.addEventListener("click", () => {
    line.remove();
    document.querySelector("#content").focus();
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

/** Lead back to the lesson that was open last. */
function goOn(link) {
  const lessons = Object.entries(visits()).filter(([page]) => page.startsWith("modules/"));
  if (!lessons.length) return;
  const [page, { title }] = lessons.sort(([, one], [, other]) => one.at.localeCompare(other.at)).at(-1);
  link.href = page;
  link.textContent = `Go on: ${title}`;
}

const { page: visited, edition: shownEdition } = document.documentElement.dataset;
if (visited) visit({ page: visited, edition: shownEdition });
for (const link of document.querySelectorAll(".door-on")) goOn(link);
