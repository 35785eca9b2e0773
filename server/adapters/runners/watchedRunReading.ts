/**
 * Folds what a watched process left (events, ring, native stacks, the way it ended) into one `WatchedRun`.
 * Leaves out starting it. Whatever is missing or cut short is a value here, never an error.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Line } from '../../core/ids.ts';
import type { ExecutionTrace, TracedCode } from '../../core/trace/executionTrace.ts';
import type { RaisedException } from '../../core/trace/raisedException.ts';
import type {
  CollectionProblem,
  RunEnding,
  TestOutcome,
  TestRecipe,
  WatchedRun,
  WatchedTest,
  WatchRequest,
} from '../../ports/testRunner.ts';
import type { ProcessResult } from '../process/runProcess.ts';
import { parseNativeStack } from './nativeStack.ts';
import { createHitsDecoder, type HitsDecoder } from './statementHits.ts';
import { decodeRing } from './traceRing.ts';
import { type FlagsByFile, parseEvents, type TestPlace, type WatchEvent } from './watchEvents.ts';

type EndEvent = WatchEvent & { readonly e: 'end' };

interface Folded {
  readonly ended: { readonly place: TestPlace; readonly end: EndEvent }[];
  readonly problems: CollectionProblem[];
  readonly codes: (TracedCode | undefined)[];
  readonly hits: HitsDecoder;
  readonly shared: Map<number, FlagsByFile>;
  readonly imported: { readonly flags: FlagsByFile; readonly outer: boolean }[];
  running: TestPlace | null;
  nCollected: number | null;
  nStarted: number;
  began: boolean;
  status: number | null;
  cutOff: RaisedException | null;
}

/** What is left of a run in `outFolder`, told as the engine wants it. */
export async function readWatchedRun(
  outFolder: string,
  recipe: TestRecipe,
  watch: WatchRequest,
  process: ProcessResult,
): Promise<WatchedRun> {
  const folded = fold(parseEvents(await readText(outFolder, 'events.jsonl')));
  const ending = endingOf(folded, watch, process);
  const tests: WatchedTest[] = [];
  for (const { place, end } of folded.ended) {
    const ring = end.trace ?? (end.outcome === 'timedOut' ? 'ring.bin' : null);
    const trace =
      watch.mode === 'trace' && ring !== null ? await readTrace(outFolder, ring, folded, end.entered ?? []) : null;
    tests.push(watchedTest(place, end, watch, folded, trace));
  }
  const interrupted = await interruptedTest(outFolder, recipe, watch, folded, ending);
  if (interrupted !== null) tests.push(interrupted);
  return {
    ending,
    seconds: process.seconds,
    tests,
    collectionProblems: nothingFound(folded, ending) ? recipeProblems(watch) : folded.problems,
    importHits: folded.hits.decode(folded.imported),
    nNotStarted: Math.max(0, (folded.nCollected ?? 0) - folded.nStarted),
    outputTail: process.outputTail,
  };
}

function fold(events: readonly WatchEvent[]): Folded {
  const folded: Folded = {
    ended: [],
    problems: [],
    codes: [],
    hits: createHitsDecoder(),
    shared: new Map(),
    imported: [],
    running: null,
    nCollected: null,
    nStarted: 0,
    began: false,
    status: null,
    cutOff: null,
  };
  for (const event of events) add(folded, event);
  return folded;
}

function add(folded: Folded, event: WatchEvent): void {
  switch (event.e) {
    case 'begin':
      folded.began = true;
      return;
    case 'collected':
      folded.nCollected = (folded.nCollected ?? 0) + event.tests.length;
      return;
    case 'problem':
      folded.problems.push({
        kind: event.kind,
        test: event.test,
        message: event.message,
        exception: event.exception,
      });
      return;
    case 'start':
      folded.running = { id: event.id, file: event.file, line: event.line };
      folded.nStarted += 1;
      return;
    case 'end':
      if (folded.running !== null) folded.ended.push({ place: folded.running, end: event });
      folded.running = null;
      return;
    case 'file':
      folded.hits.addFile(event.i, event);
      return;
    case 'code':
      folded.codes[event.i] = { file: event.file, qualifiedName: event.name, firstLine: event.line };
      return;
    case 'importHits':
      folded.imported.push({ flags: event.outer, outer: true }, { flags: event.inner, outer: false });
      return;
    case 'shared':
      folded.shared.set(event.i, event.hits);
      return;
    case 'cutOff':
      folded.cutOff = event.exception;
      return;
    case 'finish':
      folded.status = event.status;
      return;
    default:
      return; // an event of a later watcher
  }
}

