// What a learning platform gets of a learner's work, by its own rules: scorm-again is a real runtime.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { Scorm12API, Scorm2004API } from "scorm-again";
import { Platform } from "../scorm/platform.js";
import { standing } from "../scorm/standing.js";
import { packed, unpacked } from "../scorm/work.js";

const STEPS = [
  { name: "toy.shift", asked: 0, needed: false },
  { name: "toy.checkpoint", asked: 4, needed: true },
  { name: "toy.decision", asked: 0, needed: true },
];
const DECIDED = { option: "go", numbers: {}, reason: "It pays.", date: "2026-11-24", seen: {}, history: [] };
const FIRST = { place: "modules/07_drift.html#Checkpoint", work: "{}", progress: 0.5, right: 5, asked: 6, isComplete: false };

/** A window in a platform's window. */
function windowIn(platform) {
  const outer = { ...platform };
  Object.assign(outer, { parent: outer, top: outer });
  return { parent: outer, top: outer };
}

test("half of a checkpoint's answers are half a step, and first answers score", () => {
  const all = { "toy.checkpoint": { answered: 2, right: 1, asked: 4 }, "other.decision": DECIDED };
  assert.deepEqual(standing(STEPS, all), { progress: 0.5 / 3, right: 1, asked: 4, isComplete: false });
});

test("all answers and the decision complete a lesson, whatever was explored", () => {
  const answered = { "toy.checkpoint": { answered: 4, right: 0, asked: 4 } };
  assert.equal(standing(STEPS, answered).isComplete, false);
  assert.equal(standing(STEPS, { ...answered, "toy.decision": DECIDED }).isComplete, true);
});

test("work comes back as it was", async () => {
  const steps = { "toy.shift": { guess: 81, solved: ["far"] }, "toy.decision": { ...DECIDED, reason: "It pays – 5 €.".repeat(10) } };
  for (const room of [4096, 250]) {
    const { text, isWhole } = await packed(steps, room);
    assert.equal(isWhole, true);
    assert.ok(text.length <= room);
    assert.deepEqual(JSON.parse(await unpacked(text)), { format: 1, steps });
  }
});

/** All that a learner can do in the course: long reasons in different words, and every decision changed. */
function everything() {
  const folder = new URL("../../course/questions/", import.meta.url);
  return Object.fromEntries(readdirSync(folder).filter((file) => file.endsWith(".toml")).flatMap((file) => {
    const text = readFileSync(new URL(file, folder), "utf-8");
    const module = file.replace(".toml", "");
    const ids = [...text.matchAll(/^id = "(.+)"$/gm)].map(([, id]) => id);
    const reasons = [...text.matchAll(/^prompt = "(.+)"$/gm)].map(([, prompt]) => prompt.slice(0, 200));
    const version = (reason) => ({ option: "outcomes", numbers: { looks: 4, stop: 80 }, reason, date: "2026-11-24" });
    const answers = Object.fromEntries(ids.map((id, index) => [id, index % 4]));
    const line = (number) => reasons[0].split("").slice(0, 12).map((letter) => (letter.charCodeAt(0) * number) % 97 / 10);
    const explored = (number) => ({ guess: { said: line(number), at: { servers: number } }, solved: [ids[0], ids[number]] });
    return [
      ...[1, 2, 3, 4].map((number) => [`${module}.explorable_${number}`, explored(number)]),
      [`${module}.checkpoint`, { answered: ids.length, right: 2, asked: ids.length, answers }],
      [`${module}.decision`, { ...version(reasons[0]), seen: { first: explored(1) }, history: reasons.slice(1).map(version) }],
    ];
  }));
}

test("SCORM 1.2 has no room for all of the course: answers and decisions stay", async () => {
  const all = everything();
  const { text, isWhole } = await packed(all, 4096);
  assert.equal(isWhole, false);
  assert.ok(text.length <= 4096);
  const { steps } = JSON.parse(await unpacked(text));
  for (const [name, { answers, option, numbers }] of Object.entries(all)) {
    if (answers) assert.deepEqual(steps[name].answers, answers);
    if (option) assert.deepEqual([steps[name].option, steps[name].numbers], [option, numbers]);
  }
});

test("SCORM 2004 has room for all of the course", async () => {
  assert.equal((await packed(everything(), 64_000)).isWhole, true);
});

test("without room for anything nothing is sent, so that the platform keeps what it has", async () => {
  assert.deepEqual(await packed(everything(), 100), { text: null, isWhole: false });
});

test("the platform is found around the window, and around the window that opened it", () => {
  const API = new Scorm12API({ logLevel: 5 });
  assert.equal(Platform.begin("1.2", windowIn({})), null);
  assert.equal(Platform.begin("2004", windowIn({ API })), null);
  assert.ok(Platform.begin("1.2", windowIn({ API })));
  const opener = windowIn({ API: new Scorm12API({ logLevel: 5 }) });
  assert.ok(Platform.begin("1.2", windowIn({ opener })));
});

test("a window of another site is no platform", () => {
  const closed = { get API() { throw new Error("SecurityError"); } };
  assert.equal(Platform.begin("1.2", { parent: closed, top: closed }), null);
});

test("a platform that refuses to begin says why", () => {
  const API = new Scorm12API({ logLevel: 5 });
  Platform.begin("1.2", windowIn({ API })).end("");
  assert.throws(() => Platform.begin("1.2", windowIn({ API })), { message: /refuses to begin: ./ });
});

test("SCORM 1.2 takes place, work, score, status and time", () => {
  const API = new Scorm12API({ logLevel: 5 });
  const platform = Platform.begin("1.2", windowIn({ API }));
  assert.deepEqual(platform.send(FIRST), []);
  const { core, suspend_data: work } = API.cmi;
  assert.deepEqual([core.lesson_location, work, core.score.raw, core.lesson_status],
    [FIRST.place, "{}", "83.33", "incomplete"]);
  platform.send({ ...FIRST, isComplete: true });
  platform.send(FIRST);
  assert.equal(core.lesson_status, "completed");
  platform.end("modules/08_mlops.html");
  assert.equal(core.lesson_location, "modules/08_mlops.html");
  assert.match(JSON.parse(JSON.stringify(API.cmi)).core.session_time, /^00:00:0\d$/);
});

test("SCORM 2004 also takes progress, and a scaled score", () => {
  const api = new Scorm2004API({ logLevel: 5 });
  const platform = Platform.begin("2004", windowIn({ API_1484_11: api }));
  assert.deepEqual(platform.send(FIRST), []);
  const { cmi } = api;
  assert.deepEqual([cmi.location, cmi.suspend_data, cmi.score.scaled, cmi.progress_measure, cmi.completion_status],
    [FIRST.place, "{}", "0.8333", "0.5000", "incomplete"]);
});

test("what the platform refuses is told, and the rest is sent", () => {
  const API = new Scorm12API({ logLevel: 5 });
  const refused = Platform.begin("1.2", windowIn({ API })).send({ ...FIRST, work: "x".repeat(70_000) });
  assert.equal(refused.length, 1);
  assert.match(refused[0], /^cmi\.suspend_data: ./);
  assert.equal(API.cmi.core.score.raw, "83.33");
});
