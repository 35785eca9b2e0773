/**
 * From a failing test to a ranking: reproduce it three times, watch it, watch its neighbours, weigh the evidence.
 * Leaves out what a face does: asking for trust, printing, exit statuses.
 */
import type { Cancellation } from '../ports/cancellation.ts';
import type { Clock } from '../ports/clock.ts';
import type { RepositoryFiles } from '../ports/files.ts';
import type { TestRecipe, TestRunner } from '../ports/testRunner.ts';
import type { Localization } from '../protocol/localization.ts';

export interface LocalizePorts {
  readonly files: RepositoryFiles;
  readonly testRunner: TestRunner;
  readonly clock: Clock;
}

export interface LocalizeRequest {
  readonly recipe: TestRecipe;
  /** At most this many locations in the answer. */
  readonly top: number;
  /** Limit of one run of the failing test, in seconds. */
  readonly timeoutSeconds: number;
}

/** What is happening, for progress; `fraction` is of the whole job where it is known. */
export interface LocalizeProgress {
  readonly message: string;
  readonly fraction: number;
}

/** Never throws for a test that cannot be run: that is a verdict. `cancelled` keeps what was reached. */
export interface LocalizeOutcome {
  readonly localization: Localization;
  readonly ending: 'done' | 'cancelled';
}

export type LocalizeFailingTest = (
  ports: LocalizePorts,
  request: LocalizeRequest,
  onProgress: (progress: LocalizeProgress) => void,
  cancellation: Cancellation,
) => Promise<LocalizeOutcome>;
