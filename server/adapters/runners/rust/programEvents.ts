/**
 * The events of one test process, joined of what libtest printed (which tests, in which order, how they ended) and what the
 * runtime in the program wrote down (hits, rings, stacks, values). libtest has the word on outcomes: it knows of
 * `should_panic`, of tests that give back an error, and of those that macros made.
 */
import type { StackFrame } from '../../../core/trace/raisedException.ts';
import type { FlagsByFile, TestPlace, ValueEvent, WatchEvent } from '../../watching/watchEvents.ts';
import type { LibtestResult } from './libtestOutput.ts';
import { type ExceptionPlace, exceptionOf, frameAt } from './rustExceptions.ts';

/** What the runtime writes; frames are numbers of functions and lines. */
export type RuntimeEvent =
  | { readonly e: 'start'; readonly name: string }
  | { readonly e: 'panic'; readonly frames: readonly (readonly [code: number, line: number])[] }
  | { readonly e: 'values'; readonly of: readonly ValueEvent[] }
  | {
      readonly e: 'end';
      readonly seconds: number;
      readonly isOutOfFuel: boolean;
      readonly hits: FlagsByFile;
      readonly branches: FlagsByFile;
      readonly trace: string | null;
      readonly entered: readonly number[];
    }
  /** No further test was started. */
  | { readonly e: 'stopped' };

export interface ProgramResults {
  readonly results: readonly LibtestResult[];
  readonly runtime: readonly RuntimeEvent[];
  /** Of which tests traces are kept. */
  readonly keepsTraces: 'none' | 'red' | 'all';
  readonly placeOf: (name: string) => TestPlace;
  readonly exceptionPlace: Pick<ExceptionPlace, 'workspaceRoot' | 'shadow'>;
  readonly code: (index: number) => { readonly file: string; readonly name: string } | undefined;
  /** Where only one test ran, the seconds it took. */
  readonly seconds: number;
}

interface WatchedPart {
  readonly panic: readonly (readonly [number, number])[] | null;
  readonly values: readonly ValueEvent[];
  readonly end: Extract<RuntimeEvent, { e: 'end' }> | null;
}

/** Starts and ends of tests with all that is known of each. A test that was running at the end has a start alone. */
export function programEvents(program: ProgramResults): readonly WatchEvent[] {
  const parts = partsByName(program.runtime);
  const wasStopped = program.runtime.some(({ e }) => e === 'stopped');
  return program.results.flatMap((result) => {
    const part = parts.get(result.name);
    const place = program.placeOf(result.name);
    const start: WatchEvent = { e: 'start', ...place };
    const isOutOfFuel = part?.end?.isOutOfFuel === true;
    if (result.outcome === null && !isOutOfFuel) {
      const isUnstarted = wasStopped && part === undefined;
      return isUnstarted ? [] : [start, ...valueEvents(part)];
    }
    return [start, ...valueEvents(part), endOf(program, result, place, part, isOutOfFuel)];
  });
}

function valueEvents(part: WatchedPart | undefined): readonly WatchEvent[] {
  return part === undefined || part.values.length === 0 ? [] : [{ e: 'values', of: part.values }];
}

function endOf(
  program: ProgramResults,
  result: LibtestResult,
  place: TestPlace,
  part: WatchedPart | undefined,
  isOutOfFuel: boolean,
): WatchEvent {
  const end = part?.end ?? null;
  const outcome = isOutOfFuel
    ? 'timedOut'
    : ({ ok: 'passed', FAILED: 'failed', ignored: 'skipped' } as const)[result.outcome ?? 'FAILED'];
  const frames = part?.panic?.flatMap(([code, line]): readonly StackFrame[] => {
    const known = program.code(code);
    return known === undefined ? [] : [frameAt(known.file, line, known.name)];
  });
  const at = { ...program.exceptionPlace, file: place.file, line: place.line, name: result.name.replaceAll('::', '.') };
  const isRed = outcome === 'failed';
  const isKept = program.keepsTraces === 'all' || (program.keepsTraces === 'red' && (isRed || isOutOfFuel));
  return {
    e: 'end',
    outcome,
    seconds: end?.seconds ?? program.seconds,
    exception: isRed ? exceptionOf(result.said, at, frames ?? null) : isOutOfFuel ? outOfFuel(frames ?? []) : null,
    hits: end?.hits ?? {},
    branches: end?.branches ?? {},
    trace: isKept ? (end?.trace ?? null) : null,
    entered: end?.entered ?? [],
  };
}

function outOfFuel(frames: readonly StackFrame[]) {
  const message = 'Still running after as many statements as a traced test is given';
  return { type: 'Timeout', message, frames, chainedBy: null, chained: null };
}

/** What was written between the start of each test and the next; of a name that came twice, the last. */
function partsByName(events: readonly RuntimeEvent[]): ReadonlyMap<string, WatchedPart> {
  const parts = new Map<string, WatchedPart>();
  let name: string | null = null;
  for (const event of events) {
    if (event.e === 'start') {
      name = event.name;
      parts.set(name, { panic: null, values: [], end: null });
    }
    const part = name === null ? undefined : parts.get(name);
    if (name === null || part === undefined) continue;
    if (event.e === 'panic') parts.set(name, { ...part, panic: event.frames });
    if (event.e === 'values') parts.set(name, { ...part, values: [...part.values, ...event.of] });
    if (event.e === 'end') parts.set(name, { ...part, end: event });
  }
  return parts;
}

/** The lines the runtime wrote; a last one cut short is passed over. */
export function parseRuntime(text: string): readonly RuntimeEvent[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    try {
      return [JSON.parse(line) as RuntimeEvent];
    } catch {
      return [];
    }
  });
}
