// The bar at the top of a page: how far the reader is on the chosen path, and the menu.
import { kept } from "./kept.js";
import { alongPath, chosenPath } from "./path.js";

/** Show how much of the chosen path is done. */
function showFar(bar) {
  const far = bar.querySelector(".page-far");
  const draw = () => {
    const steps = bar.querySelector(`.page-place[data-path="${chosenPath()}"]`)?.dataset.steps.split(" ") ?? [];
    const all = kept.all();
    far.max = Math.max(steps.length, 1);
    far.value = steps.filter((step) => step in all).length;
  };
  kept.listen(draw);
  alongPath(draw);
}

/** Close a menu at Escape, or at a press anywhere else. */
function closeOutside(menu) {
  const folds = () => getComputedStyle(menu.querySelector("summary")).display !== "none";
  document.addEventListener("pointerdown", ({ target }) => {
    if (folds() && !menu.contains(target)) menu.open = false;
  }, { passive: true });
  menu.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !folds()) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

/** Show a page's code on a path that has none, until the page is left. */
function offerCode(buttons) {
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const isShown = document.documentElement.toggleAttribute("data-code");
      buttons.forEach((each) => each.setAttribute("aria-pressed", String(isShown)));
    });
  }
}

export function startBar(bar) {
  if (bar.querySelector(".page-far")) showFar(bar);
  bar.querySelectorAll("details").forEach(closeOutside);
  offerCode(document.querySelectorAll(".page-show-code"));
  bar.querySelector(".page-print")?.addEventListener("click", () => print());
}
