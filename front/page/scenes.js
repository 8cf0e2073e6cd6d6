// The scenes of an explorable beyond its first: a file next to the page, loaded once the explorable is drawn.
import { make } from "../widgets/elements.js";

/** Return a control's number of positions. */
function count({ kind, options, low, high, step }) {
  if (kind === "choice") return options.length;
  return kind === "toggle" ? 2 : Math.floor((high - low) / step + 1e-9) + 1;
}

/** Return the index of a control's position, from its lower end or first option. */
export function position(control, value) {
  if (control.kind === "choice") return control.options.indexOf(value);
  if (control.kind === "toggle") return Number(value);
  return Math.round((value - control.low) / control.step);
}

/** Return the place of a setting among all, of which the last control moves fastest. */
export function placeIn(controls, values) {
  return controls.reduce((place, control) => place * count(control) + position(control, values[control.name]), 0);
}

/** Return the scene of a setting: with all points where they are by default, or with nothing but one point moved. */
export function sceneIn({ all, points }, controls, values) {
  const planes = controls.filter(({ kind }) => kind === "points");
  const others = controls.filter(({ kind }) => kind !== "points");
  const moved = planes.flatMap(({ name, x, y, value }) => Object.keys(value).filter((point) => !same(values[name][point], value[point]))
    .map((point) => ({ point, axes: [{ ...x, name: 0 }, { ...y, name: 1 }], at: values[name][point] })));
  if (!moved.length) return all[placeIn(others, values)];
  const [{ point, axes, at }] = moved;
  const isAlone = moved.length === 1 && others.every(({ name, value }) => same(values[name], value));
  return isAlone ? points[point]?.[placeIn(axes, at)] : undefined;
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** Load scenes by the name of their file; a page from disk can load a script, but no other file. */
export async function loadScenes(name) {
  await new Promise((loaded, failed) => {
    const script = make("script", { src: name });
    script.addEventListener("load", loaded);
    script.addEventListener("error", () => failed(new Error(`${name} could not be loaded`)));
    document.head.append(script);
  });
  const bytes = Uint8Array.from(atob(globalThis.courseScenes[name]), (letter) => letter.charCodeAt(0));
  delete globalThis.courseScenes[name];
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).json();
}
