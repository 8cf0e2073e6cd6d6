// Runs in the page before JupyterLite: starts Python at once, beside the application that is still
// loading, hands it over when the application asks for its kernel, and shows how far loading is.
(() => {
  const root = new URL("../", document.baseURI);
  const native = globalThis.Worker;
  const kind = globalThis.crossOriginIsolated ? "coincident" : "comlink";
  const started = () => {
    const worker = new native(new URL(`static/pyodide/kernel-${kind}.mjs`, root), { type: "module" });
    worker.addEventListener("message", ({ data }) => data?.courseLoading && show(data.courseLoading));
    return worker;
  };
  let early = started();
  globalThis.Worker = class extends native {
    constructor(url, options) {
      if (!new URL(url, document.baseURI).pathname.includes(`/${kind}.worker.`)) {
        super(url, options);
        return;
      }
      const worker = early ?? started(); // a restart gets a worker of its own
      early = null;
      return worker;
    }
  };

  // The page of the notebook that is open: what one reads, and where one came from.
  addEventListener("DOMContentLoaded", () => {
    const path = new URL(location).searchParams.get("path") ?? "";
    const [, folder, name] = path.match(/^(modules|exercises)\/(?:.*\/)?([^/]+)\.ipynb$/) ?? [];
    const back = document.createElement("a");
    back.id = "course-back";
    back.href = new URL(name ? `../${folder}/${name}.html` : "../index.html", root);
    back.textContent = name ? "Back to the page" : "Back to the course";
    document.body.append(back);
  });

  let box;
  function show({ what, words: known, done, total }) {
    if (!document.body) {
      addEventListener("DOMContentLoaded", () => show({ what, words: known, done, total }), { once: true });
      return;
    }
    if (!box) {
      box = document.createElement("div");
      box.id = "course-loading";
      const text = document.createElement("span");
      text.setAttribute("role", "status");
      const bar = document.createElement("progress");
      bar.setAttribute("aria-label", "Loading");
      box.append(text, bar);
      document.body.append(box);
    }
    box.hidden = false;
    const [text, bar] = box.children;
    const failed = !known;
    const words = failed
      ? `Python could not be loaded (${what}). Check that you are online and reload the page.`
      : `${known} …`;
    if (text.textContent !== words) text.textContent = words; // read aloud once, not at every byte
    bar.hidden = failed;
    if (total) Object.assign(bar, { value: done, max: total });
    else bar.removeAttribute("value");
    const megabytes = (bytes) => (bytes / 1e6).toFixed(0);
    const amount = !total ? ""
      : what === "packages" ? `${megabytes(done)} of ${megabytes(total)} MB` : `${done} of ${total}`;
    bar.title = amount;
    box.dataset.amount = amount;
    if (what === "ready") box.hidden = true;
  }
})();
