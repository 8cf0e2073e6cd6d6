// The recommended rules, with the globals of the place where each folder runs.
import js from "@eslint/js";
import globals from "globals";

const running = (files, ...places) => ({ files, languageOptions: { globals: Object.assign({}, ...places) } });

export default [
  { ignores: ["**/node_modules/"] },
  js.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: "error" }, rules: { eqeqeq: "error", "no-var": "error", "prefer-const": "error", "no-unused-vars": ["error", { ignoreRestSiblings: true }] } },
  running(["front/widgets/*.js", "front/page/*.js", "front/board/*.js", "front/editor/*.js", "front/scorm/*.js", "grader/split_grader/desk/page/*.js", "benchmarks/*.js"], globals.browser),
  running(["front/worker/*.js"], globals.worker),
  running(["front/offline/*.js"], globals.serviceworker),
  running(["front/tests/*.js", "tools/site/*.mjs"], globals.node),
];
