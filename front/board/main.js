// What a page draws of a reader's decisions without Python.
import { paper } from "./paper.js";
import { register } from "./register.js";
import { scene } from "./years.js";

/** Each draws from the steps that are kept: the paper, the list, and scenes of explorables by their names. */
Object.assign(globalThis, { courseBoard: { paper, register, scenes: { "case_and_pitfalls.two_years": scene } } });
