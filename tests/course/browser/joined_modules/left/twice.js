import { log } from "../log.js";

const helper = (value) => 2 * value;

log("left");

export function twice(value) {
  return helper(value);
}

export class Number {
  constructor(value) {
    this.value = value;
  }
}
