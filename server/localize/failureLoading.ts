/**
 * A test file that cannot be loaded because of the code it imports is a red test like any other. One that is itself
 * broken, or lacks an installed module, is not: nothing about the code can be learnt from it.
 */

import type { CollectionProblem, WatchedTest } from '../ports/testRunner.ts';
import type { IsTestCode } from './testCode.ts';

/** The problem as a failed test, or `null` where the environment or the test file itself is to be mended first. */
export function failureLoading(problem: CollectionProblem, isTestCode: IsTestCode): WatchedTest | null {
  const { exception } = problem;
  if (problem.kind !== 'loadFailed' || exception === null || exception.type === 'ModuleNotFoundError') return null;
  if (!exception.frames.some((frame) => frame.inRepository && !isTestCode(frame.file))) return null;
  return {
    id: problem.test,
    file: problem.test.split('::')[0] ?? problem.test,
    line: null,
    outcome: 'error',
    seconds: 0,
    exception,
    hits: null,
    trace: null,
  };
}
