// The little of a browser that modules need when they are loaded.

/** Put a localStorage in place that holds some texts; `full` ones take no more. */
export function withStorage(texts = {}, full = false) {
  const kept = { ...texts };
  globalThis.localStorage = {
    getItem: (key) => kept[key] ?? null,
    removeItem: (key) => { delete kept[key]; },
    setItem(key, text) {
      if (full) throw new Error("full");
      kept[key] = text;
    },
  };
  globalThis.addEventListener ??= () => {};
  return kept;
}
