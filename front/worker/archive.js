// A second worker, and so a second core: fetches the package archives one after the other, and unpacks
// each as it arrives.
import { fetchKept } from "./kept.js";
import { plain } from "./packed.js";
import { tell } from "./tell.js";

async function unpacked({ name, size, unpacked }, edition, start, total) {
  const url = new URL(name, import.meta.url).href;
  const answer = await fetchKept(url, edition);
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${answer.statusText}`);
  let done = 0;
  const counted = answer.body.pipeThrough(new TransformStream({
    transform(chunk, controller) {
      const before = done;
      done += chunk.length;
      if (done === size || Math.floor(done / 1e6) > Math.floor(before / 1e6)) {
        tell("packages", start + done, total);
      }
      controller.enqueue(chunk);
    },
  }));
  const bytes = new Uint8Array(unpacked);
  let at = 0;
  for await (const chunk of await plain(counted)) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  if (at !== unpacked) throw new Error(`${url}: ${at} bytes instead of ${unpacked}`);
  return bytes.buffer;
}

addEventListener("message", async ({ data: { archives, edition } }) => {
  const total = archives.reduce((sum, { size }) => sum + size, 0);
  let start = 0;
  try {
    for (const archive of archives) {
      const buffer = await unpacked(archive, edition, start, total);
      self.postMessage({ name: archive.name, buffer }, [buffer]);
      start += archive.size;
    }
  } catch (error) {
    self.postMessage({ error: error.message });
  }
});
