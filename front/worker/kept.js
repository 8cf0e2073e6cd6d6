// Cache an edition's large files in the browser, whatever the host says about caching.

const NAME = "scaling-ai-course ";

/** Return a file from the cache; fetch it if it isn't there or nothing can be kept. */
export async function fetchKept(url, edition, ask = fetch) {
  const files = await opened(edition);
  const found = await files?.match(url);
  if (found) return found;
  const answer = await ask(url);
  if (answer.ok) files?.put(url, answer.clone()).catch(() => {}); // the disk is full: the next visit fetches it again
  return answer;
}

async function opened(edition) {
  try {
    return await caches.open(NAME + edition);
  } catch {
    return null; // a private window, or a host without https
  }
}

/** Delete the files of other editions. */
export async function forgetOthers(edition) {
  const others = (await caches.keys()).filter((name) => name.startsWith(NAME) && name !== NAME + edition);
  await Promise.all(others.map((name) => caches.delete(name)));
}
