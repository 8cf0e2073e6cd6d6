// A learner's work as a text that a platform keeps: compressed, and cut to what matters, only if it has to be.
import { FORMAT } from "../page/facts.js";

const COMPRESSED = "deflate:"; // in base64; other texts are progress files

const latest = (facts) => ("option" in facts ? { ...facts, seen: {}, history: [] } : facts);

/** What is kept of each step's facts: all, no earlier decisions, or only answers and decisions. */
const LEVELS = [(facts) => facts, latest, (facts) => ("option" in facts || "answers" in facts ? latest(facts) : null)];

/** Return steps as a text of at most `room` characters, and whether that is all of them; the text may be null. */
export async function packed(steps, room) {
  for (const [level, part] of LEVELS.entries()) {
    const some = Object.entries(steps).map(([name, facts]) => [name, part(facts)]).filter(([, facts]) => facts);
    const plain = JSON.stringify({ format: FORMAT, steps: Object.fromEntries(some) });
    for (const text of [plain, plain.length > room ? await compressed(plain) : null]) {
      if (text !== null && text.length <= room) return { text, isWhole: level === 0 };
    }
  }
  return { text: null, isWhole: false };
}

/** Return the progress file in a text from `packed`. */
export async function unpacked(text) {
  if (!text.startsWith(COMPRESSED)) return text;
  const bytes = Uint8Array.from(atob(text.slice(COMPRESSED.length)), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).text();
}

async function compressed(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return COMPRESSED + btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
