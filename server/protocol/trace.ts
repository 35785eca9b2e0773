/** `culprit.trace/1`: how one test ran. Lines are 1-based; paths are relative to the repository with `/`. */
import type { Problem } from './localization.ts';

export interface TraceDocument {
  readonly schema: 'culprit.trace/1';
  readonly repository: string;
  readonly test: string;
  readonly runner: string;
  readonly outcome: 'passed' | 'failed' | 'error' | 'skipped' | 'timedOut' | 'crashed';
  readonly seconds: number;
  readonly exception: TraceException | null;
  /** The outermost calls, in order. */
  readonly calls: readonly TraceCall[];
  /** Events before the first one that was kept. */
  readonly nDropped: number;
  /** What the failure depends on among what ran, nearest first; empty for a test that passed. */
  readonly slice: readonly TraceSliceStep[];
  /** Against the passing test that is most like it; `null` where there is none or the test passed. */
  readonly difference: TraceDifference | null;
  readonly problems: readonly Problem[];
}

export interface TraceException {
  readonly type: string;
  readonly message: string;
  /** Where it was raised, as far as that is in the repository. */
  readonly file: string | null;
  readonly line: number | null;
}

export interface TraceValue {
  readonly kind: 'argument' | 'assigned' | 'condition' | 'return';
  readonly name: string;
  readonly value: string;
}

export interface TraceCall {
  readonly kind: 'call';
  readonly file: string;
  /** Qualified, as in the graph. */
  readonly function: string;
  /** Of the definition. */
  readonly line: number;
  readonly callerLine: number | null;
  readonly arguments: readonly TraceValue[];
  readonly items: readonly (TraceCall | TraceLine | TraceLeftOut)[];
  readonly result: string | null;
  readonly raisedAt: number | null;
  /** It was still going on when the trace ended. */
  readonly isOpen: boolean;
}

export interface TraceLine {
  readonly kind: 'line';
  readonly line: number;
  readonly times: number;
  /** The source, trimmed. */
  readonly text: string;
  /** The last ones seen there. */
  readonly values: readonly TraceValue[];
}

/** Calls of one function from one line beyond those that are told. */
export interface TraceLeftOut {
  readonly kind: 'leftOut';
  readonly function: string;
  readonly callerLine: number | null;
  readonly times: number;
}

export interface TraceSliceStep {
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly element: string;
  readonly variable: string | null;
  readonly role: string;
  readonly distance: number;
  readonly text: string;
  /** Values seen at the step, the last ones. */
  readonly values: readonly TraceValue[];
}

export interface TraceDifference {
  readonly passingTest: string;
  /** The first decision that went another way, where one did. */
  readonly divergence: TraceDivergence | null;
  /** Values the passing test never had in the same place, in the order of the failing test. */
  readonly values: readonly TraceUnseenValue[];
}

export interface TraceDivergence {
  readonly file: string;
  readonly line: number;
  readonly text: string;
  readonly wentTo: number;
  readonly passingWentTo: readonly number[];
  readonly values: readonly TraceValue[];
}

export interface TraceUnseenValue extends TraceValue {
  readonly file: string;
  readonly line: number;
  readonly passingValues: readonly string[];
}
