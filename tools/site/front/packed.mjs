// Files that stand on the host packed by gzip. Some hosts unpack them on the way, and not all of those say so.

/** The stream of a file's own bytes, of a stream that is packed or not. */
export async function plain(stream) {
  const reader = stream.getReader();
  const first = await reader.read();
  const whole = new ReadableStream({
    start: (all) => { if (!first.done) all.enqueue(first.value); },
    async pull(all) {
      const { done, value } = first.done ? first : await reader.read();
      if (done) all.close();
      else all.enqueue(value);
    },
    cancel: (why) => reader.cancel(why),
  });
  const packed = first.value?.[0] === 0x1f && first.value[1] === 0x8b;
  return packed ? whole.pipeThrough(new DecompressionStream("gzip")) : whole;
}
