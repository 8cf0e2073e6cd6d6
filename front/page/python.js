// Connect the page to Python: start the worker on the first request, and keep the progress in sync.
// front/worker/python.js lists the requests.
import { kept } from "./kept.js";
import { inSite } from "./site.js";

const WORKER = "live/static/pyodide/python.js";

/** A request failed because Python was stopped, or couldn't be loaded. */
export class NotDone extends Error {}

export class Python extends EventTarget {
  ready = false;
  failed = false; // the last load
  saves = navigator.connection?.saveData ?? false; // don't start at the first touch
  #worker = null;
  #asked = new Map();
  #number = 0;
  #progress = null; // Python's progress file, as text
  #notebook = null; // Python's notebook, as text
  #address;
  #specs;

  /** `needs` names archives that the lesson always imports; `specs()` returns the known charts. */
  constructor(needs, specs) {
    super();
    this.notebook = () => null; // the current { path, text } of this page's notebook
    this.#address = `${inSite(WORKER)}?${new URLSearchParams(needs.map((name) => ["needs", name]))}`;
    this.#specs = specs;
  }

  /**
   * Start the worker, unless it has been started. It sends the events `started`, `loading`, `changed`,
   * `busy` (a cell begins or ends), and `anew` (Python's state is gone).
   */
  start() {
    if (this.#worker) return;
    this.failed = false;
    this.#worker = new Worker(this.#address, { type: "module" });
    this.#worker.addEventListener("message", ({ data }) => this.#hear(data));
    this.#worker.addEventListener("error", ({ message }) => this.#hear({ courseLoading: { what: `error: ${message}` } }));
    this.#send("specs", { specs: this.#specs() }, {}).catch(() => {}); // the page says so at its next request
    this.#tell("started");
  }

  /** Tell whether a cell is running or waiting. */
  get busy() {
    return [...this.#asked.values()].some(({ runs }) => runs);
  }

  /** Tell whether nothing keeps it from drawing soon. */
  get starts() {
    return !this.failed && (this.started || !this.saves) && !(this.ready && this.busy);
  }

  get started() {
    return this.#worker !== null;
  }

  /**
   * Send a request, and return the answer. `output` is called with each output of a running cell, `take`
   * with the changes of the requested widget. The event `changed` reports those of all others.
   */
  ask(what, values, listeners = {}) {
    this.start();
    this.#put();
    this.#write();
    return this.#send(what, values, listeners);
  }

  /** Stop Python, whatever it is doing, and start it again without the cells' names. */
  restart() {
    this.#end("Python was started again.");
    this.start();
  }

  /** End the worker. Open requests fail with this message; the next request starts another worker. */
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

  /** Send Python the progress if another page or an import has changed it. */
  #put() {
    const text = kept.text();
    if (text === this.#progress) return;
    this.#progress = text;
    this.#send("progress", { text }, {}).catch(() => { this.#progress = null; });
  }

  /** Send Python the page's notebook if it has changed, because code may read its own file. */
  #write() {
    const notebook = this.notebook();
    if (!notebook || notebook.text === this.#notebook) return;
    this.#notebook = notebook.text;
    this.#send("notebook", notebook, {}).catch(() => { this.#notebook = null; });
  }

  /** Merge Python's progress into the page's, or say why that failed. */
  #take(text, before) {
    if (typeof text !== "string") return null;
    const asItWas = kept.text() === before;
    this.#progress = null;
    try {
      if (asItWas) kept.replace(text ? JSON.parse(text).steps : {});
      else if (text) kept.add(text);
    } catch (problem) {
      return `What was recorded is not kept: ${problem.message}.`;
    }
    if (asItWas) this.#progress = kept.text();
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

  /** @param {Record<string, any>} message */
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
