// Charts that take the width they have: what Altair concatenates becomes panels of the page.
import { hideEmptyLayers, make, reachable } from "./elements.js";

/** Vega arrives once per kernel, in a model that all explorables share, and is loaded once per page. */
export async function loadVega(bundle) {
  globalThis.courseVega ??= (async () => {
    const url = URL.createObjectURL(new Blob([bundle.get("source")], { type: "text/javascript" }));
    try {
      return await import(/* webpackIgnore: true */ url);
    } finally {
      URL.revokeObjectURL(url);
    }
  })();
  try {
    return await globalThis.courseVega;
  } catch (error) {
    delete globalThis.courseVega; // the next explorable tries again
    throw error;
  }
}

/** The names of the data to which a specification refers. */
function framesIn(spec) {
  if (spec === null || typeof spec !== "object") return [];
  const own = spec.data?.name ? [spec.data.name] : [];
  return [...own, ...Object.values(spec).flatMap(framesIn)];
}

const ROOM = 430; // pixels: what leaves the rest of a card in one window of JupyterLab
const WORDS = 65; // of a plot's axis and caption
const [LOWEST, LOWEST_ROWS] = [0.7, 0.8]; // of a plot's height; rows keep room for their words

/** Return about how high a specification is in an element of a width. */
function heightOf(spec, width) {
  const parts = spec.hconcat ?? spec.vconcat ?? spec.concat;
  if (!parts) return (typeof spec.height === "number" ? spec.height : 240) + WORDS;
  const isRow = !spec.vconcat && width >= 246 * parts.length - 16;
  const heights = parts.map((part) => heightOf(part, isRow ? width / parts.length : width));
  return isRow ? Math.max(...heights) : heights.reduce((sum, height) => sum + height);
}

/** Take a specification apart: an element with a place for each chart, and what to draw there. */
function layOut(spec, titled = true, whole = "") {
  const kind = ["hconcat", "vconcat", "concat"].find((name) => spec[name]);
  const { title, ...rest } = spec;
  const words = typeof title === "string" ? title : [title?.text ?? [], title?.subtitle ?? []].flat(2).join(" ");
  const caption = words && titled ? [make("p", { class: "course-caption" }, words)] : [];
  if (!kind) {
    const place = make("div", { class: "course-plot" });
    const fits = !rest.facet && !rest.repeat;
    const drawn = { ...rest, description: rest.description ?? (words || whole),
      ...(fits ? { width: "container", autosize: { type: "fit-x", contains: "padding" } } : {}) };
    const element = make("div", { class: "course-panel" }, ...caption, place);
    reachable(element);
    element.style.flexGrow = String(typeof rest.width === "number" ? rest.width : 300);
    return { element, plots: [{ place, spec: drawn, frames: [...new Set(framesIn(drawn))] }] };
  }
  const { [kind]: parts, data, ...shared } = rest;
  const inherited = { $schema: shared.$schema, config: shared.config, ...(data && { data }) };
  const inner = parts.map((part) => layOut({ ...inherited, ...part }, true, shared.description));
  const layout = make("div", { class: kind === "vconcat" ? "course-stack" : "course-row" },
    ...inner.map((part) => part.element));
  const element = caption.length ? make("div", {}, ...caption, layout) : layout;
  element.style.flexGrow = String(Math.max(...inner.map((part) => Number(part.element.style.flexGrow) || 300)));
  return { element, plots: inner.flatMap((part) => part.plots) };
}

/** Return how high a plot is where there is room for a part of it only. */
function flatter(spec, part, most) {
  const rows = hasRows(spec);
  const high = Math.round(spec.height * Math.max(part, rows ? LOWEST_ROWS : LOWEST));
  return rows ? high : Math.min(high, most);
}

function hasRows(spec) {
  const y = spec.encoding?.y;
  const isNamed = y && (y.axis === null || y.type === "nominal" || y.type === "ordinal");
  return Boolean(isNamed) || (spec.layer ?? []).some(hasRows);
}

/**
 * Draw a specification into an element, in place of what is there; `titled` with its own title.
 * Returns the views; `show(name, rows)` gives data, `run()` repaints what has changed.
 */
export async function drawPanels(vegaEmbed, el, spec, data, titled = false) {
  const { element, plots } = layOut(spec, titled);
  const isPhone = el.clientWidth < 500;
  const most = isPhone && plots.length > 1 ? 130 : Infinity;
  const room = isPhone ? LOWEST_ROWS : ROOM / heightOf(spec, el.clientWidth);
  el.style.minHeight = `${el.offsetHeight}px`; // what is below stays where it is
  el.replaceChildren(element);
  const drawn = await Promise.all(plots.map(async ({ place, spec: part, frames }) => {
    const held = Object.fromEntries(frames.map((name) => [name, data[name] ?? part.datasets?.[name] ?? spec.datasets?.[name] ?? []]));
    const height = typeof part.height === "number" && room < 1 ? { height: flatter(part, room, most) } : {};
    const { view, finalize } = await vegaEmbed(place, { ...part, ...height, datasets: held },
      { actions: false, renderer: "svg", logLevel: 1 }); // 1: errors; an empty chart has no extent, and need not say so
    return { view, finalize, frames, place, changed: false, width: place.clientWidth };
  }));
  el.style.minHeight = "";
  const run = async () => {
    await Promise.all(drawn.filter((plot) => plot.changed).map((plot) => plot.view.runAsync()));
    drawn.forEach((plot) => { plot.changed = false; });
    hideEmptyLayers(el);
  };
  const observer = new ResizeObserver(() => {
    for (const plot of drawn) {
      const width = plot.place.clientWidth;
      if (width === 0 || width === plot.width) continue;
      plot.width = width;
      plot.view.width(width);
      plot.changed = true;
    }
    run();
  });
  drawn.forEach(({ place }) => observer.observe(place));
  return {
    views: drawn.map((plot) => plot.view),
    viewOf: (name) => drawn.find((plot) => plot.frames.includes(name))?.view,
    show(name, rows) {
      for (const plot of drawn.filter(({ frames }) => frames.includes(name))) {
        plot.view.data(name, rows);
        plot.changed = true;
      }
    },
    run,
    finalize() {
      observer.disconnect();
      drawn.forEach((plot) => plot.finalize());
    },
  };
}
