// The sentences of the page where a person marks answers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { advice, given, left, offer } from "../../grader/split_grader/desk/page/words.js";

test("what is left is counted in answers, decisions and minutes", () => {
  assert.equal(left({ waiting: 0 }), "");
  assert.equal(left({ waiting: 1, left: { decisions: [1, 1], minutes: null } }),
    "1 answer waits, 1 decision as they are grouped now. After five decisions you see how long that takes at your pace.");
  assert.match(left({ waiting: 9, left: { decisions: [3, 5], minutes: [2, 4] } }), /^9 answers wait, 3 to 5 decisions .* 2 to 4 minutes\.$/);
});

test("a suggestion says its points and how sure it is", () => {
  assert.equal(advice({ suggested: 1.5, likely: ["a", "b"], sure: 0.876, learned: 1 }),
    "Suggested: 1.5 for a, b. The scorer expects this to be right for 88% of them. Learned from 1 mark.");
  assert.equal(advice({ suggested: null, learning: true }), "Learning from your marks.");
});

test("an offer and a mark are said in the singular and in the plural", () => {
  assert.deepEqual([1, 2].map((many) => offer({ answers: Array(many) })), ["One answer", "2 similar answers"]);
  assert.equal(offer({ answers: [], total: 3 }), "All answers to this question are marked");
  assert.equal(given(1, 0.125), "1 answer marked 0.13. U undoes it.");
});
