// The large files of an edition: fetched once, then kept by the browser, whatever the host says of caching.

const NAME = "scaling-ai-course ";

/** Fetch a file, or take the one that an earlier visit kept; where nothing can be kept, fetch it. */
export async function fetchKept(url, edition, ask = fetch) {
  const files = await opened(edition);
  const found = await files?.match(url);
  if (found) return found;
  const answer = await ask(url);
  if (answer.ok) files?.put(url, answer.clone()).catch(() => {}); // the disk is full: then it is fetched again
  return answer;
}

async function opened(edition) {
  try {
    return await caches.open(NAME + edition);
  } catch {
    return null; // a private window, or a host without https
  }
}

/** Let go of what other editions have kept. */
export async function forgetOthers(edition) {
  const others = (await caches.keys()).filter((name) => name.startsWith(NAME) && name !== NAME + edition);
  await Promise.all(others.map((name) => caches.delete(name)));
}
