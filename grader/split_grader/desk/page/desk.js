import { element, showAnswers } from "./answers.js";
import { listen } from "./keys.js";
import * as words from "./words.js";

/** @type {(id: string) => any} */
const at = (id) => document.getElementById(id);
const state = { now: null, names: {}, out: new Set(), alone: [], skip: [], busy: false };

async function call(name, body = {}) {
  const response = await fetch(`api/${name}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const answer = await response.json();
  if (response.ok || response.status === 409) return answer;
  throw new Error(answer.error);
}

/** Run one action at a time, and say what went wrong. */
async function act(action) {
  if (state.busy) return;
  state.busy = true;
  at("problem").textContent = "";
  try {
    await action();
  } catch (error) {
    const lost = error instanceof TypeError || error instanceof SyntaxError;
    const text = lost ? "The desk doesn't answer. Start grader mark again; your marks so far are saved." : error.message;
    at(at("form").hidden ? "status" : "problem").textContent = text;
  } finally {
    state.busy = false;
  }
}

async function listQuestions() {
  const { assignment, questions } = await call("questions");
  at("assignment").textContent = assignment;
  const chosen = at("question").value || location.hash.slice(1);
  at("question").replaceChildren(...questions.map((one) => new Option(words.wait(one), one.question)));
  const open = questions.find((one) => one.question === chosen) ?? questions.find((one) => one.waiting) ?? questions[0];
  at("question").value = open.question;
}

async function open(focus = true) {
  const question = at("question").value;
  history.replaceState(null, "", `#${question}`);
  show(await call("next", { question, skip: state.skip }), focus);
}

function show(now, focus = true) {
  const waiting = state.alone.shift();
  state.now = waiting ? { ...now, alone: true, answers: [waiting], suggested: null, likely: [] } : now;
  state.out.clear();
  const { answers } = state.now;
  const option = [...at("question").options].find((one) => one.value === now.question);
  option.textContent = words.wait(now);
  at("prompt").textContent = now.prompt;
  at("points").replaceChildren(...Object.entries(now.points).map(([id, text]) => element("li", {}, element("b", {}, id), `: ${text}`)));
  at("points").parentElement.hidden = !at("points").children.length;
  at("offer").textContent = words.offer(state.now);
  at("advice").textContent = answers.length ? words.advice(state.now) : "";
  at("left").textContent = words.left(now);
  at("form").hidden = !answers.length;
  at("legend").hidden = !answers.some((one) => one.spans.length);
  at("range").textContent = `(0 to ${now.most})`;
  at("score").value = state.now.suggested ?? "";
  at("comment").value = "";
  showKept(now.kept);
  showAnswers(at("answers"), answers, state.names, toggle);
  tell();
  if (focus) at("offer").focus();
}

function showKept(kept) {
  const buttons = kept.map(({ score, comment }, k) => {
    const key = k < 8 ? element("kbd", {}, String.fromCharCode(65 + k)) : "";
    const button = element("button", { type: "button" }, key, ` ${score}: ${comment}`);
    button.addEventListener("click", () => giveKept(k));
    return button;
  });
  at("kept").replaceChildren(at("kept").firstElementChild, ...buttons);
  at("kept").hidden = !kept.length;
}

function tell() {
  const many = state.now.answers.length - state.out.size;
  at("give").textContent = many === 1 ? "Mark this answer" : `Mark these ${many} answers`;
}

function toggle(card, button) {
  const { key } = card.dataset;
  const out = !state.out.has(key);
  if (out && state.out.size === state.now.answers.length - 1) return;
  state.out[out ? "add" : "delete"](key);
  card.classList.toggle("out", out);
  button.setAttribute("aria-pressed", String(out));
  button.textContent = out ? "Put back" : "Take out";
  at("status").textContent = out ? "Taken out: you mark it alone, next." : "Put back into the group.";
  tell();
}

function typed() {
  const text = at("score").value.trim().replace(",", ".");
  const score = Number(text);
  if (text && score >= 0 && score <= state.now.most) return score;
  at("score").focus();
  throw new Error(`Expected a number from 0 to ${state.now.most}.`);
}

const give = () => act(() => send(typed(), at("comment").value));

function giveKept(place) {
  const kept = state.now?.answers.length && state.now.kept[place];
  if (kept) act(() => send(kept.score, kept.comment));
}

async function send(score, comment, versions = {}, without = []) {
  const { question, answers } = state.now;
  const marked = answers.filter((one) => !state.out.has(one.key) && !without.includes(one.key));
  const seen = Object.fromEntries(marked.map((one) => [one.key, versions[one.key] ?? one.version]));
  if (!marked.length) return open();
  const answer = await call("mark", { question, seen, score, comment, offered: answers.length, skip: state.skip });
  if (answer.changed) return ask(answer.changed, (again, keep) => act(() => send(score, comment, again, [...without, ...keep])));
  state.alone.push(...answers.filter((one) => state.out.has(one.key)));
  at("status").textContent = words.given(marked.length, score);
  show(answer);
}

/** Ask what to do about marks that changed meanwhile. */
function ask(changed, go) {
  const dialog = at("changed");
  const number = (key) => state.now.answers.findIndex((one) => one.key === key) + 1;
  at("changed-list").replaceChildren(...changed.map((one) => element("li", {}, `Answer ${number(one.key)}: ${words.changed(one)}`)));
  const close = (...choice) => () => { dialog.close(); go(...choice); };
  at("keep").onclick = close({}, changed.map((one) => one.key));
  at("replace").onclick = close(Object.fromEntries(changed.map((one) => [one.key, one.version])), []);
  dialog.showModal();
}

function later() {
  state.skip.push(...state.now.answers.map((one) => one.key));
  return act(open);
}

function undo() {
  return act(async () => {
    const { question, changed } = await call("undo");
    if (changed) throw new Error(`Not undone. ${words.changed(changed[0])}`);
    if (!question) throw new Error("There is no mark of this session to undo.");
    at("question").value = question;
    state.alone = [];
    await open();
    at("status").textContent = "The last mark is undone.";
  });
}

async function showNames() {
  state.names = at("names").checked ? await call("names", { question: at("question").value }) : {};
  if (state.now) showAnswers(at("answers"), state.now.answers, state.names, toggle);
  state.out.clear();
  tell();
}

at("form").addEventListener("submit", (event) => { event.preventDefault(); give(); });
at("question").addEventListener("change", () => act(async () => { state.alone = []; await open(false); if (at("names").checked) await showNames(); }));
at("names").addEventListener("change", () => act(showNames));
at("later").addEventListener("click", later);
at("undo").addEventListener("click", undo);
listen({ give, giveKept, later, undo, single: () => at("single").checked });
act(async () => { await listQuestions(); await open(); });
