/**
 * Running tests of the repository under watch, as the engine sees it: pick a recipe, run it, read what was recorded.
 * Leaves out how an ecosystem is injected; that is an adapter's.
 */
import type { Line } from '../core/ids.ts';
import type { ExecutionTrace } from '../core/trace/executionTrace.ts';
import type { RaisedException } from '../core/trace/raisedException.ts';
import type { Cancellation } from './cancellation.ts';

export type RunnerName = 'pytest' | 'unittest' | 'django';

/** How a set of tests is run: fixed argv, no shell. What a user is asked to trust. */
export interface TestRecipe {
  readonly runner: RunnerName;
  readonly repository: string;
  readonly cwd: string;
  readonly interpreter: string;
  readonly interpreterVersion: string;
  /** Where the interpreter was found, in words: `--python`, `.venv`, `poetry`, … */
  readonly interpreterSource: string;
  /** The command a person would type for the same run; shown, never executed. */
  readonly display: readonly string[];
  /** The tests in the runner's own form. */
  readonly tests: readonly string[];
}

export type RecipeResolution =
  | { readonly kind: 'recipe'; readonly recipe: TestRecipe }
  /** The ids are malformed or name a file that is not there: the caller's mistake. */
  | { readonly kind: 'badTest'; readonly message: string }
  /** The machine lacks something: no interpreter, no pytest in it, too old a Python. */
  | { readonly kind: 'environment'; readonly message: string };

export interface RecipeRequest {
  readonly repository: string;
  readonly tests: readonly string[];
  readonly runner: RunnerName | 'auto';
  readonly interpreter: string | null;
}

/** `plain` runs only; `trace` keeps the ordered trace of each failing test; `spectra` keeps the statements each test hit. */
export type WatchMode = 'plain' | 'trace' | 'spectra';

export interface WatchRequest {
  readonly mode: WatchMode;
  /** Runner ids or repository-relative test files. */
  readonly tests: readonly string[];
  /** Repository-relative files to instrument in `spectra` mode; `null` for all of the repository's code. */
  readonly instrument: readonly string[] | null;
  /** Ids of tests that are not to be run though they are among `tests`. */
  readonly leaveOut: readonly string[];
  readonly limits: WatchLimits;
}

export interface WatchLimits {
  /** The process tree is stopped after this long. */
  readonly seconds: number;
  /** No further test is started after this long; at most `seconds`. */
  readonly startSeconds: number;
  /** A test that takes longer is stopped, and with it the run: its process cannot be trusted after that. */
  readonly testSeconds: number;
  readonly maxTests: number;
}

/** Statement start lines (ascending) that ran, by repository-relative file. */
export type StatementHits = ReadonlyMap<string, readonly Line[]>;

export type TestOutcome = 'passed' | 'failed' | 'error' | 'skipped' | 'timedOut' | 'crashed';

export interface WatchedTest {
  /** The runner's id; with the repository as its base where the runner's own base differs. */
  readonly id: string;
  readonly file: string;
  readonly line: Line | null;
  readonly outcome: TestOutcome;
  readonly seconds: number;
  readonly exception: RaisedException | null;
  /** `null` unless the mode was `spectra`. */
  readonly hits: StatementHits | null;
  /** `null` unless the mode was `trace` and the test did not pass. */
  readonly trace: ExecutionTrace | null;
}

/** A test file that could not be loaded, or an id nothing answers to. */
export interface CollectionProblem {
  readonly kind: 'notFound' | 'loadFailed';
  readonly test: string;
  readonly message: string;
  readonly exception: RaisedException | null;
}

export type RunEnding =
  | { readonly kind: 'completed' }
  | { readonly kind: 'timedOut'; readonly afterSeconds: number }
  /** The process ended before its runner did: a signal, `os._exit`, or a fatal interpreter error. */
  | { readonly kind: 'crashed'; readonly how: string }
  | { readonly kind: 'cancelled' }
  /** The runner never got as far as collecting tests. */
  | { readonly kind: 'notStarted'; readonly message: string };

export interface WatchedRun {
  readonly ending: RunEnding;
  readonly seconds: number;
  readonly tests: readonly WatchedTest[];
  readonly collectionProblems: readonly CollectionProblem[];
  /** Statements that ran while modules were imported, outside any test. */
  readonly importHits: StatementHits;
  /** Tests that were collected but not started, because a limit was reached. */
  readonly nNotStarted: number;
  /** The last part of what the process printed, for error messages. */
  readonly outputTail: string;
}

export interface TestRunner {
  resolve(request: RecipeRequest): Promise<RecipeResolution>;
  run(recipe: TestRecipe, watch: WatchRequest, cancellation: Cancellation): Promise<WatchedRun>;
}
