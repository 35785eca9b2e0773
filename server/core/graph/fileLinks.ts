/** What the names of one file mean in the repository, as links to anchors of files. */
import { columnOf } from '../integerColumn.ts';
import type { AnalyzedFile } from './analyzedFile.ts';
import type { AnchorTable } from './anchors.ts';
import type { CallResolution, CallTarget } from './callResolution.ts';
import { edgeKind } from './codeGraph.ts';
import type { DocumentMentions } from './documentMentions.ts';
import type { CallFacts } from './fileFacts.ts';
import type { ImportedFiles } from './importedFiles.ts';
import { propertyReads } from './propertyReads.ts';
import { isSameScope } from './referents.ts';
import type { FileGraph, LinkedCall, Links, LinkTable } from './segment.ts';
import { AnchoredEdges } from './segmentBuilding.ts';
import { attributeReads, importedReads } from './sharedState.ts';

export interface LinkedRepository {
  readonly files: readonly AnalyzedFile[];
  readonly anchors: readonly AnchorTable[];
  readonly resolution: CallResolution;
  readonly imported: ImportedFiles;
  readonly mentions: DocumentMentions;
}

/** `own` is the file's graph, of which no edge is made again. */
export function linkFile(repository: LinkedRepository, file: number, own: FileGraph): Links {
  const forward = new AnchoredEdges();
  const calls: LinkedCall[] = [];
  const unresolved: number[] = [];
  addImports(repository, file, forward);
  addInherits(repository, file, forward);
  addCalls(repository, file, forward, { calls, unresolved });
  addNamedInDocument(repository, file, forward);
  const tables = { forward: forward.finish(), backward: sharedReads(repository, file, own) };
  return {
    ...tables,
    targets: filesOf(tables),
    calls,
    unresolved: columnOf(unresolved),
  };
}

function filesOf({ forward, backward }: Pick<Links, 'forward' | 'backward'>): Uint32Array {
  const files = new Set<number>();
  for (const file of forward.file) files.add(file);
  for (const file of backward.file) files.add(file);
  return new Uint32Array(files).sort();
}

/** From a file to the files it imports, and to the functions and classes it takes from there. */
function addImports({ anchors, imported }: LinkedRepository, file: number, edges: AnchoredEdges): void {
  for (const { file: other, scope } of imported(file))
    edges.add(edgeKind.imports, 0, other, anchors[other]!.ofScope(scope));
}

/** What the parts of a class inherit is told by the first of them. */
function addInherits({ files, anchors, resolution }: LinkedRepository, file: number, edges: AnchoredEdges): void {
  const { names, overrides } = resolution;
  files[file]!.facts.scopes.forEach(({ kind }, scope) => {
    if (kind === 'function') {
      for (const overridden of overrides.above({ kind, file, scope }))
        edges.add(edgeKind.overrides, scope, overridden.file, anchors[overridden.file]!.ofScope(overridden.scope));
    }
    if (kind !== 'class' || !isSameScope(names.members.classOf({ file, scope }), { file, scope })) return;
    for (const base of names.bases({ kind: 'class', file, scope })) {
      edges.add(edgeKind.inherits, scope, base.file, anchors[base.file]!.ofScope(base.scope));
    }
  });
}

function addCalls(
  { files, anchors, resolution }: LinkedRepository,
  file: number,
  edges: AnchoredEdges,
  { calls, unresolved }: { readonly calls: LinkedCall[]; readonly unresolved: number[] },
): void {
  const { facts } = files[file]!;
  facts.calls.forEach((call, index) => {
    const target = resolution.target(file, index);
    if (target === null) unresolved.push(index);
    else link(call, target);
  });
  const properties = resolution.properties();
  for (const { call, target } of propertyReads(files, file, resolution, properties)) link(call, target);

  function link(call: CallFacts, { callee, nImplicit, receiverIsWritten }: CallTarget): void {
    const isType = callee.kind === 'class';
    if (isType && !files[callee.file]!.language.traits.typesRunCode) return;
    const anchor = anchors[callee.file]!.ofScope(callee.scope);
    const label = calls.push({ call, file: callee.file, anchor, nImplicit, receiverIsWritten }) - 1;
    edges.add(edgeKind.calls, facts.scopes.length + call.statement, callee.file, anchor, label);
  }
}

function sharedReads(
  { files, anchors, resolution: { names }, mentions }: LinkedRepository,
  file: number,
  own: FileGraph,
): LinkTable {
  const edges = new AnchoredEdges();
  const nScopes = files[file]!.facts.scopes.length;
  for (const reads of [importedReads(files, names, file), attributeReads(files, names, file)]) {
    for (const { fromFile, definition, statement } of reads) {
      const table = anchors[fromFile]!;
      const anchor = table.ofDefinition(definition);
      const isOwn = fromFile === file && hasEdge(own, table.node[anchor]!, nScopes + statement, table.label[anchor]!);
      if (!isOwn) edges.add(edgeKind.defUse, nScopes + statement, fromFile, anchor);
    }
  }
  for (const { document, definition, statement } of mentions.inCode(file)) {
    const table = anchors[document]!;
    const anchor = definition < 0 ? table.ofScope(0) : table.ofDefinition(definition);
    edges.add(edgeKind.mentions, nScopes + statement, document, anchor);
  }
  return edges.finish();
}

/** From a line of a document to the code it names. */
function addNamedInDocument({ files, anchors, mentions }: LinkedRepository, file: number, edges: AnchoredEdges): void {
  const nScopes = files[file]!.facts.scopes.length;
  for (const { statement, file: target, scope } of mentions.inDocument(file)) {
    edges.add(edgeKind.mentions, nScopes + statement, target, anchors[target]!.ofScope(scope));
  }
}

function hasEdge({ outgoing }: FileGraph, from: number, to: number, label: number): boolean {
  for (let at = outgoing.offsets[from]!; at < outgoing.offsets[from + 1]!; at++) {
    const isDefUse = outgoing.kinds[at] === edgeKind.defUse;
    if (isDefUse && outgoing.targets[at] === to && outgoing.labels[at] === label) return true;
  }
  return false;
}
