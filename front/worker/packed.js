// Unpack files that the host stores as gzip. Some hosts unpack them on the way, and not all of those say so.

/** Return a stream of unpacked bytes, from a stream that may be packed. */
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
