/** Trials on tiny repositories: from texts to be replaced to verdicts. */
import { fileURLToPath } from 'node:url';
import { createTestRunners } from '../../server/adapters/runners/testRunners.ts';
import { createTrialRunner } from '../../server/adapters/trials/trialRunner.ts';
import type { Cancellation } from '../../server/ports/cancellation.ts';
import type { RunnerName } from '../../server/ports/testRunner.ts';
import type { CodeEdit, Trial, TrialOutcome, TrialRequest, TrialsRun } from '../../server/ports/trials.ts';
import { parserSource } from '../parsers.ts';
import { temporaryFolder } from './watchedRepository.ts';

const tracersFolder = fileURLToPath(new URL('../../server/adapters/tracers', import.meta.url));
const never: Cancellation = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} };

export interface TryOptions {
  readonly python: string;
  readonly runner?: RunnerName | 'auto';
  readonly limits?: Partial<TrialRequest['limits']>;
  readonly cancellation?: Cancellation;
  readonly onOutcome?: (outcome: TrialOutcome) => boolean;
  readonly forkEach?: boolean;
}

export interface Tried {
  readonly run: TrialsRun;
  readonly outcomes: readonly TrialOutcome[];
  /** The verdicts of each trial, in one string. */
  readonly verdicts: readonly string[];
}

/** Runs trials of tests by their ids. */
export async function tryOut(
  repository: string,
  tests: readonly string[],
  trials: readonly Trial[],
  options: TryOptions,
): Promise<Tried> {
  const running = {
    tracersFolder,
    cacheFolder: temporaryFolder('culprit-cache-'),
    environment: process.env,
    forkEach: options.forkEach === true,
  };
  const resolution = await createTestRunners({ ...running, parsers: parserSource }).resolve({
    repository,
    tests: tests.slice(0, 1),
    runner: options.runner ?? 'auto',
    interpreter: options.python,
  });
  if (resolution.kind !== 'recipe') throw new Error(resolution.message);
  const outcomes: TrialOutcome[] = [];
  const limits = { seconds: 60, trialSeconds: 1, fuel: 100_000, ...options.limits };
  const run = await createTrialRunner(running).tryOut(
    resolution.recipe,
    { tests, trials, limits },
    (outcome) => {
      outcomes.push(outcome);
      return options.onOutcome?.(outcome) ?? true;
    },
    options.cancellation ?? never,
  );
  return { run, outcomes, verdicts: outcomes.map(({ verdicts }) => verdicts.join(' ')) };
}

/** A trial that writes `text` where `old` stands in a file; the first place of it. */
export function writing(
  files: Readonly<Record<string, string>>,
  ...changes: readonly (readonly [string, string, string])[]
): Trial {
  return {
    edits: changes.map(([file, old, text]): CodeEdit => {
      const start = files[file]?.indexOf(old) ?? -1;
      if (start === -1) throw new Error(`${file} has no ${old}`);
      return { file, start, end: start + old.length, text };
    }),
  };
}
