// The front page's picture: pilots move through gates, one company after another. It moves by itself
// unless the reader prefers reduced motion, and a button stops it.

const GATE_WIDTH = 120;
const STEP = 900; // milliseconds from gate to gate
const REST = 3; // steps for which the last state stays

export function playGates(figure) {
  const dots = [...figure.querySelectorAll("circle")].map((dot) =>
    ({ dot, passed: dot.dataset.passed.split(" ").map(Number) }));
  const words = figure.querySelector(".door-count-live");
  const button = figure.querySelector("button");
  const live = words.dataset.live.split(" ").map(Number);
  const gates = figure.querySelectorAll("path").length;
  let step = gates;
  let company = 0;
  let timer = null;
  const draw = () => {
    for (const { dot, passed } of dots) {
      dot.style.transform = `translateX(${Math.min(passed[company], step) * GATE_WIDTH}px)`;
      dot.classList.toggle("door-stopped", passed[company] < step);
      dot.classList.toggle("door-live", step >= gates && passed[company] === gates);
    }
    words.textContent = step < gates ? `Company ${company + 1} …`
      : `Company ${company + 1}: ${live[company]} of ${dots.length} pilots ${live[company] === 1 ? "is" : "are"} live.`;
  };
  const next = () => {
    if (document.hidden) return;
    step += 1;
    if (step > gates + REST) {
      step = 0;
      company = (company + 1) % live.length;
    }
    draw();
  };
  const play = (on) => {
    clearInterval(timer);
    timer = on ? setInterval(next, STEP) : null;
    button.textContent = on ? "Stop" : "Play";
    if (!on) step = gates;
    draw();
  };
  button.addEventListener("click", () => play(timer === null));
  play(!matchMedia("(prefers-reduced-motion: reduce)").matches);
}
