/** Runs the processes of a run in turn and writes the events of each for `watching` to read. */
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TracedCode } from '../../../core/trace/executionTrace.ts';
import type { StackFrame } from '../../../core/trace/raisedException.ts';
import { type OpenFrame, replay } from '../../../core/trace/replay.ts';
import type { Cancellation } from '../../../ports/cancellation.ts';
import type { RunnerName, WatchRequest } from '../../../ports/testRunner.ts';
import type { ProcessResult } from '../../process/runProcess.ts';
import { decodeRing } from '../../watching/traceRing.ts';
import type { WatchEvent } from '../../watching/watchEvents.ts';
import type { LastStack } from '../../watching/watchedRunReading.ts';
import type { EcosystemOptions } from '../ecosystem.ts';
import type { CargoPlace } from './cargoPlace.ts';
import { readLibtest } from './libtestOutput.ts';
import { parseRuntime, programEvents } from './programEvents.ts';
import { frameAt } from './rustExceptions.ts';
import { type EndedProcess, runTestProcess } from './testProcess.ts';
import { type Step, testPlace } from './testSteps.ts';
import type { WatchFiles } from './watchFiles.ts';

export interface StepsRequest {
  readonly repository: string;
  readonly runner: RunnerName;
  readonly watch: WatchRequest;
  readonly place: CargoPlace;
  readonly outFolder: string;
  readonly shadow: string;
  readonly files: WatchFiles;
  /** Milliseconds since 1970 after which no test is started. */
  readonly startBy: number;
}

export interface StepsResult {
  /** How the last process ended, with the seconds of all. */
  readonly process: ProcessResult;
  /** The last that is known of tests that did not end, by id. */
  readonly lastStacks: ReadonlyMap<string, LastStack>;
}

const tailLength = 4096;
const mostWithBacktrace = 3;
const mostFatalLines = 4;
const mostFrames = 100;

/** Runs them until one runs out of time, or takes the tests that are left of it down with it. */
export async function runSteps(
  options: EcosystemOptions,
  request: StepsRequest,
  steps: readonly Step[],
  cancellation: Cancellation,
): Promise<StepsResult> {
  let process: ProcessResult = { ending: { kind: 'exited', status: 0 }, seconds: 0, outputTail: '' };
  const lastStacks = new Map<string, LastStack>();
  let isOver = false;
  for (const step of steps) {
    let events: readonly WatchEvent[] = [
      { e: 'begin', pid: 0 },
      { e: 'collected', tests: step.collected },
    ];
    const seconds = request.watch.limits.seconds - process.seconds;
    const mayStart = !isOver && 0 < seconds && (process.seconds === 0 || Date.now() <= request.startBy);
    if (mayStart && step.names.length > 0) {
      const ended = await runStep(options, request, step, seconds, cancellation);
      const outputTail = ended.output.slice(-tailLength) + ended.errors.slice(-tailLength);
      process = { ...ended.result, seconds: process.seconds + ended.result.seconds, outputTail };
      isOver = ended.result.ending.kind !== 'exited' && !(step.isOneTest && ended.result.ending.kind === 'signalled');
      events = [...events, ...request.files.tables, ...(await eventsOf(request, step, ended, lastStacks))];
    }
    const text = events.map((event) => `${JSON.stringify(event)}\n`).join('');
    await writeFile(join(request.outFolder, `events-${step.name}.jsonl`), text);
  }
  return { process, lastStacks };
}

function runStep(
  options: EcosystemOptions,
  { watch, place, outFolder, repository, runner, startBy }: StepsRequest,
  step: Step,
  seconds: number,
  cancellation: Cancellation,
): Promise<EndedProcess> {
  // Each backtrace costs a tenth of a second; with probes the stack is known without.
  const wantsBacktrace = watch.mode === 'plain' && step.names.length <= mostWithBacktrace;
  const watching = {
    CULPRIT_WATCH: outFolder,
    CULPRIT_NAME: step.name,
    CULPRIT_START_BY: String(startBy),
    ...(step.isOneTest ? { CULPRIT_TEST: step.names[0]! } : {}),
    ...(watch.values === null ? {} : { CULPRIT_VALUES: '1' }),
  };
  const processRequest = {
    ...{ program: step.plan.built, outFolder, name: step.name, seconds },
    arguments: step.arguments,
    environment: {
      RUST_BACKTRACE: wantsBacktrace ? '1' : '0',
      RUST_LIB_BACKTRACE: '0',
      ...(runner === 'nextest' ? { NEXTEST: '1', NEXTEST_EXECUTION_MODE: 'process-per-test' } : {}),
      ...(watch.mode === 'plain' ? {} : watching),
    },
    testSeconds: watch.limits.testSeconds,
  };
  return runTestProcess(options, place, repository, processRequest, cancellation);
}

async function eventsOf(
  request: StepsRequest,
  step: Step,
  ended: EndedProcess,
  lastStacks: Map<string, LastStack>,
): Promise<readonly WatchEvent[]> {
  const { outFolder, watch, place, shadow, files } = request;
  const results = readLibtest(ended.output, new Set(step.names));
  const text = await readFile(join(outFolder, `watched-${step.name}.jsonl`), 'utf8').catch(() => '');
  const placed = (name: string) => testPlace(place.known, step.plan.known, name);
  const running = results.find(({ outcome }) => outcome === null);
  if (running !== undefined) {
    const ring = join(outFolder, `ring-${step.name}.bin`);
    if (watch.mode === 'trace') await copyFile(join(outFolder, 'ring.bin'), ring).catch(() => undefined);
    lastStacks.set(placed(running.name).id, { frames: await stackIn(ring, files), fatal: fatalOf(ended) });
  }
  return programEvents({
    results,
    runtime: parseRuntime(text),
    keepsTraces: watch.mode !== 'trace' ? 'none' : watch.keepPassingTraces ? 'all' : 'red',
    placeOf: placed,
    exceptionPlace: { workspaceRoot: place.workspace.root, shadow },
    code: files.code,
    seconds: results.length === 1 ? ended.result.seconds : 0,
  });
}

/** The stack at the end of a ring, outermost first. */
async function stackIn(ring: string, files: WatchFiles): Promise<readonly StackFrame[]> {
  const bytes = await readFile(ring).catch(() => null);
  if (bytes === null) return [];
  const codes: TracedCode[] = files.tables.flatMap((event) =>
    event.e === 'code' ? [{ file: event.file, qualifiedName: event.name, firstLine: event.line }] : [],
  );
  const trace = decodeRing(bytes, codes, [], []);
  if (trace === null) return [];
  // Of a stack without end the test and what came last.
  let stack: readonly OpenFrame[] = [];
  for (const event of replay(trace)) stack = event.stack;
  const shown = stack.length <= mostFrames ? stack : [...stack.slice(0, 1), ...stack.slice(1 - mostFrames)];
  return shown.flatMap(({ code, line }) => {
    const known = trace.codes[code];
    return known === undefined ? [] : [frameAt(known.file, line, known.qualifiedName)];
  });
}

/** What was printed last where a process was not stopped by us: a stack that overflowed, a second panic. */
function fatalOf({ errors, result }: EndedProcess): string | null {
  if (result.ending.kind === 'timedOut') return null;
  const lines = errors.split('\n').filter((line) => line.trim() !== '' && !/^\s*(\d+: |at )/.test(line));
  return lines.length === 0 ? null : lines.slice(-mostFatalLines).join('\n');
}
