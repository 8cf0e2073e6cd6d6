// Python for the kernel: stands where JupyterLite expects the runtime's own module.
//
// Loading begins when this module is first imported, which the page does before JupyterLite itself is
// there. All packages come as one archive and are laid into the file system as they are; compiled
// parts are compiled when they are first imported, not before.
import { loadPyodide as load } from "./pyodide.mjs";

const SITE_PACKAGES = "/lib/python3.14/site-packages";
const here = new URL(".", import.meta.url).href;
const out = { stdout: console.log, stderr: console.error };
const tell = (what, done = 0, total = 0) => self.postMessage({ courseLoading: { what, done, total } });

/** The archive's bytes, unpacked while they arrive. */
async function archive({ size, unpacked }) {
  const answer = await fetch(`${here}site-packages.tar.gz`);
  if (!answer.ok) throw new Error(`site-packages.tar.gz: ${answer.status} ${answer.statusText}`);
  let done = 0;
  const counted = answer.body.pipeThrough(new TransformStream({
    transform(chunk, controller) {
      done += chunk.length;
      tell("packages", done, size);
      controller.enqueue(chunk);
    },
  }));
  // Some hosts unpack on the way, and then say so.
  const plain = answer.headers.get("content-encoding") === "gzip"
    ? counted : counted.pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(unpacked);
  let at = 0;
  for await (const chunk of plain) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  if (at !== unpacked) throw new Error(`site-packages.tar.gz: ${at} of ${unpacked} bytes`);
  return bytes;
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
    unpack(pyodide, await coming);
    Object.assign(pyodide.loadedPackages, about.packages);
    tell("libraries");
    pyodide.runPython(about.start);
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
