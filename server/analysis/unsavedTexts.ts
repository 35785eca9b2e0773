/**
 * The repository as an editor shows it: as it is on disk, with the texts of unsaved documents in place. Goes on from the
 * graph of the disk, so that only what differs is worked out twice. Leaves out files the repository does not have.
 */
import type { ParserSet } from '../syntax/parserSet.ts';
import { type AnalysisHost, createAnalysisHost, type FileChange } from './analysisHost.ts';
import type { CodeSnapshot } from './codeSnapshot.ts';

export interface EditedRepository {
  /** `texts` are the documents that are open, by path; those that are as on disk make no difference. */
  snapshot(disk: AnalysisHost, texts: ReadonlyMap<string, string>): CodeSnapshot;
  /** Frees what the garbage collector cannot. */
  dispose(): void;
}

export function createEditedRepository(parsers: ParserSet): EditedRepository {
  let edited: AnalysisHost | null = null;

  function dispose(): void {
    edited?.dispose();
    edited = null;
  }

  return {
    snapshot(disk, texts) {
      const onDisk = disk.assembled().table;
      const unsaved = [...texts].filter(([file, text]) => {
        const index = onDisk.indexOf.get(file);
        return index !== undefined && onDisk.files[index]!.text !== text;
      });
      if (unsaved.length === 0) {
        dispose();
        return disk.snapshot();
      }
      edited ??= createAnalysisHost(parsers, disk.assembled());
      const { table } = edited.assembled();
      const isUnsaved = new Set(unsaved.map(([file]) => file));
      const asOnDisk = onDisk.files.filter(({ facts }, index) => {
        const own = onDisk === table ? index : table.indexOf.get(facts.file);
        return !isUnsaved.has(facts.file) && (own === undefined || table.files[own] !== onDisk.files[index]);
      });
      const gone = onDisk === table ? [] : table.paths.filter((file) => !onDisk.indexOf.has(file));
      if (asOnDisk.length > 0 || gone.length > 0) edited.applyIndexed(asOnDisk, gone);
      const changes = unsaved.flatMap(([file, text]): readonly FileChange[] =>
        edited!.snapshot().textOf(file) === text ? [] : [{ file, text }],
      );
      return changes.length === 0 ? edited.snapshot() : edited.applyChange(changes);
    },
    dispose,
  };
}
