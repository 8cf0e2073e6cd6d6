// What a learner moves: presets, the first controls, and the others under "more".
import { control } from "./controls.js";
import { make } from "./elements.js";

const ALL = 3; // so many controls stand open
const LEADS = 2; // of more than that, these do

/** The controls and presets of an explorable; `change(values)` moves it. */
export function panelOf(authored, model, change) {
  const value = (name) => model.get("values")[name];
  const controls = authored.controls.map((spec) =>
    ({ spec, ...control(spec, () => value(spec.name), (next) => change({ [spec.name]: next })) }));
  const leads = controls.length > ALL ? controls.slice(0, LEADS) : controls;
  const others = controls.slice(leads.length);
  const presets = authored.presets.map(([name, values]) => {
    const button = make("button", { type: "button", class: "course-button" }, name);
    button.addEventListener("click", () => change(values));
    return { button, values, needs: authored.challenges.filter(({ opens }) => opens.includes(name)) };
  });
  const list = (items) => make("div", { class: "course-controls" }, ...items.map((item) => item.element));
  const more = make("details", { class: "course-more", hidden: others.length === 0 },
    make("summary", {}, `${others.length} more controls`), list(others));
  const element = make("fieldset", { class: "course-controls-box", hidden: true, tabindex: -1 },
    make("legend", { class: "course-unseen" }, "Controls"),
    make("div", { class: "course-buttons", role: "group", "aria-label": "Presets" }, ...presets.map(({ button }) => button)),
    list(leads), more);
  const isAt = ([name, other]) => JSON.stringify(value(name)) === JSON.stringify(other);
  const open = () => { more.open = true; };
  return {
    element,
    open,
    /** Show the present setting; what has moved is in sight. */
    sync() {
      controls.forEach((item) => item.sync());
      for (const { button, values } of presets) button.setAttribute("aria-pressed", String(Object.entries(values).every(isAt)));
      if (!others.every(({ spec }) => isAt([spec.name, spec.value]))) open();
    },
    drag: (view) => controls.forEach((item) => item.drag?.(view)),
    unlock(solved) {
      for (const { button, needs } of presets) button.hidden = needs.some(({ text }) => !solved.includes(text));
    },
  };
}
