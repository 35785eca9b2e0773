/** Bytes of a source file as text. */
import { isAscii } from 'node:buffer';
import type { SourceText } from '../../ports/files.ts';

/** Larger files are no source files. */
export const mostTextBytes = 2_000_000;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** UTF-8 where the bytes are, else Latin-1, which any bytes are. */
export function decodeText(bytes: Uint8Array): SourceText {
  // Most are both, which takes no decoder.
  if (isAscii(bytes))
    return { text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'), encoding: 'utf-8' };
  try {
    return { text: utf8.decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('latin1').decode(bytes), encoding: 'latin-1' };
  }
}
