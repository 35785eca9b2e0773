/**
 * What a watched process left beside its events, put into its run: files as the repository has them, lines that ran, traces,
 * and stacks. Leaves out starting it.
 */
import { existsSync, realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { RaisedException, StackFrame } from '../../../core/trace/raisedException.ts';
import type { TestRecipe, WatchedRun, WatchedTest, WatchRequest } from '../../../ports/testRunner.ts';
import { confinedPath } from '../../disk/confinedPath.ts';
import type { ProcessResult } from '../../process/runProcess.ts';
import { isForeign, repositoryPaths } from '../../reports/repositoryPaths.ts';
import type { LastStack } from '../../watching/watchedRunReading.ts';
import { printedFailure } from '../command/printedFailure.ts';
import { type AddressBook, addressBook } from './addressBook.ts';
import { type ExpandedTrace, expandTrace } from './expandedTrace.ts';
import type { ProgramCode } from './programCode.ts';
import { readHits, readModules, readRawTrace, readStack } from './runtimeRecords.ts';

/** The runtime's own way out when a test has used up its statements. */
const outOfFuel = 99;

export interface ProcessFiles {
  readonly outFolder: string;
  readonly process: ProcessResult;
  readonly recipe: TestRecipe;
}

export async function bookOf(outFolder: string, code: ProgramCode | null): Promise<AddressBook> {
  const modules = await readModules(outFolder);
  // The first is the program itself.
  return addressBook(modules, (path) => (path === modules[0]?.path ? code : null));
}

/** Where a process was when a signal ended it, or what it printed of that. */
export async function crashStack(
  files: ProcessFiles,
  ending: 'timedOut' | 'crashed',
  code: ProgramCode | null,
): Promise<LastStack> {
  if (ending === 'timedOut') return { frames: [], fatal: null };
  const { outFolder, process, recipe } = files;
  const crash = (await readdir(outFolder)).find((name) => /^crash-\d+\.bin$/.test(name));
  const said = saidAtTheEnd(process.outputTail);
  if (crash !== undefined) {
    const signal = signalNames[Number(/\d+/.exec(crash)![0])] ?? 'a signal';
    const frames = (await bookOf(outFolder, code)).framesOf(await readStack(join(outFolder, crash)));
    return { frames, fatal: said === null ? signal : `${signal}: ${said}` };
  }
  const printed = printedFailure(process.outputTail, await repositoryPaths(recipe.repository));
  return { frames: printed?.frames ?? [], fatal: said };
}

const signalNames: Readonly<Record<number, string>> = {
  4: 'SIGILL',
  6: 'SIGABRT',
  7: 'SIGBUS',
  8: 'SIGFPE',
  11: 'SIGSEGV',
};

/** The line in which a sanitizer, `assert` or the end of an exception tells why. */
function saidAtTheEnd(output: string): string | null {
  const why = /^.*(?:ERROR: \w+Sanitizer|runtime error|Assertion .* failed|what\(\):|terminate called|\*\*\* ).*$/gm;
  const lines = output.match(why) ?? [];
  const named = lines.find((textLine) => textLine.includes('what()')) ?? lines[0];
  return named === undefined ? null : named.trim().slice(0, 300);
}

/** The run with everything the runtime wrote; its tests are in the order in which they were started. */
export async function withWhatRan(
  run: WatchedRun,
  watch: WatchRequest,
  files: ProcessFiles,
  code: ProgramCode | null,
): Promise<WatchedRun> {
  const { outFolder, process, recipe } = files;
  const { ending } = process;
  const usedUp =
    watch.mode === 'trace' && ending.kind === 'exited' && ending.status === outOfFuel && run.ending.kind === 'crashed';
  const book = await bookOf(outFolder, code);
  const hits = watch.mode === 'spectra' ? await readHits(outFolder) : [];
  const tests: WatchedTest[] = [];
  for (const [number, read] of run.tests.entries()) {
    const test = { ...read, ...(usedUp && read.outcome === 'crashed' ? stopped(process.seconds) : {}) };
    const isLast = number === run.tests.length - 1;
    const own = hits.filter((record) => record.test === number || (record.test === -2 && isLast));
    const expanded =
      watch.mode === 'trace' ? await traceOf(outFolder, number, test, watch.keepPassingTraces, book) : null;
    tests.push({
      ...test,
      file: repositoryFile(test.file, recipe) ?? test.file,
      exception: test.exception === null ? null : await located(test.exception, test, number, files, book, expanded),
      ...(watch.mode === 'spectra' ? book.hitsOf(own.flatMap(({ addresses }) => addresses)) : {}),
      trace: expanded?.trace ?? null,
    });
  }
  const outside = hits.filter(({ test }) => test === -1).flatMap(({ addresses }) => addresses);
  return {
    ...run,
    ending: usedUp ? { kind: 'timedOut', afterSeconds: process.seconds } : run.ending,
    tests,
    importHits: outside.length === 0 ? new Map() : book.hitsOf(outside).hits,
  };
}

function stopped(seconds: number) {
  const message = 'Stopped: it had used up the statements a traced test may run';
  const exception = { type: 'Timeout', message, frames: [], chainedBy: null, chained: null };
  return { outcome: 'timedOut', seconds, exception } as const;
}

async function traceOf(
  outFolder: string,
  number: number,
  test: WatchedTest,
  keepsAll: boolean,
  book: AddressBook,
): Promise<ExpandedTrace | null> {
  const isGreen = test.outcome === 'passed' || test.outcome === 'skipped';
  const own = join(outFolder, `raw-${number}.bin`);
  if (isGreen && !(keepsAll && existsSync(own))) return null;
  const raw = await readRawTrace(existsSync(own) ? own : join(outFolder, 'raw.bin'));
  return raw === null ? null : expandTrace(raw, book);
}

/** An exception with the frames of the repository it passed through. */
async function located(
  exception: RaisedException,
  test: WatchedTest,
  number: number,
  { outFolder, recipe }: ProcessFiles,
  book: AddressBook,
  expanded: ExpandedTrace | null,
): Promise<RaisedException> {
  if (test.outcome === 'timedOut') return { ...exception, frames: expanded?.open ?? [] };
  const own = exception.frames.map((frame) => inRepository(frame, recipe));
  if (test.outcome === 'crashed') return { ...exception, frames: own };
  const isThrown = exception.type !== 'Failure' || exception.message.includes('C++ exception');
  const stack = await readStack(join(outFolder, `${isThrown ? 'thrown' : 'failed'}-${number}.bin`));
  const frames = book.framesOf(stack);
  return { ...exception, frames: frames.length === 0 ? own : frames };
}

function inRepository(frame: StackFrame, recipe: TestRecipe): StackFrame {
  if (frame.inRepository) return frame;
  const file = repositoryFile(frame.file, recipe);
  return file === null ? frame : { ...frame, file, inRepository: true };
}

/** A file as the compiler had it, relative to the repository; `null` where it is none of its own. */
export function repositoryFile(
  path: string,
  { repository, cwd }: Pick<TestRecipe, 'repository' | 'cwd'>,
): string | null {
  const root = realpathSync.native(repository);
  const real = confinedPath(root, isAbsolute(path) ? path : resolve(cwd, path));
  const file = real === null ? null : relative(root, real).split(sep).join('/');
  return file === null || isForeign(file) ? null : file;
}
