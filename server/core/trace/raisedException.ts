import type { Line } from '../ids.ts';

/** A local variable as it was when an exception passed, printed without running the program's own code. */
export interface ObservedValue {
  readonly name: string;
  readonly value: string;
}

/** One frame of a stack, outermost first in the lists that hold it. */
export interface StackFrame {
  /** Relative to the repository with `/`; absolute for code outside it. */
  readonly file: string;
  readonly line: Line;
  readonly function: string;
  readonly inRepository: boolean;
  readonly locals: readonly ObservedValue[];
}

/** An exception with the chain that led to it: `cause` (raise … from) or `context` (raised while handling). */
export interface RaisedException {
  readonly type: string;
  readonly message: string;
  readonly frames: readonly StackFrame[];
  readonly chainedBy: 'cause' | 'context' | null;
  readonly chained: RaisedException | null;
}
