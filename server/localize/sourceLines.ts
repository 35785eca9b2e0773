/** The lines of files, split once. */
import type { RepositorySnapshot } from '../analysis/repositorySnapshot.ts';

const known = new WeakMap<RepositorySnapshot, Map<string, readonly string[]>>();

/** Without their ends; none for an unknown file. */
export function linesOf(snapshot: RepositorySnapshot, file: string): readonly string[] {
  const files = known.get(snapshot) ?? new Map<string, readonly string[]>();
  known.set(snapshot, files);
  const lines = files.get(file) ?? snapshot.textOf(file)?.split(/\r\n|\n|\r/) ?? [];
  files.set(file, lines);
  return lines;
}
