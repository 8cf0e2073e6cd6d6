// node bytecode.mjs RUNTIME GIVEN MADE SCRIPT: run SCRIPT in the browser's Python on two folders.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [core, given, made, script] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${core}/pyodide.mjs`));
const pyodide = await loadPyodide({ indexURL: `${core}/` });
pyodide.mountNodeFS("/given", given);
pyodide.mountNodeFS("/made", made);
await pyodide.runPythonAsync(readFileSync(script, "utf-8"));
