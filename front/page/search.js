// Search the sections of all pages, indexed when the search box first gets the focus.
import { make } from "../widgets/elements.js";

const MOST_FOUND = 12;
const LESSONS_FIRST = 3; // weight of a lesson, relative to a workbench or an exercise
// A term is bold where it is explained.
const FIELDS = { heading: { boost: 4 }, bold: { boost: 4 }, title: { boost: 2 }, text: { boost: 1 } };
const AROUND = 80; // characters on either side of a match

/** Load one of the site's scripts once; a page from disk can load scripts, but not fetch. */
function loaded(address) {
  return new Promise((resolve, reject) => {
    const script = make("script", { src: address });
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`${address} could not be loaded`)));
    document.head.append(script);
  });
}

/** Index all sections, a few at a time so that the page stays usable. */
async function indexed(root) {
  await loaded(`${root}/assets/search.js`);
  const { pages, sections } = globalThis.courseSections;
  const index = globalThis.elasticlunr(/** @this {any} */ function fields() {
    for (const field of Object.keys(FIELDS)) this.addField(field);
    this.saveDocument(false);
  });
  for (const [number, [page, heading, , text, bold]] of sections.entries()) {
    index.addDoc({ id: number, heading, title: pages[page][1], text, bold });
    if (number % 20 === 19) await new Promise((resolve) => { setTimeout(resolve); });
  }
  const isLesson = ({ ref }) => /^modules\/(?!.*_workbench\.)/.test(pages[sections[ref][0]][0]);
  const weight = (one) => one.score * (isLesson(one) ? LESSONS_FIRST : 1);
  const look = (words, bool) => index.search(words, { fields: FIELDS, bool, expand: true });
  return (words) => {
    const all = look(words, "AND");
    const found = all.length ? all : look(words, "OR");
    return found.sort((one, other) => weight(other) - weight(one)).map(({ ref }) => {
      const [page, heading, anchor, text] = sections[ref];
      const [place, title] = pages[page];
      return { href: `${root}/${place}${anchor ? `#${encodeURIComponent(anchor)}` : ""}`, heading, title, text };
    });
  };
}

/** Return the part of a text around the first of the words, with the words marked. */
function excerpt(text, words) {
  const stems = words.toLowerCase().match(/\w{2,}/g)?.map(globalThis.elasticlunr.stemmer) ?? [];
  const pattern = new RegExp(stems.length ? `\\b(?:${stems.join("|")})\\w*` : "$^", "gi");
  const first = Math.max(text.search(pattern), 0);
  const start = first < AROUND ? 0 : text.indexOf(" ", first - AROUND) + 1;
  const end = first + AROUND > text.length ? text.length : text.lastIndexOf(" ", first + AROUND);
  const part = text.slice(start, Math.max(end, first));
  const parts = [];
  let done = 0;
  for (const { 0: word, index } of part.matchAll(pattern)) {
    parts.push(part.slice(done, index), make("mark", {}, word));
    done = index + word.length;
  }
  return [start ? "… " : "", ...parts, part.slice(done), end < text.length ? " …" : ""];
}

function result({ href, heading, title, text }, words) {
  const link = make("a", { href }, make("strong", {}, heading || title));
  const place = heading && heading !== title ? ` ${title}` : "";
  const where = href.includes("/exercises/") ? `${place} (exercise)` : place;
  return make("li", {}, link, make("span", { class: "door-where" }, where), make("p", {}, ...excerpt(text, words)));
}

export function searchBox(box) {
  const input = box.querySelector("input");
  const found = box.querySelector(".door-found");
  const count = found.querySelector(".door-count");
  const list = found.querySelector("ol");
  const { root } = document.documentElement.dataset;
  let search = null;
  const close = () => { found.hidden = true; };
  const show = async () => {
    const words = input.value.trim();
    if (words.length < 2) return close();
    found.hidden = false;
    search ??= indexed(root);
    try {
      const all = (await search)(words);
      if (words !== input.value.trim()) return undefined; // the reader has kept typing
      count.textContent = all.length > MOST_FOUND ? `The first ${MOST_FOUND} of ${all.length} sections`
        : all.length ? `${all.length} ${all.length === 1 ? "section" : "sections"}` : "No section has these words.";
      list.replaceChildren(...all.slice(0, MOST_FOUND).map((one) => result(one, words)));
    } catch (problem) {
      search = null;
      count.textContent = `The search does not work here: ${problem.message}.`;
    }
    return undefined;
  };
  input.addEventListener("focus", () => { search ??= indexed(root); }, { once: true });
  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  box.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    await show();
    list.querySelector("a")?.click();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      input.focus({ preventScroll: true });
      close(); // focusing shows the results
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || found.hidden) return;
    event.preventDefault();
    const stops = [input, ...list.querySelectorAll("a")];
    stops[Math.min(Math.max(stops.indexOf(document.activeElement) + step, 0), stops.length - 1)].focus();
  });
  box.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !box.contains(relatedTarget)) close(); });
  document.addEventListener("pointerdown", ({ target }) => { if (!box.contains(target)) close(); });
  list.addEventListener("click", close); // the section may be on this page
}
