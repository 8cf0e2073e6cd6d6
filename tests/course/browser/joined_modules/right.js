import { log as note } from "./log.js";

export const name = "right";
note(name);
