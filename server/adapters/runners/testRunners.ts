/** All ecosystems as one test runner: the one whose tests they are resolves and runs them. */
import { join } from 'node:path';
import type { RecipeRequest, RunnerName, TestRunner } from '../../ports/testRunner.ts';
import type { ParserSource } from '../../syntax/parserSet.ts';
import { createSourceTrees, type ParseSource } from '../../syntax/sourceTrees.ts';
import type { Environment } from '../process/environment.ts';
import { type RunProcess, runProcess } from '../process/runProcess.ts';
import { createCommandEcosystem } from './command/commandEcosystem.ts';
import { createCppEcosystem } from './cpp/cppEcosystem.ts';
import type { Ecosystem, EcosystemOptions } from './ecosystem.ts';
import { createGoEcosystem } from './go/goEcosystem.ts';
import { createJavaEcosystem } from './java/javaEcosystem.ts';
import { createJavascriptEcosystem } from './javascript/javascriptEcosystem.ts';
import { createPythonEcosystem } from './python/pythonEcosystem.ts';
import { createCargoEcosystem } from './rust/cargoEcosystem.ts';

export interface TestRunnersOptions {
  /** The folder that holds a folder for each watcher. */
  readonly tracersFolder: string;
  readonly cacheFolder: string;
  readonly environment: Environment;
  /** What parsers are made of, for those who put probes into sources. */
  readonly parsers: () => ParserSource;
  /** How programs are started; without one, as they are. */
  readonly runProcess?: RunProcess;
}

export interface TestRunners extends TestRunner {
  /** Languages, by id, whose tests it runs. */
  readonly languages: readonly string[];
}

/** Watchers by the name of their folder, in the order in which equal claims are settled. */
const ecosystems: Readonly<Record<string, (options: EcosystemOptions) => Ecosystem>> = {
  python: createPythonEcosystem,
  javascript: createJavascriptEcosystem,
  rust: createCargoEcosystem,
  go: createGoEcosystem,
  cpp: createCppEcosystem,
  java: createJavaEcosystem,
  command: createCommandEcosystem,
};

export function createTestRunners(options: TestRunnersOptions): TestRunners {
  const { tracersFolder, cacheFolder, environment } = options;
  let trees: Promise<ParseSource> | null = null;
  const sourceTrees = () => {
    trees ??= createSourceTrees(options.parsers());
    return trees;
  };
  const all = Object.entries(ecosystems).map(([name, create]) =>
    create({
      watcherFolder: join(tracersFolder, name),
      cacheFolder,
      environment,
      sourceTrees,
      runProcess: options.runProcess ?? runProcess,
    }),
  );
  const running = (runner: RunnerName) => all.find(({ runners }) => runners.includes(runner));
  return {
    languages: all.flatMap(({ languages }) => languages),
    async resolve(request) {
      const ecosystem = request.runner === 'auto' ? claimant(all, request) : running(request.runner);
      if (ecosystem !== undefined) return ecosystem.resolve(request);
      const message = `No runner knows the test "${request.tests.join(' ')}". Name a test file of the repository, or say which runner with --runner.`;
      return { kind: 'badTest', message };
    },
    languagesOf: ({ runner }) => running(runner)?.languages ?? [],
    async run(recipe, watch, cancellation) {
      const ecosystem = running(recipe.runner);
      if (ecosystem === undefined) throw new Error(`There is no runner ${recipe.runner}`);
      return ecosystem.run(recipe, watch, cancellation);
    },
  };
}

/** The first that is certain, else the first that finds it possible. */
function claimant(all: readonly Ecosystem[], request: RecipeRequest): Ecosystem | undefined {
  const claims = all.map((ecosystem) => ({ ecosystem, claim: ecosystem.claims(request) }));
  const best = claims.find(({ claim }) => claim === 'certain') ?? claims.find(({ claim }) => claim === 'possible');
  return best?.ecosystem;
}
