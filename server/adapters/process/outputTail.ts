/** The last part of a stream, whatever its length: what a program said before it ended. */
import type { Readable } from 'node:stream';

const maxBytes = 64 * 1024;

/** Reads a stream to its end and keeps its last 64 KB, as text. */
export function keepTail(stream: Readable): { text(): string } {
  const chunks: Buffer[] = [];
  let nBytes = 0;
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    nBytes += chunk.length;
    while (chunks.length > 1 && nBytes - chunks[0]!.length >= maxBytes) nBytes -= chunks.shift()!.length;
  });
  stream.on('error', () => undefined);
  return { text: () => Buffer.concat(chunks).subarray(-maxBytes).toString('utf8') };
}
