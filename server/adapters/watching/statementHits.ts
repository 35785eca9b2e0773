/**
 * From the flags the probes left to statement lines and branches. Equal flags of a file give the same array, which saves
 * memory.
 */
import type { Line } from '../../core/ids.ts';
import type { BranchHit, BranchHits, StatementHits } from '../../ports/testRunner.ts';
import type { BranchProbe, Flags, FlagsByFile } from './watchEvents.ts';

interface InstrumentedFile {
  readonly file: string;
  readonly outer: readonly number[];
  readonly inner: readonly number[];
  readonly branches?: readonly BranchProbe[];
}

export interface HitsDecoder {
  addFile(index: number, file: InstrumentedFile): void;
  /** The lines of several sets of flags together; `outer` flags are those of module and class bodies. */
  statements(sets: readonly { readonly flags: FlagsByFile; readonly outer: boolean }[]): StatementHits;
  /** `flags` are of branch probes; `sets` of statement probes, some of which tell of branches. */
  branches(flags: FlagsByFile, sets: readonly FlagsByFile[]): BranchHits;
}

/** A decoder for the files of one process. */
export function createHitsDecoder(): HitsDecoder {
  const files = new Map<number, InstrumentedFile>();
  const knownLines = new Map<string, readonly Line[]>();
  const knownBranches = new Map<string, readonly BranchHit[]>();

  function linesOf(index: number, flags: Flags, outer: boolean): readonly Line[] {
    return known(knownLines, `${index}${outer ? 'o' : 'i'}${flags}`, () =>
      ascending(flagged(files.get(index)?.[outer ? 'outer' : 'inner'] ?? [], flags).filter((line) => 0 < line)),
    );
  }

  function branchesOf(index: number, flags: Flags, ofStatements: boolean): readonly BranchHit[] {
    const probes = files.get(index)?.branches ?? [];
    return known(knownBranches, `${index}${ofStatements ? 's' : 'b'}${flags}`, () =>
      inPlace(
        (ofStatements
          ? probes.filter(([, , , position]) => position !== undefined && isFlagged(flags, position))
          : flagged(probes, flags)
        ).map(branchOf),
      ),
    );
  }

  return {
    addFile: (index, file) => files.set(index, file),
    statements(sets) {
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
      return inOrder(found);
    },
    branches(flags, sets) {
      const found = new Map<string, readonly BranchHit[]>();
      const add = (key: string, value: Flags, ofStatements: boolean) => {
        const file = files.get(Number(key))?.file;
        const hits = branchesOf(Number(key), value, ofStatements);
        if (file === undefined || hits.length === 0) return;
        const before = found.get(file);
        found.set(file, before === undefined ? hits : inPlace([...new Set([...before, ...hits])]));
      };
      for (const [key, value] of Object.entries(flags)) add(key, value, false);
      for (const set of sets) for (const [key, value] of Object.entries(set)) add(key, value, true);
      return inOrder(found);
    },
  };
}

/** One object for each probe, so that hits of one branch by several sets are one. */
const branchHits = new WeakMap<BranchProbe, BranchHit>();

function branchOf(probe: BranchProbe): BranchHit {
  const [line, index, outcome] = probe;
  const hit = branchHits.get(probe) ?? { line: line as Line, index, outcome };
  branchHits.set(probe, hit);
  return hit;
}

function inPlace(hits: BranchHit[]): readonly BranchHit[] {
  return hits.sort((a, b) => a.line - b.line || a.index - b.index || (a.outcome < b.outcome ? -1 : 1));
}

/** Hits of several processes together. */
export function joinHits(all: readonly StatementHits[]): StatementHits {
  const [only] = all;
  if (all.length === 1 && only !== undefined) return only;
  const found = new Map<string, Line[]>();
  for (const [file, lines] of all.flatMap((hits) => [...hits])) {
    found.set(file, [...(found.get(file) ?? []), ...lines]);
  }
  return inOrder(new Map([...found].map(([file, lines]) => [file, ascending(lines)])));
}

function known<Value>(values: Map<string, Value>, key: string, make: () => Value): Value {
  const found = values.get(key);
  if (found !== undefined) return found;
  const made = make();
  values.set(key, made);
  return made;
}

function flagged<Probe>(probes: readonly Probe[], flags: Flags): Probe[] {
  if (typeof flags === 'string') return probes.filter((_, position) => flags.charCodeAt(position) === 49);
  return flags.flatMap((position) => {
    const probe = probes[position];
    return probe === undefined ? [] : [probe]; // a probe of a branch is a list itself
  });
}

function isFlagged(flags: Flags, position: number): boolean {
  return typeof flags === 'string' ? flags.charCodeAt(position) === 49 : flags.includes(position);
}

function inOrder<Item>(found: ReadonlyMap<string, readonly Item[]>): ReadonlyMap<string, readonly Item[]> {
  return new Map([...found].filter(([, items]) => items.length > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function ascending(lines: readonly number[]): readonly Line[] {
  return [...new Set(lines)].sort((a, b) => a - b) as Line[];
}
