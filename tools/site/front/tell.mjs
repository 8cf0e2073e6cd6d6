// How far loading is: the page shows it, and the benchmark reads the marks.
export function tell(what, done = 0, total = 0) {
  if (done === total) performance.mark(`course ${what}`);
  self.postMessage({ courseLoading: { what, done, total } });
}
