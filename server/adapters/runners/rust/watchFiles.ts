/**
 * The files a watched test program maps into its memory, made before it starts: flags of probes, the ring, and where each
 * probe stands. What was written there is read by `watching`, with the tables this gives.
 */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WatchRequest } from '../../../ports/testRunner.ts';
import type { WatchEvent } from '../../watching/watchEvents.ts';
import { printableTypes } from './printableTypes.ts';
import type { ProbedFile } from './probing.ts';

export interface WatchFiles {
  /** Tables of files and functions, for the events of each process. */
  readonly tables: readonly WatchEvent[];
  readonly code: (index: number) => { readonly file: string; readonly name: string } | undefined;
}

const hitsBytes = 2 ** 22;
const ringBytes = 64 + 2 ** 18 * 8;
const ringMagic = 0x54504c43;
/** In the ring's header: the fuel of a test. The one before counts events. */
const fuelOffset = 24;
/** Of a line: the probe is a function's. */
const functionBit = 2 ** 31;

/** Makes them in `folder`. `shadow` is the copy the probed files are in. */
export function makeWatchFiles(
  folder: string,
  repository: string,
  probed: ReadonlyMap<string, ProbedFile>,
  watch: WatchRequest,
): WatchFiles {
  const isTracing = watch.mode === 'trace';
  const tables: WatchEvent[] = [];
  const codes: { file: string; name: string }[] = [];
  const end = Math.max(0, ...[...probed.values()].map(({ first, room }) => first + room));
  const places = new Uint32Array(isTracing ? 2 * end : 0);
  const ranges: string[] = [];
  for (const [file, one] of probed) {
    const firstCode = codes.length;
    for (const { name, line } of one.functions) {
      if (isTracing) tables.push({ e: 'code', i: codes.length, file, name, line });
      codes.push({ file, name });
    }
    if (isTracing) placeProbes(places, one, firstCode);
    const isWanted = isTracing || watch.instrument === null || watch.instrument.includes(file);
    if (!isWanted) continue;
    if (!isTracing)
      tables.push({ e: 'file', i: ranges.length, file, outer: [], inner: one.lines, branches: one.branches });
    ranges.push(`${one.first} ${one.lines.length + (isTracing ? one.functions.length : 0)}\n`);
  }
  writeFileSync(join(folder, 'files.txt'), ranges.join(''));
  sparse(join(folder, 'hits.bin'), hitsBytes);
  if (isTracing) {
    writeFileSync(join(folder, 'places.bin'), places);
    makeRing(join(folder, 'ring.bin'), watch.limits.fuel);
  }
  if (watch.values !== null) {
    writeFileSync(
      join(folder, 'types.txt'),
      sortedByBytes(printableTypes(texts(repository, probed.keys()))).join('\n'),
    );
  }
  return { tables, code: (index) => codes[index] };
}

function placeProbes(places: Uint32Array, { first, lines, owners, functions }: ProbedFile, firstCode: number): void {
  for (const [index, line] of lines.entries()) {
    places[2 * (first + index)] = line;
    places[2 * (first + index) + 1] = firstCode + Math.max(0, owners[index]!);
  }
  for (const [index, { line }] of functions.entries()) {
    const at = 2 * (first + lines.length + index);
    places[at] = line + functionBit;
    places[at + 1] = firstCode + index;
  }
}

function makeRing(file: string, fuel: number): void {
  const header = Buffer.alloc(64);
  header.writeBigUInt64LE(BigInt(ringMagic), 0);
  header.writeBigUInt64LE(BigInt(Math.min(fuel, Number.MAX_SAFE_INTEGER)), fuelOffset);
  writeFileSync(file, header);
  truncateSync(file, ringBytes);
}

function sparse(file: string, bytes: number): void {
  writeFileSync(file, '');
  truncateSync(file, bytes);
}

function* texts(repository: string, files: Iterable<string>): Iterable<string> {
  for (const file of files) yield readFileSync(join(repository, file), 'utf8');
}

/** As the runtime compares names. */
function sortedByBytes(names: readonly string[]): readonly string[] {
  return [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}
