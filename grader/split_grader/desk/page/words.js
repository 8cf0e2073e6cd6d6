// The desk's sentences.

const counted = (n, one) => `${n} ${one}${n === 1 ? "" : "s"}`;
const range = ([least, most]) => (least === most ? `${least}` : `${least} to ${most}`);
const number = (n) => String(Math.round(n * 100) / 100);

export const wait = (one) => `${one.question}: ${one.waiting} of ${one.total} wait`;

export function left(now) {
  if (!now.waiting) return "";
  const decisions = range(now.left.decisions);
  const work = `${counted(now.waiting, "answer")} wait${now.waiting === 1 ? "s" : ""}, ${decisions} decision${decisions === "1" ? "" : "s"} as they are grouped now.`;
  if (!now.left.minutes) return `${work} After five decisions you see how long that takes at your pace.`;
  return `${work} At your pace so far: ${range(now.left.minutes)} minutes.`;
}

export function advice(now) {
  const parts = [];
  if (now.suggested !== null) {
    const points = now.likely.length ? ` for ${now.likely.join(", ")}` : "";
    parts.push(`Suggested: ${number(now.suggested)}${points}. The scorer expects this to be right for ${Math.round(now.sure * 100)}% of them.`);
  }
  if (now.learning) parts.push("Learning from your marks.");
  else if (now.learned) parts.push(`Learned from ${counted(now.learned, "mark")}.`);
  return parts.join(" ");
}

export function offer(now) {
  if (now.alone) return "One answer that you took out";
  const many = now.answers.length;
  if (many) return many === 1 ? "One answer" : `${many} similar answers`;
  return now.total ? "All answers to this question are marked" : "Nobody has answered this question";
}

export function given(many, score, undoable = true) {
  return `${counted(many, "answer")} marked ${number(score)}.${undoable ? " U undoes it." : ""}`;
}

export function changed(mark) {
  const who = mark.who || "Somebody (there is no record of who)";
  const when = mark.when ? ` on ${new Date(mark.when).toLocaleString()}` : "";
  if (mark.score === null) return `The answer or its state has changed; it has no mark.`;
  return `${who} marked it ${number(mark.score)}${when}${mark.comment ? `: “${mark.comment}”` : "."}`;
}
