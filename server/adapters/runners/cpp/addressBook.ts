/** Addresses of one process, looked up in the program or library of the repository they lie in. */

import type { Line } from '../../../core/ids.ts';
import type { TracedCode } from '../../../core/trace/executionTrace.ts';
import type { StackFrame } from '../../../core/trace/raisedException.ts';
import type { BranchHit, BranchHits, StatementHits } from '../../../ports/testRunner.ts';
import type { Place, ProgramCode } from './programCode.ts';
import type { LoadedModule } from './runtimeRecords.ts';

export interface AddressBook {
  codeAt(address: number): TracedCode | null;
  placeAt(address: number): Place | null;
  /** Where the function around an address begins. */
  entryOf(address: number): number | null;
  isEntry(site: number): boolean;
  /** The lines of a block; their addresses are the file's, `bias` less than the process's. */
  placesOf(site: number): { readonly places: readonly Place[]; readonly bias: number };
  /** Frames of the repository, outermost first, from return addresses, innermost first. */
  framesOf(stack: readonly number[]): readonly StackFrame[];
  hitsOf(sites: readonly number[]): { readonly hits: StatementHits; readonly branches: BranchHits };
}

/** `codeOf`: what is known of a module's program; `null` where it is none of the repository's. */
export function addressBook(
  modules: readonly LoadedModule[],
  codeOf: (path: string) => ProgramCode | null,
): AddressBook {
  const parts = modules.flatMap((module) => {
    const code = codeOf(module.path);
    return code === null ? [] : [{ ...module, code }];
  });
  const partAt = (address: number) => parts.find(({ start, size }) => start <= address && address < start + size);
  const nowhere = { places: [], bias: 0 };

  const placesOf = (site: number) => {
    const part = partAt(site);
    return part === undefined ? nowhere : { places: part.code.placesOf(site - part.bias), bias: part.bias };
  };
  return {
    codeAt(address) {
      const part = partAt(address);
      return part?.code.codeAt(address - part.bias) ?? null;
    },
    placeAt(address) {
      const part = partAt(address);
      return part?.code.placeAt(address - part.bias) ?? null;
    },
    entryOf(address) {
      const part = partAt(address);
      const found = part?.code.map.functionAt(address - part.bias);
      return part === undefined || !found ? null : found.address + part.bias;
    },
    isEntry(site) {
      const part = partAt(site);
      return part?.code.isEntry(site - part.bias) ?? false;
    },
    placesOf,
    framesOf(stack) {
      const frames = stack.flatMap((address, index) => {
        // All but the first return to the instruction after the call.
        const at = index === 0 ? address : address - 1;
        const part = partAt(at);
        return part?.code.frameAt(at - part.bias) ?? [];
      });
      return frames.reverse();
    },
    hitsOf(sites) {
      const lines = new Map<string, Set<Line>>();
      const branches = new Map<string, Map<string, BranchHit>>();
      for (const site of sites) {
        for (const { file, line } of placesOf(site).places) {
          const known = lines.get(file) ?? new Set();
          lines.set(file, known);
          known.add(line as Line);
        }
        const part = partAt(site);
        const branch = part?.code.branchAt(site - part.bias) ?? null;
        if (branch === null) continue;
        const known = branches.get(branch.file) ?? new Map();
        branches.set(branch.file, known);
        const { line, index } = branch;
        known.set(`${line} ${index}`, { line: line as Line, index, outcome: 'case' });
      }
      const ordered = <Item>(found: Iterable<readonly [string, readonly Item[]]>) =>
        new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
      return {
        hits: ordered([...lines].map(([file, set]) => [file, [...set].sort((a, b) => a - b)] as const)),
        branches: ordered(
          [...branches].map(
            ([file, all]) => [file, [...all.values()].sort((a, b) => a.line - b.line || a.index - b.index)] as const,
          ),
        ),
      };
    },
  };
}
