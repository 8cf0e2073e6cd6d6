// The models behind a page's widgets. They use the scenes simulated at build time and the reader's earlier
// work. Once Python has started, `python` reports each change to it, and Python does the rest.
import { inWords, today } from "./days.js";
import { loadScenes, position, sceneIn } from "./scenes.js";
import { kept } from "./kept.js";
import { decided } from "./own.js";

export class Model {
  constructor(state) {
    this.state = { ...state };
    this.listeners = [];
    this.unsent = {};
    this.python = null;
  }

  get(name) {
    return this.state[name];
  }

  set(name, value) {
    this.state[name] = value;
    this.unsent[name] = value;
  }

  save_changes() {
    const changes = this.unsent;
    this.unsent = {};
    this.python?.(changes);
  }

  on(event, listener) {
    this.listeners.push({ event, listener });
  }

  off(event, listener) {
    this.listeners = this.listeners.filter((other) => other.event !== event || other.listener !== listener);
  }

  tell(name) {
    for (const { event, listener } of this.listeners) if (event === `change:${name}`) listener();
  }

  /** Apply Python's changes. */
  take(changes) {
    Object.assign(this.state, changes);
    Object.keys(changes).forEach((name) => this.tell(name));
  }
}

const MOST_MISSED = 200; // settings; a slider that is pulled passes many
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * An explorable: its presets work, and each control with the others at their defaults; where there are few settings,
 * all do. What the reader has decided is simulated here, if the page can. Other settings wait for Python. The first
 * scene comes with the page, and the others in a file next to it.
 */
export class ExplorableModel extends Model {
  constructor(state) {
    const authored = JSON.parse(state.authored);
    super({ ...state, ...whatWasExplored(authored, kept.get(state.name)) });
    this.first = { ...state, controls: authored.controls, presets: authored.presets, asked: authored.guess };
    this.turn = 0; // how often the controls have moved
    this.painted = 0; // the turn that the chart shows
    this.isPythons = false; // whether the chart shows a scene that Python has made since the last decision
    this.isLoading = undefined; // whether the other scenes are on their way; at first nobody has asked for them
    this.missed = []; // settings whose scenes are unknown: they may have reached a goal
    this.state.waiting = false;
    if (this.isAnswered) this.reveal();
  }

  get isAnswered() {
    const { guess, skipped } = this.state.answer;
    return guess !== undefined || Boolean(skipped) || !this.first.asked;
  }

  /** Whether some settings show what the reader has decided. */
  get isPersonal() {
    return Object.keys(this.first.personal ?? {}).length > 0;
  }

  /** Whether this setting shows decisions, and the reader has made some. */
  get isOwn() {
    return this.isPersonal && decided() !== ""
      && Object.entries(this.first.personal).every(([name, value]) => same(this.state.values[name], value));
  }

  /** Whether the page knows this setting's scene only of a reader who has decided nothing. */
  get isOthers() {
    return this.isOwn && !this.drawOwn;
  }

  /** The function that makes a scene of what is kept, if the page has one. */
  get drawOwn() {
    return globalThis.courseBoard?.scenes[this.first.name];
  }

  /** Whether the chart shows decisions that aren't the reader's, or no longer. */
  get isStale() {
    return this.isOthers && !this.isPythons;
  }

  set(name, value) {
    super.set(name, value);
    if (name === "values") this.move();
    if (name === "answer") {
      kept.put(this.first.name, answerToKeep(value, this.first.asked));
      this.reveal();
      for (const part of ["revealed", "shown", "solved", "waiting"]) this.tell(part);
    }
  }

  /** Reveal what Python reveals after the guess. */
  reveal() {
    this.state.revealed = JSON.stringify(this.first.answers);
    this.show({});
    this.follow();
    this.load();
  }

  /** Load the other scenes, once, and show those that the reader has passed meanwhile. */
  async load() {
    const { file, ...first } = this.first.scenes;
    if (!file || this.isLoading !== undefined) return;
    this.isLoading = true;
    try {
      this.first.scenes = { ...first, ...await loadScenes(file) };
    } catch (problem) {
      console.warn(problem.message); // Python can do the same
    }
    this.isLoading = false;
    if (!this.state.revealed) return;
    const now = this.state.values;
    for (const values of [...this.missed.splice(0), now]) {
      this.state.values = values;
      this.follow();
    }
    for (const name of ["shown", "solved", "waiting"]) this.tell(name);
  }

  /** Show a new setting, once there is something to see. */
  move() {
    this.turn += 1;
    if (this.state.revealed) this.follow();
    for (const name of ["values", "shown", "solved", "waiting"]) this.tell(name);
  }

  /** Show the present setting if its scene is known; otherwise the chart waits unchanged. */
  follow() {
    const moved = this.known();
    if (moved) this.show(moved);
    else this.missed = [...this.missed.slice(1 - MOST_MISSED), this.state.values];
    this.state.waiting = !moved && !this.isLoading;
  }

  /** Return the settings that were passed unseen, once; the present one is not among them. */
  passed() {
    return this.missed.splice(0).filter((values) => !same(values, this.state.values));
  }

