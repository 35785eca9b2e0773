/**
 * The control-flow graph of one scope: its statements between an entry and an exit. Edges say why control may pass:
 * `normal`; `exceptional`, because the statement may raise; `pseudo`, never taken, but needed so that every statement
 * of an endless loop has a way to the exit.
 */
export const flowEdge = { normal: 0, exceptional: 1, pseudo: 2 } as const;
export type FlowEdge = (typeof flowEdge)[keyof typeof flowEdge];

export const entry = 0;
export const exit = 1;

/**
 * Nodes and edges in columns, so that one graph is filled again for scope after scope. The edges out of a node are
 * `firstOut[node]`, then along `nextOut`, those into it `firstIn[node]`, then along `nextIn`, in the order they were
 * made; -1 ends them. Parallel edges keep the strongest kind, `normal` before the others.
 */
export class FlowGraph {
  nNodes = 0;
  nEdges = 0;
  #branches = false;
  /** The statement of each node; -1 for entry and exit. */
  readonly statement: Int32Array;
  readonly firstOut: Int32Array;
  readonly firstIn: Int32Array;
  readonly #lastOut: Int32Array;
  readonly #lastIn: Int32Array;
  from: Int32Array<ArrayBuffer>;
  to: Int32Array<ArrayBuffer>;
  kind: Int32Array<ArrayBuffer>;
  nextOut: Int32Array<ArrayBuffer>;
  nextIn: Int32Array<ArrayBuffer>;

  /** With room for the entry, the exit and `nStatements` statements. */
  constructor(nStatements: number) {
    const capacity = nStatements + 2;
    this.statement = new Int32Array(capacity);
    this.firstOut = new Int32Array(capacity);
    this.firstIn = new Int32Array(capacity);
    this.#lastOut = new Int32Array(capacity);
    this.#lastIn = new Int32Array(capacity);
    this.from = new Int32Array(capacity);
    this.to = new Int32Array(capacity);
    this.kind = new Int32Array(capacity);
    this.nextOut = new Int32Array(capacity);
    this.nextIn = new Int32Array(capacity);
    this.clear();
  }

  /** Leaves the entry and the exit alone. */
  clear(): void {
    this.nNodes = 0;
    this.nEdges = 0;
    this.#branches = false;
    this.node(-1);
    this.node(-1);
  }

  node(statement: number): number {
    const node = this.nNodes++;
    this.statement[node] = statement;
    this.firstOut[node] = -1;
    this.firstIn[node] = -1;
    return node;
  }

  edge(from: number, to: number, kind: FlowEdge): void {
    for (let known = this.firstOut[from]!; known >= 0; known = this.nextOut[known]!) {
      if (this.to[known] !== to) continue;
      if (kind < this.kind[known]!) this.kind[known] = kind;
      return;
    }
    if (this.nEdges === this.to.length) this.#grow();
    const edge = this.nEdges++;
    this.from[edge] = from;
    this.to[edge] = to;
    this.kind[edge] = kind;
    this.nextOut[edge] = -1;
    this.nextIn[edge] = -1;
    if (this.firstOut[from]! >= 0 || this.firstIn[to]! >= 0) this.#branches = true;
    if (this.firstOut[from]! < 0) this.firstOut[from] = edge;
    else this.nextOut[this.#lastOut[from]!] = edge;
    this.#lastOut[from] = edge;
    if (this.firstIn[to]! < 0) this.firstIn[to] = edge;
    else this.nextIn[this.#lastIn[to]!] = edge;
    this.#lastIn[to] = edge;
  }

  /** Whether all nodes follow one another from the entry on. */
  isChain(): boolean {
    return !this.#branches && this.nEdges === this.nNodes - 1;
  }

  /** Whether a node has more than one edge out. */
  forks(node: number): boolean {
    const first = this.firstOut[node]!;
    return first >= 0 && this.nextOut[first]! >= 0;
  }

  /** The only node with an edge into this one; -1 where there is none, or more than one. */
  onlyPredecessor(node: number): number {
    const first = this.firstIn[node]!;
    return first < 0 || this.nextIn[first]! >= 0 ? -1 : this.from[first]!;
  }

  #grow(): void {
    const enlarge = (column: Int32Array) => {
      const larger = new Int32Array(column.length * 2);
      larger.set(column);
      return larger;
    };
    this.from = enlarge(this.from);
    this.to = enlarge(this.to);
    this.kind = enlarge(this.kind);
    this.nextOut = enlarge(this.nextOut);
    this.nextIn = enlarge(this.nextIn);
  }
}
