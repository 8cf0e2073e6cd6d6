// Python for the page: starts its worker when it is first asked, and keeps the progress in step.
// tools/site/front/python.mjs says what can be asked.

const WORKER = new URL("../live/static/pyodide/python.mjs", import.meta.url);

/** What was asked has not been done: Python was stopped, or could not be loaded. */
export class NotDone extends Error {}

export class Python extends EventTarget {
  ready = false;
  failed = false; // the last load
  #worker = null;
  #asked = new Map();
  #number = 0;
  #progress = null; // the text of the progress file that Python has
  #notebook = null; // the text of the notebook that Python has
  #address;
  #specs;

  /** `needs` names archives that the lesson imports in any case; `specs()` gives what charts are known. */
  constructor(needs, specs) {
    super();
    this.notebook = () => null; // the { path, text } of the notebook whose page this is, as it stands now
    this.#address = new URL(`?${new URLSearchParams(needs.map((name) => ["needs", name]))}`, WORKER);
    this.#specs = specs;
  }

  /**
   * Start the worker, if it has not been started. Events tell how it goes on: `started`, `loading`, `changed`,
   * `busy` (a cell begins or ends), and `anew` (what Python knew is gone).
   */
  start() {
    if (this.#worker) return;
    this.failed = false;
    this.#worker = new Worker(this.#address, { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => this.#hear(data));
    this.#worker.addEventListener("error", ({ message }) => this.#hear({ courseLoading: { what: `error: ${message}` } }));
    this.#send("specs", { specs: this.#specs() }, {}).catch(() => {}); // the page says so when it asks
    this.#tell("started");
  }

  /** Whether a cell runs, or waits for its turn. */
  get busy() {
    return [...this.#asked.values()].some(({ runs }) => runs);
  }

  get started() {
    return this.#worker !== null;
  }

  /**
   * Ask, and return the answer. `output` is called with each output of a cell while it runs; `take` with
   * what has changed of the widget that was asked. Of all others the event `changed` tells.
   */
  ask(what, values, listeners = {}) {
    this.start();
    this.#put();
    this.#write();
    return this.#send(what, values, listeners);
  }

  /** Stop Python, whatever it does, and start it anew: what cells have defined is gone. */
  restart() {
    this.#end("Python was started anew.");
    this.start();
  }

  /** End the worker. What was asked is refused, in these words; who asks again starts another. */
  #end(words) {
    this.#worker?.terminate();
    this.#worker = null;
    this.ready = false;
    this.#progress = null;
    this.#notebook = null;
    for (const { reject } of this.#asked.values()) reject(new NotDone(words));
    this.#asked.clear();
    this.#tell("anew");
    this.#tell("busy");
  }

  /** Give Python the progress if it has changed since: by another page, or by an import. */
  #put() {
    const text = courseKept.text();
    if (text === this.#progress) return;
    this.#progress = text;
    this.#send("progress", { text }, {}).catch(() => { this.#progress = null; });
  }

  /** Give Python the notebook of the page if it has changed since: code may read its own file. */
  #write() {
    const notebook = this.notebook();
    if (!notebook || notebook.text === this.#notebook) return;
    this.#notebook = notebook.text;
    this.#send("notebook", notebook, {}).catch(() => { this.#notebook = null; });
  }

  /** Take the progress that Python has changed, or say why not; what the page has kept meanwhile is not lost. */
  #take(text, before) {
    if (typeof text !== "string") return null;
    const asItWas = courseKept.text() === before;
    this.#progress = null;
    try {
      if (asItWas) courseKept.replace(text ? JSON.parse(text).steps : {});
      else if (text) courseKept.add(text);
    } catch (problem) {
      return `What was recorded is not kept: ${problem.message}.`;
    }
    if (asItWas) this.#progress = courseKept.text();
    return null;
  }

  #send(ask, values, listeners) {
    this.#number += 1;
    const waiting = { ...Promise.withResolvers(), ...listeners, widget: values.widget, progress: this.#progress, runs: ask === "run" };
    this.#asked.set(this.#number, waiting);
    if (waiting.runs) this.#tell("busy");
    this.#worker.postMessage({ id: this.#number, ask, ...values });
    return waiting.promise;
  }

  #hear({ id, output, answer, changed, progress, error, courseLoading }) {
    if (courseLoading) {
      this.ready = courseLoading.what === "ready";
      this.failed = !courseLoading.words;
      if (this.failed) {
        console.warn(courseLoading.what);
        this.#end("Not run: Python could not be loaded.");
      }
      this.#tell("loading", courseLoading);
    }
    const waiting = this.#asked.get(id);
    if (output) waiting?.output?.(output);
    if (!waiting || (!answer && !error)) return;
    this.#asked.delete(id);
    if (waiting.runs) this.#tell("busy");
    const refused = error ?? this.#take(progress, waiting.progress);
    if (refused) {
      waiting.reject(new Error(refused));
      return;
    }
    const { [waiting.widget]: own, ...others } = changed;
    if (own) waiting.take?.(own);
    this.#tell("changed", others);
    waiting.resolve(answer);
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
