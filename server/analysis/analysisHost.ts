/**
 * Holds the facts of every file and makes the next snapshot from a change. Readers keep the snapshot they have; only
 * changed files are parsed again. Leaves out watching the disk.
 */
import { analyzeFlow } from '../core/flow/fileFlow.ts';
import type { AnalyzedFile } from '../core/graph/analyzedFile.ts';
import { type Assembly, assembleGraph } from '../core/graph/assembleGraph.ts';
import type { Problem } from '../protocol/localization.ts';
import { createKeptTrees, type KeptTrees } from '../syntax/keptTrees.ts';
import type { ParserSet } from '../syntax/parserSet.ts';
import { type CodeSnapshot, createSnapshot } from './codeSnapshot.ts';
import { type FileTable, nextTable, noFiles } from './fileTable.ts';
import type { IndexedFile } from './indexedFile.ts';

export interface FileChange {
  readonly file: string;
  /** The new text, or `null` where the file is gone. */
  readonly text: string | null;
}

export interface AnalysisHost {
  /** The latest snapshot. */
  snapshot(): CodeSnapshot;
  /** Makes the next snapshot. Files of no known language are passed over. */
  applyChange(changes: readonly FileChange[]): CodeSnapshot;
  /** The same for files that are parsed already, so that parsing many can be spread over time; `gone` are taken out. */
  applyIndexed(files: readonly IndexedFile[], gone?: readonly string[]): CodeSnapshot;
  /** What the latest snapshot was made from. */
  assembled(): Assembled;
  /** Frees what the garbage collector cannot. The snapshot stays. */
  dispose(): void;
}

/** Files whose trees are kept: those that change are likely to change again. */
const mostTrees = 8;

/** What a host goes on from: the files and the graph assembled from them. */
export interface Assembled {
  readonly table: FileTable;
  readonly assembly: Assembly;
}

/** Starts with an empty repository, or from what another host has; neither then follows the other. */
export function createAnalysisHost(parsers: ParserSet, before: Assembled | null = null): AnalysisHost {
  const trees = createKeptTrees(mostTrees);
  let assembly = before?.assembly ?? assembleGraph([]);
  let table = before?.table ?? noFiles;
  let latest = createSnapshot(table, assembly.program, parsers);
  const next = (changes: ReadonlyMap<string, IndexedFile | null>) => {
    table = nextTable(table, changes);
    assembly = assembleGraph(table.files, assembly);
    latest = createSnapshot(table, assembly.program, parsers);
    return latest;
  };
  return {
    snapshot: () => latest,
    applyChange(changes) {
      const indexed = changes.map(({ file, text }) => {
        if (text === null) trees.forget(file);
        return [file, text === null ? null : indexFile(parsers, file, text, trees)] as const;
      });
      return next(new Map(indexed));
    },
    applyIndexed(indexed, gone = []) {
      const changes = new Map<string, IndexedFile | null>(gone.map((file) => [file, null]));
      for (const one of indexed) changes.set(one.facts.file, one);
      return next(changes);
    },
    assembled: () => ({ table, assembly }),
    dispose: () => trees.forget(),
  };
}

/** Parses one file; `null` where its language is not known. With `trees`, from what is kept of it there. */
export function indexFile(parsers: ParserSet, file: string, text: string, trees?: KeptTrees): IndexedFile | null {
  const language = parsers.languageOf(file, text);
  const facts = parsers.extract(file, text, trees);
  if (language === null || facts === null) return null;
  const analyzed: AnalyzedFile = { facts, flow: analyzeFlow(facts, language.traits.classScopeIsVisible), language };
  return { ...analyzed, text, problems: facts.broken ? [brokenFile(file)] : [] };
}

export function brokenFile(file: string): Problem {
  return { severity: 'information', message: `Parts of "${file}" could not be parsed; what could be is in the graph` };
}
