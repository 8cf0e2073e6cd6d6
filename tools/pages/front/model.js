// What a widget asks of its model. A page answers from what was simulated when it was built and from what
// the reader did before; once Python is awake, `python` tells it of each change, and Python answers the rest.

class Model {
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
    this.listeners = this.listeners.filter((kept) => kept.event !== event || kept.listener !== listener);
  }

  tell(name) {
    for (const { event, listener } of this.listeners) if (event === `change:${name}`) listener();
  }

  /** Take what Python has changed. */
  take(changes) {
    Object.assign(this.state, changes);
    Object.keys(changes).forEach((name) => this.tell(name));
  }
}

/** An explorable whose presets work, and each control while the others stand at their defaults. */
class ExplorableModel extends Model {
  constructor(state) {
    const authored = JSON.parse(state.authored);
    super({ ...state, ...whatWasExplored(authored, courseKept.get(state.name)) });
    this.first = { ...state, controls: authored.controls, presets: authored.presets };
    this.turn = 0; // how often the controls have moved
    this.painted = 0; // the turn that the chart shows
    this.state.waiting = false;
    if (this.state.answer.guess !== undefined || this.state.answer.skipped || !authored.guess) this.reveal({});
  }

  set(name, value) {
    super.set(name, value);
    if (name === "values") this.move();
    if (name === "answer") {
      courseKept.put(this.first.name, value);
      this.reveal(this.known() ?? {});
      for (const part of ["revealed", "shown"]) this.tell(part);
    }
  }

  /** Give what Python gives after the guess. */
  reveal(moved) {
    this.state.revealed = JSON.stringify(this.first.answers);
    this.show(moved);
  }

  /** Show a new setting if it is known; if not, the chart waits and keeps what it shows. */
  move() {
    this.turn += 1;
    const moved = this.known();
    if (moved) this.show(moved);
    this.state.waiting = !moved;
    for (const name of ["values", "shown", "solved", "waiting"]) this.tell(name);
  }

  /** The scene of the present setting: what differs from the default's, or null where none is known. */
  known() {
    const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
    const { scenes, controls, presets, values: defaults } = this.first;
    const { values } = this.state;
    const preset = presets.find(([, setting]) => controls.every(({ name }) => same(setting[name], values[name])));
    if (preset) return scenes.presets[preset[0]];
    const moved = controls.filter(({ name }) => !same(values[name], defaults[name]));
    if (moved.length === 0) return {};
    if (moved.length > 1) return null;
    const [control] = moved;
    return scenes.alone[control.name]?.[position(control, values[control.name])] ?? null;
  }

  show(moved) {
    const scene = { ...this.first.scenes.first, ...moved };
    const whole = Object.entries(this.first.answers.first).map(([name, columns]) =>
      [name, { ...columns, ...scene.data[name] }]);
    this.state.shown = JSON.stringify({ ...scene, data: Object.fromEntries(whole) });
    this.painted = this.turn;
    const solved = [...new Set([...this.state.solved, ...scene.reached])];
    if (solved.length > this.state.solved.length) courseKept.put(this.first.name, { solved });
    this.state.solved = solved;
  }

  /** Take what Python says of the setting at a turn; the chart never goes back to an earlier one. */
  take({ shown, solved, revealed, values, ...others }, turn) {
    const news = others;
    if (shown !== undefined && turn > this.painted) {
      this.painted = turn;
      news.shown = shown;
      news.waiting = turn < this.turn;
    }
    if (solved) news.solved = [...new Set([...this.state.solved, ...solved])];
    super.take(news);
  }
}

/** The number of a control's position, counted from its lower end or its first option. */
function position(control, value) {
  if (control.kind === "choice") return control.options.indexOf(value);
  if (control.kind === "toggle") return Number(value);
  return Math.round((value - control.low) / control.step);
}

/** The guess and the challenges of an earlier visit, as far as they still make sense. */
function whatWasExplored({ guess: asked, challenges }, { guess, skipped, solved = [] }) {
  const texts = challenges.map(({ text }) => text);
  const fits = {
    choice: () => asked.options.includes(guess),
    number: () => Number.isFinite(guess),
    line: () => Array.isArray(guess) && guess.length === asked.at.length && guess.every(Number.isFinite),
  };
  const answer = asked && fits[asked.kind]() ? { guess } : skipped ? { skipped } : {};
  return { answer, solved: solved.filter((text) => texts.includes(text)) };
}

/** A checkpoint; the answers of an earlier visit are there again. */
class CheckpointModel extends Model {
  constructor(state) {
    const { answers = {} } = courseKept.get(state.name);
    const fits = ({ id, options }) => answers[id] < options.length;
    super({ ...state, answers: Object.fromEntries(state.questions.filter(fits).map(({ id }) => [id, answers[id]])) });
  }

  set(name, value) {
    super.set(name, value);
    const { questions, name: step } = this.state;
    const given = questions.filter(({ id }) => id in value);
    const right = given.filter(({ id, options }) => options[value[id]].correct);
    courseKept.put(step, { answered: given.length, right: right.length, asked: questions.length, answers: value });
  }
}

const KEPT_VERSIONS = 5;

/** A decision; what was decided on an earlier visit is there again. */
class DecisionModel extends Model {
  constructor(state) {
    super(state);
    this.state.versions = versionsOf(courseKept.get(state.name));
  }

  set(name, value) {
    super.set(name, value);
    const step = this.state.name;
    const module = step.slice(0, step.indexOf("."));
    const others = [step, `${module}.checkpoint`];
    const seen = Object.entries(courseKept.all()).filter(([other]) => other.startsWith(`${module}.`) && !others.includes(other))
      .map(([other, facts]) => [other.slice(module.length + 1), facts]);
    const history = this.state.versions.slice(-KEPT_VERSIONS).map(({ day, ...version }) => version);
    courseKept.put(step, { ...value, seen: Object.fromEntries(seen), date: today(), history });
    this.state.versions = versionsOf(courseKept.get(step));
    queueMicrotask(() => this.tell("versions")); // when the widget has said what it has to
  }
}

/** All versions of a decision, the oldest first, each with its day in words. */
function versionsOf({ option, numbers, reason, date, history = [] }) {
  if (option === undefined) return [];
  const inWords = (day) => new Date(`${day}T00:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  return [...history, { option, numbers, reason, date }].map((version) => ({ ...version, day: inWords(version.date) }));
}

/** The day as Python writes it, in the reader's own time. */
function today() {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}
