const lines = ["once"];

export function log(line) {
  lines.push(line);
}

export async function told() {
  return lines;
}
