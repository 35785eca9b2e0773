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
  /** In order of event; empty unless values were asked for. */
  readonly values: readonly TracedValue[];
}

/** A value as it was when an event happened, printed without running the program's own code, and cut to size. */
export interface TracedValue {
  /** Index of the event it belongs to: the call an argument came with, the statement that assigned, the return. */
  readonly event: number;
  readonly kind: 'argument' | 'assigned' | 'condition' | 'return';
  /** The variable or access path; the text of a condition; empty for a return. */
  readonly name: string;
  readonly value: string;
}

/** A code object (function, class body or module) of the repository that was entered. */
export interface TracedCode {
  readonly file: string;
  readonly qualifiedName: string;
  readonly firstLine: number;
}

export const traceEvent = { line: 0, call: 1, return: 2, raise: 3 } as const;
