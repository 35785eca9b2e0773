/**
 * What a watched test executed, in order, as columns: event `i` is `kinds[i]` at `lines[i]` in `codes[codeIndexes[i]]`.
 * A long run keeps its last events only (`nDropped` were before them), so an endless loop still shows where it spins.
 */
export interface ExecutionTrace {
  readonly codes: readonly TracedCode[];
  readonly kinds: Uint8Array;
  readonly codeIndexes: Uint32Array;
  readonly lines: Uint32Array;
  readonly nDropped: number;
}

/** A code object (function, class body or module) of the repository that was entered. */
export interface TracedCode {
  readonly file: string;
  readonly qualifiedName: string;
  readonly firstLine: number;
}

export const traceEvent = { line: 0, call: 1, return: 2, raise: 3 } as const;
