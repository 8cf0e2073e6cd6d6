// A line over the page's end, so that nothing on the page moves, which can be closed.
import { make } from "../widgets/elements.js";
import { button } from "./cells.js";

export function notice(words, ...buttons) {
  const line = make("div", { class: "page-status" }, make("span", { role: "status" }, words), ...buttons,
    button("Close", "Close", () => line.remove()));
  document.body.append(line);
}