  /** Draw again after a decision. */
  renew() {
    this.isPythons = false;
    this.move();
  }

  /** Return the current scene as differences from the default's, or null if it is unknown. */
  known() {
    if (this.isOwn) return this.drawOwn?.(kept.all(), this.state.values) ?? null;
    const { scenes, controls, presets, values: defaults } = this.first;
    const { values } = this.state;
    const moved = controls.filter(({ name }) => !same(values[name], defaults[name]));
    if (moved.length === 0) return {};
    const inGrid = scenes.all && sceneIn(scenes, controls, values);
    if (inGrid) return inGrid;
    const preset = presets.find(([, setting]) => controls.every(({ name }) => same(setting[name], values[name])));
    if (preset) return scenes.presets?.[preset[0]] ?? null;
    if (moved.length > 1) return null;
    const [control] = moved;
    return scenes.alone?.[control.name]?.[position(control, values[control.name])] ?? null;
  }

  show(moved) {
    const scene = { ...this.first.scenes.first, ...moved };
    const whole = Object.entries(this.first.answers.first).map(([name, columns]) =>
      [name, { ...columns, ...scene.data[name] }]);
    this.state.shown = JSON.stringify({ ...scene, data: Object.fromEntries(whole) });
    this.painted = this.turn;
    this.isPythons = false;
    const solved = [...new Set([...this.state.solved, ...scene.reached])];
    if (solved.length > this.state.solved.length) kept.put(this.first.name, { solved });
    this.state.solved = solved;
  }

  /**
   * Show Python's scene for a turn, unless the chart already shows a later one.
   * @param {Record<string, any>} changes
   */
  take({ shown, solved, revealed, values, ...others }, turn = 0) {
    const news = others;
    if (shown !== undefined && turn > this.painted) {
      this.painted = turn;
      this.isPythons = true;
      news.shown = shown;
      news.waiting = this.painted < this.turn;
    }
    if (solved) news.solved = [...new Set([...this.state.solved, ...solved])];
    super.take(news);
  }
}

/** Restore the guess and the challenges of an earlier visit, if they are still valid. */
function whatWasExplored({ guess: asked }, { guess: stored, skipped, solved = [] }) {
  const guess = guessKept(stored, asked);
  const fits = {
    choice: () => asked.options.includes(guess),
    number: () => Number.isFinite(guess),
    line: () => Array.isArray(guess) && guess.length === asked.at.length && guess.every(Number.isFinite),
  };
  const answer = asked && fits[asked.kind]() ? { guess } : skipped ? { skipped } : {};
  return { answer, solved }; // with challenges that only the workbench shows
}

/** Return an answer for the progress, a guess with the values that make its question another one. */
function answerToKeep(answer, { asked_at: at }) {
  return "guess" in answer && Object.keys(at).length > 0 ? { guess: { said: answer.guess, at } } : answer;
}

/** Return a kept guess, if it answered this question. */
function guessKept(guess, asked) {
  const { said, at } = guess?.said === undefined ? { said: guess, at: {} } : guess;
  return JSON.stringify(at) === JSON.stringify(asked?.asked_at ?? {}) ? said : undefined;
}

/** A checkpoint, with the answers of an earlier visit. */
export class CheckpointModel extends Model {
  constructor(state) {
    const { answers = {} } = kept.get(state.name);
    const fits = ({ id, options }) => answers[id] < options.length;
    super({ ...state, answers: Object.fromEntries(state.questions.filter(fits).map(({ id }) => [id, answers[id]])) });
  }

  set(name, value) {
    super.set(name, value);
    const { questions, name: step } = this.state;
    const given = questions.filter(({ id }) => id in value);
    const right = given.filter(({ id, options }) => options[value[id]].correct);
    kept.put(step, { answered: given.length, right: right.length, asked: questions.length, answers: value });
  }
}

const KEPT_VERSIONS = 5;

/** A decision, as made on an earlier visit. */
export class DecisionModel extends Model {
  constructor(state) {
    super(state);
    this.state.versions = versionsOf(kept.get(state.name));
  }

  set(name, value) {
    super.set(name, value);
    const step = this.state.name;
    const module = step.slice(0, step.indexOf("."));
    const others = [step, `${module}.checkpoint`];
    const seen = Object.entries(kept.all()).filter(([other]) => other.startsWith(`${module}.`) && !others.includes(other))
      .map(([other, facts]) => [other.slice(module.length + 1), facts]);
    const history = this.state.versions.slice(-KEPT_VERSIONS).map(({ day, ...version }) => version);
    kept.put(step, { ...value, seen: Object.fromEntries(seen), date: today(), history });
    this.state.versions = versionsOf(kept.get(step));
    queueMicrotask(() => this.tell("versions")); // after the widget's own changes
  }
}

/** Return all versions of a decision, oldest first, with their days in words. */
function versionsOf({ option, numbers, reason, date, history = [] }) {
  if (option === undefined) return [];
  return [...history, { option, numbers, reason, date }].map((version) => ({ ...version, day: inWords(version.date) }));
}
