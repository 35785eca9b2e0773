/**
 * What one ecosystem brings: which tests are its own, how they would be run, and running them. Leaves out choosing among
 * ecosystems (`testRunners`).
 */
import type { Cancellation } from '../../ports/cancellation.ts';
import type {
  RecipeRequest,
  RecipeResolution,
  RunnerName,
  TestRecipe,
  WatchedRun,
  WatchRequest,
} from '../../ports/testRunner.ts';
import type { ParseSource } from '../../syntax/sourceTrees.ts';
import type { Environment } from '../process/environment.ts';
import type { RunProcess } from '../process/runProcess.ts';

/**
 * How sure an ecosystem is that all the named tests are its own, from names and files alone: `certain` where a file or a
 * form of name says so, `possible` where nothing speaks against it, `no` otherwise.
 */
export type Claim = 'certain' | 'possible' | 'no';

export interface Ecosystem {
  readonly runners: readonly RunnerName[];
  /** Languages, by id, in whose files its tests are. */
  readonly languages: readonly string[];
  /** Reads names and files; starts nothing. */
  claims(request: RecipeRequest): Claim;
  resolve(request: RecipeRequest): Promise<RecipeResolution>;
  run(recipe: TestRecipe, watch: WatchRequest, cancellation: Cancellation): Promise<WatchedRun>;
}

/** What every ecosystem is given. */
export interface EcosystemOptions {
  /** The folder of this ecosystem's watcher, as `adapters/tracers` has it. */
  readonly watcherFolder: string;
  /** Where compiled and instrumented code of ours is kept between runs. */
  readonly cacheFolder: string;
  readonly environment: Environment;
  /** Syntax trees, for those who put probes into sources. Loaded when first asked for. */
  readonly sourceTrees: () => Promise<ParseSource>;
  readonly runProcess: RunProcess;
}
