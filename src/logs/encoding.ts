type Decoder = InstanceType<typeof TextDecoder>;

/**
 * The bytes of a log as UTF-8: those of UTF-16, which editors of some systems write, are told by their byte order mark
 * and converted; all others stay as they are.
 */
export async function* asUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: Decoder | undefined;
  const encoder = new TextEncoder();
  let head: Uint8Array | undefined = new Uint8Array(0);
  for await (const chunk of chunks) {
    let bytes: Uint8Array = chunk;
    if (head) {
      bytes = joined(head, chunk);
      head = bytes.length < 2 ? bytes : undefined;
      if (head) continue;
      decoder = decoderOf(bytes);
    }
    yield decoder ? encoder.encode(decoder.decode(bytes, { stream: true })) : bytes;
  }
  if (head) yield head;
}

function decoderOf(bytes: Uint8Array): Decoder | undefined {
  const mark = ((bytes[0] as number) << 8) | (bytes[1] as number);
  if (mark === 0xfffe) return new TextDecoder("utf-16le");
  return mark === 0xfeff ? new TextDecoder("utf-16be") : undefined;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
