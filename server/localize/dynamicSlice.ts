/**
 * What a failure depends on among what ran: static backward slices from where the exception was raised and from the
 * failing line of the test, entered only where the run was (Agrawal, Horgan, "Dynamic program slicing", 1990, their first
 * approximation: the executed part of the static slice), following the calls it was seen to make.
 */
import type { RepositorySnapshot, SlicedStatement, StatementSpan } from '../analysis/repositorySnapshot.ts';
import type { Line } from '../core/ids.ts';
import type { WatchedTest } from '../ports/testRunner.ts';
import { statementKey } from './evidence/finding.ts';
import { observedCalls } from './observedCalls.ts';
import type { IsTestCode } from './testCode.ts';

const maxDepth = 24;
const maxSteps = 2_000;
const maxCriteria = 6;

export interface Criterion extends StatementSpan {
  /** What is at it, in words. */
  readonly role: string;
}

export interface DynamicSlice {
  readonly criterion: Criterion;
  /** Nearest first; the criterion itself is the first. */
  readonly steps: readonly SlicedStatement[];
}

export interface SlicedRun {
  readonly snapshot: RepositorySnapshot;
  readonly isTestCode: IsTestCode;
  readonly failing: readonly WatchedTest[];
  /** Whether the statement that begins at a line ran in one of them. */
  readonly executed: (file: string, line: Line) => boolean;
}

export function dynamicSlices({ snapshot, isTestCode, failing, executed }: SlicedRun): readonly DynamicSlice[] {
  const observing = snapshot.observing(observedCalls(snapshot, failing));
  return criteria(snapshot, isTestCode, failing).map((criterion) => ({
    criterion,
    steps: observing.slice({
      file: criterion.file,
      line: criterion.line,
      variable: null,
      direction: 'backward',
      interprocedural: true,
      maxDepth,
      maxSteps,
      executed,
    }),
  }));
}

/** The innermost frame of each failing test inside the repository, and its failing line in the test. */
function criteria(
  snapshot: RepositorySnapshot,
  isTestCode: IsTestCode,
  failing: readonly WatchedTest[],
): readonly Criterion[] {
  const found = new Map<string, Criterion>();
  for (const { exception } of failing) {
    const inside = exception?.frames.filter((frame) => frame.inRepository) ?? [];
    const inTest = inside.filter((frame) => isTestCode(frame.file, frame.line));
    for (const [frame, role] of [
      [inside.at(-1), `what raised ${exception?.type ?? 'the exception'}`],
      [inTest.at(-1), 'the failing line of the test'],
    ] as const) {
      const span = frame === undefined ? null : snapshot.statementAt(frame.file, frame.line);
      if (span === null || maxCriteria <= found.size) continue;
      const key = statementKey(span.file, span.line);
      if (!found.has(key)) found.set(key, { ...span, role });
    }
  }
  return [...found.values()];
}
