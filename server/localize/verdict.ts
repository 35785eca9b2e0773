/** What a ranking is worth, said rather than guessed. */

import type { StackFrame } from '../core/trace/raisedException.ts';
import type { Problem, Verdict } from '../protocol/localization.ts';
import type { Ranking } from './fuse.ts';
import type { WatchedFailure } from './watchedFailure.ts';
import { testWeights } from './weights.ts';

export interface Judgement {
  readonly verdict: Verdict;
  readonly problems: readonly Problem[];
}

export function judge({ candidates, isTestCode, passing, failing }: WatchedFailure, ranking: Ranking): Judgement {
  const ranAny = candidates.some((candidate) => !candidate.onImportOnly);
  const problems: Problem[] = [];
  const warn = (message: string) => problems.push({ severity: 'warning', message });
  if (!ranAny && candidates.length > 0) {
    warn(
      'The failing test executed no code of this repository outside the tests but what modules do when they are loaded',
    );
  } else if (!ranAny) {
    warn(
      'The failing test executed no code of this repository outside the tests. If the tested package is installed elsewhere, install this repository into the environment in editable mode',
    );
  }
  if (passing.length === 0)
    warn('No passing test was found to compare with, so nothing tells lines apart that always run');
  const isCode = (frame: StackFrame) => frame.inRepository && !isTestCode(frame.file, frame.line);
  const hasFrames = failing.some((test) => test.exception?.frames.some(isCode) === true);
  const isSure = ranAny && (passing.length !== 0 || hasFrames) && testWeights.certainFrom <= ranking.confidence;
  return { verdict: isSure && ranking.locations.length !== 0 ? 'located' : 'uncertain', problems };
}
