// Report the progress of loading in words, which the page shows, and in marks for the benchmark.
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
