// Let the site be installed, and work without a network once a page has been opened (front/offline/worker.js).
import { make } from "../widgets/elements.js";
import { inSite } from "./site.js";

/** Return the addresses of all that this page has loaded, or soon will. */
function files() {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const scenes = [...document.querySelectorAll('.page-figure[data-kind="explorable"] > script')]
    .map(({ textContent }) => JSON.parse(textContent).scenes.file);
  return [location.href, ...loaded, ...scenes.map((name) => new URL(name, document.baseURI).href)];
}

/** Say at the page's end that it is kept: there it covers nothing, and nothing on the page moves. */
function say() {
  document.querySelector(".page-footer").append(
    make("p", {}, "This page now works without a network, and so does every page that you open."));
}

/** Keep this page and its files on the device; a browser that can't is left alone. */
async function keep() {
  try {
    await navigator.serviceWorker.register(inSite("offline.js"));
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = say;
    active.postMessage({ urls: files() }, [port2]);
  } catch (problem) {
    console.info(`Without a network this site does not work here: ${problem.message}`);
  }
}

export function startOffline() {
  if (!location.protocol.startsWith("http") || !("serviceWorker" in navigator)) return; // from disk, or without https
  if (parent !== self) return; // in a learning platform, which has its own ways to keep pages
  document.head.append(make("link", { rel: "manifest", href: inSite("manifest.json") }));
  if (document.readyState === "complete") keep();
  else addEventListener("load", keep);
}
