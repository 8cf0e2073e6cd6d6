// A learning platform's SCORM interface. Versions 1.2 and 2004 have other names for the same things.

const VERSIONS = {
  1.2: {
    api: "API", prefix: "LMS", end: "Finish", room: 4096, longestPlace: 255,
    learner: "cmi.core.student_id", place: "cmi.core.lesson_location", status: "cmi.core.lesson_status",
    score: "cmi.core.score", time: "cmi.core.session_time", exit: "cmi.core.exit",
    duration: (seconds) => [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":"),
  },
  2004: {
    api: "API_1484_11", prefix: "", end: "Terminate", room: 64_000, longestPlace: 1000,
    learner: "cmi.learner_id", place: "cmi.location", status: "cmi.completion_status",
    score: "cmi.score", scaled: "cmi.score.scaled", progress: "cmi.progress_measure", time: "cmi.session_time", exit: "cmi.exit",
    duration: (seconds) => `PT${Math.floor(seconds)}S`,
  },
};
const WORK = "cmi.suspend_data";
const DONE = ["completed", "passed", "failed"];

/** Return an object of this name in a window or in those around it. */
function around(start, name) {
  try {
    for (let here = start; ; here = here.parent) if (here[name] || here.parent === here) return here[name] ?? null;
  } catch { return null; } // a window of another site
}

export class Platform {
  #api;
  #names;
  #begun = Date.now();
  #isDone;
  #isOver = false;

  /**
   * Begin a session with the platform that shows this window, or that opened it; return null if there isn't one.
   * Throw an error if the platform refuses.
   */
  static begin(version, here = window) {
    const names = VERSIONS[version];
    const api = around(here, names.api) ?? (here.top.opener && around(here.top.opener, names.api));
    return api ? new Platform(api, names) : null;
  }

  constructor(api, names) {
    this.#api = api;
    this.#names = names;
    this.room = names.room; // characters of work that it keeps
    if (!this.#isTaken("Initialize", "")) throw new Error(`The platform refuses to begin: ${this.#problem()}.`);
    this.#isDone = DONE.includes(this.#get(names.status));
  }

  /** What the platform knows of the learner: who it is, where they were, and the work that was sent. */
  get kept() {
    return { learner: this.#get(this.#names.learner), place: this.#get(this.#names.place), work: this.#get(WORK) };
  }

  /**
   * Send where the learner is, how far, and the work unless it is null; return what the platform refused, in words.
   * What it calls completed stays so.
   */
  send({ place, work, progress, right, asked, isComplete }) {
    if (this.#isOver) return [];
    const { score, scaled, status, progress: measure } = this.#names;
    const scores = asked
      ? [[`${score}.min`, 0], [`${score}.max`, 100], [`${score}.raw`, Math.round(10_000 * right / asked) / 100], [scaled, (right / asked).toFixed(4)]]
      : [];
    const refused = this.#set([[WORK, work], ...this.#leaving(place), ...scores, [measure, progress.toFixed(4)],
      [status, isComplete ? "completed" : this.#isDone ? null : "incomplete"]]);
    this.#isDone ||= isComplete;
    return this.#isTaken("Commit", "") ? refused : [...refused, `Commit: ${this.#problem()}`];
  }

  /** End the session; the learner can come back to it. */
  end(place) {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#set(this.#leaving(place));
    this.#isTaken("Commit", "");
    this.#isTaken(this.#names.end, "");
  }

  /** What the platform needs for another visit, should this one end now. */
  #leaving(place) {
    const { place: where, longestPlace, time, exit, duration } = this.#names;
    return [[where, place.slice(0, longestPlace) || null], [time, duration((Date.now() - this.#begun) / 1000)], [exit, "suspend"]];
  }

  /** Set those values that aren't null and have a name in this version; return what was refused. */
  #set(values) {
    return values.filter(([name, value]) => name && value !== null)
      .flatMap(([name, value]) => (this.#isTaken("SetValue", name, String(value)) ? [] : [`${name}: ${this.#problem()}`]));
  }

  #get(name) {
    return String(this.#call("GetValue", name) ?? "");
  }

  #isTaken(what, ...values) {
    return String(this.#call(what, ...values)) === "true";
  }

  #problem() {
    return this.#call("GetErrorString", String(this.#call("GetLastError")));
  }

  #call(what, ...values) {
    return this.#api[this.#names.prefix + what](...values);
  }
}
