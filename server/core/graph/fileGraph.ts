/** The nodes of one file and the edges that follow from its text alone: what holds what, data flow, control. */
import type { AnalyzedFile } from './analyzedFile.ts';
import { scopeOfHeader } from './analyzedFile.ts';
import { edgeKind, nodeKind } from './codeGraph.ts';
import { definedNames, findName } from './definedNames.ts';
import { definitionKind, type FileFacts } from './fileFacts.ts';
import type { FileGraph, LocalAdjacency } from './segment.ts';
import { LocalEdges, transposed } from './segmentBuilding.ts';

const nodeOfScope = {
  module: nodeKind.file,
  namespace: nodeKind.class,
  class: nodeKind.class,
  function: nodeKind.function,
};

export function buildFileGraph({ facts, flow }: AnalyzedFile): FileGraph {
  const nScopes = facts.scopes.length;
  const nNodes = nScopes + facts.statements.parent.length;
  const edges = new LocalEdges();
  facts.scopes.forEach(({ parent }, scope) => {
    if (parent >= 0) edges.add(edgeKind.contains, ownerInFile(facts, scope) ?? parent, scope);
  });
  // A header belongs to the function or class it opens, any other statement to the scope it runs in.
  const opened = scopeOfHeader(facts);
  facts.statements.scope.forEach((scope, statement) => {
    edges.add(edgeKind.contains, opened.get(statement) ?? scope, nScopes + statement);
  });
  flow.dataFrom.forEach((definition, edge) => {
    const from = nScopes + facts.definitions.statement[definition]!;
    const to = nScopes + facts.uses.statement[flow.dataTo[edge]!]!;
    edges.add(edgeKind.defUse, from, to, facts.definitions.name[definition]!);
  });
  flow.controlFrom.forEach((controller, edge) => {
    edges.add(edgeKind.controlDependence, nScopes + controller, nScopes + flow.controlTo[edge]!);
  });
  const scopeKinds = Uint8Array.from(facts.scopes, ({ kind }) => nodeOfScope[kind]);
  return new OwnGraph(nNodes, scopeKinds, edges.bySource(nNodes));
}

class OwnGraph implements FileGraph {
  readonly nNodes: number;
  readonly nScopes: number;
  readonly scopeKinds: Uint8Array;
  readonly outgoing: LocalAdjacency;
  #incoming: LocalAdjacency | null = null;

  constructor(nNodes: number, scopeKinds: Uint8Array, outgoing: LocalAdjacency) {
    this.nNodes = nNodes;
    this.nScopes = scopeKinds.length;
    this.scopeKinds = scopeKinds;
    this.outgoing = outgoing;
  }

  get incoming(): LocalAdjacency {
    this.#incoming ??= transposed(this.outgoing);
    return this.#incoming;
  }
}

/** The class that a scope says it belongs to, where that is written in the same file. */
function ownerInFile(facts: FileFacts, scope: number): number | null {
  const { owner, parent } = facts.scopes[scope]!;
  if (owner === '') return null;
  const [root, ...rest] = owner.split('.');
  const names = definedNames(facts);
  const classIn = (definitions: readonly number[] | undefined) => {
    const only = definitions?.length === 1 ? definitions[0]! : -1;
    return facts.definitions.kind[only] === definitionKind.class ? facts.definitions.detail[only]! : null;
  };
  let found = classIn(findName(facts, parent, root!, true)?.definitions);
  for (const name of rest) found = found === null ? null : classIn(names[found]!.get(name));
  return found === scope ? null : found;
}
