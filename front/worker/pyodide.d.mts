// The runtime's script, which the build puts next to the worker.

export function loadPyodide(options: Record<string, unknown>): Promise<any>;
