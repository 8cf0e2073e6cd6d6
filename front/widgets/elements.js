// Small helpers for elements that all widgets and pages share.

/** A number that no other element of the page has: each widget is loaded as a separate module. */
export function serial() {
  globalThis.courseSerial = (globalThis.courseSerial ?? 0) + 1;
  return globalThis.courseSerial;
}

/**
 * An element with attributes and children, in one expression.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | undefined>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** Make an element that scrolls sideways a stop for the keyboard, as long as it does. */
export function reachable(element) {
  new ResizeObserver(() => {
    if (element.scrollWidth > element.clientWidth) element.tabIndex = 0;
    else element.removeAttribute("tabindex");
  }).observe(element);
}

/** Hide a chart's empty layers from screen readers: Vega gives them a role, but no name. */
export function hideEmptyLayers(chart) {
  for (const layer of chart.querySelectorAll("g[role=graphics-symbol]")) {
    if (layer.childElementCount) layer.removeAttribute("aria-hidden");
    else layer.setAttribute("aria-hidden", "true");
  }
}

/** Turn the columns that Python sends into the rows that Vega reads. */
export function rows(columns) {
  const names = Object.keys(columns);
  return (columns[names[0]] ?? []).map((_, row) =>
    Object.fromEntries(names.map((name) => [name, columns[name][row]])));
}
