/** The file is not UTF-8 text. */
export class NotUtf8 extends Error {}

/** Turns bytes into text, the byte order mark left out. @throws NotUtf8 */
export async function* decodeUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw new NotUtf8('not UTF-8', { cause: error });
    }
    throw error;
  }
}
