/** What one test runner of JavaScript brings. Leaves out choosing among them, finding Node, and reading what a run left. */
import type { RunnerName, TestRecipe, WatchRequest } from '../../../ports/testRunner.ts';
import type { RunProcess } from '../../process/runProcess.ts';
import type { JavascriptPackage } from './javascriptProject.ts';
import type { NodeProgram } from './nodeProgram.ts';
import type { TestName } from './testNames.ts';

export interface JavascriptRunner {
  readonly name: RunnerName;
  /** Whether the text of a test file says that it is this runner's: an import of its package. */
  readonly isImported: RegExp;
  /** Whether the words of a command start it. */
  isStarted(words: readonly string[]): boolean;
  /** Whether a package has configuration of its own for it. */
  isConfigured(project: JavascriptPackage): boolean;
  /** The npm package it comes in; `null` where it comes with Node. */
  readonly package: string | null;
  /** Where and with what it would run tests of a file; the first of `around` is the nearest package. */
  resolve(place: RunnerPlace): RunnerResolution;
  /** Folders of the cache where it keeps what it makes of sources. */
  readonly caches: readonly string[];
  /** What is started for a run. */
  launch(run: RunnerRun): Promise<RunnerLaunch>;
}

export interface RunnerPlace {
  readonly repository: string;
  readonly names: readonly TestName[];
  readonly around: readonly JavascriptPackage[];
  readonly node: NodeProgram;
}

export type RunnerResolution =
  | {
      readonly kind: 'ready';
      /** The folder its command is given in. */
      readonly cwd: string;
      readonly settings: Readonly<Record<string, string | readonly string[]>>;
      /** The command a person would type, after the program. */
      readonly display: readonly string[];
    }
  | { readonly kind: 'missing'; readonly message: string };

export interface RunnerRun {
  readonly recipe: TestRecipe;
  readonly watch: WatchRequest;
  /** What is in the request file so far; a runner may add to it. */
  readonly request: Record<string, unknown>;
  readonly requestFile: string;
  readonly outFolder: string;
  readonly cacheFolder: string;
  readonly watcherFolder: string;
  /** The tested program's environment so far. */
  readonly environment: Readonly<Record<string, string>>;
  readonly runProcess: RunProcess;
}

export interface RunnerLaunch {
  /** For Node. */
  readonly arguments: readonly string[];
  /** Added to the environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Added to the request file. */
  readonly request: Readonly<Record<string, unknown>>;
}
