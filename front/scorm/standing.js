// How far a learner is in the lessons of a package, from what the page keeps.

/**
 * Return how far a learner is. `steps` are the package's: a `name`, how many questions are `asked` in it, and whether
 * it is `needed` to complete the package. Half of a checkpoint's answers are half a step.
 */
export function standing(steps, all) {
  const done = ({ name, asked }) => (asked ? Math.min((all[name]?.answered ?? 0) / asked, 1) : Number(name in all));
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  return {
    progress: sum(steps.map(done)) / steps.length,
    right: sum(steps.map(({ name, asked }) => Math.min(all[name]?.right ?? 0, asked))),
    asked: sum(steps.map(({ asked }) => asked)),
    isComplete: steps.every((step) => !step.needed || done(step) === 1),
  };
}
