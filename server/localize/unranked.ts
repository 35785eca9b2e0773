/** An answer without a ranking: what every other answer starts from, and all there is where nothing could be run. */
import type { Localization, Verdict } from '../protocol/localization.ts';

export interface AskedFor {
  readonly repository: string;
  readonly tests: readonly string[];
  readonly runner: string;
}

export function unranked({ repository, tests, runner }: AskedFor, verdict: Verdict, seconds: number): Localization {
  return {
    schema: 'culprit.localization/1',
    repository,
    tests,
    mode: 'deterministic',
    model: null,
    verdict,
    confidence: 0,
    files: [],
    functions: [],
    locations: [],
    run: { runner, failing: 0, passing: 0, seconds: Number(seconds.toFixed(3)), overhead: 0 },
    problems: [],
  };
}
