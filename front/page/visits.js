// What the browser keeps next to the progress: the pages that were opened, and the path that was chosen.

export const PATH_CHOSEN = "scaling-ai-course.path";

/** Return what the browser keeps under another name, if it keeps anything. */
export const beside = {
  get(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(name, value);
    } catch { /* only a convenience */ }
  },
};

/** Keep what can't be read under another name, if there is room for it. */
export function setAside(name, text) {
  beside.set(`${name}.broken`, text);
  if (beside.get(`${name}.broken`) === text) localStorage.removeItem(name);
}

export const VISITS = "scaling-ai-course.visits";

export function visits() {
  try {
    return JSON.parse(beside.get(VISITS)) ?? {};
  } catch {
    return {};
  }
}
