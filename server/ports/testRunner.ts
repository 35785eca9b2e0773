/**
 * Running tests of the repository under watch, as the engine sees it: pick a recipe, run it, read what was recorded.
 * Leaves out how an ecosystem is injected; that is an adapter's.
 */
import type { Line } from '../core/ids.ts';
import type { ExecutionTrace } from '../core/trace/executionTrace.ts';
import type { RaisedException } from '../core/trace/raisedException.ts';
import type { Cancellation } from './cancellation.ts';

export const runnerNames = [
  ...(['pytest', 'unittest', 'django'] as const),
  ...(['vitest', 'jest', 'mocha', 'node', 'jasmine'] as const),
  ...(['maven', 'gradle', 'junit'] as const),
  ...(['go', 'cargo', 'nextest'] as const),
  ...(['googletest', 'ctest'] as const),
  'command',
] as const;

/** `node` is Node's own `node:test`, `junit` a plain class path, `command` any program whose exit status is the verdict. */
export type RunnerName = (typeof runnerNames)[number];

/** How a set of tests is run: fixed argv, no shell. What a user is asked to trust. */
export interface TestRecipe {
  readonly runner: RunnerName;
  readonly repository: string;
  readonly cwd: string;
  /** What runs the tests: an interpreter, a build tool, a compiler's driver. An absolute path. */
  readonly program: string;
  readonly programVersion: string;
  /** Where the program was found, in words: `--python`, `.venv`, `PATH`, … */
  readonly programSource: string;
  /** The command a person would type for the same run; shown, never executed. */
  readonly display: readonly string[];
  /** The tests in the runner's own form. */
  readonly tests: readonly string[];
  /** Files of the repository the tests are known to be in, as far as their names tell. */
  readonly testFiles: readonly string[];
  /** What the adapter that made the recipe wants to know again when it runs it: plain values, part of what is trusted. */
  readonly settings: Readonly<Record<string, string | readonly string[]>>;
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
  /** The Python asked for; `null` to look for one. */
  readonly interpreter: string | null;
  /** For the runner `command`, which needs it. */
  readonly command?: CommandToRun;
}

/** A program of the user's choice. `{test}` in it stands for a test, `{out}` for a folder that is gone after the run. */
export interface CommandToRun {
  /** As a person types it; split into words, never handed to a shell. */
  readonly line: string;
  /** Reports of coverage the command writes: files of the repository, or of `{out}`. */
  readonly coverage: readonly string[];
  /** Tests that pass, for a command with `{test}`: run for what they cover. */
  readonly passing: readonly string[];
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
  /**
   * Code whose values are kept along with a trace (mode `trace` only); `null` for none. Lines by repository-relative file,
   * as pairs of first and last.
   */
  readonly values: ReadonlyMap<string, readonly LineRange[]> | null;
  /** Whether the traces of tests that pass are kept, too (mode `trace` only). */
  readonly keepPassingTraces: boolean;
  /** Whether the tests of each file are run from the last to the first, where the runner can. */
  readonly reversed: boolean;
  readonly limits: WatchLimits;
}

/** 1-based, both included. */
export type LineRange = readonly [first: number, last: number];

export interface WatchLimits {
  /** The process tree is stopped after this long. */
  readonly seconds: number;
  /** No further test is started after this long; at most `seconds`. */
  readonly startSeconds: number;
  /** A test that takes longer is stopped, and with it the run: its process cannot be trusted after that. */
  readonly testSeconds: number;
  readonly maxTests: number;
  /**
   * A traced test is stopped after this many statements, as one that ran out of time: the same on every machine, which a
   * clock is not. Kept where the adapter can count.
   */
  readonly fuel: number;
}

/** Statement start lines (ascending) that ran, by repository-relative file. */
export type StatementHits = ReadonlyMap<string, readonly Line[]>;

/** One way a decision went, at a line: `true` or `false` of a condition, `body` or `done` of a loop, `case` of a choice. */
export interface BranchHit {
  readonly line: Line;
  /** The position of the decision among those of its line, from 0. */
  readonly index: number;
  readonly outcome: 'true' | 'false' | 'body' | 'done' | 'case' | 'right' | 'handler';
}

/** In order of line, index and outcome, by repository-relative file. */
export type BranchHits = ReadonlyMap<string, readonly BranchHit[]>;

export type TestOutcome = 'passed' | 'failed' | 'error' | 'skipped' | 'timedOut' | 'crashed';

/** Whether an outcome is that of a test that ran and did not pass. */
export function isRed({ outcome }: { readonly outcome: TestOutcome }): boolean {
  return outcome !== 'passed' && outcome !== 'skipped';
}

export interface WatchedTest {
  /** The runner's id; with the repository as its base where the runner's own base differs. */
  readonly id: string;
  readonly file: string;
  readonly line: Line | null;
  readonly outcome: TestOutcome;
  readonly seconds: number;
  readonly exception: RaisedException | null;
  /** `null` unless the mode was `spectra`, or the command that ran reports in every mode. */
  readonly hits: StatementHits | null;
  /** As `hits`. */
  readonly branches: BranchHits | null;
  /** `null` unless the mode was `trace`, and unless the test did not pass or traces of passing tests were to be kept. */
  readonly trace: ExecutionTrace | null;
}

/** A test file that could not be loaded, or an id nothing answers to. */
export interface CollectionProblem {
  readonly kind: 'notFound' | 'loadFailed';
  readonly test: string;
  /** The test file, where the problem is with one. */
  readonly file: string | null;
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
  /** Languages, by id, in whose files the tests of a recipe's runner are. */
  languagesOf(recipe: TestRecipe): readonly string[];
  run(recipe: TestRecipe, watch: WatchRequest, cancellation: Cancellation): Promise<WatchedRun>;
}
