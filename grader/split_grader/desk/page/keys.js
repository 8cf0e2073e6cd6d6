// The desk by keyboard alone. Single keys work outside of fields, and can be turned off.

/** @type {(id: string) => any} */
const at = (id) => document.getElementById(id);

function step(by) {
  /** @type {NodeListOf<HTMLElement>} */
  const all = document.querySelectorAll("#answers article");
  const cards = [...all];
  const here = cards.indexOf(document.activeElement?.closest("article"));
  cards[Math.min(Math.max(here + by, 0), cards.length - 1)]?.focus();
}

export function listen({ give, giveKept, later, undo, single }) {
  const keys = {
    j: () => step(1), k: () => step(-1), l: later, u: undo,
    x: () => document.activeElement?.closest("article")?.querySelector("button")?.click(),
    m: () => at("comment").focus(),
  };
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (document.querySelector("dialog[open]") || event.altKey || event.metaKey) return;
    if (target.id === "comment" && event.key === "Enter" && event.ctrlKey) return give();
    const elsewhere = target.matches("input:not([type=checkbox]), textarea, select, button, summary");
    const typing = elsewhere && !(target.matches("button, summary") && event.key.length === 1);
    if (typing || event.ctrlKey || event.repeat || at("form").hidden && event.key !== "u") return;
    const key = event.key.toLowerCase();
    if (event.key === "Enter") give();
    else if (!single()) return;
    else if (keys[key]) keys[key]();
    else if (/^[a-h]$/.test(key)) giveKept(key.charCodeAt(0) - 97);
    else if (/^[0-9]$/.test(key)) { at("score").value = key; at("score").focus(); }
    else return;
    event.preventDefault();
  });
}
