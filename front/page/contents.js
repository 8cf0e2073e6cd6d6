// The list of a page's beats: next to the text if there is room, otherwise folded into the bar. It marks the beat
// that is being read, and ticks those that are done.
import { kept } from "./kept.js";
import { anchorIn } from "./path.js";

const BESIDE = "(min-width: 1200px)";
const READING_LINE = "-33% 0px -66% 0px"; // a beat is being read where it crosses this line of the window

/** Tell whether all that a beat asks for is in the progress; a beat that asks nothing is never done. */
export function isBeatDone(steps, all) {
  const names = (steps ?? "").split(" ").filter(Boolean);
  return names.length > 0 && names.every((name) => name in all);
}

export function followReading(contents) {
  const items = new Map([...contents.querySelectorAll("li")].map((item) =>
    [anchorIn(item.querySelector("a").hash), item]));
  const mark = (current) => {
    for (const item of items.values()) {
      if (item === current) item.firstElementChild.setAttribute("aria-current", "true");
      else item.firstElementChild.removeAttribute("aria-current");
    }
  };
  const reading = new IntersectionObserver((seen) => {
    const entered = seen.find(({ isIntersecting }) => isIntersecting);
    if (entered) mark(items.get(/** @type {HTMLElement} */ (entered.target).dataset.beat));
  }, { rootMargin: READING_LINE });
  document.querySelectorAll(".page-beat").forEach((beat) => reading.observe(beat));

  const tick = () => {
    const all = kept.all();
    for (const item of items.values()) {
      const isDone = isBeatDone(item.dataset.steps, all);
      item.classList.toggle("page-done", isDone);
      item.querySelector(".course-unseen")?.remove();
      if (isDone) item.firstElementChild.insertAdjacentHTML("beforeend", '<span class="course-unseen">, done</span>');
    }
  };
  kept.listen(tick);
  tick();
  const wide = matchMedia(BESIDE);
  const place = () => { contents.open = wide.matches; };
  wide.addEventListener("change", place);
  contents.addEventListener("click", ({ target }) => { if (!wide.matches && target.closest("a")) contents.open = false; });
  place();
}
