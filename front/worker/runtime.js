// Run Python in a worker, with the course's packages in its file system.
//
// The packages come as archives; another worker fetches and unpacks them while the runtime starts.
// Compiled modules are compiled when they are first imported.
import { fetchKept, forgetOthers } from "./kept.js";
import { plain } from "./packed.js";
import { loadPyodide } from "./pyodide.mjs";
import { tell } from "./tell.js";

const SITE_PACKAGES = "/lib/python3.14/site-packages";
const here = new URL(".", import.meta.url).href;

/** Return promises of each archive's bytes; another worker fetches and unpacks them in turn. */
function coming(archives, edition) {
  const helper = new Worker(new URL("archive.js", here), { type: "module" });
  const waiting = new Map(archives.map(({ name }) => [name, Promise.withResolvers()]));
  const failed = (message) => waiting.forEach(({ reject }) => reject(new Error(message)));
  helper.addEventListener("message", ({ data }) => {
    if (data.courseLoading) self.postMessage(data);
    else if (data.buffer) waiting.get(data.name).resolve(new Uint8Array(data.buffer));
    else failed(data.error);
  });
  helper.addEventListener("error", ({ message }) => failed(message));
  helper.postMessage({ archives, edition });
  const all = [...waiting.values()].map(({ promise }) => promise);
  // They are awaited below, once the runtime has started; a failure before that is no error yet.
  Promise.allSettled(all).then(() => helper.terminate());
  return all;
}

/** Add the archive's files to the file system, without a copy. */
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

/** Also cache and unpack the runtime's own files, which it fetches by itself and expects unpacked. */
function keepRuntime(edition) {
  const native = self.fetch;
  const types = { wasm: "application/wasm", zip: "application/zip" };
  self.fetch = async (what, ...options) => {
    const [, ending] = String(what).startsWith(here) ? String(what).match(/\.(wasm|zip)$/) ?? [] : [];
    if (!ending) return native(what, ...options);
    const answer = await fetchKept(`${what}.gz`, edition, native);
    return answer.ok ? new Response(await plain(answer.body), { headers: { "content-type": types[ending] } }) : answer;
  };
}

/** Fetch and add an archive while Python waits, in the middle of an import. */
function layNow(pyodide, { name, size }) {
  tell("more");
  const request = new XMLHttpRequest();
  request.open("GET", new URL(name, here).href, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${name}: ${request.status} ${request.statusText}`);
  let bytes = new Uint8Array(request.response);
  if (bytes.length === size) { // some hosts unpack on the way
    const plain = pyodide.pyimport("gzip").decompress(pyodide.toPy(bytes));
    bytes = plain.toJs();
    plain.destroy();
  }
  unpack(pyodide, bytes);
  tell("ready");
}

/**
 * Start Python. `archives` names those needed at the start, `after` those loaded right after it, and
 * `asked` those loaded when one of their modules is imported.
 */
export async function begin({ archives, after = [], asked = [], stdout, stderr }) {
  try {
    tell("runtime");
    const about = await (await fetch(`${here}site-packages.json`, { cache: "no-cache" })).json();
    const named = (names) => names.map((name) => about.archives.find((archive) => archive.name === name));
    const arrived = coming(named([...archives, ...after]), about.edition);
    keepRuntime(about.edition);
    const pyodide = await loadPyodide({ indexURL: here, lockFileURL: `${here}pyodide-lock.json`, stdout, stderr });
    tell("unpacking");
    for (const bytes of arrived.slice(0, archives.length)) unpack(pyodide, await bytes);
    Object.assign(pyodide.loadedPackages, about.packages);
    about.start.forEach((step, number) => {
      tell("libraries", number, about.start.length);
      pyodide.runPython(step);
    });
    for (const bytes of arrived.slice(archives.length)) unpack(pyodide, await bytes);
    pyodide.runPython("importlib.invalidate_caches()");
    for (const archive of named(asked)) {
      pyodide.pyimport("course_page.arriving").arrive(archive.modules, () => layNow(pyodide, archive));
    }
    tell("ready");
    forgetOthers(about.edition).catch(() => {}); // nothing to delete
    return pyodide;
  } catch (error) {
    tell(`error: ${error.message}`);
    throw error;
  }
}
