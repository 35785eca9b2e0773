/**
 * The graphs of one repository's commits, one after the other: only files whose bytes differ from the commit before are
 * read and parsed again, so commits near each other cost little. What comes out is what indexing anew would give.
 */

import type { CommitFiles } from '../adapters/git/commitFiles.ts';
import { type AnalysisHost, createAnalysisHost, indexFile } from '../analysis/analysisHost.ts';
import type { CodeSnapshot } from '../analysis/codeSnapshot.ts';
import type { IndexedFile } from '../analysis/indexedFile.ts';
import { filesToIndex, unreadable } from '../analysis/indexRepository.ts';
import type { Problem } from '../protocol/localization.ts';
import type { ParserSet } from '../syntax/parserSet.ts';
import { compilingLate } from './lateCompilation.ts';

export interface CommitIndex {
  /** The graph of a commit's files. Snapshots of other commits stay as they are. */
  show(files: CommitFiles): Promise<IndexedCommit>;
}

export interface IndexedCommit {
  readonly snapshot: CodeSnapshot;
  /** What is not in the graph, and why. */
  readonly problems: readonly Problem[];
}

export function createCommitIndex(parsers: ParserSet): CommitIndex {
  const host: AnalysisHost = createAnalysisHost(parsers);
  /** By path, the id of what was read; `null` where that has to be looked at each time. */
  let before: ReadonlyMap<string, string | null> = new Map();
  return {
    async show(files) {
      const { kept, problems } = await filesToIndex(files, parsers);
      const now = new Map(kept.map((file) => [file, files.idOf(file)]));
      const gone = [...before.keys()].filter((file) => !now.has(file));
      const indexed: IndexedFile[] = [];
      const unread: string[] = [];
      const readChanged = async () => {
        for (const [file, id] of now) {
          if (id !== null && before.get(file) === id) continue;
          const text = (await files.read(file))?.text ?? null;
          if (text === null) unread.push(file);
          const one = text === null ? null : indexFile(parsers, file, text);
          if (one !== null) indexed.push(one);
          else if (before.has(file)) gone.push(file);
        }
      };
      await (before.size === 0 ? compilingLate(readChanged) : readChanged());
      // What could not be read this time is asked for again the next.
      for (const file of unread) now.delete(file);
      before = now;
      return { snapshot: host.applyIndexed(indexed, gone), problems: [...problems, ...notInGraph(unread)] };
    },
  };
}

/** Each by name, as far as a person reads on. */
function notInGraph(unread: readonly string[]): readonly Problem[] {
  const left = unread.length - mostTold;
  const more = {
    severity: 'warning' as const,
    message: `${left} more files cannot be read; they are not in the graph`,
  };
  return [...unread.slice(0, mostTold).map(unreadable), ...(left > 0 ? [more] : [])];
}

const mostTold = 5;
