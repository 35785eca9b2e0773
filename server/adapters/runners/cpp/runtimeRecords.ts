/** Reads the binary files our runtime leaves: modules, hits, rings and stacks. Addresses are still those of the process. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { viewOf } from '../../debugInformation/elf.ts';

const slots = 2 ** 19;
const headerWords = 8;
const magic = 0x4c50434c5543n;

/** A program or library that was loaded. */
export interface LoadedModule {
  readonly start: number;
  readonly size: number;
  /** What is to be taken from an address for one as the file has it. */
  readonly bias: number;
  readonly path: string;
}

export interface HitsRecord {
  /** The number of the test, from 0; -1 outside of tests, -2 of the test that ended the process. */
  readonly test: number;
  readonly addresses: readonly number[];
}

export const rawEvent = { block: 0, enter: 1, leave: 2, callSite: 3, thrown: 4 } as const;

/** Events in order, as columns. */
export interface RawTrace {
  readonly kinds: Uint8Array;
  readonly addresses: Float64Array;
  /** The number of the first. */
  readonly first: number;
  readonly nDropped: number;
}

export async function readModules(folder: string): Promise<readonly LoadedModule[]> {
  const lines = (await readFile(join(folder, 'modules.txt'), 'utf8').catch(() => '')).split('\n');
  return lines.flatMap((textLine) => {
    const match = /^([\da-f]+) ([\da-f]+) ([\da-f]+) (.+)$/.exec(textLine);
    if (match === null) return [];
    const [start, size, bias] = match.slice(1, 4).map((hex) => Number.parseInt(hex, 16)) as [number, number, number];
    return [{ start, size, bias, path: match[4]! }];
  });
}

/** A last record that was cut short is left out. */
export async function readHits(folder: string): Promise<readonly HitsRecord[]> {
  const words = await readWords(join(folder, 'hits.bin'));
  const records: HitsRecord[] = [];
  for (let at = 0; at + 2 <= words.length; ) {
    const n = Number(words[at + 1]);
    if (words.length < at + 2 + n) break;
    records.push({
      test: Number(BigInt.asIntN(64, words[at]!)),
      addresses: [...words.slice(at + 2, at + 2 + n)].map(Number),
    });
    at += 2 + n;
  }
  return records;
}

/** The ring in a file, or `null` where it is none. */
export async function readRawTrace(path: string): Promise<RawTrace | null> {
  const bytes = await readFile(path).catch(() => new Uint8Array());
  if (bytes.length < headerWords * 8) return null;
  const view = viewOf(bytes);
  if (view.getBigUint64(0, true) !== magic) return null;
  // Of a test that ended only what it did was written, from its first event on.
  const isInOrder = view.getBigUint64(32, true) === 1n;
  const first = Number(view.getBigUint64(8, true));
  const next = Number(view.getBigUint64(16, true));
  const from = Math.max(first, next - slots);
  const n = Math.max(0, next - from);
  if (bytes.length < (headerWords + (isInOrder ? n : slots)) * 8) return null;
  const kinds = new Uint8Array(n);
  const addresses = new Float64Array(n);
  for (let at = 0; at < n; at++) {
    const offset = (headerWords + (isInOrder ? at : (from + at) % slots)) * 8;
    const high = view.getUint32(offset + 4, true);
    kinds[at] = high >>> 28;
    addresses[at] = (high & 0x0fffffff) * 2 ** 32 + view.getUint32(offset, true);
  }
  return { kinds, addresses, first: from, nDropped: from - first };
}

/** Addresses of open calls, innermost first; the first, where it is not 0, is that of the instruction itself. */
export async function readStack(path: string): Promise<readonly number[]> {
  return [...(await readWords(path))].map(Number);
}

async function readWords(path: string): Promise<BigUint64Array> {
  const bytes = await readFile(path).catch(() => new Uint8Array());
  const whole = bytes.length - (bytes.length % 8);
  return new BigUint64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + whole));
}
