/** Collects nodes and edges, then hands over an immutable `CodeGraph`. Equal edges are kept once. */
import { type Adjacency, type CodeGraph, type EdgeKind, edgeKind, nodeKind } from './codeGraph.ts';
import type { FileFacts } from './fileFacts.ts';

const nodeOfScope = {
  module: nodeKind.file,
  namespace: nodeKind.class,
  class: nodeKind.class,
  function: nodeKind.function,
};

export class GraphBuilder {
  readonly #nodes: Pick<CodeGraph, 'nNodes' | 'kind' | 'file' | 'index' | 'fileNodes' | 'scopeCounts'>;
  #from = new Uint32Array(1 << 12);
  #to = new Uint32Array(1 << 12);
  #label = new Uint32Array(1 << 12);
  #kind = new Uint8Array(1 << 12);
  #length = 0;

  /** Numbers the nodes of all files: each file, its scopes, its statements. */
  constructor(files: readonly FileFacts[]) {
    let nNodes = 0;
    const fileNodes = new Uint32Array(files.length);
    const scopeCounts = new Uint32Array(files.length);
    files.forEach((facts, file) => {
      fileNodes[file] = nNodes;
      scopeCounts[file] = facts.scopes.length;
      nNodes += facts.scopes.length + facts.statements.parent.length;
    });
    const kind = new Uint8Array(nNodes).fill(nodeKind.statement);
    const fileOf = new Uint32Array(nNodes);
    const index = new Uint32Array(nNodes);
    files.forEach((facts, file) => {
      const first = fileNodes[file]!;
      facts.scopes.forEach((scope, at) => {
        kind[first + at] = nodeOfScope[scope.kind];
        index[first + at] = at;
      });
      const firstStatement = first + facts.scopes.length;
      const nStatements = facts.statements.parent.length;
      for (let at = 0; at < nStatements; at++) index[firstStatement + at] = at;
      fileOf.fill(file, first, firstStatement + nStatements);
    });
    this.#nodes = { nNodes, kind, file: fileOf, index, fileNodes, scopeCounts };
  }

  scope(file: number, scope: number): number {
    return this.#nodes.fileNodes[file]! + scope;
  }

  statement(file: number, statement: number): number {
    return this.#nodes.fileNodes[file]! + this.#nodes.scopeCounts[file]! + statement;
  }

  edge(kind: EdgeKind, from: number, to: number, label = 0): void {
    if (this.#length === this.#from.length) this.#grow();
    this.#from[this.#length] = from;
    this.#to[this.#length] = to;
    this.#label[this.#length] = label;
    this.#kind[this.#length] = edgeKind[kind];
    this.#length++;
  }

  finish(): CodeGraph {
    const outgoing = this.#adjacency(this.#from, this.#to);
    const incoming = this.#adjacency(this.#to, this.#from);
    return { ...this.#nodes, outgoing, incoming };
  }

  #grow(): void {
    const larger = this.#length * 2;
    const enlarge = (column: Uint32Array<ArrayBuffer>) => {
      const copy = new Uint32Array(larger);
      copy.set(column);
      return copy;
    };
    this.#from = enlarge(this.#from);
    this.#to = enlarge(this.#to);
    this.#label = enlarge(this.#label);
    const kinds = new Uint8Array(larger);
    kinds.set(this.#kind);
    this.#kind = kinds;
  }

  /** Counting sort by source node, then each node's edges by kind, target and label, equal ones dropped. */
  #adjacency(sources: Uint32Array, targets: Uint32Array): Adjacency {
    const { nNodes } = this.#nodes;
    const starts = new Uint32Array(nNodes + 1);
    for (let edge = 0; edge < this.#length; edge++) starts[sources[edge]! + 1]!++;
    for (let node = 0; node < nNodes; node++) starts[node + 1]! += starts[node]!;
    const next = starts.slice();
    const order = new Uint32Array(this.#length);
    for (let edge = 0; edge < this.#length; edge++) order[next[sources[edge]!]!++] = edge;

    const offsets = new Uint32Array(nNodes + 1);
    const kept = {
      targets: new Uint32Array(this.#length),
      kinds: new Uint8Array(this.#length),
      labels: new Uint32Array(this.#length),
    };
    let length = 0;
    for (let node = 0; node < nNodes; node++) {
      const first = length;
      const edges = order.subarray(starts[node]!, starts[node + 1]!);
      if (edges.length > 1) {
        edges.sort(
          (a, b) => this.#kind[a]! - this.#kind[b]! || targets[a]! - targets[b]! || this.#label[a]! - this.#label[b]!,
        );
      }
      for (const edge of edges) {
        const before = length - 1;
        const isKnown =
          first < length &&
          kept.targets[before] === targets[edge] &&
          kept.kinds[before] === this.#kind[edge] &&
          kept.labels[before] === this.#label[edge];
        if (isKnown) continue;
        kept.targets[length] = targets[edge]!;
        kept.kinds[length] = this.#kind[edge]!;
        kept.labels[length++] = this.#label[edge]!;
      }
      offsets[node + 1] = length;
    }
    return {
      offsets,
      targets: kept.targets.slice(0, length),
      kinds: kept.kinds.slice(0, length),
      labels: kept.labels.slice(0, length),
    };
  }
}
