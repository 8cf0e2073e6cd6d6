// Files that a host keeps packed arrive unpacked, whether it unpacks them on the way or not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { plain } from "../worker/packed.js";

const CONTENT = Buffer.concat([Buffer.from("\0asm"), Buffer.alloc(256_000, "a file")]);

for (const [how, sent, expected] of [
  ["packed", gzipSync(CONTENT), CONTENT],
  ["unpacked on the way", CONTENT, CONTENT],
  ["empty", Buffer.alloc(0), Buffer.alloc(0)],
]) {
  test(`a file is read that arrives ${how}`, async () => {
    const stream = await plain(new Blob([sent]).stream());
    assert.deepEqual(Buffer.from(await new Response(stream).arrayBuffer()), expected);
  });
}
