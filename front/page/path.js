// The path that the reader has chosen. The head of the page puts it on the root element, so that style sheets
// can follow it before anything is shown.
import { beside, PATH_CHOSEN } from "./visits.js";

export const chosenPath = () => document.documentElement.dataset.path ?? "whole";

/** Let radio buttons choose the path, here at once and on all other pages. */
export function offerPaths(inputs) {
  for (const input of inputs) {
    if (input.value === chosenPath()) input.checked = true;
    input.addEventListener("change", () => {
      beside.set(PATH_CHOSEN, input.value);
      document.documentElement.dataset.path = input.value;
      document.dispatchEvent(new Event("pathchange"));
    });
  }
}

/** Call a function now, and whenever another path is chosen. */
export function alongPath(follow) {
  document.addEventListener("pathchange", follow);
  follow();
}

/** Return the anchor in an address's last part; a link with a stray % sign has none. */
export function anchorIn(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return "";
  }
}

/** Unfold what the path skips, at a press of its button or when a link leads into it. */
export function offerSkipped(folds) {
  const open = (fold, is) => {
    fold.classList.toggle("page-open", is);
    fold.querySelector("button").setAttribute("aria-expanded", String(is));
  };
  for (const fold of folds) {
    fold.querySelector("button").addEventListener("click", () => open(fold, !fold.classList.contains("page-open")));
  }
  const reveal = () => {
    const target = document.getElementById(anchorIn(location.hash));
    const fold = target?.closest(".page-skipped");
    if (!fold || fold.classList.contains("page-open")) return;
    open(fold, true);
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();
}
