/**
 * The bytes of a log as UTF-8: those of UTF-16, which editors of some systems write, are told by their byte order mark
 * and converted; all others stay as they are.
 */
export async function* asUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let isFirst = true;
  const encoder = new TextEncoder();
  for await (const bytes of withHead(chunks, 2)) {
    if (isFirst && bytes[0] === 0xff && bytes[1] === 0xfe) decoder = new TextDecoder("utf-16le");
    if (isFirst && bytes[0] === 0xfe && bytes[1] === 0xff) decoder = new TextDecoder("utf-16be");
    isFirst = false;
    yield decoder ? encoder.encode(decoder.decode(bytes, { stream: true })) : bytes;
  }
}

/** The same bytes, the first piece having at least so many of them unless there are not so many in all. */
export async function* withHead(chunks: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of chunks) {
    if (!head) {
      yield chunk;
      continue;
    }
    const bytes = joined(head, chunk);
    head = bytes.length < count ? bytes : undefined;
    if (!head) yield bytes;
  }
  if (head && head.length > 0) yield head;
}

/** A copy, for a piece is good only until the next is asked for. */
function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
