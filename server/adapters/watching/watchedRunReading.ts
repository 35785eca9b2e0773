/**
 * Joins what the watched processes of one run left (events, rings, the way it ended) into one `WatchedRun`. The format is
 * described in `tracers/README.md`. Leaves out starting anything. Whatever is missing or cut short is a value here, never
 * an error.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Line } from '../../core/ids.ts';
import type { ExecutionTrace } from '../../core/trace/executionTrace.ts';
import type { StackFrame } from '../../core/trace/raisedException.ts';
import type {
  CollectionProblem,
  RunEnding,
  TestOutcome,
  WatchedRun,
  WatchedTest,
  WatchRequest,
} from '../../ports/testRunner.ts';
import type { ProcessResult } from '../process/runProcess.ts';
import { type EndedTest, type FoldedEvents, foldEvents } from './foldedEvents.ts';
import { joinHits } from './statementHits.ts';
import { decodeRing } from './traceRing.ts';
import { parseEvents, type ValueEvent } from './watchEvents.ts';

export interface WatchReading {
  readonly outFolder: string;
  readonly watch: WatchRequest;
  readonly process: ProcessResult;
  /**
   * What says that the runner came to its end: an event `finish` of its only process, or that the process we started ended
   * by itself, which is all there is where a runner has several.
   */
  readonly endsBy: 'finish' | 'exit';
  /** The stack of a process that went away without a word, where the ecosystem leaves one. */
  readonly lastStack?: (ending: 'timedOut' | 'crashed') => Promise<LastStack>;
}

export interface LastStack {
  readonly frames: readonly StackFrame[];
  /** What is said to have been fatal. */
  readonly fatal: string | null;
}

/** What is left of a run, told as the engine wants it. */
export async function readWatchedRun(reading: WatchReading): Promise<WatchedRun> {
  const { outFolder, watch, process } = reading;
  const parts = await readParts(outFolder);
  const ending = endingOf(parts, reading);
  const tests: WatchedTest[] = [];
  for (const part of parts) {
    for (const ended of part.ended) tests.push(await watchedTest(ended, part, reading));
    const interrupted = await interruptedTest(part, ending, reading);
    if (interrupted !== null) tests.push(interrupted);
  }
  const problems = parts.flatMap((part) => part.problems);
  const nCollected = sum(parts.map((part) => part.nCollected ?? 0));
  const nothingFound = ending.kind === 'completed' && nCollected === 0 && tests.length === 0 && problems.length === 0;
  return {
    ending,
    seconds: process.seconds,
    tests,
    collectionProblems: nothingFound ? notFound(watch) : problems,
    importHits: joinHits(parts.map((part) => part.hits.statements(part.imported))),
    nNotStarted: Math.max(0, nCollected - sum(parts.map((part) => part.nStarted))),
    outputTail: process.outputTail,
  };
}

/** One for each process that wrote events, in the order of their names. */
async function readParts(outFolder: string): Promise<readonly FoldedEvents[]> {
  const names = await readdir(outFolder).catch(() => []);
  const parts: FoldedEvents[] = [];
  for (const name of names.sort()) {
    const suffix = /^events(.*)\.jsonl$/.exec(name)?.[1];
    if (suffix !== undefined) parts.push(foldEvents(suffix, parseEvents(await readText(join(outFolder, name)))));
  }
  return parts;
}

async function watchedTest({ place, end, values }: EndedTest, part: FoldedEvents, reading: WatchReading) {
  const { watch, outFolder } = reading;
  const ring = end.trace ?? (end.outcome === 'timedOut' ? `ring${part.suffix}.bin` : null);
  const isTraced = watch.mode === 'trace' && ring !== null;
  const sets = [end.hits ?? {}, ...(end.shared ?? []).map((number) => part.shared.get(number) ?? {})];
  const test: WatchedTest = {
    id: place.id,
    file: place.file,
    line: place.line as Line | null,
    outcome: end.outcome,
    seconds: end.seconds,
    exception: end.exception,
    hits: watch.mode === 'spectra' ? part.hits.statements(sets.map((flags) => ({ flags, outer: false }))) : null,
    branches: watch.mode === 'spectra' ? part.hits.branches(end.branches ?? {}, sets) : null,
    trace: isTraced ? await readTrace(join(outFolder, ring), part, end.entered ?? [], values) : null,
  };
  return test;
}

