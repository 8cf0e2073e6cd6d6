// Python for the kernel: stands where JupyterLite expects the runtime's own module.
//
// Loading begins when this module is first imported, which the page does before JupyterLite itself is
// there.
import { begin } from "./runtime.mjs";

const out = { stdout: console.log, stderr: console.error };
const started = begin({
  archives: ["first.tar.gz", "jupyter.tar.gz"],
  after: ["scipy.tar.gz", "learn.tar.gz", "rules.tar.gz"],
  start: "jupyter",
  stdout: (text) => out.stdout(text),
  stderr: (text) => out.stderr(text),
});

/** What JupyterLite's kernel calls; its outputs go where it wants them. */
export async function loadPyodide({ stdout, stderr }) {
  Object.assign(out, { stdout, stderr });
  return started;
}
