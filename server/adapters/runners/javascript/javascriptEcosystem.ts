/**
 * Tests of JavaScript and TypeScript: which runner they are for, which Node runs them, and from which folder. Nothing is
 * installed in, or written to, the repository.
 */
import { realpathSync, statSync } from 'node:fs';
import type { RecipeRequest, RecipeResolution, RunnerName, TestRecipe } from '../../../ports/testRunner.ts';
import type { Ecosystem, EcosystemOptions } from '../ecosystem.ts';
import { jasmine } from './jasmine.ts';
import { claimsOf } from './javascriptClaims.ts';
import { packagesAround } from './javascriptProject.ts';
import { runJavascript } from './javascriptRun.ts';
import type { JavascriptRunner } from './javascriptRunner.ts';
import { jest } from './jest.ts';
import { mocha } from './mocha.ts';
import { findNode, type NodeProgram } from './nodeProgram.ts';
import { nodeTest } from './nodeTest.ts';
import { chooseRunner } from './runnerChoice.ts';
import { parseTestName, type TestName } from './testNames.ts';
import { vitest } from './vitest.ts';

/** In the order in which they are asked whether a project is theirs. */
const runners: readonly JavascriptRunner[] = [vitest, jest, nodeTest, mocha, jasmine];

export function createJavascriptEcosystem(options: EcosystemOptions): Ecosystem {
  const running = (name: RunnerName) => runners.find((runner) => runner.name === name) ?? null;
  return {
    runners: runners.map(({ name }) => name),
    languages: ['javascript', 'typescript', 'tsx'],
    claims: claimsOf,
    resolve: (request) => resolveRecipe(options, request),
    run(recipe, watch, cancellation) {
      const runner = running(recipe.runner);
      if (runner === null) throw new Error(`There is no runner ${recipe.runner}`);
      return runJavascript(options, runner, recipe, watch, cancellation);
    },
  };
}

async function resolveRecipe(options: EcosystemOptions, request: RecipeRequest): Promise<RecipeResolution> {
  if (statSync(request.repository, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return badTest(`There is no folder ${request.repository}.`);
  }
  const repository = realpathSync.native(request.repository);
  if (request.tests.length === 0) return badTest('Name at least one test, for example src/a.test.ts > suite > name.');
  const names: TestName[] = [];
  for (const test of request.tests) {
    const parsed = parseTestName(test, repository);
    if ('problem' in parsed) return badTest(parsed.problem);
    names.push(parsed.name);
  }
  const { file } = names[0]!;
  const around = packagesAround(repository, file);
  const runner =
    request.runner === 'auto'
      ? chooseRunner(runners, repository, file, around)
      : (runners.find(({ name }) => name === request.runner) ?? null);
  if (runner === null) {
    const known = runners.map(({ name }) => name).join(', ');
    return badTest(
      `Nothing says which runner ${file} is for: no import, no script, no configuration. Pass --runner (${known}).`,
    );
  }
  const node = await findNode(options.environment, repository, options.runProcess);
  if ('problem' in node) return { kind: 'environment', message: node.problem };
  const resolved = runner.resolve({ repository, names, around, node });
  if (resolved.kind === 'missing') return { kind: 'environment', message: resolved.message };
  return { kind: 'recipe', recipe: recipeOf(repository, runner, names, node, resolved) };
}

function recipeOf(
  repository: string,
  runner: JavascriptRunner,
  names: readonly TestName[],
  node: NodeProgram,
  {
    cwd,
    settings,
    display,
  }: { readonly cwd: string; readonly settings: TestRecipe['settings']; readonly display: readonly string[] },
): TestRecipe {
  return {
    runner: runner.name,
    repository,
    cwd,
    program: node.path,
    programVersion: node.version,
    programSource: 'PATH',
    display: [node.path, ...display],
    tests: names.map(({ text }) => text),
    testFiles: [...new Set(names.map(({ file }) => file))],
    settings,
  };
}

function badTest(message: string): RecipeResolution {
  return { kind: 'badTest', message };
}
