/**
 * The graph of all files, from what each says alone and what they mean to one another. After a change only the files
 * whose names may mean something else are resolved again; of others, the segments go over into the next graph.
 */
import { nothingObserved, type Program } from '../flow/program.ts';
import { lazily } from '../lazily.ts';
import { affectedFiles } from './affectedFiles.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import { type AnchorTable, createAnchors } from './anchors.ts';
import { createGraph } from './codeGraph.ts';
import { buildFileGraph } from './fileGraph.ts';
import { linkFile } from './fileLinks.ts';
import { createFileModules, type FileModules } from './fileModules.ts';
import { type KeptResolution, keepResolution, noResolution, resolveNames } from './keptResolution.ts';
import type { FileGraph, Segment } from './segment.ts';

/** A program with what its next version is made from. */
export interface Assembly {
  readonly files: readonly AnalyzedFile[];
  readonly program: Program;
  readonly anchors: readonly AnchorTable[];
  readonly modules: FileModules;
  /** What was found out about names and still holds. */
  readonly resolved: KeptResolution;
}

/** Assembles files, which come sorted by path; with `before`, from what of it still holds. */
export function assembleGraph(files: readonly AnalyzedFile[], before: Assembly | null = null): Assembly {
  return before !== null && haveSameModules(before.files, files) ? reassemble(files, before) : assembleAll(files);
}

/** Whether no file came, went, moved, or said that it belongs to another module. */
function haveSameModules(before: readonly AnalyzedFile[], after: readonly AnalyzedFile[]): boolean {
  const isSame = ({ facts }: AnalyzedFile, other: AnalyzedFile) =>
    facts.file === other.facts.file && facts.module === other.facts.module;
  return before.length === after.length && after.every((file, index) => isSame(file, before[index]!));
}

function assembleAll(files: readonly AnalyzedFile[]): Assembly {
  const modules = createFileModules(files);
  const anchors = files.map(({ facts }) => createAnchors(facts));
  const repository = resolveNames(files, anchors, modules);
  const segments = files.map((file, index): Segment => {
    const own = fileGraph(file);
    return { own, anchors: anchors[index]!, links: linkFile(repository, index, own) };
  });
  // What was found out about all files is too much to keep for the few that will change.
  return { files, anchors, modules, resolved: noResolution, program: programOf(files, createGraph(segments, null)) };
}

/** An assembly as it was stored: anchors and segments by file. */
export function restoreAssembly(
  files: readonly AnalyzedFile[],
  anchors: readonly AnchorTable[],
  segments: readonly Segment[],
): Assembly {
  const modules = lazily(() => createFileModules(files));
  return {
    files,
    anchors,
    resolved: noResolution,
    program: programOf(files, createGraph(segments, null)),
    get modules() {
      return modules();
    },
  };
}

function reassemble(files: readonly AnalyzedFile[], before: Assembly): Assembly {
  const { modules } = before;
  const changed = files.flatMap((file, index) => (file === before.files[index] ? [] : [index]));
  if (changed.length === 0) return before;
  const { files: some, isUnseen } = affectedFiles(before.files, files, changed);
  const affected = some ?? files.map((_, index) => index);
  const anchors = before.anchors.slice();
  for (const file of changed) anchors[file] = anchors[file]!.next(files[file]!.facts);
  const repository =
    (isUnseen ? before.resolved.follow(files, anchors, changed) : null) ?? resolveNames(files, anchors, modules);
  const segments = before.program.graph.segments.slice();
  for (const file of affected) {
    const own = fileGraph(files[file]!);
    segments[file] = { own, anchors: anchors[file]!, links: linkFile(repository, file, own) };
  }
  const graph = createGraph(segments, { graph: before.program.graph, changed: affected });
  return { files, anchors, modules, resolved: keepResolution(repository, affected), program: programOf(files, graph) };
}

function programOf(files: readonly AnalyzedFile[], graph: Program['graph']): Program {
  return { graph, files: files.map(({ facts }) => facts), observed: nothingObserved };
}

const fileGraphs = new WeakMap<AnalyzedFile, FileGraph>();

function fileGraph(file: AnalyzedFile): FileGraph {
  const known = file.own ?? fileGraphs.get(file) ?? buildFileGraph(file);
  fileGraphs.set(file, known);
  return known;
}
