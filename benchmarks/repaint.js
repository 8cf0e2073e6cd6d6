// Time one step of a slider: from the key's own time stamp to the frame that shows the new state.

/**
 * Start the clock. `root` holds the widget; `shows` is the text that the new state must show,
 * or null if a changed summary marks the new state.
 * The time arrives as `globalThis.stepTime`, in milliseconds.
 */
globalThis.armStep = (root, shows) => {
  globalThis.stepTime = null;
  let pressed = null;
  let redrawn = false;
  const summary = () => root.querySelector(".course-summary")?.textContent;
  const before = summary();
  const isNew = () => shows === null
    ? redrawn && summary() !== before
    : [...root.querySelectorAll("svg.marks text")].some((text) => text.textContent.includes(shows));
  const keys = (event) => { if (event.isTrusted) pressed ??= event.timeStamp; };
  const observer = new MutationObserver((changes) => {
    redrawn ||= changes.some((change) => change.target.closest?.("svg.marks")
      || change.target.parentElement?.closest("svg.marks"));
    if (pressed === null || !isNew()) return;
    observer.disconnect();
    removeEventListener("keydown", keys, true);
    requestAnimationFrame(() => { globalThis.stepTime = performance.now() - pressed; });
  });
  addEventListener("keydown", keys, true);
  observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
};
