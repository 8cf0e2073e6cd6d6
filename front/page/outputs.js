// Show a cell's outputs, which have the notebook format.
import { make, reachable } from "../widgets/elements.js";
import { drawChart } from "./figures.js";
import { readable } from "./tables.js";

const WIDGET = "application/vnd.jupyter.widget-view+json";
const CHART = "application/vnd.vegalite.v5+json";

export class Outputs {
  #el;
  #live;
  #ends = []; // functions that end the shown widgets

  constructor(el, live) {
    this.#el = el;
    this.#live = live;
  }

  /** Run code, and show its outputs in order; return Python's answer. Earlier outputs are removed first. */
  async run(python, message) {
    const [before, ends] = [[...this.#el.childNodes], this.#ends.splice(0)];
    this.#el.style.minHeight = `${this.#el.offsetHeight}px`; // so that the page does not jump
    this.#el.replaceChildren();
    let shown = Promise.resolve();
    const output = (each) => { shown = shown.then(() => this.add(each)); };
    try {
      return await python.ask("run", message, { output });
    } catch (problem) {
      if (python.failed) {
        this.#el.replaceChildren(...before); // nothing has run
        this.#ends.push(...ends.splice(0));
      }
      throw problem;
    } finally {
      await shown;
      ends.forEach((end) => end());
      this.#el.style.minHeight = "";
    }
  }

  async add(output) {
    if (output.output_type === "clear_output") return this.clear();
    if (output.output_type === "stream") return this.#print(output);
    if (output.output_type === "error") return this.#fail(output);
    return this.#show(output.data);
  }

  /** Remove all outputs. */
  clear() {
    this.#ends.splice(0).forEach((end) => end());
    this.#el.replaceChildren();
  }

  #print({ name, text }) {
    const last = this.#el.lastElementChild;
    const goesOn = last?.dataset.stream === name;
    const place = goesOn ? last : this.#text("", { "data-stream": name });
    place.append(text);
  }

  #fail({ ename, traceback }) {
    const place = this.#text(traceback.join("\n"), { class: "page-output page-error page-scroll", role: "alert" });
    if (ename === "NameError") {
      place.after(make("p", { class: "page-hint" }, "If a cell above defines it, press “Run all above”."));
    }
  }

  #text(text, attributes) {
    const place = make("pre", { class: "page-output page-scroll", ...attributes }, text);
    reachable(place);
    this.#el.append(place);
    return place;
  }

  async #show(data) {
    const place = make("div", {});
    this.#el.append(place);
    if (data[WIDGET]) {
      place.className = "page-figure page-live-figure";
      this.#ends.push(await this.#live.show(data[WIDGET].model_id, place));
    } else if (data[CHART]) {
      await drawChart({ ...data[CHART], $schema: data[CHART].$schema.replace("/v5.", "/v6.") }, place);
    } else if (data["text/html"] ?? data["image/svg+xml"]) {
      place.className = "page-scroll";
      place.innerHTML = data["text/html"] ?? data["image/svg+xml"];
      for (const table of place.querySelectorAll("table.dataframe")) tidy(table);
      for (const table of place.querySelectorAll("table")) readable(table);
      reachable(place);
    } else {
      place.remove();
      this.#text(data["text/markdown"] ?? data["text/plain"]);
    }
  }
}

/** Return pandas' table in the page's style, with scopes for the headers. */
function tidy(table) {
  table.parentElement.querySelectorAll("style").forEach((style) => style.remove());
  table.removeAttribute("border");
  table.closest(".page-scroll").classList.add("page-table");
  const rows = [...table.tHead?.rows ?? []];
  const [heads, names] = rows;
  if (rows.length === 2 && !heads.cells[0].textContent && [...names.cells].slice(1).every((cell) => !cell.textContent)) {
    heads.cells[0].textContent = names.cells[0].textContent; // the separate row has only the index's name
    names.remove();
  }
  for (const head of table.querySelectorAll("thead th")) {
    if (head.textContent) head.scope = "col";
    else head.replaceWith(make("td", {})); // above an index without a name
  }
  for (const head of table.querySelectorAll("tbody th")) head.scope = "row";
  for (const row of table.rows) for (const cell of row.cells) cell.removeAttribute("style");
}
