// The page that a learning platform opens. It shows the course's pages in a frame, gives them the work that the
// platform keeps, and tells the platform what changes. Without a platform the pages work as anywhere.
import { kept } from "../page/kept.js";
import { beside } from "../page/visits.js";
import { Platform } from "./platform.js";
import { standing } from "./standing.js";
import { packed, unpacked } from "./work.js";

const OURS = "scaling-ai-course."; // all that the pages keep in the browser begins with this
const LEARNER = `${OURS}learner`;
const REFUSED = "Your learning platform does not take all of your work. This browser keeps it.";
const NO_ROOM = "Your learning platform has no room for all of your work: it keeps your answers and decisions. This browser keeps the rest.";

const { version, pages, lessons, steps } = JSON.parse(document.getElementById("package").textContent);
const frame = document.querySelector("iframe");
let lastPlace = "";

function say(words) {
  document.querySelector("[role=status]").textContent = words;
}

/** Say that the platform takes nothing, and log why. */
function fail(problem) {
  console.warn(problem.message);
  say(REFUSED);
}

/** Forget the work of another learner who has used this browser before. */
function startFor(learner) {
  const before = beside.get(LEARNER);
  if (learner && before && before !== learner) {
    for (const name of Object.keys(localStorage)) if (name.startsWith(OURS)) localStorage.removeItem(name);
  }
  if (learner) beside.set(LEARNER, learner);
}

/** Add the work that the platform keeps to what the browser keeps. */
async function restore(work) {
  try {
    if (work) kept.add(await unpacked(work));
  } catch (problem) {
    console.warn(`What the platform keeps could not be read: ${problem.message}.`);
  }
}

/** Return where the learner is, as in modules/07_drift.html#Checkpoint. */
function place() {
  try {
    const { location, document: shown } = frame.contentWindow;
    const page = location.pathname.slice(new URL(".", document.baseURI).pathname.length);
    const section = /** @type {HTMLAnchorElement} */ (shown.querySelector(".page-contents [aria-current]"));
    if (pages.includes(page)) lastPlace = page + (section?.hash ?? "");
  } catch { /* the frame is gone */ }
  return lastPlace;
}

/** Tell the platform where the learner is and what is done. */
async function report(platform) {
  const all = kept.all();
  const own = Object.entries(all).filter(([step]) => lessons.includes(step.split(".")[0]));
  const { text, isWhole } = await packed(Object.fromEntries(own), platform.room);
  const refused = platform.send({ ...standing(steps, all), work: text, place: place() });
  if (refused.length) console.warn(`The platform refuses ${refused.join("; ")}.`);
  say(refused.length ? REFUSED : isWhole ? "" : NO_ROOM);
}

/** Show the page where the learner was, or the first one. */
function show(where = "") {
  frame.src = pages.includes(where.split("#")[0]) ? where : pages[0];
}

async function begin() {
  const platform = Platform.begin(version);
  if (!platform) return show();
  const { learner, place: where, work } = platform.kept;
  startFor(learner);
  await restore(work);
  let reports = Promise.resolve();
  const tell = () => { reports = reports.then(() => report(platform)).catch(fail); };
  frame.addEventListener("load", tell);
  kept.listen(tell);
  document.addEventListener("visibilitychange", tell);
  addEventListener("pagehide", () => platform.end(place()));
  return show(where);
}

begin().catch((problem) => {
  fail(problem);
  if (!frame.src) show();
});
