// Links to an explorable at a setting, and cards alone for a frame in another page.
//
// 03_infrastructure.html#explorable=infrastructure.load&servers=5   this explorable, with this control moved
// 03_infrastructure.html?embed=infrastructure.load                  this card alone; also ?embed=checkpoint
import { make } from "../widgets/elements.js";

/** Return a control's value from a link, or an error that says what it takes. */
export function valueOf(control, text) {
  const { kind, options, low, high, step, label } = control;
  const refuse = (takes) => { throw new Error(`${label} takes ${takes}, not “${text}”`); };
  if (kind === "choice") return options.includes(text) ? text : refuse(options.join(", "));
  if (kind === "toggle") return ["true", "false"].includes(text) ? text === "true" : refuse("true or false");
  if (kind !== "slider") throw new Error(`${label} can't be set by a link`);
  const number = Number(text);
  if (!text.trim() || !(number >= low && number <= high)) refuse(`a number from ${low} to ${high}`);
  return Number((low + Math.round((number - low) / step) * step).toFixed(9));
}

/** Return the setting that a link asks for, and what of it is ignored, in words. */
export function settingOf(controls, asked) {
  const values = {};
  const ignored = [];
  for (const [name, text] of asked) {
    const control = controls.find((each) => each.name === name);
    try {
      if (!control) throw new Error(`there is no control “${name}”`);
      values[name] = valueOf(control, text);
    } catch (problem) {
      ignored.push(problem.message);
    }
  }
  return { values, ignored };
}

/** Return the part of an address that leads to an explorable at a setting. */
export function hashOf({ name, controls, values: usual }, values) {
  const moved = controls.filter((control) => control.kind !== "points" && values[control.name] !== usual[control.name]);
  return `#${new URLSearchParams([["explorable", name], ...moved.map((control) => [control.name, String(values[control.name])])])}`;
}

/** Say in one line what a link asks for and the page does not have. */
function sayIgnored(place, ignored) {
  if (!ignored.length) return;
  place.prepend(make("p", { class: "page-ignored", role: "status" }, `Of this link is ignored: ${ignored.join("; ")}.`));
}

/** Return the figure with an explorable's name, or the first of a kind. */
function figureOf(name) {
  /** @type {NodeListOf<HTMLElement>} */
  const drawn = document.querySelectorAll(".page-figure[data-kind]");
  const all = [...drawn];
  return all.find((figure) => figure.dataset.kind === name && name !== "explorable")
    ?? all.find((figure) => figure.dataset.kind === "explorable" && JSON.parse(figure.querySelector("script").textContent).name === name);
}

/** Show a single card where the address asks for it; return whether it does. */
export function showAlone() {
  const name = new URLSearchParams(location.search).get("embed");
  if (name === null) return false;
  const figure = figureOf(name);
  if (!figure) {
    sayIgnored(document.querySelector("main"), [`this page has no “${name}”`]);
    return false;
  }
  const whole = make("a", { href: location.pathname, target: "_blank", rel: "noopener" }, document.title);
  document.querySelector("article, main").replaceChildren(figure, make("p", { class: "page-whole" }, "From ", whole));
  const main = document.querySelector("main");
  figure.before(make("h1", { class: "course-unseen" }, figure.getAttribute("aria-label")));
  if (document.querySelector("article")) main.replaceChildren(document.querySelector("article"));
  for (const other of document.querySelectorAll(".page-header, .page-footer, .page-skip")) other.remove();
  document.documentElement.classList.add("page-alone");
  return true;
}

/** Move the explorable to which the address leads, and bring it into view. */
async function follow(figures) {
  const asked = new URLSearchParams(location.hash.slice(1));
  const name = asked.get("explorable");
  if (name === null) return;
  const figure = figureOf(name);
  const model = figure && await figures.get(figure);
  for (const old of document.querySelectorAll(".page-ignored")) old.remove();
  if (!model?.first) {
    sayIgnored(document.querySelector("main"), [`this page has no explorable “${name}”`]);
    return;
  }
  asked.delete("explorable");
  const { values, ignored } = settingOf(model.first.controls, asked);
  sayIgnored(figure, ignored);
  if (Object.keys(values).length) {
    model.set("values", { ...model.first.values, ...values });
    model.save_changes();
  }
  figure.scrollIntoView();
}

/** Follow links to settings, now and when the address changes, and offer such links below each card. */
export function startLinks(figures) {
  follow(figures);
  addEventListener("hashchange", () => follow(figures));
  for (const [figure, drawing] of figures) drawing.then((model) => offerLinks(figure, model));
}

/** Offer a link and a frame below a card. */
function offerLinks(figure, model) {
  const { kind } = figure.dataset;
  if (!["explorable", "checkpoint"].includes(kind) || !model) return;
  const page = location.href.replace(/[?#].*/, "");
  const hash = () => (model.first ? hashOf(model.first, model.get("values")) : `#${figure.id}`);
  const frame = () => {
    const alone = `${page}?embed=${model.first ? model.first.name : kind}${model.first ? hash() : ""}`;
    return make("iframe", { src: alone, title: figure.getAttribute("aria-label"), width: "100%", height: 720, loading: "lazy" }).outerHTML;
  };
  const said = make("span", { role: "status" });
  const shown = make("input", { type: "text", readonly: true, hidden: true, "aria-label": "To copy" });
  const offer = (words, text) => {
    const copy = make("button", { type: "button", class: "page-button" }, words);
    copy.addEventListener("click", async () => {
      shown.value = text();
      try {
        await navigator.clipboard.writeText(shown.value);
        said.textContent = "Copied.";
      } catch { // a page from disk, or a reader who forbids it
        shown.hidden = false;
        shown.select();
        said.textContent = "Your browser does not let the page copy. Copy it from here:";
      }
    });
    return copy;
  };
  const link = model.first ? "Copy a link to this setting" : "Copy a link";
  figure.append(make("details", { class: "page-share" }, make("summary", {}, "Share"),
    make("p", {}, offer(link, () => page + hash()), " ", offer("Copy a frame for another page", frame), " ", said, shown)));
}
