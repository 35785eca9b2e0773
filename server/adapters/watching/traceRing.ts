/**
 * Reads the ring of trace events that the watcher leaves in a file. A slot tells its own absolute number, so a ring
 * whose process was killed in the middle of a write still reads up to its last whole event.
 */
import type { ExecutionTrace, TracedCode, TracedValue } from '../../core/trace/executionTrace.ts';
import type { ValueEvent } from './watchEvents.ts';

const slotBits = 18;
const nSlots = 2 ** slotBits;
const headerBytes = 64;
const startOffset = 8;

/**
 * The trace of the test that was running when the ring was last written; `null` where the file is no ring. Its table of
 * codes also has those of `entered` whose events the ring no longer holds.
 */
export function decodeRing(
  bytes: Uint8Array,
  codes: readonly (TracedCode | undefined)[],
  entered: readonly number[],
  values: readonly ValueEvent[],
): ExecutionTrace | null {
  if (bytes.length !== headerBytes + nSlots * 8) return null;
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = Number(words.getBigUint64(startOffset, true));
  const end = findEnd(words, start);
  const from = Math.max(start, end - nSlots);
  const wanted = new Set(values.map(({ at }) => at));
  const { numbers, ...kept } = collect(words, from, end, codes, entered, wanted);
  return { ...kept, nDropped: Math.max(0, end - start - nSlots), values: valuesAt(values, numbers) };
}

/** The values whose events were kept; `numbers` leads from an event's absolute number to its index. */
function valuesAt(values: readonly ValueEvent[], numbers: ReadonlyMap<number, number>): readonly TracedValue[] {
  return values
    .flatMap(({ at, kind, name, value }) => {
      const event = numbers.get(at);
      return event === undefined ? [] : [{ event, kind, name, value }];
    })
    .sort((a, b) => a.event - b.event);
}

/** One past the absolute number of the last event. */
function findEnd(words: DataView, start: number): number {
  let end = start;
  for (let slot = 0; slot < nSlots; slot += 1) {
    const number = absoluteNumber(words, slot);
    if (number >= end) end = number + 1;
  }
  return end;
}

function absoluteNumber(words: DataView, slot: number): number {
  const lap = words.getUint32(headerBytes + slot * 8 + 4, true) >>> 14;
  return lap === 0 ? -1 : (lap - 1) * nSlots + slot;
}

function collect(
  words: DataView,
  from: number,
  to: number,
  codes: readonly (TracedCode | undefined)[],
  entered: readonly number[],
  wanted: ReadonlySet<number>,
) {
  const used: TracedCode[] = [];
  const newIndexes = new Map<number, number>();
  const kinds = new Uint8Array(to - from);
  const codeIndexes = new Uint32Array(to - from);
  const lines = new Uint32Array(to - from);
  const numbers = new Map<number, number>();
  let n = 0;
  for (let number = from; number < to; number += 1) {
    const slot = number % nSlots;
    if (absoluteNumber(words, slot) !== number) continue;
    const low = words.getUint32(headerBytes + slot * 8, true);
    const high = words.getUint32(headerBytes + slot * 8 + 4, true);
    const code = (low >>> 26) | ((high & 0x3fff) << 6);
    const traced = codes[code];
    if (traced === undefined) continue;
    let index = newIndexes.get(code);
    if (index === undefined) {
      index = used.push(traced) - 1;
      newIndexes.set(code, index);
    }
    kinds[n] = (low >>> 24) & 3;
    codeIndexes[n] = index;
    lines[n] = low & 0xffffff;
    if (wanted.has(number)) numbers.set(number, n);
    n += 1;
  }
  for (const code of entered) {
    if (codes[code] !== undefined && !newIndexes.has(code)) used.push(codes[code]);
  }
  const columns = { kinds: kinds.slice(0, n), codeIndexes: codeIndexes.slice(0, n), lines: lines.slice(0, n) };
  return { codes: used, ...columns, numbers };
}
