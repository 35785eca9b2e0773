/**
 * The events the watcher writes, as `tracers/README.md` describes them. A last line cut short is normal: the
 * process was ended while it wrote. Lines that are no event are passed over.
 */
import type { TracedValue } from '../../core/trace/executionTrace.ts';
import type { RaisedException } from '../../core/trace/raisedException.ts';
import type { BranchHit } from '../../ports/testRunner.ts';

/** One character (`0` or `1`) for each probe of a file, or the positions of those that were hit. */
export type Flags = string | readonly number[];

/** Flags by index of an instrumented file. */
export type FlagsByFile = Readonly<Record<string, Flags>>;

/** With a position where its flag is that of a probe among `inner`. */
export type BranchProbe = readonly [line: number, index: number, outcome: BranchHit['outcome'], position?: number];

/** `at` is the absolute number of the event in the ring. */
export interface ValueEvent {
  readonly at: number;
  readonly kind: TracedValue['kind'];
  readonly name: string;
  readonly value: string;
}

export interface TestPlace {
  readonly id: string;
  readonly file: string;
  readonly line: number | null;
}

export type WatchEvent =
  | { readonly e: 'begin'; readonly pid: number }
  | { readonly e: 'collected'; readonly tests: readonly TestPlace[] }
  | {
      readonly e: 'problem';
      readonly kind: 'notFound' | 'loadFailed';
      readonly test: string;
      readonly file?: string | null;
      readonly message: string;
      readonly exception: RaisedException | null;
    }
  | ({ readonly e: 'start' } & TestPlace)
  | {
      readonly e: 'end';
      readonly outcome: 'passed' | 'failed' | 'error' | 'skipped' | 'timedOut';
      readonly seconds: number;
      readonly exception: RaisedException | null;
      readonly hits?: FlagsByFile;
      readonly branches?: FlagsByFile;
      readonly shared?: readonly number[];
      readonly trace?: string | null;
      /** Indexes of the code objects the test entered. */
      readonly entered?: readonly number[];
    }
  | { readonly e: 'left' }
  | {
      readonly e: 'file';
      readonly i: number;
      readonly file: string;
      readonly outer: readonly number[];
      readonly inner: readonly number[];
      readonly branches?: readonly BranchProbe[];
    }
  | { readonly e: 'code'; readonly i: number; readonly file: string; readonly name: string; readonly line: number }
  | { readonly e: 'importHits'; readonly outer: FlagsByFile; readonly inner: FlagsByFile }
  | { readonly e: 'shared'; readonly i: number; readonly hits: FlagsByFile }
  | { readonly e: 'values'; readonly of: readonly ValueEvent[] }
  | { readonly e: 'cutOff'; readonly exception: RaisedException }
  | { readonly e: 'finish'; readonly status: number };

/** The events of a file of JSON Lines, in order. */
export function parseEvents(text: string): WatchEvent[] {
  const events: WatchEvent[] = [];
  for (const textLine of text.split('\n')) {
    if (textLine === '') continue;
    try {
      const value: unknown = JSON.parse(textLine);
      if (typeof value === 'object' && value !== null && 'e' in value) events.push(value as WatchEvent);
    } catch {
      // A line cut short.
    }
  }
  return events;
}
