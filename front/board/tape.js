// Compute what a model computed when the page was built (scaling_ai_kit/pages/recorded.py).

const OPERATIONS = {
  add: (one, other) => one + other,
  subtract: (one, other) => one - other,
  multiply: (one, other) => one * other,
  divide: (one, other) => one / other,
  lower: Math.min,
  higher: Math.max,
  round: (value) => { // halves to the even number, as NumPy does
    const below = Math.floor(value);
    const isBelow = value - below < 0.5 || (value - below === 0.5 && below % 2 === 0);
    return isBelow ? below : below + 1;
  },
  equal: (one, other) => Number(one === other),
  greater: (one, other) => Number(one > other),
  where: (condition, one, other) => (condition ? one : other),
};

/** Return a tape's outputs by name, each a list; `given` has a list of numbers for each input. */
export function run({ inputs, steps, outputs }, given) {
  const values = inputs.flatMap((name) => given[name]);
  const valueOf = (each) => (typeof each === "string" ? Number(each) : values[each]);
  for (const [operation, ...places] of steps) values.push(OPERATIONS[operation](...places.map(valueOf)));
  return Object.fromEntries(Object.entries(outputs).map(([name, places]) => [name, places.map(valueOf)]));
}
