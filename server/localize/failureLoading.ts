/**
 * A test file that cannot be loaded because of the code it imports is a red test like any other, and so is one that asks a
 * module of the repository for what it does not have. One that is itself broken, or lacks an installed module, is not:
 * nothing about the code can be learnt from it.
 */
import type { RaisedException, StackFrame } from '../core/trace/raisedException.ts';
import type { CollectionProblem, WatchedTest } from '../ports/testRunner.ts';
import type { IsTestCode } from './testCode.ts';

/** What is known of the repository by the time a test file cannot be loaded. */
export interface KnownCode {
  readonly isTestCode: IsTestCode;
  /** Whether an exception speaks of a module of the repository by name. */
  readonly namesModule: (exception: RaisedException) => boolean;
}

/** The problem as a failed test, or `null` where the environment or the test file itself is to be mended first. */
export function failureLoading(problem: CollectionProblem, { isTestCode, namesModule }: KnownCode): WatchedTest | null {
  const { exception } = problem;
  if (problem.kind !== 'loadFailed' || exception === null) return null;
  const code = exception.frames.filter((frame) => frame.inRepository && !isTestCode(frame.file, frame.line));
  if (code.length === 0 ? !namesModule(exception) : lacksForeignModule(exception, code)) return null;
  return {
    id: problem.test,
    file: problem.file ?? problem.test.split('::')[0] ?? problem.test,
    line: null,
    outcome: 'error',
    seconds: 0,
    exception,
    hits: null,
    branches: null,
    trace: null,
  };
}

/** Whether a module is missing that is not of the package that asks for it. */
function lacksForeignModule({ type, message }: RaisedException, code: readonly StackFrame[]): boolean {
  if (type !== 'ModuleNotFoundError') return false;
  const top = /No module named '([^'.]+)/.exec(message)?.[1];
  return !code.some(({ file }) =>
    file
      .split('/')
      .slice(0, -1)
      .some((folder) => folder === top),
  );
}
