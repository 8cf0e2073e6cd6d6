// Python for the kernel: stands where JupyterLite expects the runtime's own module.
//
// Loading begins when this module is first imported, which the page does before JupyterLite itself is
// there. All packages come as one archive and are laid into the file system as they are; compiled
// parts are compiled when they are first imported, not before.
import { loadPyodide as load } from "./pyodide.mjs";
import { tell } from "./tell.mjs";

const SITE_PACKAGES = "/lib/python3.14/site-packages";
const here = new URL(".", import.meta.url).href;
const out = { stdout: console.log, stderr: console.error };
/** The archive's bytes; another worker fetches and unpacks it. */
function archive(about) {
  const helper = new Worker(new URL("archive.mjs", here), { type: "module" });
  const { promise, resolve, reject } = Promise.withResolvers();
  helper.addEventListener("message", ({ data }) => {
    if (data.courseLoading) self.postMessage(data);
    else if (data.buffer) resolve(new Uint8Array(data.buffer));
    else reject(new Error(data.error));
  });
  helper.addEventListener("error", ({ message }) => reject(new Error(message)));
  helper.postMessage({ ...about, url: `${here}site-packages.tar.gz` });
  return promise.finally(() => helper.terminate());
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
    const coming = archive(about);
    coming.catch(() => {}); // it is awaited below, when the runtime is there
    const pyodide = await load({
      indexURL: here,
      lockFileURL: `${here}pyodide-lock.json`,
      stdout: (text) => out.stdout(text),
      stderr: (text) => out.stderr(text),
    });
    tell("unpacking");
    unpack(pyodide, await coming);
    Object.assign(pyodide.loadedPackages, about.packages);
    tell("libraries");
    about.start.forEach((step, number) => {
      pyodide.runPython(step);
      tell("libraries", number + 1, about.start.length);
    });
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
