/**
 * Trials: failing tests run again and again in a process that is already warm, each time with one place of the code written
 * otherwise. Leaves out what to write there (`syntax`, `localize`): a trial says only what is replaced by what.
 */
import type { Cancellation } from './cancellation.ts';
import type { TestRecipe } from './testRunner.ts';

/** A piece of a file, as offsets into its text in UTF-16 units, and what is to stand there instead. */
export interface CodeEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Trial {
  readonly edits: readonly CodeEdit[];
  /**
   * Where predicate switching asks for it: the place of a condition's evaluation, counted from 1, whose outcome is turned
   * round, as the edit calls `__culprit_switch__(value)` with every value of the condition.
   */
  readonly switchedEvaluation?: number;
}

/**
 * How one test of a trial ended. `spun`: it used up its fuel or its time. `unusable`: the code as edited could not be
 * compiled or put in place.
 */
export type TrialVerdict = 'passed' | 'failed' | 'spun' | 'unusable';

export interface TrialOutcome {
  /** The index of its trial. */
  readonly trial: number;
  /** One for each test, in the request's order; those after the first that did not pass may be left out. */
  readonly verdicts: readonly TrialVerdict[];
  /** What the first test that did not pass complained of: type and message of its exception, cut short; else `null`. */
  readonly complaint: string | null;
}

export interface TrialRequest {
  /** The runner's own ids, in the order they are to be run: the failing ones first. */
  readonly tests: readonly string[];
  readonly trials: readonly Trial[];
  readonly limits: {
    /** Of all the trials together. */
    readonly seconds: number;
    /** Of one test of one trial. */
    readonly trialSeconds: number;
    /** Steps a test of a trial may take; counted, so that the answer does not depend on the machine's load. */
    readonly fuel: number;
  };
}

/** Which trials were run is told by their outcomes: `ending` says why the rest were not. */
export interface TrialsRun {
  readonly ending:
    | { readonly kind: 'finished' }
    /** `onOutcome` asked for no more. */
    | { readonly kind: 'enough' }
    | { readonly kind: 'timedOut' }
    | { readonly kind: 'cancelled' }
    | { readonly kind: 'notStarted'; readonly message: string };
  readonly seconds: number;
}

export interface TrialRunner {
  /** Whether tests of a recipe can be tried in a warm process at all. */
  canTry(recipe: TestRecipe): boolean;
  /**
   * Runs trials in their order, `onOutcome` after each; it gives `false` to end early. Nothing of the repository is written
   * to, and no trial sees what another did to the state of the program.
   */
  tryOut(
    recipe: TestRecipe,
    request: TrialRequest,
    onOutcome: (outcome: TrialOutcome) => boolean,
    cancellation: Cancellation,
  ): Promise<TrialsRun>;
}