/** The test that was running when its process went away without a word. */
async function interruptedTest(
  part: FoldedEvents,
  ending: RunEnding,
  { watch, outFolder, lastStack }: WatchReading,
): Promise<WatchedTest | null> {
  const place = part.running;
  if (place === null || ending.kind === 'cancelled' || ending.kind === 'notStarted') return null;
  // A worker may be gone while the runner itself came to its end.
  const outcome: TestOutcome = ending.kind === 'timedOut' ? 'timedOut' : 'crashed';
  const { frames, fatal } = (await lastStack?.(outcome)) ?? { frames: [], fatal: null };
  const how = ending.kind === 'crashed' ? ending.how : 'ended before the test did';
  const seconds = ending.kind === 'timedOut' ? ending.afterSeconds : 0;
  return {
    id: place.id,
    file: place.file,
    line: place.line as Line | null,
    outcome,
    seconds,
    exception: {
      type: outcome === 'timedOut' ? 'Timeout' : 'Crash',
      message: outcome === 'timedOut' ? `Still running after ${seconds} seconds` : (fatal ?? `The process ${how}`),
      frames,
      chainedBy: null,
      chained: null,
    },
    hits: null,
    branches: null,
    trace:
      watch.mode === 'trace'
        ? await readTrace(join(outFolder, `ring${part.suffix}.bin`), part, [], part.runningValues)
        : null,
  };
}

function endingOf(parts: readonly FoldedEvents[], { watch, process, endsBy }: WatchReading): RunEnding {
  const { ending } = process;
  if (ending.kind === 'notStarted') return ending;
  if (ending.kind === 'cancelled') return { kind: 'cancelled' };
  const status = endsBy === 'finish' ? (parts[0]?.status ?? null) : ending.kind === 'exited' ? ending.status : null;
  if (status !== null) {
    const gotSomewhere = parts.some(({ nCollected, problems, ended, running }) => {
      return nCollected !== null || problems.length !== 0 || ended.length !== 0 || running !== null;
    });
    return gotSomewhere ? { kind: 'completed' } : { kind: 'notStarted', message: lastWords(process, status) };
  }
  if (ending.kind === 'timedOut') {
    const { seconds, testSeconds } = watch.limits;
    return { kind: 'timedOut', afterSeconds: ending.overdue ? testSeconds : seconds };
  }
  const how =
    ending.kind === 'signalled'
      ? `was ended by ${ending.signal}${ending.why === undefined ? '' : `: ${ending.why}`}`
      : `ended itself with status ${ending.status}`;
  const began = parts.some((part) => part.began);
  return began ? { kind: 'crashed', how } : { kind: 'notStarted', message: lastWords(process, null) };
}

/** The end of what was printed: where a runner says why it would not start. */
function lastWords(process: ProcessResult, status: number | null): string {
  const lines = process.outputTail.trimEnd().split('\n').slice(-12).join('\n');
  const how = status === null ? 'The runner could not be started' : `The runner stopped with status ${status}`;
  return lines === '' ? `${how} and printed nothing.` : `${how}:\n${lines}`;
}

function notFound(watch: WatchRequest): CollectionProblem[] {
  return watch.tests.map((test) => ({
    kind: 'notFound',
    test,
    file: null,
    message: `The runner found no test in ${test}`,
    exception: null,
  }));
}

async function readTrace(
  path: string,
  part: FoldedEvents,
  entered: readonly number[],
  values: readonly ValueEvent[],
): Promise<ExecutionTrace | null> {
  try {
    return decodeRing(await readFile(path), part.codes, entered, values);
  } catch {
    return null;
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
