// Python for the kernel: stands where JupyterLite expects the runtime's own module.
//
// Loading begins when this module is first imported, which the page does before JupyterLite itself is
// there. All packages come as two archives and are laid into the file system as they are, what Python
// needs to start first; compiled parts are compiled when they are first imported, not before.
import { loadPyodide as load } from "./pyodide.mjs";
import { tell } from "./tell.mjs";

const SITE_PACKAGES = "/lib/python3.14/site-packages";
const here = new URL(".", import.meta.url).href;
const out = { stdout: console.log, stderr: console.error };
/** The bytes of each archive, as promises; another worker fetches and unpacks them in turn. */
function coming(archives) {
  const helper = new Worker(new URL("archive.mjs", here), { type: "module" });
  const waiting = new Map(archives.map(({ name }) => [name, Promise.withResolvers()]));
  const failed = (message) => waiting.forEach(({ reject }) => reject(new Error(message)));
  helper.addEventListener("message", ({ data }) => {
    if (data.courseLoading) self.postMessage(data);
    else if (data.buffer) waiting.get(data.name).resolve(new Uint8Array(data.buffer));
    else failed(data.error);
  });
  helper.addEventListener("error", ({ message }) => failed(message));
  helper.postMessage(archives);
  const all = [...waiting.values()].map(({ promise }) => promise);
  // They are awaited below, when the runtime is there: until then nothing has gone wrong.
  Promise.allSettled(all).then(() => helper.terminate());
  return all;
}

/** Lay the archive's files into the file system, without a copy. */
function unpack({ FS }, bytes) {
  const text = new TextDecoder();
  const field = (at, length) => text.decode(bytes.subarray(at, at + length)).split("\0", 1)[0];
  const folders = new Set();
  for (let at = 0, length; bytes[at] !== 0; at += 512 + Math.ceil(length / 512) * 512) {
    const prefix = field(at + 345, 155);
    const name = `${SITE_PACKAGES}/${prefix ? `${prefix}/` : ""}${field(at, 100)}`;
    length = parseInt(field(at + 124, 12), 8);
    const folder = name.slice(0, name.lastIndexOf("/"));
    if (!folders.has(folder)) {
      FS.mkdirTree(folder);
      folders.add(folder);
    }
    FS.writeFile(name, bytes.subarray(at + 512, at + 512 + length), { canOwn: true });
  }
}

async function begin() {
  try {
    tell("runtime");
    const about = await (await fetch(`${here}site-packages.json`)).json();
    const [first, later] = coming(about.archives);
    const pyodide = await load({
      indexURL: here,
      lockFileURL: `${here}pyodide-lock.json`,
      stdout: (text) => out.stdout(text),
      stderr: (text) => out.stderr(text),
    });
    tell("unpacking");
    unpack(pyodide, await first);
    Object.assign(pyodide.loadedPackages, about.packages);
    tell("libraries");
    about.start.forEach((step, number) => {
      pyodide.runPython(step);
      tell("libraries", number + 1, about.start.length);
    });
    tell("unpacking");
    unpack(pyodide, await later);
    pyodide.runPython("importlib.invalidate_caches()");
    tell("ready");
    return pyodide;
  } catch (error) {
    tell(`error: ${error.message}`);
    throw error;
  }
}

const started = begin();

/** What JupyterLite's kernel calls; its outputs go where it wants them. */
export async function loadPyodide({ stdout, stderr }) {
  Object.assign(out, { stdout, stderr });
  return started;
}
