// Shows answers. A student's text is only ever a text node: nothing in it is read as HTML.

export function element(name, props = {}, ...children) {
  const node = Object.assign(document.createElement(name), props);
  node.append(...children);
  return node;
}

/** Return an answer's text with highlights; offsets count characters like Python. */
function highlighted(text, spans) {
  const characters = [...text];
  const cut = (from, to) => characters.slice(from, to).join("");
  const parts = [];
  let at = 0;
  for (const [from, to, points] of spans) {
    parts.push(cut(at, from));
    const mark = element("mark", { className: points ? "point" : "shared" }, cut(from, to));
    if (points) mark.append(element("span", { className: "tag" }, ` [${points}]`));
    parts.push(mark);
    at = to;
  }
  parts.push(cut(at));
  return parts;
}

function card(answer, number, count, name, toggle) {
  const id = `answer-${number}`;
  const title = element("h3", { id }, `Answer ${number} of ${count}`, name ? `, ${name}` : "");
  const head = element("div", { className: "row" }, title);
  const shown = element("article", { tabIndex: 0 });
  shown.dataset.key = answer.key;
  shown.setAttribute("aria-labelledby", id);
  if (count > 1) {
    const button = element("button", { type: "button" }, "Take out");
    button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-describedby", id);
    button.addEventListener("click", () => toggle(shown, button));
    head.append(button);
  }
  const text = element("p", { className: "text", dir: "auto" });
  text.append(...(answer.text.trim() ? highlighted(answer.text, answer.spans) : ["(nothing written)"]));
  shown.append(head, text);
  if (answer.before !== null) {
    shown.append(element("p", {}, `Marked ${answer.before} before the student handed in another answer.`));
  }
  return element("li", {}, shown);
}

export function showAnswers(list, answers, names, toggle) {
  const cards = answers.map((one, k) => card(one, k + 1, answers.length, names[one.key], toggle));
  list.replaceChildren(...cards);
}