function watchedTest(
  place: TestPlace,
  end: EndEvent,
  watch: WatchRequest,
  folded: Folded,
  trace: ExecutionTrace | null,
): WatchedTest {
  const sets = [end.hits ?? {}, ...(end.shared ?? []).map((number) => folded.shared.get(number) ?? {})];
  return {
    id: place.id,
    file: place.file,
    line: place.line as Line | null,
    outcome: end.outcome,
    seconds: end.seconds,
    exception: end.exception,
    hits: watch.mode === 'spectra' ? folded.hits.decode(sets.map((flags) => ({ flags, outer: false }))) : null,
    trace,
  };
}

/** The test that was running when the process went away without a word. */
async function interruptedTest(
  outFolder: string,
  recipe: TestRecipe,
  watch: WatchRequest,
  folded: Folded,
  ending: RunEnding,
): Promise<WatchedTest | null> {
  const place = folded.running;
  if (place === null || (ending.kind !== 'timedOut' && ending.kind !== 'crashed')) return null;
  const outcome: TestOutcome = ending.kind;
  const stackFile = ending.kind === 'timedOut' ? 'backtrace.txt' : 'crash.txt';
  const { frames, fatal } = parseNativeStack(await readText(outFolder, stackFile), recipe.repository);
  const exception: RaisedException = {
    type: ending.kind === 'timedOut' ? 'Timeout' : 'Crash',
    message: ending.kind === 'timedOut' ? timeoutMessage(ending.afterSeconds) : (fatal ?? `The process ${ending.how}`),
    frames,
    chainedBy: null,
    chained: null,
  };
  return {
    id: place.id,
    file: place.file,
    line: place.line as Line | null,
    outcome,
    seconds: ending.kind === 'timedOut' ? ending.afterSeconds : 0,
    exception,
    hits: null,
    trace: watch.mode === 'trace' ? await readTrace(outFolder, 'ring.bin', folded, []) : null,
  };
}

function timeoutMessage(seconds: number): string {
  return `Still running after ${seconds} seconds`;
}

function endingOf(folded: Folded, watch: WatchRequest, process: ProcessResult): RunEnding {
  const { ending } = process;
  if (ending.kind === 'notStarted') return ending;
  if (ending.kind === 'cancelled') return { kind: 'cancelled' };
  if (folded.status !== null) {
    if (folded.nCollected === null && folded.problems.length === 0) {
      return { kind: 'notStarted', message: lastWords(process, folded.status) };
    }
    return { kind: 'completed' };
  }
  if (ending.kind === 'timedOut') {
    const { seconds, testSeconds } = watch.limits;
    return { kind: 'timedOut', afterSeconds: ending.overdue ? testSeconds : seconds };
  }
  const how =
    ending.kind === 'signalled' ? `was ended by ${ending.signal}` : `ended itself with status ${ending.status}`;
  return folded.began ? { kind: 'crashed', how } : { kind: 'notStarted', message: lastWords(process, null) };
}

/** The end of what was printed: where a runner says why it would not start. */
function lastWords(process: ProcessResult, status: number | null): string {
  const lines = process.outputTail.trimEnd().split('\n').slice(-12).join('\n');
  const how = status === null ? 'The runner could not be started' : `The runner stopped with status ${status}`;
  return lines === '' ? `${how} and printed nothing.` : `${how}:\n${lines}`;
}

function nothingFound(folded: Folded, ending: RunEnding): boolean {
  return ending.kind === 'completed' && folded.nCollected === 0 && folded.problems.length === 0;
}

function recipeProblems(watch: WatchRequest): CollectionProblem[] {
  return watch.tests.map((test) => ({
    kind: 'notFound',
    test,
    message: `The runner found no test in ${test}`,
    exception: null,
  }));
}

async function readTrace(
  outFolder: string,
  name: string,
  folded: Folded,
  entered: readonly number[],
): Promise<ExecutionTrace | null> {
  try {
    return decodeRing(await readFile(join(outFolder, name)), folded.codes, entered);
  } catch {
    return null;
  }
}

async function readText(outFolder: string, name: string): Promise<string> {
  try {
    return await readFile(join(outFolder, name), 'utf8');
  } catch {
    return '';
  }
}
