// How far loading is, in words: whoever started the worker shows them, and the benchmark reads the marks.
const WORDS = {
  runtime: "Loading Python",
  packages: "Loading the packages of the course",
  libraries: "Starting the libraries",
  unpacking: "Unpacking the packages",
  more: "Loading more packages",
  ready: "Python is ready",
};

export function tell(what, done = 0, total = 0) {
  if (done === total) performance.mark(`course ${what}`);
  self.postMessage({ courseLoading: { what, words: WORDS[what], done, total } });
}
