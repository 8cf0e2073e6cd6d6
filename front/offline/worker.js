// The site's service worker: pages that were opened work without a network. The build writes EDITION, a hash of
// the site, and SHELL, the files that every page needs, above this text.
//
// With a network, everything comes from it, so a page is never older than the site. A new edition fetches all that
// earlier ones kept, and only then removes them. What readers do is kept elsewhere (localStorage), and stays.
/* global EDITION, SHELL */

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (globalThis));
const { scope } = worker.registration;
const OURS = `scaling-ai-pages ${scope} `;
const NAME = OURS + EDITION;
// Python's archives have their own cache (front/worker/kept.js), and notebooks are downloads.
const NOT_KEPT = /\.(gz|ipynb)$/;

/** Return an address without its query: ?embed and Python's needs are the same file. */
const fileOf = (address) => address.replace(/[?#].*/, "");

const earlier = async () => (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== NAME);

async function put(url, answer) {
  // A copy, because a redirected answer can't be shown later.
  await (await caches.open(NAME)).put(fileOf(url), new Response(await answer.blob(), { headers: answer.headers }));
}

/** Fetch files and keep them. Files that are gone are left out; without a network it fails. */
async function keep(urls) {
  await Promise.all(urls.map(async (url) => {
    const answer = await fetch(fileOf(url), { cache: "no-cache" });
    if (answer.ok) await put(url, answer);
  }));
}

worker.addEventListener("install", (event) => event.waitUntil((async () => {
  const before = await Promise.all((await earlier()).map(async (name) => (await caches.open(name)).keys()));
  const shell = SHELL.map((name) => new URL(name, scope).href);
  await keep([...new Set([...shell, ...before.flat().map(({ url }) => url)])]);
  await worker.skipWaiting();
})()));

worker.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await earlier()) await caches.delete(name);
  await worker.clients.claim();
})()));

/** Keep what a page has fetched before this worker was there, and tell it. */
worker.addEventListener("message", (event) => event.waitUntil((async () => {
  const { urls } = event.data;
  const known = await (await caches.open(NAME)).keys();
  const missing = urls.filter((url) => url.startsWith(scope) && !NOT_KEPT.test(fileOf(url))
    && !known.some((request) => request.url === fileOf(url)));
  await keep(missing);
  event.ports[0].postMessage("kept");
})()));

worker.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method === "GET" && url.startsWith(scope)) event.respondWith(answer(event));
});

async function answer(event) {
  const { request } = event;
  try {
    const fresh = await fetch(request);
    // A full disk is no problem: the next visit tries again.
    if (fresh.status === 200 && !NOT_KEPT.test(fileOf(request.url))) event.waitUntil(put(request.url, fresh.clone()).catch(() => {}));
    return fresh.status === 404 && request.mode === "navigate" ? noPage(404, "No such page", "This address leads to no page of the course.") : fresh;
  } catch (problem) {
    const known = await (await caches.open(NAME)).match(fileOf(request.url)) ?? await caches.match(request);
    if (known) return known;
    const words = "You have no network, and this page has not been opened on this device before. Pages that you have opened work.";
    if (request.mode === "navigate") return noPage(503, "No network", words);
    throw problem;
  }
}

/** Say why there is no page, and lead to the others. */
function noPage(status, title, words) {
  const page = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><body style="max-width: 36em; margin: 4em auto; padding: 0 1em; font: 18px/1.6 system-ui, sans-serif">
<h1>${title}</h1><p>${words}</p><p><a href="${scope}index.html">All lessons</a></p></body></html>`;
  return new Response(page, { status, headers: { "content-type": "text/html; charset=utf-8" } });
}
