/** From the flags the probes left to statement lines. Equal flags of a file give the same array, which saves memory. */
import type { Line } from '../../core/ids.ts';
import type { StatementHits } from '../../ports/testRunner.ts';
import type { FlagsByFile } from './watchEvents.ts';

interface InstrumentedFile {
  readonly file: string;
  readonly outer: readonly number[];
  readonly inner: readonly number[];
}

export interface HitsDecoder {
  addFile(index: number, file: InstrumentedFile): void;
  /** The lines of several sets of flags together; `outer` flags are those of module and class bodies. */
  decode(sets: readonly { readonly flags: FlagsByFile; readonly outer: boolean }[]): StatementHits;
}

/** A decoder for the files of one run. */
export function createHitsDecoder(): HitsDecoder {
  const files = new Map<number, InstrumentedFile>();
  const known = new Map<string, readonly Line[]>();

  function linesOf(index: number, flags: string, outer: boolean): readonly Line[] {
    const key = `${index}${outer ? 'o' : 'i'}${flags}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const lines = files.get(index)?.[outer ? 'outer' : 'inner'] ?? [];
    const hit = ascending(lines.filter((_, position) => flags.charCodeAt(position) === 49));
    known.set(key, hit);
    return hit;
  }

  return {
    addFile: (index, file) => files.set(index, file),
    decode(sets) {
      const found = new Map<string, readonly Line[]>();
      for (const { flags, outer } of sets) {
        for (const [key, value] of Object.entries(flags)) {
          const file = files.get(Number(key))?.file;
          if (file === undefined) continue;
          const lines = linesOf(Number(key), value, outer);
          const before = found.get(file);
          found.set(file, before === undefined ? lines : ascending([...before, ...lines]));
        }
      }
      return new Map([...found].filter(([, lines]) => lines.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
    },
  };
}

function ascending(lines: readonly number[]): readonly Line[] {
  return [...new Set(lines)].sort((a, b) => a - b) as Line[];
}
