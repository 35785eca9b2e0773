/**
 * The control-flow graph of one scope: its statements between an entry and an exit. Edges say why control may pass:
 * `normal`; `exceptional`, because the statement may raise; `pseudo`, never taken, but needed so that every statement
 * of an endless loop has a way to the exit.
 */
export const flowEdge = { normal: 0, exceptional: 1, pseudo: 2 } as const;
export type FlowEdge = (typeof flowEdge)[keyof typeof flowEdge];

export const entry = 0;
export const exit = 1;

export interface FlowGraph {
  /** The statement of each node; -1 for entry and exit. */
  readonly statements: readonly number[];
  readonly successors: readonly (readonly number[])[];
  readonly predecessors: readonly (readonly number[])[];
  /** For each node, the kinds of `successors`. */
  readonly kinds: readonly (readonly FlowEdge[])[];
}

/** Grows a flow graph; parallel edges keep the strongest kind, `normal` before the others. */
export class FlowGraphBuilder {
  readonly statements: number[] = [-1, -1];
  readonly #successors: number[][] = [[], []];
  readonly #kinds: FlowEdge[][] = [[], []];
  readonly #predecessors: number[][] = [[], []];

  node(statement: number): number {
    this.#successors.push([]);
    this.#kinds.push([]);
    this.#predecessors.push([]);
    return this.statements.push(statement) - 1;
  }

  edge(from: number, to: number, kind: FlowEdge): void {
    const successors = this.#successors[from]!;
    const kinds = this.#kinds[from]!;
    const known = successors.indexOf(to);
    if (known >= 0) {
      if (kind < kinds[known]!) kinds[known] = kind;
      return;
    }
    successors.push(to);
    kinds.push(kind);
    this.#predecessors[to]!.push(from);
  }

  finish(): FlowGraph {
    return {
      statements: this.statements,
      successors: this.#successors,
      predecessors: this.#predecessors,
      kinds: this.#kinds,
    };
  }
}
