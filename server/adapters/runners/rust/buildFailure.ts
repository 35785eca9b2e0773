/** A build that failed, told as a run: code that does not compile is a test that cannot be loaded. */
import type { WatchedRun } from '../../../ports/testRunner.ts';
import type { ProcessResult } from '../../process/runProcess.ts';
import { notStarted } from '../../watching/runFolders.ts';
import { frameAt } from './rustExceptions.ts';
import { errorPlaces } from './watchedBuild.ts';

const firstError = /^error(?:\[E\d+\])?: (?!could not compile|aborting)(.+)$/m;

/** A test as it was asked for, with the file it is in. */
export interface AskedTest {
  readonly test: string;
  readonly file: string | null;
}

/** A problem with each of the tests where the compiler says what is wrong in the repository; else no start, with its words. */
export function failedBuild(
  result: ProcessResult,
  tests: readonly AskedTest[],
  workspaceRoot: string,
  shadow: string,
): WatchedRun {
  const { ending, outputTail, seconds } = result;
  const run = { ...notStarted(''), seconds, outputTail };
  if (ending.kind === 'cancelled') return { ...run, ending: { kind: 'cancelled' } };
  if (ending.kind === 'timedOut') return notStarted(`cargo did not build the tests within ${Math.round(seconds)} s.`);
  const error = firstError.exec(outputTail);
  const [at] = error === null ? [] : errorPlaces(outputTail.slice(error.index), workspaceRoot, shadow);
  if (error === null || at === undefined) {
    const said = outputTail.trim().split('\n').slice(-12).join('\n');
    return { ...notStarted(`cargo could not build the tests:\n${said || 'It printed nothing.'}`), seconds, outputTail };
  }
  const exception = {
    type: 'CompileError',
    message: error[0],
    frames: [frameAt(at.file, at.line, '')],
    chainedBy: null,
    chained: null,
  };
  const message = `${at.file} does not compile`;
  return {
    ...run,
    ending: { kind: 'completed' },
    collectionProblems: tests.map(({ test, file }) => ({ kind: 'loadFailed', test, file, message, exception })),
  };
}
