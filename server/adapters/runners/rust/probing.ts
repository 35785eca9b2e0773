/**
 * Which files of a shadow copy carry probes, and the numbers of these. A file keeps its numbers while it has room for its
 * probes, so that an edit of one file changes no other; and it keeps probes of values once they were wanted, which cost next
 * to nothing while nobody asks.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import type { LineRange, WatchRequest } from '../../../ports/testRunner.ts';
import { isInside } from '../../disk/confinedPath.ts';
import type { BranchProbe } from '../../watching/watchEvents.ts';
import type { CargoPlace } from './cargoPlace.ts';
import { type ProbedFunction, probeText } from './rustProbes.ts';
import { rustTree } from './rustTree.ts';
import { rememberedIn } from './shadowCopy.ts';

/** A file with probes. Their numbers are `first` and on: first those that `lines` tells of, then one for each function. */
export interface ProbedFile {
  readonly first: number;
  readonly room: number;
  /** The line of each probe, 0 where it stands for no statement. */
  readonly lines: readonly number[];
  /** The function each stands in, by its position in `functions`; -1 outside of them. */
  readonly owners: readonly number[];
  readonly branches: readonly BranchProbe[];
  readonly functions: readonly ProbedFunction[];
  /** Where values are kept, if asked for. */
  readonly values: readonly LineRange[];
}

export interface Probing {
  /** Changes when the file is to be written anew though its text is the same; `null` where it is to carry none. */
  treatment(file: string, before: ProbedFile | null): string | null;
  treat(
    file: string,
    text: string,
    before: ProbedFile | null,
  ): { readonly text: string; readonly extra: ProbedFile | null };
}

/** As many as the runtime has room for. */
const mostProbes = 2 ** 22 - 1;
const mostRanges = 60;

/** Probes for all code of the repository's own packages, into the copy in `folder`. */
export function createProbing(
  place: CargoPlace,
  repository: string,
  folder: string,
  values: WatchRequest['values'],
): Probing {
  const isOwn = ownCode(place, repository);
  const oldRoots = new Set(place.workspace.crates.filter(({ edition }) => edition === '2015').map(({ root }) => root));
  let next = Math.max(0, ...rememberedIn<ProbedFile>(folder).map(({ first, room }) => first + room));

  const rangesOf = (file: string, before: ProbedFile | null): readonly LineRange[] => {
    const wanted = values?.get(file) ?? [];
    const kept = before?.values ?? [];
    const all = new Map([...wanted, ...kept].map((range) => [range.join('-'), range]));
    return all.size <= mostRanges ? [...all.values()].sort((a, b) => a[0] - b[0]) : wanted;
  };

  return {
    treatment: (file, before) => (isOwn(file) ? `probes ${rangesOf(file, before).join(' ')}` : null),
    treat(file, text, before) {
      const source = place.parse('rust', text);
      // Text the grammar does not know is left to the compiler.
      if (source === null || source.isBroken) return { text, extra: null };
      const ranges = rangesOf(file, before);
      const probed = probeText(rustTree(source), { values: ranges, declaresRuntime: oldRoots.has(file) });
      const count = probed.lines.length + probed.functions.length;
      const fits = before !== null && count <= before.room;
      const { first, room } = fits ? before : { first: next, room: Math.ceil(count * 1.25) + 16 };
      if (mostProbes < first + room) return { text, extra: null };
      next = Math.max(next, first + room);
      const { lines, owners, branches, functions } = probed;
      return { text: probed.render(first), extra: { first, room, lines, owners, branches, functions, values: ranges } };
    },
  };
}

/** Files of crates that run in tests: those their modules name, and all in folders of sources. */
function ownCode({ workspace, known }: CargoPlace, repository: string): (file: string) => boolean {
  const files = new Set(known.programs.flatMap(({ crate, target }) => [target.root, ...crate.files.values()]));
  const folders = [
    ...workspace.crates.map(({ root }) => dirname(root)).filter((folder) => posix.basename(folder) === 'src'),
    ...workspace.pathDependencies.flatMap((path) => sourcesOf(path, repository)),
  ];
  const isBelow = (file: string, folder: string) => file.startsWith(`${folder}/`);
  return (file) =>
    file.endsWith('.rs') &&
    !workspace.compilerFolders.some((folder) => isBelow(file, folder)) &&
    (files.has(file) || folders.some((folder) => isBelow(file, folder)));
}

/** The folder of sources of a package of the repository, unless it runs inside the compiler. */
function sourcesOf(path: string, repository: string): readonly string[] {
  if (!isInside(repository, path) || !existsSync(join(path, 'src'))) return [];
  const manifest = join(path, 'Cargo.toml');
  const isMacro = existsSync(manifest) && /^\s*proc-macro\s*=\s*true/m.test(readFileSync(manifest, 'utf8'));
  return isMacro ? [] : [relative(repository, join(path, 'src')).split(sep).join('/')];
}
