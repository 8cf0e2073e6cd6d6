// The module that is asked for.
import { log, told } from "./log.js";
import { Number as Boxed, twice as double } from "./left/twice.js";
import {
  name,
} from "./right.js";

const helper = () => "the entry's own";

log("entry");

export async function render() {
  return [helper(), double(2), new Boxed(3).value, name, await told()];
}

export default { render };
